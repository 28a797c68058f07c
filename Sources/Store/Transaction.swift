/// The statements that happen together or not at all.
///
/// Lives as long as the closure given to ``Database/write(_:)`` or ``Database/read(_:)``. Values go in as `$1`, `$2`,
/// …, by number, in any order and as often as needed; one statement a call. After a statement has failed the
/// transaction is lost, even if the error is caught, as it is in PostgreSQL: use `ON CONFLICT`, not `catch`.
package struct Transaction: ~Copyable {
    let database: Database
    let isWriting: Bool
    /// Of one that writes.
    let turn: Database.Turn
    /// No two transactions of a connection began at the same instant.
    package let began: ContinuousClock.Instant

    /// The time since the transaction began, hence, when it writes, since it took the turn. Stop at 50 ms.
    package var elapsed: Duration { began.duration(to: .now) }

    var dialect: SQLDialect { database.driver.dialect }

    /// Runs a statement for its effect.
    /// - Returns: rows inserted, updated or deleted; 0 for statements on the schema.
    @discardableResult
    package func execute(_ sql: String, _ values: Value...) throws(StoreError) -> Int {
        try execute(sql, values: values)
    }

    /// ``execute(_:_:)`` for a number of values that only the running program knows.
    @discardableResult
    package func execute(_ sql: String, values: [Value]) throws(StoreError) -> Int {
        let before = database.totalChanges
        let cursor = try database.cursor(for: sql, values, isWriting: isWriting)
        defer { cursor.close() }
        while try database.step(cursor) {}
        return database.changes(since: before)
    }

    /// Calls `each` with every row in turn. An error thrown by it ends the query.
    package func query(
        _ sql: String, _ values: Value..., each: (borrowing Row) throws -> Void
    ) throws {
        try query(sql, values: values, each: each)
    }

    /// ``query(_:_:each:)`` for a number of values that only the running program knows.
    package func query(_ sql: String, values: [Value], each: (borrowing Row) throws -> Void) throws {
        try rows(sql, values) {
            try each($0)
            return true
        }
    }

    /// What `map` makes of the first row; nil when there is none.
    package func first<T>(
        _ sql: String, _ values: Value..., map: (borrowing Row) throws -> T
    ) throws -> T? {
        var found: T?
        try rows(sql, values) {
            found = try map($0)
            return false
        }
        return found
    }

    /// What `map` makes of every row, in the order of the rows.
    package func all<T>(
        _ sql: String, _ values: Value..., map: (borrowing Row) throws -> T
    ) throws -> [T] {
        var found: [T] = []
        try rows(sql, values) {
            found.append(try map($0))
            return true
        }
        return found
    }

    /// What `map` makes of every row of a `SELECT`, where no other transaction has claimed the row and nobody else does
    /// until this one ends. For one that writes ``Database/Turn/together``.
    package func claim<T>(
        _ sql: String, _ values: Value..., map: (borrowing Row) throws -> T
    ) throws -> [T] {
        var found: [T] = []
        // SQLite has no other writer; a literal stays the literal that it keeps a statement by.
        try rows(dialect == .sqlite ? sql : sql + " FOR UPDATE SKIP LOCKED", values) {
            found.append(try map($0))
            return true
        }
        return found
    }

    /// Steps until there is no row left or `goesOn` says false.
    private func rows(_ sql: String, _ values: [Value], goesOn: (borrowing Row) throws -> Bool) throws {
        let cursor = try database.cursor(for: sql, values, isWriting: isWriting)
        defer { cursor.close() }
        while try database.step(cursor) {
            let more = try goesOn(Row(cursor: cursor))
            if let flaw = cursor.flaw { throw database.failed(flaw) }
            if !more { break }
        }
    }
}
