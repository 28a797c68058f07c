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
    /// Of its amount, each late for itself; empty: all of it is due on ``dueOn``.
    package var instalments: [Instalment]

    package init(
        invoice: Identifier, dueOn: CivilDate, amount: Money, payments: [PrincipalPayment],
        instalments: [Instalment] = []
    ) {
        self.invoice = invoice
        self.dueOn = dueOn
        self.amount = amount
        self.payments = payments
        self.instalments = instalments
    }

    /// What falls due on a day of its own, the earliest first: payments cover the earliest first.
    var parts: [ChargedInvoice] {
        if instalments.isEmpty { return [self] }
        var before: Int64 = 0
        return instalments.sorted { ($0.dueOn, $0.amountMinor) < ($1.dueOn, $1.amountMinor) }.map { instalment in
            defer { before += instalment.amountMinor }
            return ChargedInvoice(
                invoice: invoice, dueOn: instalment.dueOn,
                amount: Money(minor: instalment.amountMinor, currency: amount.currency),
                payments: payments(beyond: before, upTo: before + instalment.amountMinor))
        }
    }

    /// The payments as far as they take what was paid from `low` to `high`.
    private func payments(beyond low: Int64, upTo high: Int64) -> [PrincipalPayment] {
        var paid: Int64 = 0
        return payments.sorted { $0.on < $1.on }.compactMap { payment in
            let before = min(max(paid, low), high)
            paid += payment.minor
            let share = min(max(paid, low), high) - before
            return share == 0 ? nil : PrincipalPayment(on: payment.on, minor: share)
        }
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
