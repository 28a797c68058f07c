import CSQLite
import Glibc

/// Copies a ledger's file as of one instant, page by page, while others write to it.
///
/// The source is read in one transaction, so that the copy is one committed state however long it takes; meanwhile the
/// write-ahead log keeps growing. The target takes all pages in one transaction: after a crash it is what it was.
/// - Source: https://www.sqlite.org/backup.html
package enum SQLiteCopy {
    /// Pages of 4 KiB between two looks at whether anything went wrong.
    private static let pagesAtOnce: Int32 = 4096

    /// Copies a ledger into a new file that is whole by itself, without a log beside it, and checks it.
    ///
    /// - Parameter target: made with mode 0600; must not exist.
    /// - Throws: `corrupt` when what was copied is damaged.
    package static func export(_ source: String, to target: String) throws(StoreError) {
        let file = Glibc.open(target, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .place(path: target, reason: "it can't be created (errno \(errno))") }
        defer { close(file) }
        let from = try Connection(source, SQLITE_OPEN_READONLY)
        let to = try Connection(target, SQLITE_OPEN_READWRITE)
        try copy(from, to)
        // The copy of a ledger says that it has a write-ahead log; a file that is moved about must do without.
        try to.run("PRAGMA journal_mode = DELETE")
        try to.checkIntegrity()
        guard fsync(file) == 0 else { throw .io(operation: "fsync", code: errno) }
    }

    /// Replaces all that a ledger holds by what a file holds. The ledger's file stays the same one; it is made if missing.
    package static func replace(_ target: String, with source: String) throws(StoreError) {
        // Makes the file with its mode, and its lock file.
        let driver = try SQLiteDriver.open(path: target, purpose: .write, busyDeadline: .seconds(10))
        let turnstile = try Turnstile(path: LedgerFile(path: target, purpose: .write).lockPath)
        try turnstile.enter()
        let outcome: Result<Void, StoreError>
        do throws(StoreError) {
            try copy(try Connection(source, SQLITE_OPEN_READONLY), try Connection(target, SQLITE_OPEN_READWRITE))
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        try turnstile.leave()
        withExtendedLifetime(driver) {}
        try outcome.get()
    }

    /// - Throws: `corrupt` when the file is damaged or no database of SQLite.
    package static func check(_ path: String) throws(StoreError) {
        try Connection(path, SQLITE_OPEN_READONLY).checkIntegrity()
    }

    private static func copy(_ source: borrowing Connection, _ target: borrowing Connection) throws(StoreError) {
        // A read transaction that is open already is what the copy goes by: writers don't make it begin anew.
        try source.run("BEGIN")
        try source.run("SELECT COUNT(*) FROM sqlite_schema")
        guard let backup = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
            throw target.failure(sqlite3_errcode(target.handle))
        }
        var code = SQLITE_OK
        while code == SQLITE_OK { code = sqlite3_backup_step(backup, pagesAtOnce) }
        // Tells of the same fault again, if there was one.
        let end = sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE, end == SQLITE_OK else { throw target.failure(code == SQLITE_DONE ? end : code) }
        try source.run("COMMIT")
    }

    private struct Connection: ~Copyable {
        let handle: OpaquePointer

        init(_ path: String, _ flags: Int32) throws(StoreError) {
            var opened: OpaquePointer?
            let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
            guard let opened else { throw StoreError(code: code, on: nil, deadline: .zero) }
            guard code == SQLITE_OK, sqlite3_busy_timeout(opened, 10_000) == SQLITE_OK else {
                let error = StoreError(code: code, on: opened, deadline: .seconds(10))
                _ = sqlite3_close_v2(opened)
                throw error
            }
            handle = opened
        }

        deinit { _ = sqlite3_close_v2(handle) }

        func run(_ sql: String) throws(StoreError) {
            let code = sqlite3_exec(handle, sql, nil, nil, nil)
            guard code == SQLITE_OK else { throw failure(code) }
        }

        func checkIntegrity() throws(StoreError) {
            let statement = try SQLiteStatement("PRAGMA integrity_check(1)", on: handle, deadline: .seconds(10))
            let isWhole = try statement.step() && statement.text(0) == "ok"
            statement.close()
            guard isWhole else { throw .corrupt(code: SQLITE_CORRUPT) }
        }

        func failure(_ code: Int32) -> StoreError { StoreError(code: code, on: handle, deadline: .seconds(10)) }
    }
}
