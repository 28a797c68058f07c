import Contracts
import Policy

/// A case between two instants of a simulation; shared, since it is large and there is one at a time.
final class SimulatedCase {
    var loaded: LoadedCase
    let rules: CaseRules
    /// To its account, in all its cases.
    let toAccount: SimulatedContacts
    /// To the address of each of its contacts, in their order; nil for one without.
    let toContacts: [SimulatedContacts?]

    init(
        _ loaded: LoadedCase, _ rules: CaseRules, toAccount: SimulatedContacts, toContacts: [SimulatedContacts?]
    ) {
        self.loaded = loaded
        self.rules = rules
        self.toAccount = toAccount
        self.toContacts = toContacts
    }

    /// Sets what the budgets count at `now`.
    func countContacts(at now: Instant) {
        let since = now.adding(.seconds(-rules.policy.budget.days * 86_400))
        loaded.history.contacts = toAccount.after(since)
        for (index, contacts) in toContacts.enumerated() {
            loaded.facts.contacts[index].messages = contacts?.after(since) ?? []
        }
    }

    /// Notes a message as accepted.
    func note(_ attempt: PastAttempt, to contact: ContactFacts) {
        loaded.history.attempts.append(attempt)
        toAccount.instants.append(attempt.at)
        let index = loaded.facts.contacts.firstIndex { $0.contact == contact.contact }
        if let index { toContacts[index]?.instants.append(attempt.at) }
        countContacts(at: attempt.at)
    }
}

/// When messages went to an account or an address; shared by all cases that are counted by it.
final class SimulatedContacts {
    /// Ascending.
    var instants: [Instant] = []

    func after(_ since: Instant) -> [Instant] {
        guard let last = instants.lastIndex(where: { $0 <= since }) else { return instants }
        return Array(instants[(last + 1)...])
    }
}
