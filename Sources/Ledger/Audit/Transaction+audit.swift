import Contracts
import Foundation
import Store

extension Transaction {
    /// Appends to the audit log what this transaction does. Both are stored, or neither.
    ///
    /// - Throws: ``StoreError/misuse(_:)`` when the log has lost its head, which only somebody from outside can do.
    package func audit(_ acts: [AuditAct], at now: Instant = .now) throws {
        guard !acts.isEmpty else { return }
        // A write before the read: in PostgreSQL it makes all who append wait for each other. A chain has one end.
        try execute("UPDATE setting SET value = value WHERE name = $1", .text(Setting.auditHead.rawValue))
        guard var head = try setting(.auditHead).flatMap(AuditHead.init) else {
            throw StoreError.misuse("the audit log has no head: 'dunlin audit verify' tells more")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for act in acts {
            let detail = String(decoding: try encoder.encode(act.detail), as: UTF8.self)
            let entry = AuditEntry(act, detail: detail, at: now, after: head)
            try execute(
                """
                INSERT INTO audit_entry (number, at, actor, action, subject, detail, previous, hash)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                .int(entry.number), .int(entry.at.milliseconds), .text(entry.actor), .text(entry.action),
                .text(entry.subject), .text(entry.detail), .blob(entry.previous), .blob(entry.hash))
            head = AuditHead(number: entry.number, hash: entry.hash)
        }
        try set(.auditHead, head.text)
    }
}
