import Contracts
import Store

/// What the ledger knows about itself.
enum Setting: String {
    /// ``Ledger/ClockKind``
    case clock
    case clockInstant = "clock_instant"
    /// Base64 of the key of address hashes.
    case addressKey = "address_key"
    /// The content hash of the active configuration folder.
    case config
    /// ``AuditHead``
    case auditHead = "audit_head"
    /// Base64 of the key that stands in for ``FleetKeys`` where the fleet has no file with any.
    case dataKey = "data_key"
    /// ``SealingState``; not set: nothing is sealed. Never taken back.
    case sealing
    /// Counts erasures and retired keys: keys that were remembered before are forgotten.
    case keyEpoch = "key_epoch"
    /// When the ledger was restored from a backup, in milliseconds; absent: never, or it was reconciled since.
    case restoredAt = "restored_at"
    /// When it was restored last, in milliseconds, also when it was reconciled since.
    case lastRestoredAt = "last_restored_at"
    /// When the last backup was made, in milliseconds.
    case backedUpAt = "backed_up_at"
    /// The last entry of the audit log that the stream is known to have.
    case auditStreamed = "audit_streamed"
    /// Which process publishes the audit log, and until when nobody else does.
    case auditStreamer = "audit_streamer"
}

extension Transaction {
    func setting(_ setting: Setting) throws -> String? {
        try first("SELECT value FROM setting WHERE name = $1", .text(setting.rawValue)) { $0.text(0) }
    }

    func set(_ setting: Setting, _ value: String) throws {
        try execute(
            """
            INSERT INTO setting (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            .text(setting.rawValue), .text(value))
    }

    /// Policy time: the system's, or the instant of the test clock. Leases and time-outs never use it.
    package func policyNow() throws -> Instant {
        let instant = try first("SELECT value FROM setting WHERE name = 'clock_instant'") { $0.text(0) }
        guard let instant else { return .now }
        guard let milliseconds = Int64(instant) else { throw StoreError.misuse("the test clock holds no instant") }
        return Instant(milliseconds: milliseconds)
    }
}

/// The test clock.
extension Ledger {
    /// Policy time within a transaction.
    func policyNow(in transaction: borrowing Transaction) throws -> Instant {
        try simulation?.now ?? transaction.policyNow()
    }

    package func clock() throws -> (kind: ClockKind, now: Instant) {
        try database.read { transaction in
            let isTest = try transaction.setting(.clock) == ClockKind.test.rawValue
            return (isTest ? .test : .system, try transaction.policyNow())
        }
    }

    /// Moves the test clock; it never goes back.
    package func setClock(_ change: (Instant) -> Instant) throws -> Instant {
        try database.write { transaction in
            guard try transaction.setting(.clock) == ClockKind.test.rawValue else { throw LedgerError.clockIsReal }
            let now = try transaction.policyNow()
            let then = change(now)
            guard then >= now else { throw LedgerError.clockGoesBack }
            try transaction.set(.clockInstant, String(then.milliseconds))
            return then
        }
    }
}

/// The active configuration.
extension Ledger {
    package func activeConfig() throws -> String? {
        try database.read { try $0.setting(.config) }
    }

    /// From now on commands are planned with the configuration folder of this content hash; every case is decided anew.
    package func activate(config: String) throws {
        try database.write { transaction in
            guard try transaction.setting(.config) != config else { return }
            try transaction.set(.config, config)
            try transaction.touchAllCases()
        }
    }

    /// Has every case decided anew at the next planning, though nothing has changed for it.
    package func reviewAllCases() throws {
        try database.write { try $0.touchAllCases() }
    }
}

extension Transaction {
    fileprivate func touchAllCases() throws {
        try execute("UPDATE dunning_case SET next_action_at = 0")
    }
}
