/// The prepared statements of a connection by their SQL.
///
/// Preparing costs about ten times what running a small statement does. Most SQL is written as a literal and comes by
/// again and again; SQL that a program puts together may not, hence the limit.
struct StatementCache {
    static let limit = 256
    private var statements: [String: SQLiteStatement] = [:]
    /// The same by where their SQL is in memory: a literal is found without being read. A text that is put together may
    /// lie where another was, so what is found here is compared.
    private var places: [UnsafeRawPointer: SQLiteStatement] = [:]

    /// A statement that is not running: a kept one, or one from `prepare`, which is kept unless its SQL is running
    /// already.
    mutating func statement(
        for sql: String, prepare: (String) throws(StoreError) -> SQLiteStatement
    ) throws(StoreError) -> SQLiteStatement {
        let place = Self.place(of: sql)
        if let place, let known = places[place], !known.isRunning, known.sql == sql { return known }
        if let known = statements[sql] {
            if let place { places[place] = known }
            return known.isRunning ? try prepare(sql) : known
        }
        let statement = try prepare(sql)
        if statements.count >= Self.limit {
            statements = statements.filter { $0.value.isRunning }
            places = [:]
        }
        statements[sql] = statement
        return statement
    }

    /// nil: the text is too short to be anywhere but in the value itself.
    private static func place(of sql: String) -> UnsafeRawPointer? {
        guard sql.utf8.count >= 16 else { return nil }
        return sql.utf8.withContiguousStorageIfAvailable { UnsafeRawPointer($0.baseAddress) } ?? nil
    }

    /// Finalizes all of them, as closing the connection needs.
    mutating func removeAll() {
        places = [:]
        statements = [:]
    }
}
