/// The prepared statements of a connection by their SQL.
///
/// Preparing costs about ten times what running a small statement does. Most SQL is written as a literal and comes by
/// again and again; SQL that a program puts together may not, hence the limit.
struct StatementCache {
    static let limit = 256
    private var statements: [String: Statement] = [:]

    /// A statement that is not running: a kept one, or one from `prepare`, which is kept unless its SQL is running
    /// already.
    mutating func statement(
        for sql: String, prepare: (String) throws(StoreError) -> Statement
    ) throws(StoreError) -> Statement {
        if let known = statements[sql] {
            return known.isRunning ? try prepare(sql) : known
        }
        let statement = try prepare(sql)
        if statements.count >= Self.limit { statements = statements.filter { $0.value.isRunning } }
        statements[sql] = statement
        return statement
    }

    /// Finalizes all of them, as closing the connection needs.
    mutating func removeAll() { statements = [:] }
}
