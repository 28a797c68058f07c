import Contracts
import Policy

/// What a person needs to see of a case that broke a property.
enum CaseReport {
    static func text(_ life: CaseLife) -> String {
        let facts = life.scenario.facts
        let policy = life.policy
        var lines = ["steps: " + policy.steps.map { "\($0.id) \($0.timing.text) \($0.role)" }.joined(separator: "; ")]
        lines.append(
            "window: \(policy.window.days.map(\.rawValue).sorted()) \(policy.window.fromMinute)..<"
                + "\(policy.window.untilMinute), budget \(policy.budget.messages) in \(policy.budget.days) days, grace "
                + "\(policy.grace), minimum \(policy.minimum[euro] ?? 0)")
        lines.append(
            "creditor in \(facts.creditorZone.name), account in \(facts.accountZone.name), unapplied "
                + "\(facts.unappliedMinor)")
        lines += facts.items.map(line)
        lines += facts.contacts.map { contact in
            "\(contact.contact) \(contact.role) \(contact.isReachableByEmail ? "" : "not ")reachable"
        }
        var events = life.scenario.events[...]
        for turn in life.turns {
            while let event = events.first, event.at <= turn.question.now {
                lines.append("\(event.at) \(line(event.change))")
                events.removeFirst()
            }
            lines.append("\(turn.question.now) → \(line(turn.decision))")
        }
        return lines.joined(separator: "\n")
    }

    static func line(_ decision: Decision) -> String {
        let lapsed = decision.lapsed.isEmpty ? "" : ", lapsed \(decision.lapsed.map(\.step))"
        return switch decision.action {
        case .send(let reminder):
            "send \(reminder.step.id) of episode \(reminder.instance.episode), occurrence "
                + "\(reminder.instance.occurrence), \(reminder.totalMinor) for \(reminder.items.map(\.invoice.text)) "
                + "to \(reminder.contact.contact)" + lapsed
        case .wait(let until, let reason): "wait until \(until): \(reason.rawValue)" + lapsed
        case .rest(let reason): "rest: \(reason.rawValue)" + lapsed
        }
    }

    private static func line(_ item: OpenItem) -> String {
        "\(item.invoice) issued \(item.issuedOn) due \(item.dueOn) open \(item.openMinor), \(line(item.stop))"
    }

    private static func line(_ stop: Stop?) -> String {
        stop.map { "\($0.reason.rawValue) until \($0.until?.description ?? "further notice")" } ?? "no stop"
    }

    private static func line(_ change: Scenario.Change) -> String {
        switch change {
        case .issue(let item): line(item)
        case .pay(let invoice, let percent): "pays \(percent) % of invoice \(invoice)"
        case .reverse: "the last payment is taken back"
        case .credit(let minor): "credit of \(minor)"
        case .allocate: "what is unapplied is allocated"
        case .stopCase(let stop): "case: \(line(stop))"
        case .stopInvoice(let invoice, let stop): "invoice \(invoice): \(line(stop))"
        case .optOut(let contact): "contact \(contact) opts out"
        case .contact(let contact): "contact \(contact.contact) comes"
        case .messagesToAccount(let count): "\(count) other messages to the account"
        case .messagesToAddress(let count, let contact): "\(count) other messages to the address of contact \(contact)"
        case .outage(let hours): "nobody asks for \(hours) h"
        }
    }
}
