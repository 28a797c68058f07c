/// The words of a reply without marks, except those that end a sentence.
struct ReplyWords {
    private(set) var words: [String] = []
    /// For each word the token that it is.
    private(set) var tokens: [Int] = []

    init(_ all: [Token]) {
        words.reserveCapacity(all.count)
        for (index, token) in all.enumerated() {
            if token.kind == .mark {
                guard Self.breaks.contains(token.text) else { continue }
                // A full stop within a word or number, or after the number of a day, ends nothing: "a.s.", "am 15. März".
                if token.text == ".", index + 1 < all.count,
                    all[index + 1].isGlued
                        || index > 0 && all[index - 1].kind == .number && token.isGlued
                            && all[index - 1].text.utf8.count <= 2 && !all[index + 1].startsLine
                {
                    continue
                }
            } else if token.kind == .number, token.isGlued, index > 1, all[index - 2].kind == .number,
                all[index - 1].isGlued
            {
                // "1,250.00" and "25.03.2026" are one word, that of their first figures.
                continue
            }
            words.append(token.text)
            tokens.append(index)
        }
    }

    private static let breaks: Set<String> = [".", "!", "?", ";"]

    func isBreak(_ index: Int) -> Bool { Self.breaks.contains(words[index]) }

    func isNegation(_ index: Int) -> Bool {
        Self.negations.contains(words[index]) && !isLater(index + 1) && !isNumberSign(index)
    }

    /// "invoice no 4711".
    private func isNumberSign(_ index: Int) -> Bool {
        guard words[index] == "no", index + 1 < words.count else { return false }
        return words[index + 1].utf8.first.map { $0 >= 0x30 && $0 <= 0x39 } == true
    }

    /// "not later than Friday" denies nothing.
    private func isLater(_ index: Int) -> Bool {
        guard index < words.count else { return false }
        return ["later", "spater", "tarde", "later", "senere", "senare", "pozniej", "oltre", "only", "nur", "mas"]
            .contains(
                words[index])
    }

    static let negations: Set<String> = [
        "not", "never", "cannot", "cant", "wont", "dont", "doesnt", "didnt", "isnt", "wasnt", "havent", "hasnt",
        "couldnt",
        "wouldnt", "arent", "unable", "refuse", "neither", "nor", "nicht", "nie", "niemals", "kein", "keine", "keinen",
        "keiner",
        "pas", "jamais", "ne", "aucun", "aucune", "no", "nunca", "tampoco", "niet", "geen", "nooit", "non", "mai",
        "nao", "nie",
        "nigdy", "inte", "ej", "aldrig", "ikke", "ingen", "without", "ohne", "sans",
    ]

    /// The sentence that a word stands in, without the mark that ends it.
    func sentence(around index: Int) -> Range<Int> {
        var start = index
        while start > 0, !isBreak(start - 1) { start -= 1 }
        var end = index
        while end < words.count, !isBreak(end) { end += 1 }
        return start..<end
    }

    /// The mark that ends the sentence of a word.
    func ending(of index: Int) -> String? {
        let end = sentence(around: index).upperBound
        return end < words.count ? words[end] : nil
    }
}
