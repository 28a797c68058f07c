import Contracts

extension ChargeRules {
    /// What stands on a day: the same for the same facts, sorted by day and id.
    ///
    /// - Parameter waived: by charge id. A waived charge is in the answer, marked.
    /// - Throws: ``MissingRate`` if interest needs a base rate that is not known.
    package func charges(
        for invoices: [ChargedInvoice], steps: [ChargedStep], waived: [String: Waiver] = [:], on day: CivilDate
    ) throws(MissingRate) -> [Charge] {
        var charges: [Charge] = []
        for step in steps where step.on <= day {
            if let fee = fee(of: step, waived) { charges.append(fee) }
        }
        for invoice in invoices where invoice.dueOn < day {
            if let sum = compensation(for: invoice, waived) { charges.append(sum) }
            charges += try interest(on: invoice, waived, until: day)
        }
        return charges.sorted { ($0.on, $0.id) < ($1.on, $1.id) }
    }

    private func fee(of step: ChargedStep, _ waived: [String: Waiver]) -> Charge? {
        let instance = step.instance
        guard let rule = fees[instance.step], let fee = rule.fee(of: step.items, in: step.currency) else { return nil }
        let id = "fee/\(instance.episode)/\(instance.step)/\(instance.occurrence)"
        return Charge(
            id: id, kind: .fee, invoice: step.items.count == 1 ? step.items.first?.invoice : nil, step: instance.step,
            on: step.on, amount: fee, basis: rule.basis(of: step.items, in: step.currency), waiver: waived[id])
    }

    private func compensation(for invoice: ChargedInvoice, _ waived: [String: Waiver]) -> Charge? {
        let debt = invoice.owedWhenLate
        guard claimsCompensation, let sum = regime.compensation(for: debt, owedBy: kind) else { return nil }
        let id = "compensation/\(invoice.invoice)"
        return Charge(
            id: id, kind: .compensation, invoice: invoice.invoice, step: nil, on: invoice.dueOn.adding(days: 1),
            amount: sum, basis: "fixed sum (\(regime.rawValue)) on \(debt.decimal)", waiver: waived[id])
    }

    /// One charge for each half-year whose rate holds.
    ///
    /// Payments part its days into lines, and one that is learned of late parts them anew: the id must not change with
    /// them, or a waiver would be lost.
    private func interest(
        on invoice: ChargedInvoice, _ waived: [String: Waiver], until day: CivilDate
    ) throws(MissingRate) -> [Charge] {
        let lines = try LateInterest(regime, owedBy: kind, points: points, rates: rates)
            .lines(on: invoice.amount.minor, dueOn: invoice.dueOn, payments: invoice.payments, until: day)
        return Dictionary(grouping: lines, by: \.half).compactMap { half, lines in
            let minor = lines.reduce(0) { $0 + $1.minor }
            guard minor > 0, let last = lines.map(\.to).max() else { return nil }
            let id = "interest/\(invoice.invoice)/\(half)"
            return Charge(
                id: id, kind: .interest, invoice: invoice.invoice, step: nil, on: last,
                amount: Money(minor: minor, currency: invoice.amount.currency),
                basis: lines.map { $0.basis(in: invoice.amount.currency) }.joined(separator: "; "), waiver: waived[id])
        }
    }
}

extension InterestLine {
    /// `11.27 % for 30 days on 10000.00`
    fileprivate func basis(in currency: Currency) -> String {
        let principal = Money(minor: principalMinor, currency: currency).decimal
        return "\(rate) % for \(days == 1 ? "1 day" : "\(days) days") on \(principal)"
    }
}
