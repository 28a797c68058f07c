/// A part of an invoice or a plan that is due on a day of its own.
package struct ScheduledAmount: Codable, Hashable, Sendable {
    package var dueOn: CivilDate
    package var minor: MinorUnits

    package init(dueOn: CivilDate, minor: Int64) {
        self.dueOn = dueOn
        self.minor = MinorUnits(minor)
    }
}

/// What creditor and debtor agreed on: invoices are paid in instalments, which replace their due dates. The event's
/// type says whether it is agreed or cancelled.
///
/// An instalment that stays unpaid breaks the plan, and the invoices' own due dates count again.
/// `dunlin.plan.agreed.v1`, `dunlin.plan.cancelled.v1`
package struct InstalmentPlan: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var plan: Identifier
    /// Grows with each change; nil: the event's time orders the versions.
    package var revision: Int64?
    package var currency: Currency
    /// At least one.
    package var invoices: [Identifier]
    /// At least one, each due after the one before.
    package var instalments: [ScheduledAmount]
    package var author: String?
    package var reason: String?

    package init(
        creditor: Identifier, account: Identifier, plan: Identifier, revision: Int64? = nil, currency: Currency,
        invoices: [Identifier], instalments: [ScheduledAmount], author: String? = nil, reason: String? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.plan = plan
        self.revision = revision
        self.currency = currency
        self.invoices = invoices
        self.instalments = instalments
        self.author = author
        self.reason = reason
    }
}
