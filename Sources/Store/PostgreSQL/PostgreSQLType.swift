import CPostgres

/// The types that the ledger's values have on PostgreSQL, by the numbers that its catalogue gives them for ever.
/// - Source: pg_type.dat
enum PostgreSQLType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let varchar: Oid = 1043
    /// Left for the server to see from the SQL.
    static let unknown: Oid = 0

    static func of(_ value: Value) -> Oid {
        switch value {
        case .null: unknown
        case .int: int8
        case .text: text
        case .blob: bytea
        }
    }
}
