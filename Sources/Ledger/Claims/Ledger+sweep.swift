import Contracts
import Store

/// What a sweep found.
package struct SweepResult: Hashable, Sendable {
    /// Claims of dead workers, given back unsent.
    package var givenBack = 0
    /// Submissions of dead workers, of which nobody knows the outcome.
    package var unknown = 0
    /// Commands that nobody claimed in time, to be published anew.
    package var timedOut = 0
    /// Must be published.
    package var feed: [Payload] = []
}

extension Ledger {
    /// Takes attempts from workers whose lease ended, and commands that nobody claimed, back to the planner.
    ///
    /// A claimed attempt was provably not sent; a submitting one is `unknown` and waits for word.
    /// - Parameter dispatchTimeout: how long a command may be under way, in real time.
    package func sweep(dispatchTimeout: Duration, limit: Int = 256) throws -> SweepResult {
        try database.write { transaction in
            var result = SweepResult()
            let now = realNow
            let applier = Applier(ledger: self, realNow: now, settle: .zero)
            let orphans = try transaction.all(
                """
                SELECT t.id, t.state, t.case_number, t.creditor, a.account, c.currency, t.revision
                FROM attempt t
                JOIN account a ON a.id = t.account_id JOIN dunning_case c ON c.number = t.case_number
                LEFT JOIN worker_lease w ON w.worker = t.worker
                WHERE t.state IN ('claimed', 'submitting') AND COALESCE(w.until, 0) < $1 LIMIT $2
                """,
                .int(now.milliseconds), .int(limit)
            ) { row in
                (
                    id: row.text(0), wasSubmitting: row.text(1) == "submitting",
                    reference: try Self.reference(row.int(2), row.text(3), row.text(4), row.text(5)),
                    revision: Int(row.int(6))
                )
            }
            var changes: [AttemptChange] = []
            func append(_ kind: AttemptChange.Kind, _ attempt: String, _ revision: Int, _ number: Int64, _ why: String)
            {
                changes.append(
                    AttemptChange(kind, case: number, attempt, revision: revision, worker: worker, reason: why))
            }
            for orphan in orphans {
                if orphan.wasSubmitting {
                    let reason = "the worker died while submitting"
                    try transaction.execute(
                        "UPDATE attempt SET state = 'unknown', settled_at = $2, reason = $3 WHERE id = $1",
                        .text(orphan.id), .int(try transaction.policyNow().milliseconds), .text(reason))
                    append(.unknown, orphan.id, orphan.revision, orphan.reference.number, reason)
                    result.feed += try applier.doubt(orphan.id, orphan.reference, in: transaction)
                    result.unknown += 1
                } else {
                    let reason = "the worker died before submitting"
                    try giveBack(orphan.id, reason, in: transaction)
                    append(.takenBack, orphan.id, orphan.revision, orphan.reference.number, reason)
                    result.givenBack += 1
                }
                try applier.touchCase(number: orphan.reference.number, in: transaction)
            }
            // A sender that died between giving an attempt back and saying so leaves its case asleep.
            try transaction.execute(
                """
                UPDATE dunning_case SET next_action_at = 0 WHERE next_action_at IS NULL AND number IN (
                    SELECT case_number FROM attempt WHERE state = 'planned' AND command IS NULL)
                """)
            let late = try transaction.all(
                "SELECT id, case_number, revision FROM attempt WHERE state = 'dispatched' AND published_at < $1 LIMIT $2",
                .int(now.adding(.zero - dispatchTimeout).milliseconds), .int(limit)
            ) { (id: $0.text(0), number: $0.int(1), revision: Int($0.int(2))) }
            for attempt in late {
                let reason = "nobody claimed it in time"
                try giveBack(attempt.id, reason, in: transaction)
                append(.takenBack, attempt.id, attempt.revision, attempt.number, reason)
                try applier.touchCase(number: attempt.number, in: transaction)
                result.timedOut += 1
            }
            try note(changes, in: transaction)
            return result
        }
    }

    private func giveBack(_ attempt: String, _ reason: String, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE attempt SET state = 'planned', revision = revision + 1, command = NULL, claimed_at = NULL,
                worker = NULL, reason = $2
            WHERE id = $1
            """,
            .text(attempt), .text(reason))
    }

    static func reference(
        _ number: Int64, _ creditor: String, _ account: String, _ currency: String
    ) throws -> CaseReference {
        guard let currency = Currency(currency) else { throw StoreError.misuse("a stored currency is none") }
        return CaseReference(
            number: number, creditor: try identifier(creditor), account: try identifier(account), currency: currency)
    }
}
