import Contracts
import Foundation
import Store

extension Transaction {
    /// Appends to the audit log what this transaction does. Both are stored, or neither.
    ///
    /// The last thing that a transaction does: who appends after it waits until it has committed.
    ///
    /// - Throws: ``StoreError/misuse(_:)`` when the log has lost its head, which only somebody from outside can do.
    package func audit(_ acts: [AuditAct], at now: Instant = .now) throws {
        guard !acts.isEmpty else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let details = try acts.map { String(decoding: try encoder.encode($0.detail), as: UTF8.self) }
        // A write that reads: in PostgreSQL it makes all who append wait for each other, from here to their commit. A
        // chain has one end.
        let end = try first(
            "UPDATE setting SET value = value WHERE name = $1 RETURNING value", .text(Setting.auditHead.rawValue)
        ) { $0.text(0) }
        guard var head = end.flatMap(AuditHead.init) else {
            throw StoreError.misuse("the audit log has no head: 'dunlin audit verify' tells more")
        }
        let entries = zip(acts, details).map { act, detail in
            let entry = AuditEntry(act, detail: detail, at: now, after: head)
            head = AuditHead(number: entry.number, hash: entry.hash)
            return entry
        }
        var rest = entries[...]
        while !rest.isEmpty {
            // Many by one statement, which is one trip to a server, but by few texts of it.
            let count = rest.count >= Self.auditRows ? Self.auditRows : 1
            try execute(
                count == 1 ? Self.auditInsert : Self.auditInserts, values: rest.prefix(count).flatMap(Self.values))
            rest = rest.dropFirst(count)
        }
        try set(.auditHead, head.text)
    }

    private static let auditRows = 16
    private static let auditInsert = insertion(ofRows: 1)
    private static let auditInserts = insertion(ofRows: auditRows)

    private static func insertion(ofRows rows: Int) -> String {
        let places = (0..<rows).map { row in "(" + (1...8).map { "$\(row * 8 + $0)" }.joined(separator: ", ") + ")" }
        return """
            INSERT INTO audit_entry (number, at, actor, action, subject, detail, previous, hash)
            VALUES \(places.joined(separator: ", "))
            """
    }

    private static func values(of entry: AuditEntry) -> [Value] {
        [
            .int(entry.number), .int(entry.at.milliseconds), .text(entry.actor), .text(entry.action),
            .text(entry.subject), .text(entry.detail), .blob(entry.previous), .blob(entry.hash),
        ]
    }
}
