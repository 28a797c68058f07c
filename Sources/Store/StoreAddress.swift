/// Where a ledger is: in a file of SQLite or in a database of PostgreSQL.
package enum StoreAddress: Hashable, Sendable {
    case sqlite(path: String)
    case postgreSQL(PostgreSQLAddress)

    /// Reads `postgres://user@host:port/database`, `postgresql://…`, `sqlite:PATH` or a path.
    ///
    /// Whether anything is there is for whoever opens it to say.
    package init(_ text: String) {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgreSQL(PostgreSQLAddress(url: text))
        } else if text.hasPrefix("sqlite:") {
            self = .sqlite(path: String(text.dropFirst("sqlite:".count)))
        } else {
            self = .sqlite(path: text)
        }
    }
}

extension StoreAddress: CustomStringConvertible {
    /// Fit for logs: no password.
    package var description: String {
        switch self {
        case .sqlite(let path): path
        case .postgreSQL(let server): server.description
        }
    }
}
