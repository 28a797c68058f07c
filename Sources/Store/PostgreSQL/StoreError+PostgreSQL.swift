import CPostgres

/// What the server said about a statement that failed, without the parts that hold values.
struct PostgreSQLFailure {
    /// SQLSTATE; nil: libpq made the error.
    let code: String?
    /// The primary message alone: detail and context repeat rows.
    let message: String
    let table: String?
    let column: String?
    let constraint: String?

    init(_ result: OpaquePointer) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        code = field(cpostgres_sqlstate)
        message = field(cpostgres_primary) ?? ""
        table = field(cpostgres_table)
        column = field(cpostgres_column)
        constraint = field(cpostgres_constraint)
    }
}

extension StoreError {
    /// - Source: https://www.postgresql.org/docs/15/errcodes-appendix.html
    init(_ failure: PostgreSQLFailure, busyDeadline: Duration) {
        let code = failure.code ?? ""
        switch (code.prefix(2), code) {
        case ("23", _): self = .constraint(Constraint(failure))
        // A value does not fit its type. The message would repeat it.
        case ("22", _): self = .constraint(Constraint(kind: .datatype, name: nil))
        case (_, "25006"): self = .writeWhileReading
        case (_, "42601") where failure.message.contains("multiple commands"):
            self = .misuse("the SQL holds more than one statement")
        case (_, "53100"): self = .full
        case (_, "55P03"): self = .busy(after: busyDeadline)
        // Connection, transaction rolled back, resources, operator intervention, system; a session that was idle too
        // long in its transaction.
        case ("08", _), ("40", _), ("53", _), ("57", _), ("58", _), (_, "25P03"):
            self = .unavailable(code: code, reason: failure.message)
        case ("XX", "XX001"), ("XX", "XX002"): self = .corrupt(code: code == "XX001" ? 1 : 2)
        default: self = .misuse("\(code): \(failure.message)")
        }
    }
}

extension Constraint {
    fileprivate init(_ failure: PostgreSQLFailure) {
        switch failure.code {
        case "23502":
            let column = [failure.table, failure.column].compactMap { $0 }.joined(separator: ".")
            self.init(kind: .notNull, name: column.isEmpty ? nil : column)
        case "23503": self.init(kind: .foreignKey, name: failure.constraint)
        // Primary keys are told apart by the name that PostgreSQL gives their index.
        case "23505" where failure.constraint?.hasSuffix("_pkey") == true:
            self.init(kind: .primaryKey, name: failure.constraint)
        case "23505": self.init(kind: .unique, name: failure.constraint)
        case "23514": self.init(kind: .check, name: failure.constraint)
        default: self.init(kind: .other, name: failure.constraint)
        }
    }
}
