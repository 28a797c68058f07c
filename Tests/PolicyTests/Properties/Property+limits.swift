import Contracts
import Policy

/// When and whom nothing may be sent.
extension Property {
    static let limits = [
        insideTheWindow, accountBudget, addressBudget, minimumRespected, onlyToWhomMayBeReached, noContactNoSend,
        atOneInstant,
    ]

    static let insideTheWindow = ofEachSending(
        "nothing goes out outside the window by the wall clock of the account", bug: .ignoresTheWindow
    ) { sending in
        let clock = WallClock(at: sending.now, in: sending.facts.accountZone)
        return clock.isWithin(sending.question.policy.window) ? nil : "sent on \(clock.date), minute \(clock.minute)"
    }

    static let accountBudget = ofEachSending(
        "the account's budget is kept in every sliding window", bug: .ignoresTheAccountsBudget
    ) { sending in
        isUsedUp(sending, by: sending.question.history.contacts) ? "one message too many for the account" : nil
    }

    static let addressBudget = ofEachSending(
        "the address's budget is kept in every sliding window", bug: .ignoresTheAddressesBudget
    ) { sending in
        // Those of the facts: the reminder's copy is the engine's own word.
        let contact = sending.facts.contacts.first { $0.slot == sending.reminder.contact.slot }
        return isUsedUp(sending, by: contact?.messages ?? []) ? "one message too many for the address" : nil
    }

    /// Whether the window that ends with this message would hold more than the budget.
    private static func isUsedUp(_ sending: Sending, by messages: [Instant]) -> Bool {
        let budget = sending.question.policy.budget
        let begin = sending.now.milliseconds - Int64(budget.days) * 86_400_000
        return messages.filter { $0.milliseconds > begin }.count + 1 > budget.messages
    }

    static let minimumRespected = ofEachSending(
        "nothing below the minimum is asked for", bug: .ignoresTheMinimum
    ) { sending in
        sending.reminder.totalMinor < sending.question.policy.minimum[euro] ?? 0 ? "too small a total" : nil
    }

    static let onlyToWhomMayBeReached = ofEachSending(
        "only a contact of the step's role that may be reached is written to, on a channel of the step",
        bug: .ignoresOptOuts
    ) { sending in
        let reminder = sending.reminder
        guard let contact = sending.facts.contacts.first(where: { $0 == reminder.contact }) else {
            return "written to somebody unknown"
        }
        if contact.role != reminder.step.role { return "written to \(contact.role)" }
        if contact.email == nil || contact.hasOptedOut || contact.isUndeliverable { return "written to \(contact)" }
        return reminder.step.channels.contains(reminder.channel) ? nil : "by \(reminder.channel)"
    }

    static let noContactNoSend = ofSomeTurn(
        "without a contact that may be reached nothing is sent", bug: .writesToAnyRole
    ) { turn, engine, _ in
        let steps = Set(turn.question.policy.steps.map(\.role))
        var question = turn.question
        question.facts.contacts = question.facts.contacts.filter { !steps.contains($0.role) }
        question.facts.contacts.append(
            ContactFacts(
                contact: "nobody", role: "gardener", name: nil, email: "nobody@example.com", language: nil,
                hasOptedOut: false, isUndeliverable: false))
        return engine.decide(question).reminder == nil ? nil : "sent to nobody"
    }

    static let atOneInstant = Property(
        sentence: "at one instant goes out at most one late message, and one for each due date",
        bug: .forgetsThisInstant
    ) { life, _, _ in
        for (first, second) in zip(life.sends, life.sends.dropFirst()) where first.now == second.now {
            // Late messages have the occurrence 0, early ones that of their due date.
            let occurrences = life.sends.filter { $0.now == first.now }.map(\.reminder.instance.occurrence)
            if Set(occurrences).count < occurrences.count { return "\(occurrences.count) messages at \(first.now)" }
        }
        return nil
    }
}
