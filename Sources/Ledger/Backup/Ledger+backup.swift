import Contracts
import Store

/// What a backup and a restore leave in the ledger.
extension Ledger {
    /// Notes that a backup is about to be made, which will hold this note.
    package func noteBackup(actor: String) throws -> Instant {
        try database.write { transaction in
            let now = realNow
            try transaction.set(.backedUpAt, String(now.milliseconds))
            try transaction.audit([AuditAct(actor: actor, action: "ledger.backup", subject: "ledger")], at: now)
            return now
        }
    }

    /// When the ledger was restored, if it has not been reconciled since, and when its backup was made.
    package func restoration() throws -> (restoredAt: Instant, backedUpAt: Instant?)? {
        try database.read { transaction in
            guard let restored = try transaction.instant(.restoredAt) else { return nil }
            return (restored, try transaction.instant(.backedUpAt))
        }
    }

    /// Makes of a copy that was just restored a ledger that sends nothing before it is reconciled.
    ///
    /// What was on the wire in the copy is `unknown`: it went out then, or did not. What was planned or under way to a
    /// sender is decided anew, so that commands of before are superseded. Leases of before are void.
    /// - Returns: attempts that are unknown by it.
    @discardableResult
    package func markRestored(actor: String, backup: String) throws -> Int {
        try database.write { transaction in
            let now = realNow
            try transaction.set(.restoredAt, String(now.milliseconds))
            try transaction.set(.lastRestoredAt, String(now.milliseconds))
            let reason = "it was on the wire when the ledger's backup was made"
            let unknown = try transaction.all(
                """
                SELECT t.id, t.revision, t.case_number, t.creditor, a.account, c.currency FROM attempt t
                JOIN account a ON a.id = t.account_id JOIN dunning_case c ON c.number = t.case_number
                WHERE t.state IN ('claimed', 'submitting')
                """
            ) { row in
                (
                    id: row.text(0), revision: Int(row.int(1)),
                    reference: try Self.reference(row.int(2), row.text(3), row.text(4), row.text(5))
                )
            }
            let applier = Applier(ledger: self, realNow: now, settle: .zero)
            try note(
                unknown.map {
                    AttemptChange(
                        .unknown, case: $0.reference.number, $0.id, revision: $0.revision, worker: actor, reason: reason
                    )
                }, in: transaction)
            for attempt in unknown {
                _ = try applier.openTask("outcome unknown", attempt.reference, attempt: attempt.id, in: transaction)
            }
            try transaction.execute(
                """
                UPDATE attempt SET state = 'unknown', settled_at = $1, reason = $2
                WHERE state IN ('claimed', 'submitting')
                """, .int(try policyNow(in: transaction).milliseconds), .text(reason))
            try takeBack("1 = 1", reason: "the ledger was restored", in: transaction)
            try transaction.execute("UPDATE dunning_case SET next_action_at = 0 WHERE next_action_at IS NULL")
            try transaction.execute("DELETE FROM worker_lease")
            _ = try turnOn(.fleet, actor: actor, reason: "the ledger was restored from a backup", in: transaction)
            try transaction.audit(
                [
                    AuditAct(
                        actor: actor, action: "ledger.restore", subject: backup,
                        detail: ["unknown": .integer(Int64(unknown.count))])
                ], at: now)
            return unknown.count
        }
    }

    /// Brings a copy that was just restored to this version's schema and marks it, see ``markRestored(actor:backup:)``.
    package static func prepareRestored(at address: StoreAddress, actor: String, backup: String) throws -> Int {
        do {
            let database = try Database.open(at: address, purpose: .write)
            guard try database.isMigrated else { throw LedgerError.missing(backup) }
            try Migrator.migrate(database, LedgerSchema.migrations)
        }
        return try open(at: address).markRestored(actor: actor, backup: backup)
    }

    /// Whether nothing was ever stored beside what `dunlin ledger init` stores.
    package static func isEmpty(_ database: Database) throws -> Bool {
        guard try database.isMigrated else { return true }
        return try database.read { transaction in
            for table in ["account", "inbox", "attempt", "dunning_case", "consent"] {
                let isFilled = try transaction.first("SELECT 1 FROM \(table) LIMIT 1") { _ in true }
                if isFilled == true { return false }
            }
            return true
        }
    }

    /// Workers whose lease has not ended.
    package static func liveWorkers(_ database: Database) throws -> [String] {
        guard try database.isMigrated else { return [] }
        return try database.read { transaction in
            try transaction.all(
                "SELECT worker FROM worker_lease WHERE until > $1 ORDER BY worker", .int(Instant.now.milliseconds)
            ) { $0.text(0) }
        }
    }
}

extension Transaction {
    fileprivate func instant(_ setting: Setting) throws -> Instant? {
        try self.setting(setting).flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
    }
}
