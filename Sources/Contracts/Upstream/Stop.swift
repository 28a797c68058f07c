/// The debtor contests an invoice, or a part of it. The event's type says whether it is open or closed.
///
/// `dunlin.dispute.opened.v1`, `dunlin.dispute.closed.v1`
package struct Dispute: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var dispute: Identifier
    /// Grows with each change; nil: the event's time orders the versions.
    package var revision: Int64?
    /// nil: everything on the account.
    package var invoice: Identifier?
    /// nil: the whole invoice.
    package var amount: Money?
    package var reason: String?

    package init(
        creditor: Identifier, account: Identifier, dispute: Identifier, revision: Int64? = nil,
        invoice: Identifier? = nil, amount: Money? = nil, reason: String? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.dispute = dispute
        self.revision = revision
        self.invoice = invoice
        self.amount = amount
        self.reason = reason
    }
}

/// Reminding rests: for a creditor, an account or an invoice. The event's type says whether it is placed or lifted.
///
/// `dunlin.hold.placed.v1`, `dunlin.hold.lifted.v1`
package struct Hold: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var hold: Identifier
    /// Grows with each change; nil: the event's time orders the versions.
    package var revision: Int64?
    /// nil: the creditor's accounts, all of them.
    package var account: Identifier?
    /// nil: everything on the account. With `invoice`, `account` must be given.
    package var invoice: Identifier?
    package var reason: String
    package var author: String?
    /// nil: from now on.
    package var from: Instant?
    /// nil: until it is lifted.
    package var until: Instant?

    package init(
        creditor: Identifier, hold: Identifier, revision: Int64? = nil, account: Identifier? = nil,
        invoice: Identifier? = nil, reason: String, author: String? = nil, from: Instant? = nil, until: Instant? = nil
    ) {
        self.creditor = creditor
        self.hold = hold
        self.revision = revision
        self.account = account
        self.invoice = invoice
        self.reason = reason
        self.author = author
        self.from = from
        self.until = until
    }
}
