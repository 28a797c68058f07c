/// One step in the history of a ledger's schema.
///
/// Once released it never changes; mistakes are mended by the next one.
package struct Migration: Sendable {
    /// Counts from 1 without a gap.
    package var version: Int
    package var name: String
    /// Run in order in one transaction.
    package var statements: [SchemaStatement]
    /// True when programs that do not know this migration may go on using the ledger: it only adds what they can
    /// ignore.
    package var isCompatible: Bool

    package init(version: Int, name: String, isCompatible: Bool = false, sql statements: [SchemaStatement]) {
        self.version = version
        self.name = name
        self.isCompatible = isCompatible
        self.statements = statements
    }

    /// 16 hex digits over name and statements, to notice an edit of a released migration; it guards against no ill
    /// will.
    package func contentHash(in dialect: SQLDialect) -> String {
        let hash = FowlerNollVo.hash(of: [name] + statements.map { $0.text(in: dialect) })
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension Migration {
    /// For statements that were put together as text.
    package init(version: Int, name: String, isCompatible: Bool = false, sql: [String]) {
        self.init(version: version, name: name, isCompatible: isCompatible, sql: sql.map { SchemaStatement($0) })
    }
}
