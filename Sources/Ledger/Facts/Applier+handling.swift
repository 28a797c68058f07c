import Contracts
import Policy
import Store

/// What people say about tasks and charges. The first word about one counts: the earliest, then the smallest event.
extension Applier {
    func apply(
        _ closed: TaskClosed, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        let account = try accountID(closed.creditor, closed.account, in: transaction)
        let (person, row) = (Person(closed.creditor, closed.account), [closed.creditor.text, closed.task.text])
        let changed = try transaction.execute(
            """
            INSERT INTO task_word (creditor, task, account_id, outcome, author, reason, time, event)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (creditor, task) DO UPDATE SET
                account_id = excluded.account_id, outcome = excluded.outcome, author = excluded.author,
                reason = excluded.reason, time = excluded.time, event = excluded.event
            WHERE (excluded.time, excluded.event) < (task_word.time, task_word.event)
            """,
            .text(closed.creditor.text), .text(closed.task.text), .int(account), .text(closed.outcome.rawValue),
            try sealed(closed.author, .taskWordAuthor, row, of: person, in: transaction),
            try sealed(closed.reason, .taskWordReason, row, of: person, in: transaction), .int(version.time),
            .text(version.event))
        try complete(version.event, closed.creditor, in: transaction)
        guard changed > 0 else { return .applied([]) }
        try transaction.execute(
            """
            UPDATE task SET closed_at = $2, outcome = $3
            WHERE id = $1 AND case_number IN (SELECT number FROM dunning_case WHERE account_id = $4)
            """,
            .text(closed.task.text), .int(version.time), .text(closed.outcome.rawValue), .int(account))
        try touchCases(ofAccount: account, in: transaction)
        return .applied([])
    }

    func apply(
        _ waived: ChargeWaived, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        let account = try accountID(waived.creditor, waived.account, in: transaction)
        let (person, row) = (Person(waived.creditor, waived.account), [waived.creditor.text, waived.charge.text])
        try transaction.execute(
            """
            INSERT INTO waiver (creditor, charge, account_id, author, reason, time, event)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (creditor, charge) DO UPDATE SET
                account_id = excluded.account_id, author = excluded.author, reason = excluded.reason,
                time = excluded.time, event = excluded.event
            WHERE (excluded.time, excluded.event) < (waiver.time, waiver.event)
            """,
            .text(waived.creditor.text), .text(waived.charge.text), .int(account),
            try sealed(waived.author, .waiverAuthor, row, of: person, in: transaction),
            try sealed(waived.reason, .waiverReason, row, of: person, in: transaction), .int(version.time),
            .text(version.event))
        try complete(version.event, waived.creditor, in: transaction)
        return .applied([])
    }

    /// Terms that nobody can read would give a wrong due date; nil: they can be read.
    static func refusal(of settings: DunningSettings?) -> Application? {
        guard let text = settings?.terms else { return nil }
        do throws(TextRefusal) {
            _ = try PaymentTerms(text)
            return nil
        } catch {
            return .conflict(reason: "dunning.terms: \(error)")
        }
    }

    /// Adds the fee of a step that was taken to the ledger of charges, once however often it is told.
    /// - Returns: the charge; nil: the step costs nothing.
    func raiseFee(of outcome: DeliveryOutcome, in transaction: borrowing Transaction) throws -> ChargeRaised? {
        let raised = try transaction.first(
            """
            SELECT episode, step, occurrence, fee, fee_basis FROM attempt WHERE id = $1 AND fee IS NOT NULL
            """,
            .text(outcome.attempt.id)
        ) { row in
            let instance = StepInstance(episode: Int(row.int(0)), step: row.text(1), occurrence: Int(row.int(2)))
            return (
                id: "\(outcome.case.number)/\(instance.episode).\(instance.step).\(instance.occurrence)",
                step: instance.step, minor: row.int(3), basis: row.text(4)
            )
        }
        guard let raised, let id = Identifier(raised.id) else { return nil }
        let day = Zone.utc.date(at: outcome.at)
        try transaction.execute(
            """
            INSERT INTO charge (creditor, id, case_number, step, minor, charged_on, basis)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (creditor, id) DO NOTHING
            """,
            .text(outcome.case.creditor.text), .text(raised.id), .int(outcome.case.number), .text(raised.step),
            .int(raised.minor), .int(day.daysSince1970), .text(raised.basis))
        return ChargeRaised(
            case: outcome.case, charge: id, step: raised.step, minor: raised.minor, on: day, basis: raised.basis)
    }
}
