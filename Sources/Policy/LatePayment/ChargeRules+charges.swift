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
        charges += fixedSums(for: invoices, waived: waived, on: day)
        for invoice in invoices { charges += try interest(on: invoice, waived, until: day) }
        return charges.sorted { ($0.on, $0.id) < ($1.on, $1.id) }
    }

    /// Of these charges the fixed sums, which need no base rate.
    package func fixedSums(
        for invoices: [ChargedInvoice], waived: [String: Waiver] = [:], on day: CivilDate
    ) -> [Charge] {
        invoices.compactMap { compensation(for: $0, waived, on: day) }
    }

    private func fee(of step: ChargedStep, _ waived: [String: Waiver]) -> Charge? {
        let instance = step.instance
        guard let rule = fees[instance.step], let fee = rule.fee(of: step.items, in: step.currency) else { return nil }
        let id = "fee/\(instance.episode)/\(instance.step)/\(instance.occurrence)"
        return Charge(
            id: id, kind: .fee, invoice: step.items.count == 1 ? step.items.first?.invoice : nil, step: instance.step,
            half: nil, on: step.on, amount: fee, basis: rule.basis(of: step.items, in: step.currency),
            waiver: waived[id])
    }

    /// Once for an invoice: of one in instalments, for the first that became late.
    private func compensation(
        for invoice: ChargedInvoice, _ waived: [String: Waiver], on day: CivilDate
    ) -> Charge? {
        guard claimsCompensation,
            let late = invoice.parts.first(where: { $0.dueOn < day && $0.owedWhenLate.minor > 0 }),
            let sum = regime.compensation(for: late.owedWhenLate, owedBy: kind)
        else { return nil }
        let id = "compensation/\(invoice.invoice)"
        return Charge(
            id: id, kind: .compensation, invoice: invoice.invoice, step: nil, half: nil,
            on: late.dueOn.adding(days: 1), amount: sum,
            basis: "fixed sum (\(regime.rawValue)) on \(late.owedWhenLate.decimal)", waiver: waived[id])
    }

    /// One charge for each half-year whose rate holds.
    ///
    /// Payments part its days into lines, and one that is learned of late parts them anew: the id must not change with
    /// them, or a waiver would be lost.
    private func interest(
        on invoice: ChargedInvoice, _ waived: [String: Waiver], until day: CivilDate
    ) throws(MissingRate) -> [Charge] {
        let interest = LateInterest(regime, owedBy: kind, points: points, rates: rates)
        var lines: [InterestLine] = []
        for part in invoice.parts where part.dueOn < day {
            lines += try interest.lines(
                on: part.amount.minor, dueOn: part.dueOn, payments: part.payments, until: day)
        }
        return Dictionary(grouping: lines, by: \.half).compactMap { half, lines in
            let minor = lines.reduce(0) { $0 + $1.minor }
            guard minor > 0, let last = lines.map(\.to).max() else { return nil }
            let id = "interest/\(invoice.invoice)/\(half)"
            return Charge(
                id: id, kind: .interest, invoice: invoice.invoice, step: nil, half: half,
                on: last,
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
