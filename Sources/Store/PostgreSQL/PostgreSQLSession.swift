import CPostgres

/// A connection to a database that was found fit for a ledger, with its prepared statements.
final class PostgreSQLSession {
    /// A query of the ledger's takes milliseconds, and one that wanders this long should not hold everyone up.
    static let statementTimeout = "60s"

    /// A writer that says nothing for this long, stopped or cut off, loses its session and with it its locks: it works
    /// for milliseconds between two statements, and others wait.
    static let writerPatience = "15s"

    let connection: PostgreSQLConnection
    /// Changes when the server lost what it had in memory: its statistics begin anew after every crash.
    let era: String
    private let busyDeadline: Duration
    private var statements: [String: PreparedStatement] = [:]
    private var preparedCount = 0

    /// At most so many are kept; SQL that a program puts together may never come by again.
    static let statementLimit = 256

    private final class PreparedStatement {
        let name: String
        let types: [Oid]

        init(name: String, types: [Oid]) {
            self.name = name
            self.types = types
        }

        func takes(_ values: [Value]) -> Bool {
            values.count == types.count
                && zip(values, types).allSatisfy { $0 == .null || PostgreSQLType.of($0) == $1 }
        }
    }

    /// Connects, sets what a session of ours needs and checks the database.
    init(_ address: PostgreSQLAddress, busyDeadline: Duration) throws(StoreError) {
        self.busyDeadline = busyDeadline
        connection = try PostgreSQLConnection(address, busyDeadline: busyDeadline)
        guard connection.serverVersion >= 130_000 else {
            throw .place(
                path: address.description, reason: "the server has version \(connection.serverVersion / 10_000), not 13"
            )
        }
        let answer = try connection.run(
            """
            SET statement_timeout = '\(Self.statementTimeout)';
            SET lock_timeout = '\(Self.milliseconds(busyDeadline))';
            SET idle_in_transaction_session_timeout = '60s';
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
            SELECT pg_encoding_to_char(encoding), datcollate,
                CASE WHEN 'B' < 'a' AND 'a-b' < 'aa' AND 'z' < 'é' THEN 'bytes' ELSE 'words' END,
                COALESCE((SELECT CAST(stats_reset AS TEXT) FROM pg_stat_bgwriter), '')
            FROM pg_database WHERE datname = current_database()
            """)
        guard try answer.step(), let encoding = answer.text(0), let order = answer.text(2), let era = answer.text(3)
        else { throw .misuse("the catalogue does not name the database") }
        self.era = era
        guard encoding == "UTF8" else {
            throw .place(path: address.description, reason: "its encoding is \(encoding), not UTF8")
        }
        guard order == "bytes" else {
            throw .place(
                path: address.description,
                reason: """
                    it sorts text by the rules of \(answer.text(1) ?? "a language"), so that versions of facts would \
                    compare in another order than elsewhere; create it with TEMPLATE template0 LC_COLLATE 'C'
                    """)
        }
    }

    /// Runs a statement with values, prepared when it comes by for the first time.
    func execute(_ sql: String, _ values: [Value]) throws(StoreError) -> PostgreSQLResult {
        let bound = try BoundValues(values)
        return try connection.execute(try prepared(sql, values).name, bound)
    }

    /// The types of parameters are those of the values. A NULL has none: the server sees one from the SQL, until a
    /// value comes by.
    private func prepared(_ sql: String, _ values: [Value]) throws(StoreError) -> PreparedStatement {
        let known = statements[sql]
        if let known, known.takes(values) { return known }
        try ParameterNumbers.check(sql, valueCount: values.count)
        var types = values.map { PostgreSQLType.of($0) }
        if let known {
            for (index, type) in known.types.enumerated() where values[index] == .null { types[index] = type }
            try connection.run("DEALLOCATE \(known.name)")
            statements[sql] = nil
        } else if statements.count >= Self.statementLimit {
            try connection.run("DEALLOCATE ALL")
            statements = [:]
        }
        preparedCount += 1
        let statement = PreparedStatement(name: "s\(preparedCount)", types: types)
        try connection.prepare(statement.name, sql, types: types)
        statements[sql] = statement
        return statement
    }

    private static func milliseconds(_ duration: Duration) -> String {
        // 0 would mean no end.
        "\(Int(max(1, duration / .milliseconds(1))))ms"
    }
}

/// Its transactions.
extension PostgreSQLSession {
    /// A transaction of PostgreSQL's, by the number that the server keeps its outcome under.
    struct TransactionID {
        let number: String
        let era: String
    }

    /// Begins a transaction and waits for its turn, without end: writers line up at a lock that the server gives in the
    /// order of asking and takes back when the transaction ends, in whatever way.
    ///
    /// Those who write together share the lock; one who waits to write alone is not passed by others who would share it.
    func beginWriting(_ turn: Database.Turn) throws(StoreError) -> TransactionID {
        let lock = turn == .alone ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared"
        let answer = try connection.run(
            """
            BEGIN ISOLATION LEVEL READ COMMITTED;
            SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
            SELECT \(lock)(\(Self.turn));
            SET LOCAL statement_timeout = '\(Self.statementTimeout)';
            SET LOCAL lock_timeout = '\(Self.milliseconds(busyDeadline))';
            SET LOCAL idle_in_transaction_session_timeout = '\(Self.writerPatience)';
            SELECT CAST(pg_current_xact_id() AS TEXT)
            """)
        guard try answer.step(), let number = answer.text(0) else { throw .misuse("the transaction has no number") }
        return TransactionID(number: number, era: era)
    }

    func beginReading() throws(StoreError) {
        try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    /// What became of a transaction whose commit was not answered.
    enum Outcome {
        case committed, undone, open
        /// The server crashed since: it may have given the number to another transaction.
        case unknown
    }

    /// - Source: https://www.postgresql.org/docs/15/functions-info.html for `pg_xact_status`.
    func outcome(of transaction: TransactionID) throws(StoreError) -> Outcome {
        let status: String?
        do throws(StoreError) {
            let answer = try connection.run("SELECT pg_xact_status('\(transaction.number)'::xid8)")
            status = try answer.step() ? answer.text(0) : nil
        } catch {
            // The number lies in the future of a server that lost it.
            guard case .constraint = error else { throw error }
            return .undone
        }
        switch (status, transaction.era == era) {
        case ("committed", true): return .committed
        case ("in progress", true): return .open
        case ("committed", false), (nil, _): return .unknown
        // Had it been committed on disk, no crash would have changed that.
        default: return .undone
        }
    }

    /// The key of the writers' lock: a ledger's turn, in two halves, so that it meets nobody else's number.
    private static let turn = "\(0x6475_6E6C), 1"
}
