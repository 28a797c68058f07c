import Contracts
import Policy
import Templates

/// Checks that the parts of a configuration fit together and that every mail can be written.
struct RulebookCheck {
    private(set) var problems: [RulebookProblem] = []
    private let rulebook: Rulebook
    /// Where each key stands, by file and path.
    private let lines: [String: [String: Int]]
    private var formats = FormatCache()

    init(_ rulebook: Rulebook, lines: [String: [String: Int]]) {
        self.rulebook = rulebook
        self.lines = lines
        if rulebook.creditors.isEmpty { note(nil, "has no creditor: creditors/<id>.yaml is missing") }
        if rulebook.policies.isEmpty { note(nil, "has no policy: policies/<id>.yaml is missing") }
        for policy in rulebook.policies { check(policy) }
        for tie in PolicySelection(rulebook.policies).ties {
            note(
                "policies/\(tie.second).yaml", key: "for",
                "can be for the same account as that of policies/\(tie.first).yaml, and neither is more specific; "
                    + "allowed is a mark more in one of them, or values that differ")
        }
        for creditor in rulebook.creditors { check(creditor) }
    }

    private mutating func check(_ policy: DunningPolicy) {
        let file = "policies/\(policy.id).yaml"
        for (index, step) in policy.steps.enumerated() where step.isMessage {
            checkTemplate(step.template, file, key: "steps[\(index)].template")
        }
        if let template = policy.promises.brokenTemplate {
            checkTemplate(template, file, key: "promises.broken_template")
        }
        let creditors = Set(rulebook.creditors.map(\.id))
        if let stranger = policy.scope.creditors.subtracting(creditors).min() {
            note(file, key: "for.creditors", "creditor '\(stranger)' is not there; allowed are \(all(creditors))")
        }
    }

    private mutating func checkTemplate(_ template: String, _ file: String, key: String) {
        guard rulebook.templates.languages(of: template).isEmpty else { return }
        let names = rulebook.templates.names.joined(separator: ", ")
        note(file, key: key, "template '\(template)' is not there; allowed are \(names)")
    }

    private mutating func check(_ creditor: Creditor) {
        let file = "creditors/\(creditor.id).yaml"
        checkPolicy(creditor.policy, file, key: "policy")
        for (name, segment) in creditor.overrides.segments.sorted(by: { $0.key < $1.key }) {
            if let policy = segment.overrides.policy { checkPolicy(policy, file, key: "segments.\(name).policy") }
        }
        let policies = rulebook.policies(of: creditor)
        checkLeftOut(of: creditor, file, steps: Set(policies.flatMap(\.steps).map(\.id)))
        for policy in policies {
            for text in UsedText.all(of: policy) {
                for language in creditor.languages { check(text, of: policy, in: language, from: creditor) }
            }
        }
    }

    private mutating func checkPolicy(_ policy: String, _ file: String, key: String) {
        guard rulebook.policy(policy) == nil else { return }
        let names = rulebook.policies.map(\.id).joined(separator: ", ")
        note(file, key: key, "policy '\(policy)' is not there; there are \(names)")
    }

    private mutating func checkLeftOut(of creditor: Creditor, _ file: String, steps: Set<String>) {
        // Without its policies nothing can be said.
        guard !steps.isEmpty else { return }
        var found: [(key: String, steps: Set<String>?)] = [
            ("overrides.leave_out", creditor.overrides.all?.overrides.leftOut)
        ]
        found += creditor.overrides.segments.sorted { $0.key < $1.key }
            .map { ("segments.\($0.key).leave_out", $0.value.overrides.leftOut) }
        for (key, leftOut) in found {
            guard let stranger = leftOut?.subtracting(steps).min() else { continue }
            note(file, key: key, "no policy of this creditor has a step '\(stranger)'; allowed are \(all(steps))")
        }
    }

    private func all<Name: Comparable>(_ names: Set<Name>) -> String {
        names.sorted().map { "\($0)" }.joined(separator: ", ")
    }

    /// Whether a message in `language` finds its template, and whether that can be written.
    private mutating func check(
        _ text: UsedText, of policy: DunningPolicy, in language: String, from creditor: Creditor
    ) {
        // That it is not there at all has been said of the policy.
        if rulebook.templates.languages(of: text.template).isEmpty { return }
        let choice = rulebook.templates.choice(of: text.template, wishes: [language], allowed: creditor.languages)
        guard let choice else {
            note(
                "creditors/\(creditor.id).yaml",
                "\(text.user) of policy '\(policy.id)' needs template '\(text.template)' in '\(language)'")
            return
        }
        let path = "templates/\(text.template)/\(choice.language).email.txt"
        for sample in SampleReminder.allCases {
            let command = sample.command(
                template: text.template, language: language, creditor: creditor,
                daysPastDue: text.daysPastDue)
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

    private mutating func note(_ file: String?, key: String? = nil, _ reason: String) {
        let line = file.flatMap { file in key.flatMap { lines[file]?[$0] } }
        let problem = RulebookProblem(file: file, line: line, key: key, reason: reason)
        if !problems.contains(problem) { problems.append(problem) }
    }
}

/// A template that a policy sends, and what sends it.
private struct UsedText {
    let template: String
    /// For problems: `step 'upcoming'`.
    let user: String
    /// With what a sample is written.
    let daysPastDue: Int

    static func all(of policy: DunningPolicy) -> [UsedText] {
        let steps = policy.steps.filter(\.isMessage).map {
            UsedText(template: $0.template, user: "step '\($0.id)'", daysPastDue: $0.timing.typicalDaysPastDue)
        }
        let broken = policy.promises.brokenTemplate.map {
            UsedText(template: $0, user: "'promises.broken_template'", daysPastDue: 30)
        }
        return steps + (broken.map { [$0] } ?? [])
    }
}
