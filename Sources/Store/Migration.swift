/// One step in the history of a ledger's schema.
///
/// Once released it never changes; mistakes are mended by the next one.
///
/// A fleet is brought to a new version worker by worker, so programs of two versions use one ledger for a while. What
/// changes the schema therefore takes two releases:
/// 1. *Expand.* A migration with ``isCompatible`` adds tables, columns that are NULL or have a default, and indexes.
///    `dunlin ledger init` of the new version applies it, workers of the version before go on, and new ones write both
///    the old place and the new.
/// 2. *Contract.* When no worker of the old version is left, a later release takes away what only those used. Its
///    migration says with ``oldestProgram`` which version a program must know to go on; older ones are refused when they
///    open the ledger, with an error that tells to update them. A worker that was open already meets an error of the
///    database at its next statement, stores nothing, and is refused when it starts again.
///
/// A column is renamed, or changes its meaning, by adding another: never in place.
package struct Migration: Sendable {
    /// Counts from 1 without a gap.
    package var version: Int
    package var name: String
    /// Run in order in one transaction.
    package var statements: [SchemaStatement]
    /// Programs that know this version or a later one may use the ledger once this migration is applied.
    ///
    /// The ledger keeps it beside the migration, so that programs that were built before it can read it.
    package var oldestProgram: Int

    /// True when every program that does not know this migration may go on: it only adds what they can ignore.
    package var isCompatible: Bool { oldestProgram < version && oldestProgram <= 1 }

    package init(version: Int, name: String, isCompatible: Bool = false, sql statements: [SchemaStatement]) {
        self.init(version: version, name: name, oldestProgram: isCompatible ? 1 : version, sql: statements)
    }

    /// - Parameter oldestProgram: 1 to `version`; `version` itself: no other program may go on.
    package init(version: Int, name: String, oldestProgram: Int, sql statements: [SchemaStatement]) {
        precondition(version < 1 || (1...version).contains(oldestProgram), "a program knows at least version 1")
        self.version = version
        self.name = name
        self.oldestProgram = oldestProgram
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
