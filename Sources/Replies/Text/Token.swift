/// A word, a number or a mark of folded text.
struct Token {
    enum Kind { case word, number, mark }

    let kind: Kind
    /// Folded. Contractions are written out: "we'll" is "we" and "will", "don't" is "dont", "d'avril" is "d" and "avril".
    let text: String
    /// Of a number of at most nine digits, else nil.
    let number: Int?
    /// Whether it follows the token before without a blank.
    let isGlued: Bool
    /// Whether a line ended before it.
    let startsLine: Bool
    /// "today's", "Friday's": names what belongs to a day, not the day.
    var isPossessive = false

    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
}

extension Token {
    /// The tokens of a text, in order.
    static func tokens(of text: String) -> [Token] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars { Folding.append(scalar, to: &bytes) }
        var tokenizer = Tokenizer(bytes: bytes)
        tokenizer.run()
        return tokenizer.tokens
    }
}

private struct Tokenizer {
    let bytes: [UInt8]
    var tokens: [Token] = []
    private var position = 0
    private var isGlued = false
    private var startsLine = true

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func run() {
        tokens.reserveCapacity(bytes.count / 5 + 4)
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x0A { startsLine = true }
            if byte <= 0x20 {
                isGlued = false
                position += 1
            } else if isDigit(byte) {
                takeNumber()
            } else if isLetter(byte) {
                takeWord()
            } else {
                add(.mark, String(decoding: [byte], as: UTF8.self))
                position += 1
            }
        }
    }

    private mutating func takeNumber() {
        let start = position
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        add(.number, digits, number: digits.utf8.count <= 9 ? Int(digits) : nil)
    }

    private mutating func takeWord() {
        let start = position
        while position < bytes.count, isLetter(bytes[position]) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        guard position + 1 < bytes.count, bytes[position] == 0x27, isLetter(bytes[position + 1]) else {
            return add(.word, word)
        }
        let tailStart = position + 1
        var tailEnd = tailStart
        while tailEnd < bytes.count, isLetter(bytes[tailEnd]) { tailEnd += 1 }
        let tail = String(decoding: bytes[tailStart..<tailEnd], as: UTF8.self)
        if let written = Self.contractions[tail] {
            add(.word, word)
            if !written.isEmpty { add(.word, written) }
            tokens[tokens.count - 1].isPossessive = tail == "s"
            position = tailEnd
        } else if Self.joined.contains(tail) {
            add(.word, word + tail)
            position = tailEnd
        } else {
            // Romance elision: the article stands for itself.
            add(.word, word)
            position = tailStart
        }
    }

    private static let contractions = ["ll": "will", "ve": "have", "re": "are", "d": "would", "s": "", "m": "am"]
    /// "don't", "aujourd'hui", "o'clock".
    private static let joined: Set<String> = ["t", "hui", "clock", "n"]

    private mutating func add(_ kind: Token.Kind, _ text: String, number: Int? = nil) {
        tokens.append(
            Token(kind: kind, text: text, number: number, isGlued: isGlued, startsLine: startsLine))
        isGlued = true
        startsLine = false
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private func isLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A || byte >= 0x80 }
}
