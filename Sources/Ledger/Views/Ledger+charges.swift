import Contracts
import Policy
import Store

/// What being late costs in a case, beside its balance.
struct CostsOfBeingLate {
    /// By day, then id.
    var charges: [CaseParticulars.Charge]
    var untold: [CaseParticulars.UntoldInterest]

    /// Of the charges that are not waived, in minor units.
    var askedMinorByKind: [String: Int64] {
        charges.reduce(into: [:]) { $0[$1.kind, default: 0] += $1.isWaived ? 0 : $1.minor }
    }
}

extension Ledger {
    /// Fees as they were raised; interest and fixed sums reckoned from the facts up to and with today, so that a
    /// payment that is learned of late, or taken back, mends them.
    func costsOfBeingLate(
        of loaded: LoadedCase, _ rules: CaseRules, now: Instant, in transaction: borrowing Transaction
    ) throws -> CostsOfBeingLate {
        let creditor = loaded.facts.creditor
        var untold: [MissingRate: [Identifier]] = [:]
        var charges: [CaseParticulars.Charge] = []
        for charge in try lateCharges(of: loaded, rules, now: now, untold: &untold, in: transaction) {
            var charge = CaseParticulars.Charge(charge)
            (charge.isWaived, charge.reason) = try waiver(of: charge.id, creditor, in: transaction)
            charges.append(charge)
        }
        charges += try fees(ofCase: loaded.facts.number, of: creditor, in: transaction)
        return CostsOfBeingLate(
            charges: charges.sorted { ($0.chargedOn, $0.id) < ($1.chargedOn, $1.id) },
            untold: untold.map { CaseParticulars.UntoldInterest(invoices: $1.sorted(), reason: "\($0)") }
                .sorted { $0.reason < $1.reason })
    }

    /// Interest and fixed sums. A rate that is not known takes the interest from the invoices that need it, nothing else.
    private func lateCharges(
        of loaded: LoadedCase, _ rules: CaseRules, now: Instant, untold: inout [MissingRate: [Identifier]],
        in transaction: borrowing Transaction
    ) throws -> [Charge] {
        guard var claimed = rules.charges else { return [] }
        let today = rules.zone.date(at: now)
        var charges: [Charge] = []
        for member in loaded.members {
            claimed.kind = try kind(ofAccount: member.id, in: transaction)
            if claimed.regime.applied(to: claimed.kind) == .none { continue }
            for invoice in try lateInvoices(of: member, loaded.facts, on: today, now: now, in: transaction) {
                do throws(MissingRate) {
                    charges += try claimed.charges(for: [invoice], steps: [], on: today)
                } catch {
                    untold[error, default: []].append(invoice.invoice)
                    charges += claimed.fixedSums(for: [invoice], on: today)
                }
            }
        }
        return charges
    }

    /// Nobody is taken for a consumer unless upstream says so.
    private func kind(ofAccount id: Int64, in transaction: borrowing Transaction) throws -> AccountKind {
        try transaction.first("SELECT kind FROM account WHERE id = $1", .int(id)) { $0.optionalText(0) }?
            .flatMap(AccountKind.init(rawValue:)) ?? .business
    }

    /// The invoices of an account of which something was due before today, paid or not. Those that were voided or
    /// written off cost nothing any more.
    private func lateInvoices(
        of member: CaseMember, _ facts: CaseFacts, on today: CivilDate, now: Instant,
        in transaction: borrowing Transaction
    ) throws -> [ChargedInvoice] {
        let items = try transaction.all(
            """
            SELECT invoice, number, reference, issued_on, due_on, amount, open, has_due, instalments, dunning,
                delivered_on
            FROM invoice WHERE creditor = $1 AND account_id = $2 AND currency = $3
                AND status NOT IN ('voided', 'writtenOff')
            """,
            .text(facts.creditor.text), .int(member.id), .text(facts.currency.code)
        ) { row in
            // Its terms give a paid invoice the due date that it had when it was open.
            try item(in: row, under: member.settings, now: now)
        }
        return try items.filter { ($0.instalments.map(\.dueOn).min() ?? $0.dueOn) < today }.map { item in
            ChargedInvoice(
                invoice: item.invoice, dueOn: item.dueOn,
                amount: Money(minor: item.amountMinor, currency: facts.currency),
                payments: try payments(on: item.invoice, of: facts.creditor, in: transaction),
                instalments: item.instalments)
        }
    }

    /// What payments and credit notes settle of an invoice, without what was taken back.
    ///
    /// The lines are found by the index on their invoice and only then read, see ``Applier/reckon(_:invoice:in:)``.
    private func payments(
        on invoice: Identifier, of creditor: Identifier, in transaction: borrowing Transaction
    ) throws -> [PrincipalPayment] {
        try transaction.all(
            """
            SELECT s.settled_on, line.effective FROM allocation found
            JOIN allocation line ON line.creditor = found.creditor AND line.kind = found.kind AND line.id = found.id
                AND line.line = found.line
            JOIN settlement s ON s.creditor = line.creditor AND s.kind = line.kind AND s.id = line.id
            WHERE found.creditor = $1 AND found.invoice = $2 AND line.effective > 0
            ORDER BY s.settled_on, line.kind, line.id, line.line
            """,
            .text(creditor.text), .text(invoice.text)
        ) { PrincipalPayment(on: CivilDate(daysSince1970: Int($0.int(0))), minor: $0.int(1)) }
    }

    /// Whether a charge was waived, and why; the reason is nil for whoever was erased.
    private func waiver(
        of charge: String, _ creditor: Identifier, in transaction: borrowing Transaction
    ) throws -> (isWaived: Bool, reason: String?) {
        let row = try transaction.first(
            """
            SELECT w.reason, a.account FROM waiver w JOIN account a ON a.id = w.account_id
            WHERE w.creditor = $1 AND w.charge = $2
            """,
            .text(creditor.text), .text(charge)
        ) { (reason: $0.text(0), account: $0.text(1)) }
        guard let row else { return (false, nil) }
        let reason = try opened(
            row.reason, .waiverReason, [creditor.text, charge], of: Person(named: creditor.text, row.account),
            in: transaction)
        return (true, reason)
    }

    private func fees(
        ofCase number: Int64, of creditor: Identifier, in transaction: borrowing Transaction
    ) throws -> [CaseParticulars.Charge] {
        let raised = try transaction.all(
            "SELECT id, step, minor, charged_on, basis FROM charge WHERE case_number = $1 AND creditor = $2",
            .int(number), .text(creditor.text)
        ) { row in
            CaseParticulars.Charge(
                id: row.text(0), kind: Charge.Kind.fee.rawValue, step: row.text(1), minor: row.int(2),
                chargedOn: CivilDate(daysSince1970: Int(row.int(3))), basis: row.text(4), isWaived: false, reason: nil)
        }
        return try raised.map { charge in
            var charge = charge
            (charge.isWaived, charge.reason) = try waiver(of: charge.id, creditor, in: transaction)
            return charge
        }
    }
}
