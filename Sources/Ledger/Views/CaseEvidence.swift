import Contracts
import Policy
import Store

/// What a decision about a case rests on, beside the facts themselves.
package struct CaseEvidence: Hashable, Sendable, Codable {
    /// `send`, `task`, `wait` or `rest`.
    package var action: String
    /// The step that is due now; nil: none is.
    package var step: String?
    /// Why the case waits or rests.
    package var reason: String?
    /// When that may end by itself; nil: now, or only with a new fact.
    package var until: Instant?
    /// What happens first if no fact comes within two years; nil: nothing.
    package var upcoming: Upcoming?
    package var policy: String
    /// The rule by which the policy was chosen: `for segment key`.
    package var chosen: String
    /// SHA-256 over the policy in hexadecimal digits.
    package var policyHash: String
    /// The content hash of the configuration folder.
    package var config: String
    package var window: Window
    package var budget: Budget
    /// The contacts in the order in which a step looks for one of its role.
    package var contacts: [ContactState]
    /// Steps that the account does without.
    package var leftOut: [String]

    package struct Upcoming: Hashable, Sendable, Codable {
        package var at: Instant
        package var step: String
        /// nil: a task.
        package var channel: Channel?
        package var contact: Identifier?
        package var invoices: [Identifier]
        package var totalMinor: Int64
    }

    package struct Window: Hashable, Sendable, Codable {
        /// ISO 8601 numbers: Monday is 1.
        package var days: [Int]
        /// Minutes after midnight.
        package var fromMinute: Int
        package var untilMinute: Int
        package var zone: String
        package var isOpen: Bool
        /// The first instant at which it is open: now, if it is.
        package var opensAt: Instant
    }

    package struct Budget: Hashable, Sendable, Codable {
        package var messages: Int
        package var days: Int
        /// When those messages to the account were claimed that still count.
        package var counted: [Instant]
        /// When the account has room again; nil: now.
        package var roomAt: Instant?
        /// Whether the law says more than the policy; what it says counts in the decision.
        package var isLimitedByLaw: Bool
    }

    package struct ContactState: Hashable, Sendable, Codable {
        package var contact: Identifier
        package var role: String
        package var isReachable: Bool
        /// `no address`, `opted out` or `undeliverable`.
        package var obstacle: String?
        /// When the address has room again; nil: now.
        package var roomAt: Instant?
    }
}

extension CaseEvidence {
    init(_ decision: Decision, on loaded: LoadedCase, _ rules: CaseRules, upcoming: Upcoming?, at now: Instant) {
        let (facts, policy) = (loaded.facts, rules.policy)
        let (action, step, reason, until): (String, String?, String?, Instant?) =
            switch decision.action {
            case .send(let reminder): ("send", reminder.step.id, nil, nil)
            case .task(let due): ("task", due.step.id, nil, nil)
            case .wait(let until, let reason): ("wait", nil, reason.rawValue, until)
            case .rest(let reason): ("rest", nil, reason.rawValue, nil)
            }
        let length = Duration.seconds(policy.budget.days * 86_400)
        self.init(
            action: action, step: step, reason: reason, until: until, upcoming: upcoming, policy: policy.id,
            chosen: loaded.ruling.choice.rule,
            policyHash: policy.contentHash, config: rules.config,
            window: Window(
                days: policy.window.days.map(\.rawValue).sorted(), fromMinute: policy.window.fromMinute,
                untilMinute: policy.window.untilMinute, zone: facts.accountZone.name,
                isOpen: policy.window.isOpen(at: now, in: facts.accountZone),
                opensAt: policy.window.opening(from: now, in: facts.accountZone)),
            budget: Budget(
                messages: policy.budget.messages, days: policy.budget.days,
                counted: loaded.history.contacts.filter { now.since($0) < length }.sorted(),
                roomAt: policy.budget.nextAllowed(sent: loaded.history.contacts, now: now),
                isLimitedByLaw: facts.limits != nil),
            contacts: facts.contacts.map { ContactState($0, budget: policy.budget, at: now) },
            leftOut: facts.leftOut.sorted())
    }
}

extension CaseEvidence.ContactState {
    fileprivate init(_ contact: ContactFacts, budget: ContactBudget, at now: Instant) {
        let obstacle =
            contact.email == nil
            ? "no address" : contact.hasOptedOut ? "opted out" : contact.isUndeliverable ? "undeliverable" : nil
        self.init(
            contact: contact.contact, role: contact.role, isReachable: contact.isReachableByEmail, obstacle: obstacle,
            roomAt: budget.nextAllowed(sent: contact.messages, now: now))
    }
}

extension Ledger {
    /// The first message or task of a case if no fact comes; nil: none within two years.
    func upcoming(
        ofCase number: Int64, from now: Instant, rules: (Identifier) -> CaseRules?,
        in transaction: borrowing Transaction
    ) throws -> CaseEvidence.Upcoming? {
        var futures = CaseFutures(ledger: self)
        let end = now.adding(.seconds(2 * 366 * 86_400))
        var instant = now
        while instant < end {
            let (happening, next) = try futures.decide(number, at: instant, rules: rules, in: transaction)
            switch happening {
            case .message(let reminder, _):
                return CaseEvidence.Upcoming(
                    at: instant, step: reminder.step.id, channel: reminder.channel, contact: reminder.contact.contact,
                    invoices: reminder.invoices, totalMinor: reminder.totalMinor)
            case .task(let due, _):
                return CaseEvidence.Upcoming(
                    at: instant, step: due.step.id, channel: nil, contact: nil, invoices: due.invoices,
                    totalMinor: due.totalMinor)
            case nil: break
            }
            guard let next else { return nil }
            instant = next
        }
        return nil
    }
}
