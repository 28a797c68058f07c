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
    /// The last day to pay; nil: as the terms say, and without any 30 days after the issue.
    package var dueOn: CivilDate?
    /// When the debtor got it; nil: on the day of issue.
    package var deliveredOn: CivilDate?
    /// The parts it is payable in, by their due dates; nil or empty: at once. They sum to the amount.
    package var instalments: [ScheduledAmount]?
    package var dunning: DunningSettings?
    /// The debtor's own reference, for example a purchase order.
    package var reference: String?
    package var document: Document?
    /// Why it was adjusted, voided or written off.
    package var reason: String?

    package init(
        creditor: Identifier, account: Identifier, invoice: Identifier, revision: Int64? = nil, number: String? = nil,
        amount: Money, issuedOn: CivilDate, dueOn: CivilDate?, deliveredOn: CivilDate? = nil,
        instalments: [ScheduledAmount]? = nil, dunning: DunningSettings? = nil, reference: String? = nil,
        document: Document? = nil, reason: String? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.invoice = invoice
        self.revision = revision
        self.number = number
        self.amount = amount
        self.issuedOn = issuedOn
        self.dueOn = dueOn
        self.deliveredOn = deliveredOn
        self.instalments = instalments
        self.dunning = dunning
        self.reference = reference
        self.document = document
        self.reason = reason
    }
}

extension Invoice {
    /// From the day of issue, where nobody agreed on anything else.
    ///
    /// - Source: Directive 2011/7/EU, article 3(3)(b).
    package static let daysToPay = 30

    /// The due date as far as the invoice alone tells it.
    package var dueOnWithoutTerms: CivilDate { dueOn ?? issuedOn.adding(days: Self.daysToPay) }
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
