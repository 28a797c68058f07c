import Contracts
import Store

/// An attempt of which nobody knows whether it went out, as `dunlin unknown list` tells it.
package struct UnknownAttempt: Hashable, Sendable, Codable {
    package var attempt: String
    package var revision: Int
    package var caseNumber: Int64
    package var creditor: Identifier
    package var account: Identifier
    package var currency: Currency
    package var step: String
    package var channel: Channel
    /// Of the worker that had it; nil: not known.
    package var worker: String?
    /// When its first byte may have gone out, in real time.
    package var submittedAt: Instant?
    /// Since when it is unknown, in policy time.
    package var since: Instant
    package var reason: String?
    /// Whether a task for it is open.
    package var hasTask: Bool
    /// How often policy had it sent again.
    package var resends: Int

    package var reference: CaseReference {
        CaseReference(number: caseNumber, creditor: creditor, account: account, currency: currency)
    }
}

extension Ledger {
    private static let unknownColumns = """
        SELECT t.id, t.revision, t.case_number, t.creditor, a.account, c.currency, t.step, t.channel, t.worker,
            t.submitted_at, COALESCE(t.settled_at, t.planned_at), t.reason,
            CASE WHEN EXISTS (
                SELECT 1 FROM task k WHERE k.case_number = t.case_number AND k.kind = 'outcome unknown'
                    AND k.attempt = t.id AND k.closed_at IS NULL) THEN 1 ELSE 0 END,
            COALESCE(t.resends, 0), t.state
        FROM attempt t JOIN account a ON a.id = t.account_id JOIN dunning_case c ON c.number = t.case_number
        """

    /// Those in doubt, the oldest first.
    package func unknownAttempts(limit: Int) throws -> [UnknownAttempt] {
        try database.read { transaction in
            try transaction.all(
                Self.unknownColumns + " WHERE t.state = 'unknown' ORDER BY t.settled_at, t.id LIMIT $1", .int(limit)
            ) { try Self.unknownAttempt($0) }
        }
    }

    /// One attempt of any state, and its state; nil: there is none.
    package func attempt(_ id: String) throws -> (attempt: UnknownAttempt, state: String)? {
        try database.read { transaction in
            try transaction.first(Self.unknownColumns + " WHERE t.id = $1", .text(id)) { row in
                (try Self.unknownAttempt(row), row.text(14))
            }
        }
    }

    private static func unknownAttempt(_ row: borrowing Row) throws -> UnknownAttempt {
        guard let currency = Currency(row.text(5)), let channel = Channel(rawValue: row.text(7)) else {
            throw StoreError.misuse("an attempt has an unknown currency or channel")
        }
        return UnknownAttempt(
            attempt: row.text(0), revision: Int(row.int(1)), caseNumber: row.int(2),
            creditor: try identifier(row.text(3)), account: try identifier(row.text(4)), currency: currency,
            step: row.text(6), channel: channel, worker: row.optionalText(8),
            submittedAt: row.optionalInt(9).map { Instant(milliseconds: $0) },
            since: Instant(milliseconds: row.int(10)), reason: row.optionalText(11), hasTask: row.flag(12),
            resends: Int(row.int(13)))
    }
}
