import Contracts
import Policy

/// One decision as it is told to people and programs; what does not apply is nil.
package struct DecisionLine: Hashable, Sendable {
    package enum Action: String, Sendable, CaseIterable {
        /// A message goes out.
        case send
        /// A person has something to do.
        case task
        /// Something in dispute, on hold or in doubt rests.
        case hold
        /// A step is left out, or nothing can be sent.
        case skip
        /// A step costs something.
        case fee
        /// A promise to pay was kept or broken.
        case promise
        /// Nothing is open any more.
        case close
    }

    /// When it fell due.
    package var at: Instant
    package var creditor: Identifier
    package var account: Identifier
    package var currency: Currency
    package var action: Action
    package var step: String?
    package var channel: Channel?
    package var template: String?
    package var tone: String?
    package var contact: Identifier?
    package var reason: String?
    /// Policy and step, as `default/first-reminder`.
    package var rule: String?
    /// Sorted.
    package var invoices: [Identifier]
    package var totalMinor: Int64?
    /// Of the oldest invoice named, in the creditor's calendar; negative before its due date.
    package var daysPastDue: Int?
}

extension DecisionLine: Comparable {
    /// By instant, creditor, account, currency, action and step; then by what tells two lapses or promises apart.
    package static func < (left: DecisionLine, right: DecisionLine) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.creditor != right.creditor { return left.creditor < right.creditor }
        if left.account != right.account { return left.account < right.account }
        if left.currency != right.currency { return left.currency < right.currency }
        if left.action != right.action { return left.action.rawValue < right.action.rawValue }
        if left.step != right.step { return left.step ?? "" < right.step ?? "" }
        if left.reason != right.reason { return left.reason ?? "" < right.reason ?? "" }
        if left.invoices != right.invoices { return left.invoices.lexicographicallyPrecedes(right.invoices) }
        return left.totalMinor ?? 0 < right.totalMinor ?? 0
    }
}
