/// A part of a payment or credit note that settles one invoice.
package struct Allocation: Codable, Hashable, Sendable {
    package var invoice: Identifier
    package var minor: MinorUnits

    package init(invoice: Identifier, minor: Int64) {
        self.invoice = invoice
        self.minor = MinorUnits(minor)
    }
}

/// Money that came in. It never changes: the same id with other content is refused as `conflict`.
///
/// What is not allocated stands as unapplied cash on the account.
/// `dunlin.payment.received.v1`
package struct Payment: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var payment: Identifier
    package var amount: Money
    package var receivedOn: CivilDate
    package var reference: String?
    /// nil or empty: all of it is unapplied until `payment.allocated` says more.
    package var allocations: [Allocation]?

    package init(
        creditor: Identifier, account: Identifier, payment: Identifier, amount: Money, receivedOn: CivilDate,
        reference: String? = nil, allocations: [Allocation]? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.payment = payment
        self.amount = amount
        self.receivedOn = receivedOn
        self.reference = reference
        self.allocations = allocations
    }
}

/// The whole allocation of one payment as it is now; it replaces any earlier one.
///
/// `dunlin.payment.allocated.v1`
package struct PaymentAllocation: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var payment: Identifier
    /// Grows with each change; nil: the event's time orders the versions.
    package var revision: Int64?
    package var allocations: [Allocation]

    package init(
        creditor: Identifier, account: Identifier, payment: Identifier, revision: Int64? = nil,
        allocations: [Allocation]
    ) {
        self.creditor = creditor
        self.account = account
        self.payment = payment
        self.revision = revision
        self.allocations = allocations
    }
}

/// A payment, or a part of it, was taken back: a chargeback, a failed debit, a refund. It never changes.
///
/// A part reversed leaves the allocations standing in their order until the rest is used up.
/// `dunlin.payment.reversed.v1`
package struct PaymentReversal: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var payment: Identifier
    package var reversal: Identifier
    /// nil: the whole payment.
    package var amount: Money?
    package var reversedOn: CivilDate
    package var reason: String?

    package init(
        creditor: Identifier, account: Identifier, payment: Identifier, reversal: Identifier, amount: Money? = nil,
        reversedOn: CivilDate, reason: String? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.payment = payment
        self.reversal = reversal
        self.amount = amount
        self.reversedOn = reversedOn
        self.reason = reason
    }
}

/// An amount the creditor gives back on its own invoices. It never changes.
///
/// `dunlin.credit_note.issued.v1`
package struct CreditNote: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var creditNote: Identifier
    package var number: String?
    package var amount: Money
    package var issuedOn: CivilDate
    /// nil or empty: it lowers the account's balance, not one invoice's.
    package var allocations: [Allocation]?

    package init(
        creditor: Identifier, account: Identifier, creditNote: Identifier, number: String? = nil, amount: Money,
        issuedOn: CivilDate, allocations: [Allocation]? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.creditNote = creditNote
        self.number = number
        self.amount = amount
        self.issuedOn = issuedOn
        self.allocations = allocations
    }
}
