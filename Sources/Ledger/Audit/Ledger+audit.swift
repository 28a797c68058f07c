import Contracts
import Store

/// What a look through the whole audit log found.
package struct AuditVerdict: Hashable, Sendable {
    /// Entries that were read, up to and including a bad one.
    package var entries: Int64
    /// Where the log ends by the ledger's own note; nil: the note is gone.
    package var head: AuditHead?
    /// nil: the chain is whole.
    package var flaw: AuditFlaw?
}

/// The first place where the audit log is not what was written.
package struct AuditFlaw: Hashable, Sendable {
    package let number: Int64
    /// Follows `entry 17 `.
    package let what: String
}

extension Ledger {
    /// Checks every entry of the audit log against the one before it, and the end against the head.
    ///
    /// - Parameter known: a head that was noted elsewhere; the log must hold it still.
    package func verifyAudit(known: AuditHead? = nil) throws -> AuditVerdict {
        try database.read { transaction in
            var chain = AuditChain(known: known)
            try transaction.query(Self.auditQuery + " ORDER BY number") { row in
                if chain.flaw == nil { chain.take(Self.auditEntry(row)) }
            }
            let head = try transaction.setting(.auditHead).flatMap(AuditHead.init)
            chain.end(at: head)
            return AuditVerdict(entries: chain.entries, head: head, flaw: chain.flaw)
        }
    }

    /// Entries of the audit log by number.
    package func auditEntries(after number: Int64, limit: Int) throws -> [AuditEntry] {
        try database.read { transaction in
            try transaction.all(
                Self.auditQuery + " WHERE number > $1 ORDER BY number LIMIT $2", .int(number), .int(limit)
            ) { Self.auditEntry($0) }
        }
    }

    /// Stores what was done when nothing else of it is in the ledger.
    package func audit(_ acts: [AuditAct]) throws {
        try database.write { try $0.audit(acts) }
    }

    private static let auditQuery =
        "SELECT number, at, actor, action, subject, detail, previous, hash FROM audit_entry"

    private static func auditEntry(_ row: borrowing Row) -> AuditEntry {
        AuditEntry(
            number: row.int(0), at: Instant(milliseconds: row.int(1)), actor: row.text(2), action: row.text(3),
            subject: row.text(4), detail: row.text(5), previous: row.blob(6), hash: row.blob(7))
    }
}

/// Follows the log from its first entry on.
private struct AuditChain {
    private let known: AuditHead?
    private var last = AuditHead.start
    private(set) var entries: Int64 = 0
    private(set) var flaw: AuditFlaw?

    init(known: AuditHead?) {
        self.known = known
    }

    mutating func take(_ entry: AuditEntry) {
        entries += 1
        let expected = last.number + 1
        if entry.number > expected {
            flaw = AuditFlaw(number: expected, what: "is missing")
        } else if entry.number < expected {
            flaw = AuditFlaw(number: entry.number, what: "was put in before the first")
        } else if entry.contentHash != entry.hash {
            flaw = AuditFlaw(number: entry.number, what: "was changed, or is not the one that was written here")
        } else if entry.previous != last.hash {
            flaw = AuditFlaw(number: entry.number, what: "does not follow from the one before: one of them was changed")
        } else if let known, known.number == entry.number, known.hash != entry.hash {
            flaw = AuditFlaw(number: entry.number, what: "has another hash than the head that was noted elsewhere")
        }
        last = AuditHead(number: entry.number, hash: entry.hash)
    }

    mutating func end(at head: AuditHead?) {
        guard flaw == nil else { return }
        guard let head else {
            flaw = AuditFlaw(number: last.number, what: "is the last, but the ledger's note of the log's end is gone")
            return
        }
        if last.number < max(head.number, known?.number ?? 0) {
            flaw = AuditFlaw(number: last.number + 1, what: "is missing, and all after it")
        } else if last.number > head.number {
            flaw = AuditFlaw(number: head.number + 1, what: "was added past the log's end")
        } else if last.hash != head.hash {
            flaw = AuditFlaw(number: last.number, what: "is not the one that the log ended with")
        }
    }
}
