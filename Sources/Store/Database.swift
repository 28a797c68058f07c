/// One connection to a ledger, for one thread.
///
/// It is not `Sendable`. Writers of all threads and processes take turns; readers see the state as of their first read
/// and neither wait for writers nor hold them up.
package final class Database {
    package enum Purpose: Sendable {
        /// Reads and writes; creates a ledger's file when it is missing.
        case write
        /// Reads a ledger that exists.
        case read
    }

    package enum Turn: Sendable {
        /// Nobody else writes.
        case alone
        /// Others may write at the same time, also in turns ``together``. On PostgreSQL nothing but locks stands between
        /// them: write only what ``Transaction/lock(_:)`` or ``Transaction/claim(_:_:map:)`` gave, and what belongs to it
        /// alone.
        case together
    }

    /// How often, for how long and after which wait this connection wrote. May be handed to other threads.
    package let meter = StoreMeter()
    let driver: any Driver
    private let purpose: Purpose
    private var isInTransaction = false
    /// Why the current transaction can't commit any more.
    private var failure: StoreError?

    init(_ driver: any Driver, purpose: Purpose) {
        self.driver = driver
        self.purpose = purpose
    }

    /// Runs `body` on one unchanging state of the ledger.
    ///
    /// A statement that writes is refused.
    package func read<T>(_ body: (borrowing Transaction) throws -> T) throws -> T {
        try checkIsIdle()
        try driver.beginReading()
        return try finish(Transaction(database: self, isWriting: false, turn: .alone, began: .now), body)
    }

    /// Takes the turn, runs `body` and commits; an error thrown by `body` or any statement undoes everything.
    ///
    /// When it returns, the changes are on disk. At most 256 rows and 50 ms, for the sake of the other writers.
    ///
    /// `body` runs again, in a new transaction, when the server undid the first one because others stood in its way: it
    /// must change nothing but the ledger. After ``conflictLimit`` times the error goes to the caller.
    @discardableResult
    package func write<T>(_ turn: Turn = .alone, _ body: (borrowing Transaction) throws -> T) throws -> T {
        guard purpose == .write else { throw StoreError.misuse("the connection was opened for reading") }
        try checkIsIdle()
        var conflicts = 0
        while true {
            do {
                return try writeOnce(turn, body)
            } catch let error as StoreError where error.isConflict && conflicts < Self.conflictLimit {
                conflicts += 1
                meter.beganAnew()
            }
        }
    }

    /// How often in a row a transaction begins anew after a conflict.
    static let conflictLimit = 5

    private func writeOnce<T>(_ turn: Turn, _ body: (borrowing Transaction) throws -> T) throws -> T {
        try take(turn)
        let began = ContinuousClock.now
        let before = totalChanges
        let outcome = Result {
            try finish(Transaction(database: self, isWriting: true, turn: turn, began: began), body)
        }
        let hold = began.duration(to: .now)
        switch outcome {
        case .success: meter.left(after: hold, rows: Int(totalChanges - before))
        case .failure: meter.left(after: hold, rows: nil)
        }
        driver.endWriting()
        return try outcome.get()
    }

    /// Empties the write-ahead log, so that it does not hold any more what was deleted; between two transactions.
    /// - Returns: false if a reader kept something in it.
    package func emptyLog() throws(StoreError) -> Bool {
        try checkIsIdle()
        return try driver.emptyLog()
    }

    private func checkIsIdle() throws(StoreError) {
        if isInTransaction { throw .misuse("a transaction is open on this connection") }
    }

    private func take(_ turn: Turn) throws(StoreError) {
        let asked = ContinuousClock.now
        meter.asked(at: asked)
        do throws(StoreError) {
            try driver.beginWriting(turn)
        } catch {
            meter.gaveUp()
            throw error
        }
        meter.entered(after: asked.duration(to: .now))
    }

    /// Runs `body` in the transaction that has begun and ends it, one way or the other.
    private func finish<T>(_ transaction: consuming Transaction, _ body: (borrowing Transaction) throws -> T) throws
        -> T
    {
        isInTransaction = true
        failure = nil
        do {
            let result = try body(transaction)
            if let failure { throw failure }
            try driver.commit()
            isInTransaction = false
            return result
        } catch {
            try driver.rollBack()
            isInTransaction = false
            throw error
        }
    }
}

/// What a transaction needs of its connection.
extension Database {
    /// The statement with its values bound, ready for the first step.
    func cursor(for sql: String, _ values: [Value], isWriting: Bool) throws(StoreError) -> any Cursor {
        if let failure { throw failure }
        do throws(StoreError) {
            return try driver.cursor(for: sql, values, isWriting: isWriting)
        } catch {
            throw failed(error)
        }
    }

    func step(_ cursor: any Cursor) throws(StoreError) -> Bool {
        do throws(StoreError) {
            return try cursor.step()
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
    var totalChanges: Int64 { driver.totalChanges }

    /// Rows the last statement changed; 0 for statements on the schema.
    func changes(since total: Int64) -> Int { driver.changes(since: total) }
}
