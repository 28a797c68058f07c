import CSQLite

/// One connection to a ledger, for one thread.
///
/// It is not `Sendable`: SQLite is told that no other thread calls in. Writers of all threads and processes
/// take turns; readers see the state as of their first read and neither wait for writers nor hold them up.
package final class Database {
    package enum Purpose: Sendable {
        /// Reads and writes; creates the ledger when it is missing.
        case write
        /// Reads a ledger that exists.
        case read
    }

    /// How often, for how long and after which wait this connection wrote. May be handed to other threads.
    package let meter = StoreMeter()
    let connection: OpaquePointer
    private let purpose: Purpose
    private let deadline: Duration
    /// nil: nobody else can reach the ledger.
    private let turnstile: Turnstile?
    private var cache = StatementCache()
    private var isInTransaction = false
    /// Why the current transaction can't commit any more.
    private var failure: StoreError?
    /// Why the turn could not be given back, which the end of this process will do.
    private var turnFault: StoreError?

    init(connection: OpaquePointer, purpose: Purpose, deadline: Duration, turnstile: consuming Turnstile?) {
        self.connection = connection
        self.purpose = purpose
        self.deadline = deadline
        self.turnstile = turnstile
    }

    deinit {
        cache.removeAll()
        // Closes later by itself if a statement were still alive. A failed checkpoint on closing loses nothing: the log
        // stays.
        _ = sqlite3_close_v2(connection)
    }

    /// Runs `body` on one unchanging state of the ledger.
    ///
    /// A statement that writes is refused.
    package func read<T>(_ body: (borrowing Transaction) throws -> T) throws -> T {
        try begin("BEGIN")
        return try finish(Transaction(database: self, isWriting: false, began: .now), body)
    }

    /// Takes the turn, runs `body` and commits; an error thrown by `body` or any statement undoes everything.
    ///
    /// When it returns, the changes are on disk. At most 256 rows and 50 ms, for the sake of the other writers.
    @discardableResult
    package func write<T>(_ body: (borrowing Transaction) throws -> T) throws -> T {
        guard purpose == .write else { throw StoreError.misuse("the connection was opened for reading") }
        guard !isInTransaction else { throw StoreError.misuse("a transaction is open on this connection") }
        try takeTurn()
        let began = ContinuousClock.now
        let before = totalChanges
        let outcome = Result { try finish(Transaction(database: self, isWriting: true, began: began), body) }
        let hold = began.duration(to: .now)
        switch outcome {
        case .success: meter.left(after: hold, rows: Int(totalChanges - before))
        case .failure: meter.left(after: hold, rows: nil)
        }
        leaveTurn()
        return try outcome.get()
    }

    /// What was committed stays committed: a turn that could not be given back is an error of the next write.
    private func leaveTurn() {
        do throws(StoreError) {
            try turnstile?.leave()
        } catch {
            turnFault = error
        }
    }

    private func takeTurn() throws(StoreError) {
        if let turnFault { throw turnFault }
        let asked = ContinuousClock.now
        meter.asked(at: asked)
        do throws(StoreError) {
            try turnstile?.enter()
        } catch {
            meter.gaveUp()
            throw error
        }
        do throws(StoreError) {
            try begin("BEGIN IMMEDIATE")
        } catch {
            meter.gaveUp()
            leaveTurn()
            throw error
        }
        meter.entered(after: asked.duration(to: .now))
    }

    private func begin(_ sql: String) throws(StoreError) {
        guard !isInTransaction else { throw .misuse("a transaction is open on this connection") }
        failure = nil
        try run(sql)
        isInTransaction = true
    }

    /// Runs `body` in the transaction that has begun and ends it, one way or the other.
    private func finish<T>(_ transaction: consuming Transaction, _ body: (borrowing Transaction) throws -> T) throws
        -> T
    {
        do {
            let result = try body(transaction)
            if let failure { throw failure }
            try run("COMMIT")
            isInTransaction = false
            return result
        } catch {
            try rollBack()
            throw error
        }
    }

    /// Undoes the transaction, unless SQLite has done so itself, as it does after some faults of the disk.
    private func rollBack() throws(StoreError) {
        if sqlite3_get_autocommit(connection) == 0 { try run("ROLLBACK") }
        isInTransaction = false
    }

    private func run(_ sql: String) throws(StoreError) {
        let statement = try prepared(sql)
        defer { statement.reset() }
        _ = try statement.step()
    }

    private func prepared(_ sql: String) throws(StoreError) -> Statement {
        try cache.statement(for: sql) { sql throws(StoreError) in
            try Statement(sql, on: connection, deadline: deadline)
        }
    }
}

/// What a transaction needs of its connection.
extension Database {
    /// The statement with its values bound, ready for the first step.
    func statement(for sql: String, _ values: [Value], isWriting: Bool) throws(StoreError) -> Statement {
        if let failure { throw failure }
        do throws(StoreError) {
            let statement = try prepared(sql)
            guard isWriting || statement.isReadOnly else {
                throw .misuse("a statement that writes was given to a reading transaction")
            }
            try statement.bind(values)
            return statement
        } catch {
            throw failed(error)
        }
    }

    func step(_ statement: Statement) throws(StoreError) -> Bool {
        do throws(StoreError) {
            return try statement.step()
        } catch {
            throw failed(error)
        }
    }

    /// Notes that the transaction can't commit any more.
    func failed(_ error: StoreError) -> StoreError {
        failure = failure ?? error
        return error
    }

    /// Rows changed on this connection since it was opened.
    var totalChanges: Int64 { sqlite3_total_changes64(connection) }

    /// Rows the last statement changed. SQLite keeps the count of an earlier one when a statement on the schema ran.
    func changes(since total: Int64) -> Int {
        totalChanges == total ? 0 : Int(sqlite3_changes64(connection))
    }
}
