import Contracts

/// What a debtor owes beside the invoices: a fee, interest or a fixed sum. Never part of an invoice's amount.
package struct Charge: Hashable, Sendable {
    package enum Kind: String, Word {
        case fee, interest, compensation
    }

    /// The same for the same facts, and for interest from its first day to its last: what a waiver names.
    package let id: String
    package let kind: Kind
    /// nil: it is for several invoices.
    package let invoice: Identifier?
    /// The step of the ladder that costs it; nil: none.
    package let step: String?
    /// The half-year whose base rate holds; nil: it is no interest.
    package let half: HalfYear?
    /// The day from which it stands as it is; for interest the last day that counts.
    package let on: CivilDate
    package let amount: Money
    /// From what it was reckoned: rate, days and principal, share or law.
    package let basis: String
    /// Why it is not asked for; nil: it is.
    package let waiver: Waiver?

    package var isWaived: Bool { waiver != nil }
}

/// Somebody's word that a charge is not asked for. The charge stays in sight.
package struct Waiver: Hashable, Sendable {
    package let reason: String
    /// Whoever decided it.
    package let author: String

    package init(reason: String, author: String) {
        self.reason = reason
        self.author = author
    }
}

extension Sequence<Charge> {
    /// What is asked for in a currency: all that is not waived.
    package func asked(in currency: Currency) -> Money {
        Money(
            minor: reduce(0) { $1.isWaived || $1.amount.currency != currency ? $0 : $0 + $1.amount.minor },
            currency: currency)
    }
}
