import CSQLite
import TestSupport
import Testing

@testable import Store

/// A program that opens the ledger without the store: no turns, no waiting.
final class Stranger {
    private enum Connection {
        case sqlite(OpaquePointer)
        case postgreSQL(PostgreSQLConnection)
    }

    private let connection: Connection

    init(_ store: TemporaryStore) throws {
        switch store.place {
        case .sqlite(let path):
            var opened: OpaquePointer?
            let code = sqlite3_open(path, &opened)
            connection = .sqlite(try #require(opened))
            try #require(code == SQLITE_OK)
        case .postgreSQL(let address):
            connection = .postgreSQL(try PostgreSQLConnection(address, busyDeadline: .seconds(1)))
        }
    }

    deinit {
        if case .sqlite(let connection) = connection { sqlite3_close(connection) }
    }

    /// Keeps everyone else from writing.
    func lock() throws {
        switch connection {
        case .sqlite: try run("BEGIN IMMEDIATE")
        case .postgreSQL: try run("BEGIN; LOCK TABLE note IN SHARE MODE")
        }
    }

    func unlock() throws { try run("ROLLBACK") }

    func run(_ sql: String) throws {
        switch connection {
        case .sqlite(let connection): try #require(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        case .postgreSQL(let connection): try connection.run(sql)
        }
    }

    /// The first text that a query of PostgreSQL gives.
    func answer(_ sql: String) throws -> String? {
        guard case .postgreSQL(let connection) = connection else { return nil }
        let result = try connection.run(sql)
        return try result.step() ? result.text(0) : nil
    }
}
