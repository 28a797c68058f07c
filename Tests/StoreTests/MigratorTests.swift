import Testing

@testable import Store

@Suite struct `Migrations` {
    let ledger: TemporaryLedger

    init() throws { ledger = try TemporaryLedger() }

    let first = Migration(version: 1, name: "accounts", sql: ["CREATE TABLE account (id TEXT PRIMARY KEY)"])
    let second = Migration(
        version: 2, name: "terms",
        sql: ["ALTER TABLE account ADD COLUMN terms BIGINT", "INSERT INTO account (id) VALUES ('first')"])
    let ignorable = Migration(
        version: 2, name: "index", isCompatible: true, sql: ["CREATE INDEX account_id ON account (id)"])

    @Test func `apply in order, once`() throws {
        let database = try open()
        #expect(try Migrator.migrate(database, [first]) == [1])
        #expect(try Migrator.migrate(database, [first, second]) == [2])
        #expect(try Migrator.migrate(database, [first, second]) == [])
        try Migrator.check(database, [first, second])
        #expect(try accounts(database) == 1)
    }

    @Test func `leave no trace of one that fails`() throws {
        let database = try open()
        let broken = Migration(
            version: 2, name: "broken",
            sql: ["CREATE TABLE other (id BIGINT)", "CREATE TABLE account (id BIGINT)"])
        #expect(throws: StoreError.self) { try Migrator.migrate(database, [first, broken]) }
        try Migrator.check(database, [first])
        #expect(try Migrator.migrate(database, [first, second]) == [2])
    }

    @Test func `refuse a ledger that is newer than the program, unless the rest is compatible`() throws {
        let database = try open()
        try Migrator.migrate(database, [first, second])
        #expect(throws: StoreError.schema(.newer(ledger: 2, known: 1))) { try Migrator.migrate(database, [first]) }
    }

    @Test func `accept a newer ledger whose additions can be ignored`() throws {
        let database = try open()
        try Migrator.migrate(database, [first, ignorable])
        #expect(try Migrator.migrate(database, [first]) == [])
    }

    @Test func `refuse a migration that was edited after it was applied`() throws {
        let database = try open()
        try Migrator.migrate(database, [first])
        var edited = first
        edited.sql[0] += " "
        #expect(throws: StoreError.schema(.changed(version: 1, name: "accounts"))) {
            try Migrator.migrate(database, [edited, second])
        }
    }

    @Test func `are missed by a check, which changes nothing`() throws {
        let database = try open()
        #expect(throws: StoreError.schema(.older(ledger: 0, known: 1))) { try Migrator.check(database, [first]) }
        try Migrator.migrate(database, [first])
        #expect(throws: StoreError.schema(.older(ledger: 1, known: 2))) {
            try Migrator.check(database, [first, second])
        }
    }

    @Test func `are numbered from 1 without a gap`() throws {
        let database = try open()
        #expect(throws: StoreError.misuse("migrations are numbered from 1 without a gap")) {
            try Migrator.migrate(database, [second])
        }
    }

    @Test func `have a hash that stays the same from build to build`() {
        #expect(first.contentHash == "cf7b0a22bdf36444")
        #expect(first.contentHash != second.contentHash)
    }

    @Test func `started by many threads at once apply once`() async throws {
        let (path, migrations) = (ledger.path, [first, second])
        let applied = try await onThreads(8) { _ in
            try Migrator.migrate(Database.open(path: path, purpose: .write), migrations)
        }
        #expect(applied.flatMap { $0 }.sorted() == [1, 2])
        #expect(try accounts(open()) == 1)
    }

    @Test func `started by several processes at once apply once`() async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { [path = ledger.path] in
                    await #expect(processExitsWith: .success) { [path = path as String] in
                        let steps = (1...20).map {
                            Migration(version: $0, name: "step \($0)", sql: ["CREATE TABLE step\($0) (id BIGINT)"])
                        }
                        try Migrator.migrate(Database.open(path: path, purpose: .write), steps)
                    }
                }
            }
            try await group.waitForAll()
        }
        let versions = try open().read { try $0.first("SELECT COUNT(*) FROM migration") { $0.int(0) } }
        #expect(versions == 20)
    }

    private func open() throws -> Database { try Database.open(path: ledger.path, purpose: .write) }

    private func accounts(_ database: Database) throws -> Int64? {
        try database.read { try $0.first("SELECT COUNT(*) FROM account") { $0.int(0) } }
    }
}
