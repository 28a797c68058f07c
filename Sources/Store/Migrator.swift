/// Brings a ledger to the schema that a program knows.
package enum Migrator {
    /// Applies what is missing, each migration in a transaction of its own.
    ///
    /// Any number of processes may do so at once: each looks anew inside its turn.
    /// - Returns: the versions that this call applied.
    /// - Throws: ``StoreError/schema(_:)`` when the ledger is newer or has another history than `migrations`.
    @discardableResult
    package static func migrate(_ database: Database, _ migrations: [Migration]) throws -> [Int] {
        try checkNumbering(migrations)
        var applied: [Int] = []
        while let version = try applyNext(database, migrations) { applied.append(version) }
        return applied
    }

    /// Makes sure that the ledger fits `migrations`, and changes nothing.
    ///
    /// A ledger that is further on fits as well, as long as what was done to it since leaves room for this program.
    package static func check(_ database: Database, _ migrations: [Migration]) throws {
        try checkNumbering(migrations)
        let missing = try database.read { try pending($0, migrations) }
        if let next = missing.first {
            throw StoreError.schema(.older(ledger: next.version - 1, known: migrations.count))
        }
    }

    private static func checkNumbering(_ migrations: [Migration]) throws(StoreError) {
        guard migrations.map(\.version) == Array(1..<migrations.count + 1) else {
            throw .misuse("migrations are numbered from 1 without a gap")
        }
    }

    private static func applyNext(_ database: Database, _ migrations: [Migration]) throws -> Int? {
        try database.write { transaction -> Int? in
            guard let next = try pending(transaction, migrations).first else { return nil }
            if next.version == 1 {
                try transaction.execute(
                    """
                    CREATE TABLE migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL, content_hash TEXT NOT NULL,
                    is_compatible BIGINT NOT NULL)
                    """)
            }
            let dialect = transaction.dialect
            if let unhurried = dialect.unhurried { try transaction.execute(unhurried) }
            for statement in next.statements { try transaction.execute(statement.text(in: dialect)) }
            try transaction.execute(
                "INSERT INTO migration (version, name, content_hash, is_compatible) VALUES ($1, $2, $3, $4)",
                .int(next.version), .text(next.name), .text(next.contentHash(in: dialect)), .flag(next.isCompatible))
            try noteOldestProgram(next, in: transaction)
            return next.version
        }
    }

    /// A table of its own, made when it is first needed: programs from before it take `is_compatible` for a no.
    private static func noteOldestProgram(_ migration: Migration, in transaction: borrowing Transaction) throws {
        guard !migration.isCompatible, migration.oldestProgram < migration.version else { return }
        if try !transaction.hasTable("contraction") {
            try transaction.execute(
                "CREATE TABLE contraction (version BIGINT PRIMARY KEY, oldest_program BIGINT NOT NULL)")
        }
        try transaction.execute(
            "INSERT INTO contraction (version, oldest_program) VALUES ($1, $2)", .int(migration.version),
            .int(migration.oldestProgram))
    }

    /// By the version of the migration, the version that a program must know to go on.
    private static func oldestPrograms(_ transaction: borrowing Transaction) throws -> [Int: Int] {
        guard try transaction.hasTable("contraction") else { return [:] }
        let rows = try transaction.all("SELECT version, oldest_program FROM contraction") { row in
            (Int(row.int(0)), Int(row.int(1)))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// The migrations that the ledger lacks, lowest first.
    private static func pending(
        _ transaction: borrowing Transaction, _ migrations: [Migration]
    ) throws -> ArraySlice<Migration> {
        guard try transaction.hasTable("migration") else { return migrations[...] }
        let applied = try transaction.all(
            "SELECT version, content_hash, is_compatible FROM migration ORDER BY version"
        ) { row in
            (version: Int(row.int(0)), hash: row.text(1), isCompatible: row.flag(2))
        }
        for (expected, found) in zip(1..., applied) where found.version != expected {
            throw StoreError.schema(.missing(version: expected))
        }
        for (migration, found) in zip(migrations, applied)
        where migration.contentHash(in: transaction.dialect) != found.hash {
            throw StoreError.schema(.changed(version: migration.version, name: migration.name))
        }
        let later = applied.dropFirst(migrations.count)
        if !later.allSatisfy(\.isCompatible) {
            let oldest = try oldestPrograms(transaction)
            let isRoomLeft = later.allSatisfy { found in
                found.isCompatible || (oldest[found.version] ?? found.version) <= migrations.count
            }
            guard isRoomLeft else { throw StoreError.schema(.newer(ledger: applied.count, known: migrations.count)) }
        }
        return migrations.dropFirst(applied.count)
    }
}

extension Database {
    /// Whether any migration was ever applied to it.
    package var isMigrated: Bool {
        get throws { try read { try $0.hasTable("migration") } }
    }
}

extension Transaction {
    fileprivate func hasTable(_ name: String) throws -> Bool {
        try first(dialect.tableQuery, .text(name)) { _ in true } ?? false
    }
}
