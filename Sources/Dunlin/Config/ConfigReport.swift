import Contracts
import Policy
import Rulebook

/// A configuration folder as `dunlin config check` tells it.
struct ConfigReport: Encodable {
    var folder: String
    /// nil if there are problems.
    var hash: String?
    var creditors: [CreditorLine] = []
    var policies: [PolicyLine] = []
    var templates: [TemplateLine] = []
    var problems: [Problem] = []

    struct CreditorLine: Encodable {
        var id: Identifier
        var name: String
        var zone: String
        var languages: [String]
        var policy: String
    }

    struct PolicyLine: Encodable {
        var id: String
        var steps: [StepLine]
    }

    struct StepLine: Encodable {
        var id: String
        /// Days after the due date.
        /// As in the policy file.
        var when: String
        var template: String
    }

    struct TemplateLine: Encodable {
        var name: String
        var languages: [String]
    }

    struct Problem: Encodable {
        var file: String?
        var line: Int?
        var key: String?
        var reason: String
    }

    init(folder: String, _ rulebook: Rulebook) {
        self.folder = folder
        hash = rulebook.hash
        creditors = rulebook.creditors.map {
            CreditorLine(id: $0.id, name: $0.name, zone: $0.zone, languages: $0.languages, policy: $0.policy)
        }
        policies = rulebook.policies.map { policy in
            PolicyLine(
                id: policy.id,
                steps: policy.steps.map { StepLine(id: $0.id, when: $0.timing.text, template: $0.template) })
        }
        templates = rulebook.templates.names.map {
            TemplateLine(name: $0, languages: rulebook.templates.languages(of: $0))
        }
    }

    init(folder: String, _ problems: RulebookProblems) {
        self.folder = folder
        self.problems = problems.problems.map {
            Problem(file: $0.file, line: $0.line, key: $0.key, reason: $0.reason)
        }
    }

    /// Nothing if there are problems.
    var lines: [String] {
        guard let hash else { return [] }
        var lines = ["configuration \(folder)", "hash \(hash)"]
        lines += creditors.map { creditor in
            "creditor \(creditor.id): \(creditor.name), \(creditor.zone), policy \(creditor.policy), "
                + "languages \(creditor.languages.joined(separator: " "))"
        }
        lines += policies.map { policy in
            "policy \(policy.id): "
                + policy.steps.map { "\($0.id) (\($0.when))" }.joined(separator: ", ")
        }
        lines += templates.map { "template \($0.name): \($0.languages.joined(separator: " "))" }
        return lines
    }
}
