import Contracts

/// By what an account's charges are reckoned.
package struct ChargeRules: Hashable, Sendable {
    package var kind: AccountKind
    package var regime: InterestRegime
    /// What is added to the base rate; nil: what the law says.
    package var points: Percent?
    package var rates: BaseRates
    /// Whether the law's fixed sum is claimed.
    package var claimsCompensation: Bool
    /// By step; a step that is not named costs nothing.
    package var fees: [String: FeeRule]

    package init(
        kind: AccountKind, regime: InterestRegime, points: Percent? = nil, rates: BaseRates,
        claimsCompensation: Bool = true, fees: [String: FeeRule] = [:]
    ) {
        self.kind = kind
        self.regime = regime
        self.points = points
        self.rates = rates
        self.claimsCompensation = claimsCompensation
        self.fees = fees
    }
}

/// An invoice as its charges see it. One that is paid by now still has those of the days before.
package struct ChargedInvoice: Hashable, Sendable {
    package var invoice: Identifier
    package var dueOn: CivilDate
    /// What it asks for, before any payment.
    package var amount: Money
    package var payments: [PrincipalPayment]

    package init(invoice: Identifier, dueOn: CivilDate, amount: Money, payments: [PrincipalPayment]) {
        self.invoice = invoice
        self.dueOn = dueOn
        self.amount = amount
        self.payments = payments
    }

    /// What was open at the end of the due date.
    var owedWhenLate: Money {
        let paid = payments.reduce(Int64(0)) { $1.on <= dueOn ? $0 + $1.minor : $0 }
        return Money(minor: amount.minor - paid, currency: amount.currency)
    }
}

/// A step that was taken, with what it named as it stood then.
package struct ChargedStep: Hashable, Sendable {
    package var instance: StepInstance
    package var on: CivilDate
    package var currency: Currency
    package var items: [OpenItem]

    package init(instance: StepInstance, on: CivilDate, currency: Currency, items: [OpenItem]) {
        self.instance = instance
        self.on = on
        self.currency = currency
        self.items = items
    }
}
