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
        if life.scenario.hasParticulars {
            lines.append(
                "percent \(policy.minimumPercent), \(policy.disputes), \(policy.promises), \(policy.plans), "
                    + "\(policy.unapplied), by \(policy.consolidation.rawValue), speaker \(policy.speaker.rawValue), "
                    + "tasks \(policy.steps.compactMap { step in step.task.map { "\(step.id): \($0)" } }), without "
                    + "\(facts.leftOut.sorted()), unapplied since \(facts.unappliedSince?.description ?? "unknown")")
        }
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
        case .task(let due):
            "task \(due.task.kind.rawValue) at \(due.step.id) of episode \(due.instance.episode), occurrence "
                + "\(due.instance.occurrence)" + lapsed
        case .wait(let until, let reason): "wait until \(until): \(reason.rawValue)" + lapsed
        case .rest(let reason): "rest: \(reason.rawValue)" + lapsed
        }
    }

    private static func line(_ item: OpenItem) -> String {
        "\(item.invoice) issued \(item.issuedOn) due \(item.dueOn) open \(item.openMinor), \(line(item.stop))"
            + (item.rests.isEmpty ? "" : ", rests \(item.rests)") + (item.agesFrom.map { ", ages from \($0)" } ?? "")
            + (item.instalments.isEmpty ? "" : ", in \(item.instalments.map { "\($0.amountMinor) on \($0.dueOn)" })")
            + (item.leftOut.isEmpty ? "" : ", without \(item.leftOut.sorted())")
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
        case .promise(let promise): "promise \(promise)"
        case .plan(let count, let every, let number): "plan over \(number) invoices: \(count) every \(every) days"
        case .settleTask(let state): "the task is \(state.rawValue)"
        case .outage(let hours): "nobody asks for \(hours) h"
        }
    }
}
