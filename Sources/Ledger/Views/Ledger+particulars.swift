import Contracts
import Policy
import Store

extension Ledger {
    func particulars(
        of loaded: LoadedCase, _ rules: CaseRules, now: Instant, in transaction: borrowing Transaction
    ) throws -> CaseParticulars {
        let facts = loaded.facts
        let today = facts.creditorZone.date(at: now)
        let charges = try charges(ofCase: facts.number, of: facts.creditor, in: transaction)
        return CaseParticulars(
            pieces: Standing(of: facts, under: rules.policy, at: now).items.map(CaseParticulars.Piece.init),
            promises: PromiseToPay.standings(
                of: facts.promises, at: now, in: facts.creditorZone, by: rules.policy.promises
            ).map(CaseParticulars.Promise.init),
            plans: facts.plans.sorted { $0.id < $1.id }
                .map { CaseParticulars.Plan($0, of: facts, under: rules.policy.plans, on: today) },
            tasks: try openTasks(ofCase: facts.number, in: transaction), charges: charges,
            chargesAskedMinor: charges.reduce(0) { $1.isWaived ? $0 : $0 + $1.minor })
    }

    private func openTasks(
        ofCase number: Int64, in transaction: borrowing Transaction
    ) throws -> [CaseParticulars.OpenTask] {
        try transaction.all(
            """
            SELECT id, kind, step, owner, opened_at, due_at FROM task
            WHERE case_number = $1 AND closed_at IS NULL ORDER BY opened_at, kind, attempt
            """,
            .int(number)
        ) { row in
            CaseParticulars.OpenTask(
                id: row.optionalText(0), kind: row.text(1), step: row.optionalText(2), owner: row.optionalText(3),
                openedAt: Instant(milliseconds: row.int(4)),
                dueAt: row.optionalInt(5).map { Instant(milliseconds: $0) })
        }
    }

    private func charges(
        ofCase number: Int64, of creditor: Identifier, in transaction: borrowing Transaction
    ) throws -> [CaseParticulars.Charge] {
        try transaction.all(
            """
            SELECT c.id, c.step, c.minor, c.charged_on, c.basis, w.reason FROM charge c
            LEFT JOIN waiver w ON w.creditor = c.creditor AND w.charge = c.id
            WHERE c.case_number = $1 AND c.creditor = $2 ORDER BY c.charged_on, c.id
            """,
            .int(number), .text(creditor.text)
        ) { row in
            CaseParticulars.Charge(
                id: row.text(0), step: row.text(1), minor: row.int(2),
                chargedOn: CivilDate(daysSince1970: Int(row.int(3))), basis: row.text(4),
                isWaived: row.optionalText(5) != nil, reason: row.optionalText(5))
        }
    }
}
