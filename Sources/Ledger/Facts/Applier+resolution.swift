import Contracts
import Store

/// What becomes of attempts whose outcome nobody knew.
extension Applier {
    static let doubt = "outcome unknown"

    /// Word on an attempt in doubt. It is kept, also if it comes too early or too late to change anything.
    func apply(
        _ resolved: AttemptResolved, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        let (attempt, result) = (resolved.attempt.id, resolved.result)
        let known = try transaction.first("SELECT 1 FROM attempt WHERE id = $1", .text(attempt)) { _ in true }
        guard known == true else { return .conflict(reason: "the attempt is not in this ledger") }
        try transaction.execute(
            """
            INSERT INTO attempt_resolution (
                attempt, revision, event, result, resolver, evidence, author, reason, time, is_applied)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0) ON CONFLICT (attempt, event) DO NOTHING
            """,
            .text(attempt), .int(resolved.attempt.revision), .text(version.event), .text(result.rawValue),
            .text(resolved.by.rawValue), .text(resolved.evidence), .text(resolved.author), .text(resolved.reason),
            .int(version.time))
        return .applied(try settle(attempt, resolved.case, in: transaction))
    }

    /// Takes the first word on the attempt that fits what it is now, if there is one.
    /// - Returns: what must be published; the same again when the word that counted comes by once more.
    func settle(
        _ attempt: String, _ reference: CaseReference, in transaction: borrowing Transaction
    ) throws -> [Payload] {
        guard let word = try word(on: attempt, in: transaction) else { return [] }
        if !word.isApplied { try take(word, on: attempt, reference, in: transaction) }
        guard word.result == .accepted else { return [] }
        let application = try apply(
            DeliveryOutcome(
                attempt: AttemptReference(id: attempt, revision: word.revision, generation: 0), case: reference,
                channel: word.channel, at: Instant(milliseconds: word.time), code: nil, reason: nil,
                worker: word.author),
            .accepted, toldAt: realNow, in: transaction)
        guard case .applied(let payloads) = application else { return [] }
        return payloads
    }

    private struct ResolutionWord {
        var event: String
        var revision: Int
        var result: AttemptResolution
        var resolver: String
        var author: String
        var time: Int64
        var isApplied: Bool
        var channel: Channel
    }

    /// The word that counts: one that was applied to what the attempt is now, else the first that fits it.
    private func word(on attempt: String, in transaction: borrowing Transaction) throws -> ResolutionWord? {
        try transaction.first(
            """
            SELECT r.event, r.revision, r.result, r.resolver, r.author, r.time, r.is_applied, t.channel
            FROM attempt_resolution r JOIN attempt t ON t.id = r.attempt AND t.revision = r.revision
            WHERE r.attempt = $1 AND (
                (r.is_applied = 0 AND t.state = 'unknown')
                OR (r.is_applied = 0 AND r.result = 'bounced' AND t.state IN ('accepted', 'delivered'))
                OR (r.is_applied = 1 AND r.result = 'accepted' AND t.state = 'accepted'))
            ORDER BY r.is_applied, r.time, r.event LIMIT 1
            """,
            .text(attempt)
        ) { row in
            guard let result = AttemptResolution(rawValue: row.text(2)), let channel = Channel(rawValue: row.text(7))
            else { throw StoreError.misuse("a stored resolution is none") }
            return ResolutionWord(
                event: row.text(0), revision: Int(row.int(1)), result: result, resolver: row.text(3),
                author: row.text(4), time: row.int(5), isApplied: row.flag(6), channel: channel)
        }
    }

    private func take(
        _ word: ResolutionWord, on attempt: String, _ reference: CaseReference, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE attempt_resolution SET is_applied = 1 WHERE attempt = $1 AND event = $2", .text(attempt),
            .text(word.event))
        switch word.result {
        case .accepted: try end(attempt, as: .accepted, word.resolver, in: transaction)
        case .bounced:
            try end(attempt, as: .bounced, word.resolver, in: transaction)
            try touchCases(ofAddressOf: attempt, in: transaction)
        case .notSent:
            let isPolicys = word.resolver == AttemptResolver.policy.rawValue
            try transaction.execute(
                """
                UPDATE attempt SET state = 'planned', revision = revision + 1, command = NULL, claimed_at = NULL,
                    worker = NULL, submitted_at = NULL, settled_at = NULL, code = NULL, retry_at = NULL, reason = $2,
                    resends = CASE WHEN $3 = 1 THEN COALESCE(resends, 0) + 1 ELSE resends END
                WHERE id = $1
                """,
                .text(attempt), .text("not sent, says \(word.resolver)"), .flag(isPolicys))
        }
        let change = AttemptChange(
            .resolved, case: reference.number, attempt, revision: word.revision, worker: word.author,
            reason: "\(word.result.rawValue), says \(word.resolver)")
        try ledger.note([change], in: transaction)
        try transaction.execute(
            "UPDATE task SET closed_at = $3 WHERE case_number = $1 AND kind = $4 AND attempt = $2 AND closed_at IS NULL",
            .int(reference.number), .text(attempt), .int(try ledger.policyNow(in: transaction).milliseconds),
            .text(Self.doubt))
        try touchCase(number: reference.number, in: transaction)
        try transaction.audit([
            AuditAct(
                actor: word.author, action: "attempt.resolved", subject: attempt,
                detail: [
                    "by": .text(word.resolver), "result": .text(word.result.rawValue),
                    "revision": .integer(Int64(word.revision)), "event": .text(word.event),
                ])
        ])
    }

    private func end(
        _ attempt: String, as state: AttemptState, _ resolver: String, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE attempt SET state = $2, settled_at = $3, is_undeliverable = $4, reason = $5 WHERE id = $1
            """,
            .text(attempt), .text(state.rawValue), .int(try ledger.policyNow(in: transaction).milliseconds),
            .flag(state == .bounced), .text("\(state.rawValue), says \(resolver)"))
    }

    /// An attempt became one whose outcome nobody knows: a task for a person, open once more if it was so before.
    /// - Returns: what must be published; nothing but what follows from a word that came before.
    func doubt(
        _ attempt: String, _ reference: CaseReference, in transaction: borrowing Transaction
    ) throws -> [Payload] {
        let isInDoubt = try transaction.first(
            "SELECT 1 FROM attempt WHERE id = $1 AND state = 'unknown'", .text(attempt)
        ) { _ in true }
        guard isInDoubt == true else { return [] }
        let task = try openTask(Self.doubt, reference, attempt: attempt, reopens: true, in: transaction)
        let settled = try settle(attempt, reference, in: transaction)
        return [.taskOpened(task)] + settled
    }
}
