import CSQLite

extension StoreError {
    /// What a code other than SQLITE_OK, SQLITE_ROW and SQLITE_DONE means, read right after the call that returned it.
    ///
    /// The message is taken over only for constraints and for wrong SQL; in both SQLite names schema items alone.
    /// - Source: https://www.sqlite.org/rescode.html
    init(code: Int32, on connection: OpaquePointer?, deadline: Duration) {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(after: deadline)
        case SQLITE_FULL: self = .full
        case SQLITE_IOERR, SQLITE_NOMEM, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_PROTOCOL:
            self = .io(operation: Self.text(code), code: code)
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt(code: code)
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH:
            self = .constraint(Constraint(code: code, message: Self.message(connection)))
        default: self = .misuse("\(Self.text(code)): \(Self.message(connection))")
        }
    }

    private static func text(_ code: Int32) -> String {
        sqlite3_errstr(code).map { String(cString: $0) } ?? "code \(code)"
    }

    private static func message(_ connection: OpaquePointer?) -> String {
        sqlite3_errmsg(connection).map { String(cString: $0) } ?? ""
    }
}

extension Constraint {
    /// SQLite's message reads `UNIQUE constraint failed: attempt.id`; what follows the colon names the rule.
    init(code: Int32, message: String) {
        switch (code & 0xff, code >> 8) {
        case (SQLITE_MISMATCH, _): kind = .datatype
        case (_, 1): kind = .check
        case (_, 3): kind = .foreignKey
        case (_, 5): kind = .notNull
        case (_, 6), (_, 10): kind = .primaryKey
        case (_, 8): kind = .unique
        case (_, 12): kind = .datatype
        default: kind = .other
        }
        name = message.firstRange(of: "failed: ").map { String(message[$0.upperBound...]) }
    }
}
