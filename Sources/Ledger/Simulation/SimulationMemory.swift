import Contracts
import Policy

/// What a simulation keeps in memory: the time, what came in and went out, and the cases of which only amounts may have
/// changed.
///
/// A fleet stores each message as an attempt, claims it and completes it; here every message is accepted at once, so
/// that all of it is known when the decision is.
struct SimulationMemory {
    /// Policy time and real time.
    var now: Instant
    /// Whether any account was stated, or held for an event that contradicts another: else nobody need look for it.
    private(set) var hasStatements = false
    private(set) var hasRefusals = false
    private var accountIDs: [Owner: Int64] = [:]
    private var seen: [Source: [UInt8]] = [:]
    private var sent: [Int64: [PastAttempt]] = [:]
    private var lapsed: [Int64: Set<LapsedStep>] = [:]
    private var toAccount: [Int64: SimulatedContacts] = [:]
    private var toAddress: [Address: SimulatedContacts] = [:]
    private var cases: [Int64: SimulatedCase] = [:]
    private var casesOfAccount: [Owner: [Int64]] = [:]

    /// So many cases are kept; beyond it all are loaded anew.
    private static let mostCases = 100_000

    private struct Source: Hashable {
        var source: String
        var id: String
    }

    private struct Owner: Hashable {
        var creditor: Identifier
        var account: Identifier
    }

    private struct Address: Hashable {
        var creditor: Identifier
        /// In lower case.
        var email: String
    }

    init(now: Instant) {
        self.now = now
    }
}

/// What came in.
extension SimulationMemory {
    /// - Returns: false: the very same event came before.
    mutating func noteArrival(of event: Simulation.Event) -> Bool {
        let source = Source(source: event.message.source, id: event.message.id)
        return seen.updateValue(event.content, forKey: source) != event.content
    }

    func accountID(_ creditor: Identifier, _ account: Identifier) -> Int64? {
        accountIDs[Owner(creditor: creditor, account: account)]
    }

    mutating func note(_ accountID: Int64, of creditor: Identifier, _ account: Identifier) {
        accountIDs[Owner(creditor: creditor, account: account)] = accountID
    }

    /// The event of this payload contradicts another.
    mutating func noteRefusal(of payload: Payload) {
        hasRefusals = true
        forgetCases(of: payload)
    }

    /// A fact comes. One about amounts is found when the case that it touches is planned; others may change anything.
    mutating func noteFact(_ payload: Payload) {
        if case .accountStatement = payload { hasStatements = true }
        switch payload {
        case .invoice, .payment, .paymentReversal, .paymentAllocation, .creditNote, .heartbeat: return
        default: forgetCases(of: payload)
        }
    }

    /// The next planning loads it.
    mutating func forget(_ number: Int64) { cases[number] = nil }

    /// All cases of the payload's account; all there are, if it names none.
    private mutating func forgetCases(of payload: Payload) {
        guard let owner = payload.owner, let account = owner.account else { return forgetCases() }
        let numbers = casesOfAccount.removeValue(forKey: Owner(creditor: owner.creditor, account: account))
        for number in numbers ?? [] { cases[number] = nil }
    }

    mutating func forgetCases() {
        cases = [:]
        casesOfAccount = [:]
    }
}

/// Cases and what went out for them.
extension SimulationMemory {
    /// The case as it was loaded last, with what went out since; its amounts are those of then. nil: load it.
    func known(_ number: Int64) -> SimulatedCase? {
        cases[number].map { known in
            known.countContacts(at: now)
            return known
        }
    }

    /// A case that was read from the ledger, which holds nothing of what went out.
    mutating func remember(_ loaded: LoadedCase, _ rules: CaseRules) -> SimulatedCase {
        let facts = loaded.facts
        let known = SimulatedCase(
            loaded, rules, toAccount: Self.contacts(for: loaded.accountID, in: &toAccount),
            toContacts: facts.contacts.map { contact in
                contact.email.map { email in
                    Self.contacts(
                        for: Address(creditor: facts.creditor, email: email.lowercased()), in: &toAddress)
                }
            })
        known.countContacts(at: now)
        addAttempts(to: known)
        // Holds begin and end with time, and what is known of another account changes nothing here: a case with one, or
        // of several accounts, is loaded each time.
        if !loaded.hasStops, loaded.members.count == 1 {
            if cases.count >= Self.mostCases { forgetCases() }
            // There may be by the time when the amounts are read again.
            known.loaded.members[0].hasCredit = true
            cases[facts.number] = known
            casesOfAccount[Owner(creditor: facts.creditor, account: facts.account), default: []].append(facts.number)
        }
        return known
    }

    /// Sets those of what went out that can still matter, as the ledger reads them.
    func addAttempts(to known: SimulatedCase) {
        let all = sent[known.loaded.facts.number] ?? []
        let latest = all.map(\.instance.episode).max() ?? 0
        let firstDue = known.loaded.facts.firstDueOn?.daysSince1970 ?? .max
        known.loaded.history.attempts = all.filter {
            $0.instance.episode == latest || $0.instance.occurrence >= firstDue
        }
    }

    /// Notes a message of the case as accepted now.
    mutating func note(_ reminder: Reminder, of known: SimulatedCase) {
        let attempt = PastAttempt(
            instance: reminder.instance, standing: .taken, at: now, invoices: reminder.items.map(\.invoice))
        sent[known.loaded.facts.number, default: []].append(attempt)
        known.note(attempt, to: reminder.contact)
    }

    /// Notes the steps of a case that lapsed.
    /// - Returns: those that were not noted before.
    mutating func note(_ steps: [LapsedStep], of number: Int64) -> [LapsedStep] {
        steps.filter { lapsed[number, default: []].insert($0).inserted }
    }

    private static func contacts<Key>(
        for key: Key, in all: inout [Key: SimulatedContacts]
    ) -> SimulatedContacts {
        if let known = all[key] { return known }
        let new = SimulatedContacts()
        all[key] = new
        return new
    }
}
