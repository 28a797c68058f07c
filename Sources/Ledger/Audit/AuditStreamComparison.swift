import Contracts
import Store

/// Compares the audit log with the stream that it was published to, as the stream is read.
package struct AuditStreamComparison {
    /// What is wrong first, in the order of the stream.
    package private(set) var flaw: AuditFlaw?
    /// Records that were read, copies included.
    package private(set) var records: Int64 = 0
    /// nil: the stream holds no entry.
    package private(set) var first: Int64?
    package private(set) var last: Int64 = 0

    package init() {}

    /// Takes the next records of the stream, at most some thousand.
    ///
    /// The stream may begin with any entry, for it keeps them for a time; from there on none may be missing. A copy of an
    /// entry that was there before is none too many.
    package mutating func take(_ batch: [AuditRecord], of ledger: Ledger) throws {
        guard flaw == nil, let low = batch.map(\.number).min(), let high = batch.map(\.number).max() else { return }
        var entries: [Int64: AuditRecord] = [:]
        for entry in try ledger.auditEntries(after: low - 1, limit: Int(min(high - low, 100_000)) + 1) {
            entries[entry.number] = entry.record
        }
        for record in batch {
            records += 1
            if let first, record.number > last + 1, first > 0 {
                flaw = AuditFlaw(number: last + 1, what: "is missing in the stream")
            } else if let entry = entries[record.number] {
                if entry != record {
                    flaw = AuditFlaw(number: record.number, what: "is not the one that the stream has")
                }
            } else {
                flaw = AuditFlaw(number: record.number, what: "is in the stream and not in the ledger")
            }
            if flaw != nil { return }
            first = first ?? record.number
            last = max(last, record.number)
        }
    }
}
