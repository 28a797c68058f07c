import CSQLite

extension SQLiteDriver {
    /// Opens a ledger's file.
    ///
    /// Write-ahead log, every commit synced to disk, foreign keys enforced, SQL that PostgreSQL would refuse for its
    /// double-quoted strings refused here too. What is deleted is overwritten, as Debian's build does anyway. Memory-mapped reading stays off: with it a failing disk kills the
    /// process.
    /// - Parameters:
    ///   - path: the file; beside it SQLite keeps its log and index (`-wal`, `-shm`) and the writers their lock file
    ///     (`.turn`).
    ///   - busyDeadline: how long to wait for programs that lock the ledger without taking turns.
    /// - Throws: `place` for a missing folder, one that can't be written to, and file systems that are not local.
    static func open(
        path: String, purpose: Database.Purpose, busyDeadline: Duration
    ) throws(StoreError) -> SQLiteDriver {
        let file = try LedgerFile(path: path, purpose: purpose)
        let turnstile = try Turnstile(path: file.lockPath)
        guard purpose == .write else {
            let connection = try connect(file.path, SQLITE_OPEN_READONLY, busyDeadline)
            return SQLiteDriver(connection: connection, deadline: busyDeadline, turnstile: turnstile)
        }
        // Turning to the write-ahead log needs the file alone, and SQLite does not wait for that.
        try turnstile.enter()
        let opened: Result<OpaquePointer, StoreError>
        do throws(StoreError) {
            let connection = try connect(file.path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, busyDeadline)
            if !file.exists { try file.closeToOthers() }
            opened = .success(connection)
        } catch {
            opened = .failure(error)
        }
        try turnstile.leave()
        return SQLiteDriver(connection: try opened.get(), deadline: busyDeadline, turnstile: turnstile)
    }

    /// Opens an empty ledger in memory that nobody else sees and that is gone with the connection.
    ///
    /// Nothing is synced, nobody is waited for; a transaction that fails is undone all the same.
    static func scratch() throws(StoreError) -> SQLiteDriver {
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
        let connection = try connect(":memory:", flags, .zero)
        return SQLiteDriver(connection: connection, deadline: .zero, turnstile: nil)
    }

    private static func connect(
        _ path: String, _ flags: Int32, _ deadline: Duration
    ) throws(StoreError) -> OpaquePointer {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let connection = opened else { throw StoreError(code: code, on: nil, deadline: deadline) }
        do throws(StoreError) {
            try check(code, connection, deadline)
            try configure(connection, flags, deadline)
            return connection
        } catch {
            _ = sqlite3_close_v2(connection)
            throw error
        }
    }

    private static func configure(
        _ connection: OpaquePointer, _ flags: Int32, _ deadline: Duration
    ) throws(StoreError) {
        try check(sqlite3_busy_timeout(connection, deadline.milliseconds), connection, deadline)
        for (option, value) in [
            (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_DEFENSIVE, 1),
            (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
        ] {
            try check(dunlin_sqlite_set(connection, option, Int32(value)), connection, deadline)
        }
        // Pages of 4 KiB. Five writers at full load wrote 15 % more rows than with the default of 1,000, and none waited
        // longer.
        let writing = [
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
            "PRAGMA journal_size_limit = \(64 << 20)", "PRAGMA wal_autocheckpoint = 4000", "PRAGMA secure_delete = ON",
        ]
        let isWritingFile = flags & (SQLITE_OPEN_READONLY | SQLITE_OPEN_MEMORY) == 0
        for pragma in ["PRAGMA cache_size = -16384", "PRAGMA mmap_size = 0"] + (isWritingFile ? writing : []) {
            try check(sqlite3_exec(connection, pragma, nil, nil, nil), connection, deadline)
        }
    }

    private static func check(
        _ code: Int32, _ connection: OpaquePointer, _ deadline: Duration
    ) throws(StoreError) {
        guard code == SQLITE_OK else { throw StoreError(code: code, on: connection, deadline: deadline) }
    }
}

extension Duration {
    /// From 0 to about 24 days.
    fileprivate var milliseconds: Int32 { Int32(min(max(self / .milliseconds(1), 0), Double(Int32.max))) }
}
