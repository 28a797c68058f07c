/// Regular expressions over the broker's names, anchored on both sides.
package enum RoutingPattern {
    /// Matches nothing that has a name.
    package static let nothing = "^$"

    /// Exactly these names; ``nothing`` for none.
    package static func anyOf(_ names: some Sequence<String>) -> String {
        let words = names.map(escaped).sorted()
        return words.isEmpty ? nothing : words.count == 1 ? "^\(words[0])$" : "^(\(words.joined(separator: "|")))$"
    }

    /// A first word of the list, a dot and one of the names.
    static func keys(_ firstWords: [String], _ names: [String]) -> String {
        "^(\(firstWords.joined(separator: "|")))\\.(\(names.map(escaped).sorted().joined(separator: "|")))$"
    }

    /// Any first word, a dot and one of the names.
    static func keys(anyWordAnd names: [String]) -> String {
        "^[^.]+\\.(\(names.map(escaped).sorted().joined(separator: "|")))$"
    }

    private static func escaped(_ name: String) -> String {
        name.replacing(".", with: "\\.")
    }
}
