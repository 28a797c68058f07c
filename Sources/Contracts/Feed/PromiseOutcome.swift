/// What became of a promise to pay. The event's type says whether it was kept or broken.
///
/// `dunlin.promise.kept.v1`, `dunlin.promise.broken.v1`
package struct PromiseOutcome: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var promise: Identifier
    package var amount: Money
    /// What came for it in time, in the amount's currency; a broken promise may be kept in part.
    package var paidMinor: Int64
    package var promisedOn: CivilDate
    package var at: Instant

    package init(
        creditor: Identifier, account: Identifier, promise: Identifier, amount: Money, paidMinor: Int64,
        promisedOn: CivilDate, at: Instant
    ) {
        self.creditor = creditor
        self.account = account
        self.promise = promise
        self.amount = amount
        self.paidMinor = paidMinor
        self.promisedOn = promisedOn
        self.at = at
    }
}

/// A fee of a step was added to the charge ledger. It is no part of any invoice's amount.
///
/// `dunlin.charge.raised.v1`
package struct ChargeRaised: Codable, Hashable, Sendable {
    package var `case`: CaseReference
    package var charge: Identifier
    /// The step it is for.
    package var step: String
    package var minor: Int64
    package var on: CivilDate
    /// How it was reckoned, in words.
    package var basis: String

    package init(
        case: CaseReference, charge: Identifier, step: String, minor: Int64, on: CivilDate, basis: String
    ) {
        self.case = `case`
        self.charge = charge
        self.step = step
        self.minor = minor
        self.on = on
        self.basis = basis
    }
}
