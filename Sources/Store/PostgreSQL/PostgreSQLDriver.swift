import Glibc

/// A connection to a ledger in a database of PostgreSQL.
///
/// A connection that is lost undoes its transaction and is made anew for the next one.
final class PostgreSQLDriver: Driver {
    private let address: PostgreSQLAddress
    private let busyDeadline: Duration
    private var session: PostgreSQLSession?
    private var pace = ReconnectPace()
    /// The transaction that is open, if it may write.
    private var writing: PostgreSQLSession.TransactionID?
    private(set) var totalChanges: Int64 = 0

    /// How long a commit that was not answered is asked after.
    private static let outcomePatience = Duration.seconds(10)

    /// Connects.
    init(_ address: PostgreSQLAddress, busyDeadline: Duration) throws(StoreError) {
        self.address = address
        self.busyDeadline = busyDeadline
        session = try PostgreSQLSession(address, busyDeadline: busyDeadline)
    }

    var dialect: SQLDialect { .postgreSQL }

    func beginWriting(_ turn: Database.Turn) throws(StoreError) {
        do throws(StoreError) {
            writing = try begin { session throws(StoreError) in try session.beginWriting(turn) }
        } catch {
            guard error == .writeWhileReading else { throw error }
            throw .unavailable(code: "25006", reason: "the server only reads, as a standby does")
        }
    }

    func beginReading() throws(StoreError) {
        try begin { session throws(StoreError) in try session.beginReading() }
    }

    func commit() throws(StoreError) {
        let session = try open()
        do throws(StoreError) {
            let done = try session.connection.run("COMMIT")
            guard done.verb == "COMMIT" else { throw .misuse("a transaction that had failed was to be committed") }
        } catch {
            guard session.connection.isLost, let writing else { throw error }
            try settle(writing, after: error)
        }
        writing = nil
    }

    /// A server that can't be told undoes it with the end of the connection.
    func rollBack() throws(StoreError) {
        writing = nil
        guard let session, !session.connection.isLost else { return session = nil }
        guard session.connection.isInTransaction else { return }
        do throws(StoreError) {
            try session.connection.run("ROLLBACK")
        } catch {
            self.session = nil
        }
    }

    /// The server gave the turn to the next one when the transaction ended.
    func endWriting() {}

    /// The server's log is its own and its archive's.
    func emptyLog() -> Bool { true }

    func cursor(for sql: String, _ values: [Value], isWriting: Bool) throws(StoreError) -> any Cursor {
        let result = try open().execute(sql, values)
        totalChanges += result.changes
        return result
    }

    func changes(since total: Int64) -> Int { Int(totalChanges - total) }

    private func open() throws(StoreError) -> PostgreSQLSession {
        guard let session else { throw .unavailable(code: nil, reason: "the connection was lost") }
        return session
    }

    /// Begins a transaction, on a new connection if the last one turns out to be lost: nothing was done on it yet.
    private func begin<T>(
        _ start: (PostgreSQLSession) throws(StoreError) -> T
    ) throws(StoreError) -> T {
        if let session, !session.connection.isLost {
            do throws(StoreError) {
                return try start(session)
            } catch {
                guard session.connection.isLost else {
                    try rollBack()
                    throw error
                }
            }
        }
        session = nil
        let session = try connect()
        self.session = session
        do throws(StoreError) {
            return try start(session)
        } catch {
            try rollBack()
            throw error
        }
    }

    private func connect() throws(StoreError) -> PostgreSQLSession {
        if let refusal = pace.refusal(at: .now) { throw refusal }
        do throws(StoreError) {
            let session = try PostgreSQLSession(address, busyDeadline: busyDeadline)
            pace.succeeded()
            return session
        } catch {
            pace.failed(error, at: .now)
            throw error
        }
    }

    /// Asks the server what became of a transaction whose commit was not answered.
    ///
    /// - Throws: `error` if it was undone; another that says so if nobody knows.
    private func settle(
        _ transaction: PostgreSQLSession.TransactionID, after error: StoreError
    ) throws(StoreError) {
        session = nil
        let end = ContinuousClock.now + Self.outcomePatience
        while ContinuousClock.now < end {
            switch outcome(of: transaction) {
            case .committed: return
            case .undone: throw error
            case .open, nil: usleep(20_000)
            case .unknown: throw Self.unclear
            }
        }
        throw Self.unclear
    }

    /// nil: the server could not be asked.
    private func outcome(of transaction: PostgreSQLSession.TransactionID) -> PostgreSQLSession.Outcome? {
        do throws(StoreError) {
            let asked = if let session { session } else { try connect() }
            session = asked
            return try asked.outcome(of: transaction)
        } catch {
            session = nil
            return nil
        }
    }

    private static let unclear = StoreError.unavailable(
        code: nil, reason: "the connection was lost while committing; whether it was committed is not known")
}
