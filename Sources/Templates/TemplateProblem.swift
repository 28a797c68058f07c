/// What is wrong with a template as it is written, and where.
package struct TemplateProblem: Error, Hashable, Sendable {
    /// From 1.
    package let line: Int
    package let reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}

/// Everything that is wrong with one template.
package struct TemplateProblems: Error, Hashable, Sendable {
    package let problems: [TemplateProblem]
}

/// Why a template did not become a text, without a fact of it: facts may be personal.
package enum RenderFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text would have a hole where these names stand.
    case missing(names: [String])
    /// In characters.
    case subjectTooLong(Int)
    case subjectEmpty

    package var description: String {
        switch self {
        case .missing(let names): "missing: " + names.joined(separator: ", ")
        case .subjectTooLong(let count):
            "the subject has \(count) characters, at most \(EmailTemplate.longestSubject) are allowed"
        case .subjectEmpty: "the subject is empty"
        }
    }
}
