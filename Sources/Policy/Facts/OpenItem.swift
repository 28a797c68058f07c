import Contracts

/// A collectable invoice with an open amount; in a message it may be one instalment of an invoice.
package struct OpenItem: Hashable, Sendable {
    package var invoice: Identifier
    /// The account that owes it; nil: the one that the case is named after.
    package var account: Identifier?
    package var number: String
    package var reference: String?
    package var issuedOn: CivilDate
    /// When the debtor got it; nil: on the day of issue.
    package var deliveredOn: CivilDate?
    /// What the message shows, whatever the item ages from.
    package var dueOn: CivilDate
    /// As invoiced; of an instalment, its own amount.
    package var amountMinor: Int64
    /// More than 0. In a message, without what rests.
    package var openMinor: Int64
    /// What rests this invoice as a whole, or nil.
    package var stop: Stop?
    /// What rests parts of it. Those whose end has come count for nothing.
    package var rests: [PartRest]
    /// The day from which it ages in place of ``dueOn``, see ``DisputeRules/agesAnew``; nil: from its due date.
    package var agesFrom: CivilDate?
    /// How it is to be paid, in any order; empty: in one sum.
    package var instalments: [Instalment]
    /// Which instalment this is, from 1 by due date; nil: the whole invoice, as in all facts.
    package var instalment: Int?
    /// The ids of the steps that this invoice does without.
    package var leftOut: Set<String>

    package init(
        invoice: Identifier, number: String, reference: String?, issuedOn: CivilDate, dueOn: CivilDate,
        amountMinor: Int64, openMinor: Int64, stop: Stop?, rests: [PartRest] = [], agesFrom: CivilDate? = nil,
        instalments: [Instalment] = [], instalment: Int? = nil, leftOut: Set<String> = [],
        deliveredOn: CivilDate? = nil
    ) {
        self.invoice = invoice
        self.number = number
        self.reference = reference
        self.issuedOn = issuedOn
        self.deliveredOn = deliveredOn
        self.dueOn = dueOn
        self.amountMinor = amountMinor
        self.openMinor = openMinor
        self.stop = stop
        self.rests = rests
        self.agesFrom = agesFrom
        self.instalments = instalments
        self.instalment = instalment
        self.leftOut = leftOut
    }

    /// The day that steps count from.
    package var agesOn: CivilDate { agesFrom ?? dueOn }

    /// By age, the oldest first; the same for any order of the facts.
    package static func isOlder(_ left: OpenItem, _ right: OpenItem) -> Bool {
        if left.agesOn != right.agesOn { return left.agesOn < right.agesOn }
        if left.invoice != right.invoice { return left.invoice < right.invoice }
        return left.instalment ?? 0 < right.instalment ?? 0
    }
}

/// A part of an open amount that nobody is asked for, for now.
package struct PartRest: Hashable, Sendable {
    package enum Reason: String, Sendable {
        case disputed, promised
    }

    /// More than 0.
    package var amountMinor: Int64
    package var reason: Reason
    /// nil: until a fact ends it.
    package var until: Instant?

    package init(_ amountMinor: Int64, _ reason: Reason, until: Instant? = nil) {
        self.amountMinor = amountMinor
        self.reason = reason
        self.until = until
    }
}

/// A part of a sum with a due date of its own.
package struct Instalment: Hashable, Sendable {
    package var dueOn: CivilDate
    /// More than 0.
    package var amountMinor: Int64

    package init(dueOn: CivilDate, amountMinor: Int64) {
        self.dueOn = dueOn
        self.amountMinor = amountMinor
    }
}
