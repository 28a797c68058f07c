import CSQLite

/// A connection to a ledger in a file of SQLite.
///
/// SQLite is told that no other thread calls in. Writers of all threads and processes take turns; readers see the state
/// as of their first read and neither wait for writers nor hold them up.
final class SQLiteDriver: Driver {
    let connection: OpaquePointer
    private let deadline: Duration
    /// nil: nobody else can reach the ledger.
    private let turnstile: Turnstile?
    private var cache = StatementCache()
    /// Why the turn could not be given back, which the end of this process will do.
    private var turnFault: StoreError?

    init(connection: OpaquePointer, deadline: Duration, turnstile: consuming Turnstile?) {
        self.connection = connection
        self.deadline = deadline
        self.turnstile = turnstile
    }

    deinit {
        cache.removeAll()
        // Closes later by itself if a statement were still alive. A failed checkpoint on closing loses nothing: the log
        // stays.
        _ = sqlite3_close_v2(connection)
    }

    var dialect: SQLDialect { .sqlite }

    /// A file has one writer, whatever the turn.
    func beginWriting(_ turn: Database.Turn) throws(StoreError) {
        if let turnFault { throw turnFault }
        try turnstile?.enter()
        do throws(StoreError) {
            try run("BEGIN IMMEDIATE")
        } catch {
            endWriting()
            throw error
        }
    }

    func beginReading() throws(StoreError) { try run("BEGIN") }

    func commit() throws(StoreError) { try run("COMMIT") }

    /// SQLite has undone the transaction itself after some faults of the disk.
    func rollBack() throws(StoreError) {
        if sqlite3_get_autocommit(connection) == 0 { try run("ROLLBACK") }
    }

    /// What was committed stays committed: a turn that could not be given back is an error of the next write.
    func endWriting() {
        do throws(StoreError) {
            try turnstile?.leave()
        } catch {
            turnFault = error
        }
    }

    /// Nobody writes meanwhile; readers are waited for as long as programs without a turn are.
    func emptyLog() throws(StoreError) -> Bool {
        try turnstile?.enter()
        defer { endWriting() }
        let statement = try prepared("PRAGMA wal_checkpoint(TRUNCATE)")
        defer { statement.close() }
        guard try statement.step() else { return false }
        return statement.int(0) == 0
    }

    func cursor(for sql: String, _ values: [Value], isWriting: Bool) throws(StoreError) -> any Cursor {
        let statement = try prepared(sql)
        guard isWriting || statement.isReadOnly else { throw .writeWhileReading }
        try statement.bind(values)
        return statement
    }

    var totalChanges: Int64 { sqlite3_total_changes64(connection) }

    /// SQLite keeps the count of an earlier statement when one on the schema ran.
    func changes(since total: Int64) -> Int {
        totalChanges == total ? 0 : Int(sqlite3_changes64(connection))
    }

    private func run(_ sql: String) throws(StoreError) {
        let statement = try prepared(sql)
        defer { statement.close() }
        _ = try statement.step()
    }

    private func prepared(_ sql: String) throws(StoreError) -> SQLiteStatement {
        try cache.statement(for: sql) { sql throws(StoreError) in
            try SQLiteStatement(sql, on: connection, deadline: deadline)
        }
    }
}
