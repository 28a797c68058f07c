import CPostgres

/// Where a PostgreSQL database is and how to log in, as a URL that libpq reads.
///
/// A password comes from the URL, from the file that PGPASSFILE names or from PGPASSWORD; TLS is as `sslmode` says.
/// - Source: https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
package struct PostgreSQLAddress: Hashable, Sendable {
    /// May hold a password.
    let url: String

    package init(url: String) { self.url = url }

    /// What the URL says, by libpq's keywords; nil: libpq can't read it.
    var keywords: [String: String]? {
        // libpq's own message would repeat the part that it could not read, which may be of the password.
        guard let options = PQconninfoParse(url, nil) else { return nil }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { found[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return found
    }

    var isReadable: Bool { keywords != nil }
}

extension PostgreSQLAddress: CustomStringConvertible {
    /// User, server and database; never the password.
    package var description: String {
        guard let keywords else { return "postgres://…" }
        let user = keywords["user"].map { "\($0)@" } ?? ""
        let port = keywords["port"].map { ":\($0)" } ?? ""
        let host = keywords["host"] ?? keywords["hostaddr"] ?? ""
        // A folder of sockets is no part of an authority.
        let server = host.hasPrefix("/") ? "" : host
        let socket = host.hasPrefix("/") ? "?host=\(host)" : ""
        return "postgres://\(user)\(server)\(port)/\(keywords["dbname"] ?? "")\(socket)"
    }
}
