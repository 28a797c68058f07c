/// An invoice in full. The event's type says what it is now: issued, adjusted, voided or written off.
///
/// `dunlin.invoice.issued.v1`, `.adjusted.v1`, `.voided.v1`, `.written_off.v1`
package struct Invoice: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var invoice: Identifier
    /// Grows with each change of this invoice; nil: the event's time orders the versions.
    package var revision: Int64?
    /// The number that the debtor knows; nil: the id.
    package var number: String?
    /// The gross amount, before payments and credit notes. Negative amounts are credit notes and refused here.
    package var amount: Money
    package var issuedOn: CivilDate
    package var dueOn: CivilDate
    /// The debtor's own reference, for example a purchase order.
    package var reference: String?
    package var document: Document?
    /// Why it was adjusted, voided or written off.
    package var reason: String?

    package init(
        creditor: Identifier, account: Identifier, invoice: Identifier, revision: Int64? = nil, number: String? = nil,
        amount: Money, issuedOn: CivilDate, dueOn: CivilDate, reference: String? = nil, document: Document? = nil,
        reason: String? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.invoice = invoice
        self.revision = revision
        self.number = number
        self.amount = amount
        self.issuedOn = issuedOn
        self.dueOn = dueOn
        self.reference = reference
        self.document = document
        self.reason = reason
    }
}

/// Where the invoice's own document is, by reference: messages carry no files.
package struct Document: Codable, Hashable, Sendable {
    package var url: String
    /// Lower-case hexadecimal.
    package var sha256: String?
    package var bytes: Int64?

    package init(url: String, sha256: String? = nil, bytes: Int64? = nil) {
        self.url = url
        self.sha256 = sha256
        self.bytes = bytes
    }
}
