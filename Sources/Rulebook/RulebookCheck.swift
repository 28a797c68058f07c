import Contracts
import Policy
import Templates

/// Checks that the parts of a configuration fit together and that every mail can be written.
struct RulebookCheck {
    private(set) var problems: [RulebookProblem] = []
    private let rulebook: Rulebook
    private var formats = FormatCache()

    init(_ rulebook: Rulebook) {
        self.rulebook = rulebook
        if rulebook.creditors.isEmpty { note(nil, "has no creditor: creditors/<id>.yaml is missing") }
        if rulebook.policies.isEmpty { note(nil, "has no policy: policies/<id>.yaml is missing") }
        for policy in rulebook.policies { check(policy) }
        for creditor in rulebook.creditors { check(creditor) }
    }

    private mutating func check(_ policy: DunningPolicy) {
        for step in policy.steps where rulebook.templates.languages(of: step.template).isEmpty {
            note(
                "policies/\(policy.id).yaml",
                "step '\(step.id)' needs template '\(step.template)'; there are "
                    + rulebook.templates.names.joined(separator: ", "))
        }
    }

    private mutating func check(_ creditor: Creditor) {
        let file = "creditors/\(creditor.id).yaml"
        guard let policy = rulebook.policy(creditor.policy) else {
            let names = rulebook.policies.map(\.id).joined(separator: ", ")
            problems.append(
                RulebookProblem(
                    file: file, key: "policy", reason: "policy '\(creditor.policy)' is not there; there are \(names)"))
            return
        }
        for step in policy.steps {
            for language in creditor.languages { check(step, in: language, from: creditor) }
        }
    }

    /// Whether a message in `language` finds its template, and whether that can be written.
    private mutating func check(_ step: DunningPolicy.Step, in language: String, from creditor: Creditor) {
        let choice = rulebook.templates.choice(of: step.template, wishes: [language], allowed: creditor.languages)
        guard let choice else {
            note(
                "creditors/\(creditor.id).yaml",
                "step '\(step.id)' of policy '\(creditor.policy)' needs template '\(step.template)' in '\(language)'")
            return
        }
        let path = "templates/\(step.template)/\(choice.language).email.txt"
        for sample in SampleReminder.allCases {
            let command = sample.command(
                template: step.template, language: language, creditor: creditor,
                daysPastDue: step.timing.typicalDaysPastDue)
            guard let formats = formats.formats(for: choice.wish, command.case.currency) else {
                note(path, "the forms of amounts and dates of '\(language)' are not known")
                return
            }
            let facts = ReminderFacts.facts(of: command, from: creditor, formats: formats)
            do throws(RenderFailure) {
                _ = try choice.email.render(facts)
                if !choice.email.isRenderedAlike(facts) {
                    note(path, "does not mean the same to Mustache with sample facts (\(sample.words))")
                }
            } catch {
                note(path, "cannot be written with sample facts (\(sample.words)): \(error)")
            }
        }
    }

    private mutating func note(_ file: String?, _ reason: String) {
        let problem = RulebookProblem(file: file, reason: reason)
        if !problems.contains(problem) { problems.append(problem) }
    }
}
