import Contracts
import Policy

/// Reads `policies/<id>.yaml`.
enum PolicyFile {
    /// nil if anything is wrong; what, is in `notes`.
    static func policy(in text: String, named fileName: String, notes: YAMLOutline.Notes) -> DunningPolicy? {
        guard let file = YAMLOutline(text: text, notes: notes) else { return nil }
        let before = notes.problems.count
        let id = file.text("policy", allowed: "'\(fileName)', the file's name", Forms.id) ?? ""
        if !id.isEmpty, id != fileName { file.refuse("policy", "must be '\(fileName)', the file's name") }
        let steps = PolicySteps.steps(in: file)
        let window = window(in: file)
        let budget = budget(in: file)
        let rules = PolicyRules(in: file)
        let scope = PolicyScope(in: file)
        file.refuseOtherKeys()
        guard notes.problems.count == before, let steps, let window, let budget else { return nil }
        return DunningPolicy(
            id: id, steps: steps, window: window, minimum: rules.minimum, budget: budget, grace: rules.grace,
            minimumPercent: rules.minimumPercent, disputes: rules.disputes, promises: rules.promises,
            plans: rules.plans, unapplied: rules.unapplied, consolidation: rules.consolidation,
            speaker: rules.speaker, fallback: rules.fallback, scope: scope)
    }

    /// As ``policy(in:named:notes:)``, with the text that it was read from.
    static func version(in text: String, named fileName: String, notes: YAMLOutline.Notes) -> PolicyVersion? {
        policy(in: text, named: fileName, notes: notes).map { PolicyVersion($0, text: text) }
    }

    private static func window(in file: YAMLOutline) -> SendWindow? {
        guard let window = file.outline("window", isRequired: true) else { return nil }
        let names = Weekday.allCases.map { "\($0)" }.joined(separator: ", ")
        let days = window.texts("days", allowed: "a list of days: \(names)") { Weekday(name: $0) }
        let from = window.text("from", allowed: "a time \"HH:MM\" from 00:00 to 23:59") { text in
            SendWindow.minuteOfDay(text).flatMap { $0 < 1440 ? $0 : nil }
        }
        let until = window.text(
            "until", allowed: "a time \"HH:MM\" from 00:00 to 24:00", SendWindow.minuteOfDay)
        window.refuseOtherKeys()
        guard let days, let from, let until else { return nil }
        guard from != until else {
            window.refuse(
                "until", "is the same time as 'from'; allowed is another, an earlier one is that of the next day")
            return nil
        }
        return SendWindow(days: Set(days), fromMinute: from, untilMinute: until)
    }

    private static func budget(in file: YAMLOutline) -> ContactBudget? {
        guard let budget = file.outline("budget", isRequired: true) else { return nil }
        let messages = budget.number("messages", in: 1...100, of: "messages")
        let days = budget.number("days", in: 1...365, of: "days")
        budget.refuseOtherKeys()
        guard let messages, let days else { return nil }
        return ContactBudget(messages: messages, days: days)
    }
}
