import CPostgres

/// One connection of libpq.
///
/// libpq waits without end for an answer, so a peer that is gone must be noticed by the kernel: keepalives ask after 10 s
/// of silence, and what is not acknowledged within 30 s ends the connection. A URL may say otherwise.
final class PostgreSQLConnection {
    private let handle: OpaquePointer
    private let busyDeadline: Duration
    /// libpq itself failed, which does not always end the connection: after a failed write it still calls it good.
    private var hasBroken = false

    /// Connects and logs in, within 10 s for each of the server's addresses unless the URL says otherwise.
    init(_ address: PostgreSQLAddress, busyDeadline: Duration) throws(StoreError) {
        guard address.isReadable else {
            throw .place(path: address.description, reason: "it is no URL that PostgreSQL's library can read")
        }
        let defaults = [
            ("fallback_application_name", Self.programName), ("connect_timeout", "10"), ("keepalives_idle", "10"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
        ]
        let keywords = defaults + [("dbname", address.url), ("client_encoding", "UTF8")]
        let opened = Self.withCStrings(keywords.map(\.0)) { names in
            Self.withCStrings(keywords.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let opened else { throw .unavailable(code: nil, reason: "out of memory") }
        guard PQstatus(opened) == CONNECTION_OK else {
            let reason = Self.reason(opened)
            PQfinish(opened)
            throw .unavailable(code: nil, reason: reason)
        }
        handle = opened
        self.busyDeadline = busyDeadline
        // Notices may hold values, and libpq would print them.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
    }

    deinit { PQfinish(handle) }

    /// Nothing more can be asked on it.
    var isLost: Bool { hasBroken || PQstatus(handle) != CONNECTION_OK }

    /// Whether a transaction is open, be it a failed one.
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    var serverVersion: Int32 { PQserverVersion(handle) }

    /// Runs statements without values, all in one trip, and gives the last one's result.
    @discardableResult
    func run(_ sql: String) throws(StoreError) -> PostgreSQLResult {
        try result(PQexec(handle, sql))
    }

    /// - Parameter types: of `$1` and the following; 0 leaves it to the server to see from the SQL.
    func prepare(_ name: String, _ sql: String, types: [Oid]) throws(StoreError) {
        _ = try result(PQprepare(handle, name, sql, Int32(types.count), types))
    }

    func execute(_ name: String, _ values: BoundValues) throws(StoreError) -> PostgreSQLResult {
        try result(
            values.withPointers { pointers, lengths, formats in
                PQexecPrepared(handle, name, Int32(lengths.count), pointers, lengths, formats, 1)
            })
    }

    private func result(_ answer: OpaquePointer?) throws(StoreError) -> PostgreSQLResult {
        guard let answer else {
            hasBroken = true
            throw .unavailable(code: nil, reason: Self.reason(handle))
        }
        let status = PQresultStatus(answer)
        if status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK { return PostgreSQLResult(answer) }
        defer { PQclear(answer) }
        if status == PGRES_EMPTY_QUERY { throw .misuse("the SQL holds no statement") }
        guard status == PGRES_FATAL_ERROR else { throw .misuse("the SQL is no query") }
        let failure = PostgreSQLFailure(answer)
        // An error of the server's has a code.
        if failure.code == nil { hasBroken = true }
        guard isLost else { throw StoreError(failure, busyDeadline: busyDeadline) }
        // The server says why it ends a session; of a connection that broke only libpq knows.
        throw .unavailable(
            code: failure.code, reason: failure.code == nil ? Self.reason(handle) : failure.message)
    }

    private static func reason(_ handle: OpaquePointer) -> String {
        ConnectionProblem(PQerrorMessage(handle).map { String(cString: $0) } ?? "").description
    }

    /// Of its socket.
    var descriptor: Int32 { PQsocket(handle) }

    private static var programName: String {
        CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "dunlin"
    }

    /// A list of C strings that ends with NULL.
    private static func withCStrings<T>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T
    ) -> T {
        var bytes: [CChar] = []
        let starts = texts.map { text in
            defer { bytes += text.utf8CString }
            return bytes.count
        }
        return bytes.withUnsafeBufferPointer { bytes in
            body(starts.map { start in bytes.baseAddress.map { $0 + start } } + [nil])
        }
    }
}
