import Contracts
import Policy

/// One generated case: a debtor, the rules, and what happens to them when.
struct Scenario: Sendable {
    var policy: DunningPolicy
    /// What is known at ``start``; the world changes a copy of it.
    var facts: CaseFacts
    /// Messages of the account's other cases before ``start``.
    var otherMessages: [Instant]
    var start: Instant
    var end: Instant
    /// By time.
    var events: [Event]

    struct Event: Sendable {
        var at: Instant
        var change: Change
    }

    /// Invoices and contacts are given by their place, counted round.
    enum Change: Sendable {
        case issue(OpenItem)
        /// So many percent of what is open, at least one minor unit.
        case pay(invoice: Int, percent: Int)
        /// The last payment is taken back.
        case reverse
        /// A credit note that no invoice has been given yet.
        case credit(Int64)
        /// What is unapplied goes to the first open invoice.
        case allocate
        /// nil lifts it.
        case stopCase(Stop?)
        case stopInvoice(Int, Stop?)
        case optOut(contact: Int)
        case contact(ContactFacts)
        /// So many by other cases of the account, to none of the contacts here.
        case messagesToAccount(Int)
        /// So many by other accounts that share a contact's address.
        case messagesToAddress(Int, contact: Int)
        case promise(PromiseToPay)
        /// Over the first open invoices, in so many instalments so many days apart.
        case plan(count: Int, every: Int, invoices: Int)
        /// The oldest open task is done or declined.
        case settleTask(PastTask.State)
        /// Nobody asks the engine for so many hours.
        case outage(hours: Int)
    }
}
