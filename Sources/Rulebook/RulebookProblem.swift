/// One thing that is wrong in a configuration folder.
package struct RulebookProblem: Hashable, Sendable {
    /// Relative to the folder; nil: the folder as a whole.
    package let file: String?
    /// From 1; nil if it cannot be told.
    package let line: Int?
    /// The key's path in YAML, `bank.iban`; nil if it is not about a key.
    package let key: String?
    /// What is wrong and what is allowed.
    package let reason: String

    package init(file: String?, line: Int? = nil, key: String? = nil, reason: String) {
        self.file = file
        self.line = line
        self.key = key
        self.reason = reason
    }
}

extension RulebookProblem: CustomStringConvertible {
    /// `creditors/acme.yaml:7: bank.iban: …`
    package var description: String {
        var place = file ?? ""
        if let line { place += ":\(line)" }
        return [place, key ?? "", reason].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}

/// Everything that is wrong in a configuration folder, by file and line.
package struct RulebookProblems: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [RulebookProblem]

    init(_ problems: [RulebookProblem]) {
        self.problems = problems.sorted { ($0.file ?? "", $0.line ?? 0) < ($1.file ?? "", $1.line ?? 0) }
    }

    /// One a line.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
