import CSQLite
import Testing

/// A program that opens the ledger's file without the store: no turns, no waiting.
final class Stranger {
    private let connection: OpaquePointer

    init(path: String) throws {
        var opened: OpaquePointer?
        let code = sqlite3_open(path, &opened)
        connection = try #require(opened)
        try #require(code == SQLITE_OK)
    }

    deinit { sqlite3_close(connection) }

    func run(_ sql: String) throws {
        try #require(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
    }
}
