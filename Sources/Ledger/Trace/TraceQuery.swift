/// The queries that a trace rests on. Each is answered by an index, however many rows there are; a test asks both
/// databases how they would go about it.
package enum TraceQuery {
    package static let events = """
        SELECT id, source, type, subject, time, applied_at FROM inbox WHERE account_id = $1
        """

    package static let attempts = """
        SELECT t.id, t.case_number, t.step, t.channel, t.state, t.revision, t.template, t.config, t.invoices,
            t.total, c.currency, t.planned_at, t.claimed_at, t.settled_at, t.retry_at, t.worker, t.code,
            t.reason, t.crossed
        FROM attempt t JOIN dunning_case c ON c.number = t.case_number WHERE t.account_id = $1
        """

    package static let changes = """
        SELECT attempt, revision, change, at, worker, code, reason, basis, renderer, rendered_at
        FROM attempt_change WHERE case_number = $1 ORDER BY number
        """

    private static let letter = """
        SELECT number, state, queue, message_id, class, type, error, path, worker, died_at, collected_at, settled_at,
            origin, generation FROM dead_letter
        """
    package static let lettersByMessage = letter + " WHERE message_id = $1"
    package static let lettersByAccount = letter + " WHERE creditor = $1 AND account = $2"

    /// Each with the values that it needs; all are texts but the first three's.
    package static let all = [events, attempts, changes, lettersByMessage, lettersByAccount]
}
