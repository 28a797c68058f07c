/// Phrases of folded words, found among the words of a reply.
struct PhraseSet: Sendable {
    /// By the first word: the words after it.
    private var rests: [String: [[String]]] = [:]

    init(_ phrases: [String]) {
        for phrase in phrases {
            let words = phrase.split(separator: " ").map(String.init)
            if let first = words.first { rests[first, default: []].append(Array(words.dropFirst())) }
        }
    }

    func isFound(in words: ArraySlice<String>) -> Bool {
        for index in words.indices {
            for rest in rests[words[index]] ?? [] where words[(index + 1)...].starts(with: rest) { return true }
        }
        return false
    }
}
