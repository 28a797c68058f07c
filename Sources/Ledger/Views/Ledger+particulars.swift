import Contracts
import Policy
import Store

extension Ledger {
    func particulars(
        of loaded: LoadedCase, _ rules: CaseRules, now: Instant, in transaction: borrowing Transaction
    ) throws -> CaseParticulars {
        let facts = loaded.facts
        let today = facts.creditorZone.date(at: now)
        let costs = try costsOfBeingLate(of: loaded, rules, now: now, in: transaction)
        return CaseParticulars(
            pieces: Standing(of: facts, under: rules.policy, at: now).items.map(CaseParticulars.Piece.init),
            promises: PromiseToPay.standings(
                of: facts.promises, at: now, in: facts.creditorZone, by: rules.policy.promises
            ).map(CaseParticulars.Promise.init),
            plans: facts.plans.sorted { $0.id < $1.id }
                .map { CaseParticulars.Plan($0, of: facts, under: rules.policy.plans, on: today) },
            tasks: try openTasks(ofCase: facts.number, in: transaction), charges: costs.charges,
            chargesAskedMinor: costs.askedMinorByKind.values.reduce(0, +),
            chargesAskedMinorByKind: costs.askedMinorByKind, untoldInterest: costs.untold)
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
}
