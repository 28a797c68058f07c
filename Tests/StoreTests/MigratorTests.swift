import TestSupport
import Testing

@testable import Store

@Suite struct `Migrations` {
    let first = Migration(version: 1, name: "accounts", sql: ["CREATE TABLE account (id TEXT PRIMARY KEY)"])
    let second = Migration(
        version: 2, name: "terms",
        sql: ["ALTER TABLE account ADD COLUMN terms BIGINT", "INSERT INTO account (id) VALUES ('first')"])
    let ignorable = Migration(
        version: 2, name: "index", isCompatible: true, sql: ["CREATE INDEX account_id ON account (id)"])

    @Test(arguments: StoreKind.allCases)
    func `apply in order, once`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.open()
        #expect(try Migrator.migrate(database, [first]) == [1])
        #expect(try Migrator.migrate(database, [first, second]) == [2])
        #expect(try Migrator.migrate(database, [first, second]) == [])
        try Migrator.check(database, [first, second])
        #expect(try accounts(database) == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `leave no trace of one that fails`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.open()
        let broken = Migration(
            version: 2, name: "broken",
            sql: ["CREATE TABLE other (id BIGINT)", "CREATE TABLE account (id BIGINT)"])
        #expect(throws: StoreError.self) { try Migrator.migrate(database, [first, broken]) }
        try Migrator.check(database, [first])
        #expect(try Migrator.migrate(database, [first, second]) == [2])
    }

    @Test(arguments: StoreKind.allCases)
    func `refuse a ledger that is newer than the program, unless the rest is compatible`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.open()
        try Migrator.migrate(database, [first, second])
        #expect(throws: StoreError.schema(.newer(ledger: 2, known: 1))) { try Migrator.migrate(database, [first]) }
    }

    @Test(arguments: StoreKind.allCases)
    func `accept a newer ledger whose additions can be ignored`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.open()
        try Migrator.migrate(database, [first, ignorable])
        #expect(try Migrator.migrate(database, [first]) == [])
    }

    @Test(arguments: StoreKind.allCases)
    func `accept a ledger that contracted since, from the version on that the contraction names`(
        kind: StoreKind
    ) throws {
        let store = try TemporaryStore(kind)
        let database = try store.open()
        let contraction = Migration(
            version: 3, name: "without terms", oldestProgram: 2, sql: ["ALTER TABLE account DROP COLUMN terms"])
        let addition = Migration(
            version: 4, name: "index", isCompatible: true, sql: ["CREATE INDEX account_id ON account (id)"])
        try Migrator.migrate(database, [first, second, contraction, addition])
        try Migrator.check(database, [first, second])
        #expect(throws: StoreError.schema(.newer(ledger: 4, known: 1))) { try Migrator.check(database, [first]) }
        #expect("\(StoreError.schema(.newer(ledger: 4, known: 1)))".hasSuffix("update the program"))
    }

    @Test(arguments: StoreKind.allCases)
    func `refuse a migration that was edited after it was applied`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.open()
        try Migrator.migrate(database, [first])
        var edited = first
        edited.statements[0] = "CREATE TABLE account (id TEXT  PRIMARY KEY)"
        #expect(throws: StoreError.schema(.changed(version: 1, name: "accounts"))) {
            try Migrator.migrate(database, [edited, second])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `are missed by a check, which changes nothing`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.open()
        #expect(throws: StoreError.schema(.older(ledger: 0, known: 1))) { try Migrator.check(database, [first]) }
        try Migrator.migrate(database, [first])
        #expect(throws: StoreError.schema(.older(ledger: 1, known: 2))) {
            try Migrator.check(database, [first, second])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `are numbered from 1 without a gap`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.open()
        #expect(throws: StoreError.misuse("migrations are numbered from 1 without a gap")) {
            try Migrator.migrate(database, [second])
        }
    }

    @Test func `have a hash that stays the same from build to build`() {
        #expect(first.contentHash(in: .sqlite) == "cf7b0a22bdf36444")
        #expect(first.contentHash(in: .sqlite) != second.contentHash(in: .sqlite))
    }

    @Test func `say in each database's words what they say once`() {
        let statement: SchemaStatement = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, content BLOB NOT NULL, note TEXT) WITHOUT ROWID
            """
        #expect(
            statement.postgreSQL == """
                CREATE TABLE t (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, content BYTEA NOT NULL, note TEXT)
                """)
        let migration = Migration(version: 1, name: "t", sql: [statement] as [SchemaStatement])
        #expect(migration.contentHash(in: .sqlite) != migration.contentHash(in: .postgreSQL))
    }

    @Test(arguments: StoreKind.allCases)
    func `started by many threads at once apply once`(kind: StoreKind) async throws {
        let store = try TemporaryStore(kind)
        let migrations = [first, second]
        let applied = try await onThreads(8) { _ in try Migrator.migrate(store.open(), migrations) }
        #expect(applied.flatMap { $0 }.sorted() == [1, 2])
        #expect(try accounts(store.open()) == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `started by several processes at once apply once`(kind: StoreKind) async throws {
        let store = try TemporaryStore(kind)
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { [address = store.address] in
                    await #expect(processExitsWith: .success) { [address = address as String] in
                        let steps = (1...20).map {
                            Migration(version: $0, name: "step \($0)", sql: ["CREATE TABLE step\($0) (id BIGINT)"])
                        }
                        try Migrator.migrate(Database.open(at: StoreAddress(address), purpose: .write), steps)
                    }
                }
            }
            try await group.waitForAll()
        }
        let versions = try store.open().read { try $0.first("SELECT COUNT(*) FROM migration") { $0.int(0) } }
        #expect(versions == 20)
    }

    private func accounts(_ database: Database) throws -> Int64? {
        try database.read { try $0.first("SELECT COUNT(*) FROM account") { $0.int(0) } }
    }
}
