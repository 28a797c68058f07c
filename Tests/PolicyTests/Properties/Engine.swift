import Contracts
import Policy

/// The policy engine as a value, so that a broken one can be checked in its place.
struct Engine: Sendable {
    var decide: @Sendable (Question) -> Decision
    var basis: @Sendable (CaseFacts, Reminder) -> String

    static let real = Engine(
        decide: { $0.policy.decision(on: $0.facts, after: $0.history, now: $0.now) },
        basis: { facts, reminder in Engine.basis(of: facts, reminder, config: "config") })

    static func basis(of facts: CaseFacts, _ reminder: Reminder, config: String) -> String {
        Basis.hash(
            of: facts, instance: reminder.instance, slot: reminder.contact.slot,
            invoices: reminder.invoices, config: config)
    }
}

/// Everything that a decision may depend on.
struct Question: Sendable {
    var policy: DunningPolicy
    var facts: CaseFacts
    var history: ContactHistory
    var now: Instant

    /// The items as they stand: plans and instalments apart, without what rests.
    var standing: [OpenItem] { Standing(of: facts, under: policy, at: now).items }

    /// The same facts at a later time: a stop that has ended by then is none any more.
    func at(_ later: Instant) -> Question {
        var question = self
        question.now = later
        question.facts = facts.withoutEndedStops(at: later)
        return question
    }

    /// As it stands once the reminder was accepted.
    func after(_ reminder: Reminder) -> Question {
        var question = self
        question.history.attempts.append(
            PastAttempt(
                instance: reminder.instance, standing: .taken, at: now, invoices: reminder.invoices))
        question.history.contacts.append(now)
        for index in question.facts.contacts.indices
        where question.facts.contacts[index].email == reminder.contact.email {
            question.facts.contacts[index].messages.append(now)
        }
        return question
    }
}

extension CaseFacts {
    func withoutEndedStops(at now: Instant) -> CaseFacts {
        func hasEnded(_ stop: Stop?) -> Bool { stop?.until.map { $0 <= now } ?? false }
        var facts = self
        if hasEnded(facts.stop) { facts.stop = nil }
        for index in facts.items.indices where hasEnded(facts.items[index].stop) { facts.items[index].stop = nil }
        return facts
    }
}
