import Contracts
import Store

/// Disputes and holds.
extension Applier {
    func apply(
        _ dispute: Dispute, isOpen: Bool, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        let account = try accountID(dispute.creditor, dispute.account, in: transaction)
        let changed = try transaction.execute(
            """
            INSERT INTO dispute (
                creditor, id, account_id, revision, time, event, invoice, currency, amount, reason, is_open)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (creditor, id) DO UPDATE SET
                account_id = excluded.account_id, revision = excluded.revision, time = excluded.time,
                event = excluded.event, invoice = excluded.invoice, currency = excluded.currency,
                amount = excluded.amount, reason = excluded.reason, is_open = excluded.is_open
            WHERE (excluded.revision, excluded.time, excluded.event) > (dispute.revision, dispute.time, dispute.event)
            """,
            .text(dispute.creditor.text), .text(dispute.dispute.text), .int(account), .int(version.revision),
            .int(version.time), .text(version.event), .text(dispute.invoice?.text),
            .text(dispute.amount?.currency.code), .int(dispute.amount?.minor),
            try sealed(
                dispute.reason, .disputeReason, [dispute.creditor.text, dispute.dispute.text],
                of: Person(dispute.creditor, dispute.account), in: transaction),
            .flag(isOpen))
        if isOpen {
            try transaction.execute(
                """
                UPDATE dispute SET opened_at = $3
                WHERE creditor = $1 AND id = $2 AND (opened_at IS NULL OR opened_at > $3)
                """,
                .text(dispute.creditor.text), .text(dispute.dispute.text), .int(version.time))
        }
        try complete(version.event, dispute.creditor, in: transaction)
        guard changed > 0 else { return .applied([]) }
        if !isOpen { try closeTask(of: dispute, account, at: version.time, in: transaction) }
        try touchCases(ofAccount: account, in: transaction)
        if isOpen { try noteCrossing(.disputeOpened, account: account, in: transaction) }
        return .applied([])
    }

    private func closeTask(
        of dispute: Dispute, _ account: Int64, at time: Int64, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE task SET closed_at = $4 WHERE kind = $1 AND attempt = $2 AND closed_at IS NULL
                AND case_number IN (
                    SELECT number FROM dunning_case
                    WHERE account_id IN ($3, (SELECT payer_id FROM account WHERE id = $3)))
            """,
            .text(DisputeTask.kind), .text(DisputeTask.subject(of: dispute.dispute)), .int(account), .int(time))
    }

    func apply(
        _ hold: Hold, isPlaced: Bool, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        if hold.account == nil { try reachFurther() }
        let account = try hold.account.map { try accountID(hold.creditor, $0, in: transaction) }
        let (person, row) = (
            hold.account.map { Person(hold.creditor, $0) } ?? .nobody, [hold.creditor.text, hold.hold.text]
        )
        let changed = try transaction.execute(
            """
            INSERT INTO hold (
                creditor, id, account_id, revision, time, event, invoice, reason, author, from_at, until_at,
                is_placed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (creditor, id) DO UPDATE SET
                account_id = excluded.account_id, revision = excluded.revision, time = excluded.time,
                event = excluded.event, invoice = excluded.invoice, reason = excluded.reason,
                author = excluded.author, from_at = excluded.from_at, until_at = excluded.until_at,
                is_placed = excluded.is_placed
            WHERE (excluded.revision, excluded.time, excluded.event) > (hold.revision, hold.time, hold.event)
            """,
            .text(hold.creditor.text), .text(hold.hold.text), .int(account), .int(version.revision),
            .int(version.time), .text(version.event), .text(hold.invoice?.text),
            try sealed(hold.reason, .holdReason, row, of: person, in: transaction),
            try sealed(hold.author, .holdAuthor, row, of: person, in: transaction),
            .int(hold.from?.milliseconds), .int(hold.until?.milliseconds), .flag(isPlaced))
        try complete(version.event, hold.creditor, in: transaction)
        guard changed > 0 else { return .applied([]) }
        if let account {
            try touchCases(ofAccount: account, in: transaction)
            if isPlaced { try noteCrossing(.holdPlaced, account: account, in: transaction) }
        } else {
            // A hold on a whole creditor is met by each case when its time comes, and by each claim.
            try touchCases(of: hold.creditor, restingFor: "held", in: transaction)
            if isPlaced { try noteCrossing(.holdPlaced, creditor: hold.creditor, in: transaction) }
        }
        return .applied([])
    }
}
