import Contracts
import Policy
import Store

/// Cases played forward in memory: what would go out, and when, if no fact came. Nothing is written.
///
/// Each message counts as accepted when it falls due and each task stays open. What goes out counts for the budgets of
/// all cases that share its account or its address.
struct CaseFutures {
    enum Happening {
        case message(Reminder, of: CaseFacts)
        case task(DueTask, of: CaseFacts)
    }

    let ledger: Ledger
    /// Cases that cannot be decided: account or creditor is not known.
    private(set) var undecided = 0
    private var cases: [Int64: (loaded: LoadedCase, rules: CaseRules)] = [:]
    private var sent: [Int64: [PastAttempt]] = [:]
    private var tasks: [Int64: [PastTask]] = [:]
    private var toAccount: [Int64: [Instant]] = [:]
    private var toAddress: [Address: [Instant]] = [:]

    /// So many cases are kept; beyond it all are loaded anew.
    private static let mostCases = 50_000

    private struct Address: Hashable {
        var creditor: Identifier
        /// In lower case.
        var email: String
    }

    init(ledger: Ledger) {
        self.ledger = ledger
    }

    /// Decides a case at an instant and notes what goes out.
    /// - Returns: what happens then, and when the case is to be decided next; nil: never, or it has no rules.
    mutating func decide(
        _ number: Int64, at now: Instant, rules: (Identifier) -> CaseRules?, in transaction: borrowing Transaction
    ) throws -> (happening: Happening?, next: Instant?) {
        guard let (loaded, rules) = try load(number, at: now, rules: rules, in: transaction) else {
            undecided += 1
            return (nil, nil)
        }
        let decision = rules.policy.decision(on: loaded.facts, after: loaded.history, now: now)
        switch decision.action {
        case .send(let reminder):
            note(reminder, of: loaded, at: now)
            return (.message(reminder, of: loaded.facts), now)
        case .task(let due):
            tasks[number, default: []].append(
                PastTask(instance: due.instance, state: .open, openedAt: now, invoices: due.invoices))
            return (.task(due, of: loaded.facts), due.deadline)
        case .wait(let until, _):
            guard until > now else { throw StoreError.misuse("a case waits for an instant that has passed") }
            return (nil, until)
        case .rest: return (nil, nil)
        }
    }

    private mutating func note(_ reminder: Reminder, of loaded: LoadedCase, at now: Instant) {
        sent[loaded.facts.number, default: []].append(
            PastAttempt(instance: reminder.instance, standing: .taken, at: now, invoices: reminder.invoices))
        toAccount[loaded.accountID, default: []].append(now)
        if let address = Self.address(of: reminder.contact, loaded.facts.creditor) {
            toAddress[address, default: []].append(now)
        }
    }

    private mutating func load(
        _ number: Int64, at now: Instant, rules: (Identifier) -> CaseRules?, in transaction: borrowing Transaction
    ) throws -> (LoadedCase, CaseRules)? {
        let known: (loaded: LoadedCase, rules: CaseRules)? =
            try cases[number] ?? ledger.load(case: number, rules: rules, now: now, in: transaction)
        guard let known else { return nil }
        var loaded = known.loaded
        // Holds, pauses and plans begin and end with time: a case with one is loaded each time.
        if !loaded.hasStops {
            if cases.count >= Self.mostCases { cases = [:] }
            cases[number] = known
        }
        loaded.history.attempts += sent[number] ?? []
        loaded.history.tasks += tasks[number] ?? []
        loaded.history.contacts += toAccount[loaded.accountID] ?? []
        for index in loaded.facts.contacts.indices {
            guard let address = Self.address(of: loaded.facts.contacts[index], loaded.facts.creditor) else { continue }
            loaded.facts.contacts[index].messages += toAddress[address] ?? []
        }
        return (loaded, known.rules)
    }

    private static func address(of contact: ContactFacts, _ creditor: Identifier) -> Address? {
        contact.email.map { Address(creditor: creditor, email: $0.lowercased()) }
    }
}
