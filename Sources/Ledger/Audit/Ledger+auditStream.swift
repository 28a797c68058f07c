import Contracts
import Store

/// The audit log on its way to the stream `dunlin.audit.log`.
///
/// An entry is published after its transaction committed, in the order of the numbers, and the next ones only when all
/// before them are confirmed: after a crash the same entries go out again under the same ids, and none is left out.
extension Ledger {
    /// Entries that the stream does not have yet, by number; none while another process publishes.
    ///
    /// - Parameter lease: how long another process waits for this one to say what was confirmed.
    package func auditEntriesToStream(worker: String, lease: Duration, limit: Int) throws -> [AuditEntry] {
        let isUpToDate = try database.read { transaction in
            try transaction.auditStreamed() >= transaction.setting(.auditHead).flatMap(AuditHead.init)?.number ?? 0
        }
        if isUpToDate { return [] }
        let last: Int64? = try database.write { transaction in
            if let holder = try transaction.setting(.auditStreamer).flatMap(StreamLease.init), holder.worker != worker,
                holder.until > realNow
            {
                return nil
            }
            let own = StreamLease(worker: worker, until: realNow.adding(lease))
            try transaction.set(.auditStreamer, own.text)
            return try transaction.auditStreamed()
        }
        return try last.map { try auditEntries(after: $0, limit: limit) } ?? []
    }

    /// The broker has confirmed every entry up to this one.
    package func noteAuditStreamed(upTo number: Int64) throws {
        try database.write { transaction in
            guard try transaction.auditStreamed() < number else { return }
            try transaction.set(.auditStreamed, String(number))
        }
    }

    /// The last entry that is known to be in the stream; 0: none.
    package func auditStreamed() throws -> Int64 { try database.read { try $0.auditStreamed() } }
}

extension Transaction {
    fileprivate func auditStreamed() throws -> Int64 {
        try setting(.auditStreamed).flatMap { Int64($0) } ?? 0
    }
}

/// Who publishes the audit log at the moment.
private struct StreamLease {
    var worker: String
    var until: Instant

    var text: String { "\(until.milliseconds) \(worker)" }

    init(worker: String, until: Instant) {
        self.worker = worker
        self.until = until
    }

    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let until = Int64(parts[0]) else { return nil }
        self.init(worker: String(parts[1]), until: Instant(milliseconds: until))
    }
}

extension AuditEntry {
    /// As the stream has it.
    package var record: AuditRecord {
        AuditRecord(
            number: number, at: at, actor: actor, action: action, subject: subject, detail: detail,
            previous: previous.hexadecimal, hash: hash.hexadecimal)
    }

    /// The same whenever this entry is published.
    package var messageID: String { MessageID.named("audit", String(number), hash.hexadecimal) }
}
