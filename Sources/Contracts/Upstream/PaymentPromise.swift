/// The debtor's word that an amount will be paid by a day. The event's type says whether it is made or withdrawn.
///
/// Only what is promised rests, until the day and the policy's grace have passed; payments decide whether it was kept.
/// `dunlin.promise.made.v1`, `dunlin.promise.withdrawn.v1`
package struct PaymentPromise: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var promise: Identifier
    /// Grows with each change; nil: the event's time orders the versions.
    package var revision: Int64?
    package var amount: Money
    /// The last day on which the money may come.
    package var promisedOn: CivilDate
    /// nil or empty: the oldest invoices of the account in this currency.
    package var invoices: [Identifier]?
    /// Who took it down.
    package var author: String?
    package var reason: String?

    package init(
        creditor: Identifier, account: Identifier, promise: Identifier, revision: Int64? = nil, amount: Money,
        promisedOn: CivilDate, invoices: [Identifier]? = nil, author: String? = nil, reason: String? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.promise = promise
        self.revision = revision
        self.amount = amount
        self.promisedOn = promisedOn
        self.invoices = invoices
        self.author = author
        self.reason = reason
    }
}
