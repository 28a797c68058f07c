import Contracts
import Store

/// Cases that must be looked at again.
extension Applier {
    /// A fact about this account and currency changed. The case is that of the account that pays.
    func touchCase(ofAccount account: Int64, currency: String, in transaction: borrowing Transaction) throws {
        try accounts?.check(account, in: transaction)
        try transaction.execute(
            """
            INSERT INTO dunning_case (account_id, currency, next_action_at, ready_at, why, refusals, link_epoch)
            VALUES (COALESCE((SELECT payer_id FROM account WHERE id = $1), $1), $2, 0, $3, 'new facts', 0, 0)
            ON CONFLICT (account_id, currency) DO UPDATE SET next_action_at = 0, ready_at = excluded.ready_at
            """,
            .int(account), .text(currency), .int(readyAt.milliseconds))
        try compareWithStatement(account, in: transaction)
    }

    /// A fact about all of this account changed.
    func touchCases(ofAccount account: Int64, in transaction: borrowing Transaction) throws {
        try accounts?.check(account, in: transaction)
        try compareWithStatement(account, in: transaction)
        try transaction.execute(
            """
            UPDATE dunning_case SET next_action_at = 0, ready_at = $2
            WHERE account_id IN ($1, (SELECT payer_id FROM account WHERE id = $1))
            """,
            .int(account), .int(readyAt.milliseconds))
    }

    /// All that is written to the address of this attempt, for whichever account of its creditor.
    func touchCases(ofAddressOf attempt: String, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE dunning_case SET next_action_at = 0 WHERE account_id IN (
                SELECT other.account_id FROM attempt t
                JOIN attempt other ON other.creditor = t.creditor AND other.address = t.address WHERE t.id = $1)
            """,
            .text(attempt))
    }

    func touchCase(number: Int64, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE dunning_case SET next_action_at = 0 WHERE number = $1", .int(number))
    }

    /// Everything of the creditor that rests for `reason`.
    func touchCases(of creditor: Identifier, restingFor reason: String, in transaction: borrowing Transaction) throws {
        try reachFurther()
        try transaction.execute(
            """
            UPDATE dunning_case SET next_action_at = 0, ready_at = $3
            WHERE why = $2 AND account_id IN (SELECT id FROM account WHERE creditor = $1)
            """,
            .text(creditor.text), .text(reason), .int(readyAt.milliseconds))
    }

    /// A fact that would have stopped a message came while it was on the wire: the attempt remembers it.
    func noteCrossing(
        _ fact: MessageType, account: Int64, in transaction: borrowing Transaction
    ) throws {
        // Nothing is ever on the wire there.
        if ledger.simulation != nil { return }
        try transaction.execute(
            """
            UPDATE attempt SET crossed = $2
            WHERE account_id IN ($1, (SELECT payer_id FROM account WHERE id = $1)) AND crossed IS NULL
                AND state IN ('claimed', 'submitting')
            """,
            .int(account), .text(fact.rawValue))
    }

    /// ``noteCrossing(_:account:in:)`` of one about all of the creditor's accounts.
    func noteCrossing(
        _ fact: MessageType, creditor: Identifier, in transaction: borrowing Transaction
    ) throws {
        if ledger.simulation != nil { return }
        try transaction.execute(
            """
            UPDATE attempt SET crossed = $2
            WHERE creditor = $1 AND crossed IS NULL AND state IN ('claimed', 'submitting')
            """,
            .text(creditor.text), .text(fact.rawValue))
    }

    /// An event that was parked before has been applied: the account's facts are complete again.
    func complete(_ event: String, _ creditor: Identifier, in transaction: borrowing Transaction) throws {
        if ledger.simulation?.hasRefusals == false { return }
        let lifted = try transaction.execute(
            "DELETE FROM incomplete WHERE creditor = $1 AND event = $2", .text(creditor.text), .text(event))
        if lifted > 0 { try touchCases(of: creditor, restingFor: "facts incomplete", in: transaction) }
    }

    /// What follows concerns accounts that the message does not name.
    func reachFurther() throws(FactsReachFurther) {
        if accounts != nil { throw FactsReachFurther() }
    }

    private var readyAt: Instant { realNow.adding(settle) }
}
