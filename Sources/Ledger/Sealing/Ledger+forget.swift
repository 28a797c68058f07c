import Contracts
import Store

/// What went with a person.
package struct Erasure: Hashable, Sendable {
    /// Attempts that were under way and are cancelled.
    package var attempts = 0
    package var letters = 0
    /// False: a reader of the ledger's file kept its log from being emptied. What it still holds goes with the next
    /// checkpoint.
    package var isLogEmpty = true
}

extension Ledger {
    /// Erases a person: deletes the data key of the account and its contacts, and with it everything that was sealed
    /// with it, in the ledger and in each backup whose data keys are not kept apart.
    ///
    /// What is owed stays, by identifiers and amounts, and so do the hashes that keep an address from being written to
    /// again. The account goes on as one without a contact, until upstream tells of it anew: that begins with a new key.
    /// On PostgreSQL the old rows go with the next VACUUM of `data_key`, and archived logs and backups when they are
    /// deleted.
    /// - Returns: nil if nothing was ever heard of the account.
    package func forget(
        _ creditor: Identifier, _ account: Identifier, actor: String
    ) throws -> Erasure? {
        let now = realNow
        let person = Person(creditor, account)
        var erasure = try database.write { transaction -> Erasure? in
            let deleted = try transaction.execute(
                """
                UPDATE data_key SET wrapped = NULL, fleet_key = NULL, erased_at = $3
                WHERE creditor = $1 AND account = $2 AND wrapped IS NOT NULL
                """,
                .text(creditor.text), .text(account.text), .int(now.milliseconds))
            var erasure = Erasure()
            erasure.letters = try transaction.eraseLetters(of: person, at: now)
            let id = try transaction.first(
                "SELECT id FROM account WHERE creditor = $1 AND account = $2", .text(creditor.text), .text(account.text)
            ) { $0.int(0) }
            guard id != nil || deleted > 0 || erasure.letters > 0 else { return nil }
            if let id {
                erasure.attempts = try transaction.eraseWords(of: person, account: id, at: try transaction.policyNow())
                try Applier(ledger: self, realNow: now, settle: .zero).touchCases(ofAccount: id, in: transaction)
            }
            try sealing.endEpoch(in: transaction)
            try transaction.audit([
                AuditAct(
                    actor: actor, action: "person.forget", subject: "\(creditor.text)/\(account.text)",
                    detail: [
                        "keys": .integer(Int64(deleted)), "attempts": .integer(Int64(erasure.attempts)),
                        "letters": .integer(Int64(erasure.letters)),
                    ])
            ])
            return erasure
        }
        erasure?.isLogEmpty = try database.emptyLog()
        return erasure
    }
}

extension Transaction {
    /// Whatever key they were sealed with: letters from before accounts had keys went under the fleet's.
    fileprivate func eraseLetters(of person: Person, at now: Instant) throws -> Int {
        try execute(
            """
            UPDATE dead_letter SET content = $3, sealing_key = '', settled_at = COALESCE(settled_at, $4),
                state = CASE WHEN state IN ('waiting', 'publishing') THEN 'archived' ELSE state END
            WHERE creditor = $1 AND account = $2 AND sealing_key <> ''
            """,
            .text(person.creditor), .text(person.account), .blob([UInt8]()), .int(now.milliseconds))
    }

    /// Clears what the planner must not meet any more, and what was never sealed.
    /// - Returns: the attempts that were cancelled.
    fileprivate func eraseWords(of person: Person, account: Int64, at now: Instant) throws -> Int {
        try execute("UPDATE account SET name = '', contacts = '[]' WHERE id = $1 AND name IS NOT NULL", .int(account))
        let cancelled = try execute(
            """
            UPDATE attempt SET state = 'cancelled', reason = 'erased', settled_at = $2
            WHERE account_id = $1 AND state IN ('planned', 'dispatched', 'parked')
            """,
            .int(account), .int(now.milliseconds))
        // What a server said may speak of a mailbox.
        try execute(
            "UPDATE attempt SET command = NULL, reason = CASE WHEN code IS NULL THEN reason END WHERE account_id = $1",
            .int(account))
        if try setting(.sealing) == SealingState.all.rawValue { return cancelled }
        for column in SealedColumn.all where column.table != "account" && column != .attemptCommand {
            let (owner, values): (String, [Value]) =
                switch column.owner {
                case .named: ("creditor = $1 AND account = $2", [.text(person.creditor), .text(person.account)])
                case .numbered: ("account_id = $1", [.int(account)])
                }
            try execute(
                """
                UPDATE \(column.table) SET \(column.name) = \(column.isRequired ? "''" : "NULL")
                WHERE \(owner) AND \(SealedText.isUnsealed(column.name))
                """,
                values: values)
        }
        return cancelled
    }
}
