/// Phrases that speak for an intent, from the table `Data/cues.txt`, which also says how they are written.
struct CueTable: Sendable {
    struct Hit: Sendable {
        let intent: Intent
        /// Positions in the words that were searched.
        let words: Range<Int>
        /// Takes these words away from the intent.
        let isVeto: Bool
    }

    private struct Word: Sendable {
        let text: String
        let isPrefix: Bool

        func matches(_ word: String) -> Bool {
            isPrefix ? word.hasPrefix(text) : word == text
        }
    }

    private enum Piece: Sendable {
        case word([Word])
        case gap
        case end
    }

    private struct Cue: Sendable {
        let intent: Intent
        let isVeto: Bool
        let isAtStart: Bool
        let pieces: [Piece]
    }

    static let longestGap = 4
    private var cues: [Cue] = []
    private var exact: [String: [Int]] = [:]
    /// By the first two bytes.
    private var prefixes: [UInt16: [Int]] = [:]

    init(_ table: String) {
        for line in table.split(separator: "\n") where !line.hasPrefix("#") {
            let phrases = line.split(separator: "|")
            guard let head = phrases.first else { continue }
            let isVeto = head.hasPrefix("-")
            guard let intent = Intent(rawValue: String(isVeto ? head.dropFirst() : head)) else { continue }
            for phrase in phrases.dropFirst() { add(phrase, intent, isVeto) }
        }
    }

    private mutating func add(_ phrase: Substring, _ intent: Intent, _ isVeto: Bool) {
        var pieces: [Piece] = []
        var isAtStart = false
        for part in phrase.split(separator: " ") {
            switch part {
            case "^": isAtStart = true
            case "$": pieces.append(.end)
            case "..": pieces.append(.gap)
            default:
                let alternatives = part.split(separator: "/")
                if alternatives.count == 1 {
                    // A phrase is cut into words as texts are: "e-mail" is two.
                    let isPrefix = part.hasSuffix("*")
                    let words = ReplyWords(Token.tokens(of: String(isPrefix ? part.dropLast() : part))).words
                    for (index, word) in words.enumerated() {
                        pieces.append(.word([Word(text: word, isPrefix: isPrefix && index == words.count - 1)]))
                    }
                } else {
                    pieces.append(
                        .word(
                            alternatives.map {
                                Word(
                                    text: Folding.fold($0.hasSuffix("*") ? $0.dropLast() : $0),
                                    isPrefix: $0.hasSuffix("*"))
                            }))
                }
            }
        }
        guard case .word(let first)? = pieces.first else { return }
        cues.append(Cue(intent: intent, isVeto: isVeto, isAtStart: isAtStart, pieces: pieces))
        for word in first {
            if word.isPrefix {
                prefixes[Self.key(word.text), default: []].append(cues.count - 1)
            } else {
                exact[word.text, default: []].append(cues.count - 1)
            }
        }
    }

    private static func key(_ word: String) -> UInt16 {
        word.utf8.prefix(2).reduce(0) { $0 << 8 | UInt16($1) }
    }

    func hits(in reply: ReplyWords) -> [Hit] {
        var hits: [Hit] = []
        for start in reply.words.indices {
            let word = reply.words[start]
            for index in exact[word] ?? [] { check(index, reply, start, &hits) }
            if word.utf8.count > 1, let candidates = prefixes[Self.key(word)] {
                for index in candidates { check(index, reply, start, &hits) }
            }
        }
        return hits
    }

    private func check(_ index: Int, _ reply: ReplyWords, _ start: Int, _ hits: inout [Hit]) {
        let cue = cues[index]
        guard !cue.isAtStart || start == 0, let end = match(cue.pieces[...], reply, at: start) else { return }
        hits.append(Hit(intent: cue.intent, words: start..<end, isVeto: cue.isVeto))
    }

    private func match(_ pieces: ArraySlice<Piece>, _ reply: ReplyWords, at index: Int) -> Int? {
        guard let piece = pieces.first else { return index }
        let rest = pieces.dropFirst()
        switch piece {
        case .end:
            var end = index
            while end < reply.words.count, reply.isBreak(end) { end += 1 }
            return end == reply.words.count ? match(rest, reply, at: end) : nil
        case .word(let words):
            guard index < reply.words.count, words.contains(where: { $0.matches(reply.words[index]) }) else {
                return nil
            }
            return match(rest, reply, at: index + 1)
        case .gap:
            for skipped in 0...Self.longestGap {
                let next = index + skipped
                if let end = match(rest, reply, at: next) { return end }
                guard next < reply.words.count, !reply.isBreak(next), !reply.isNegation(next) else { return nil }
            }
            return nil
        }
    }
}
