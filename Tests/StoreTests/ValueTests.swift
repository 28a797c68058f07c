import TestSupport
import Testing

@testable import Store

@Suite struct `Values` {
    @Test(arguments: [0, 1, -1, Int64.max, Int64.min, 9_007_199_254_740_993], StoreKind.allCases)
    func `whole numbers come back as they went in`(number: Int64, kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        #expect(try store.keep(.int(number)) { $0.int(0) } == number)
    }

    @Test(
        arguments: ["", "Zoë", "𝔘𝔫𝔦", "e\u{301}", "👩‍👩‍👧", "line\nline", "'; DROP TABLE kept; --", "$1", "0123"],
        StoreKind.allCases)
    func `text comes back byte for byte`(text: String, kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let back = try store.keep(nil, .text(text)) { $0.text(1) }
        #expect(back.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(arguments: [[], [0], [0xff, 0, 0xfe]], StoreKind.allCases)
    func `bytes come back, an empty blob as an empty blob`(bytes: [UInt8], kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        #expect(try store.keep(nil, nil, .blob(bytes)) { $0.blob(2) } == bytes)
    }

    @Test(arguments: StoreKind.allCases)
    func `a million bytes come back`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        // Compared beforehand: a failure would print them.
        let isSame = try store.keep(nil, nil, .blob(bytes)) { $0.blob(2) } == bytes
        #expect(isSame)
    }

    @Test(arguments: StoreKind.allCases)
    func `an absent value is NULL and reads as nil`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        try store.keep(.int(nil as Int?), .text(nil as String?), .blob(nil as [UInt8]?)) { row in
            #expect(row.optionalInt(0) == nil)
            #expect(row.optionalText(1) == nil)
            #expect(row.optionalBlob(2) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `text with a U+0000 is refused, as PostgreSQL would refuse it`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let error = try #require(throws: StoreError.self) { try store.keep(1, "a\0b") { _ in } }
        #expect(error == .unstorable(parameter: 2, reason: "text holds a U+0000"))
        #expect(error.blamesData)
    }

    @Test(arguments: StoreKind.allCases)
    func `parameters go by their number, in any order and as often as wanted`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let row = try store.open().read { transaction in
            try transaction.first("SELECT $2, $1, $3, $2", "one", "two", 3) { row in
                [row.text(0), row.text(1), "\(row.int(2))", row.text(3)]
            }
        }
        #expect(row == ["two", "one", "3", "two"])
    }

    struct Misfit: Sendable {
        var sql: String
        var onSQLite: String
        var onPostgreSQL: String
    }

    @Test(
        arguments: [
            Misfit(
                sql: "SELECT $1, $3", onSQLite: "parameters are numbered without a gap from $1",
                onPostgreSQL: "parameters are numbered without a gap from $1"),
            Misfit(
                sql: "SELECT ?, ?", onSQLite: "parameters are written $1, $2, …; found ?",
                onPostgreSQL: "a statement with $0 as its last parameter got 2 values"),
            Misfit(
                sql: "SELECT :a, :b", onSQLite: "parameters are written $1, $2, …; found :a",
                onPostgreSQL: "a statement with $0 as its last parameter got 2 values"),
            Misfit(
                sql: "SELECT $1, $2, $3", onSQLite: "a statement with $3 as its last parameter got 2 values",
                onPostgreSQL: "a statement with $3 as its last parameter got 2 values"),
            Misfit(
                sql: "SELECT $1 -- $2", onSQLite: "a statement with $1 as its last parameter got 2 values",
                onPostgreSQL: "a statement with $1 as its last parameter got 2 values"),
            Misfit(
                sql: "SELECT $1, $2; SELECT 1", onSQLite: "the SQL holds more than one statement",
                onPostgreSQL: "the SQL holds more than one statement"),
            Misfit(
                sql: "SELECT '$1''$3', $1, $2 FROM nowhere", onSQLite: "SQL logic error: no such table: nowhere",
                onPostgreSQL: "42P01: relation \"nowhere\" does not exist"),
        ], StoreKind.allCases)
    func `are refused for SQL that does not fit them`(misfit: Misfit, kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        #expect(throws: StoreError.misuse(kind == .sqlite ? misfit.onSQLite : misfit.onPostgreSQL)) {
            try store.open().read { try $0.query(misfit.sql, 1, 2) { _ in } }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `are not looked at for SQL without a statement`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        #expect(throws: StoreError.misuse("the SQL holds no statement")) {
            try store.open().read { try $0.query(" ") { _ in } }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `go to one statement with and without one of them`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.open()
        try database.write { transaction in
            try transaction.execute("CREATE TABLE pair (a BIGINT, b TEXT)")
            for (a, b) in [(nil, "x"), (1, nil), (2, "y"), (nil, nil)] as [(Int?, String?)] {
                try transaction.execute("INSERT INTO pair (a, b) VALUES ($1, $2)", .int(a), .text(b))
            }
        }
        let found = try database.read {
            try $0.all("SELECT a, b FROM pair") { "\($0.optionalInt(0) ?? 0)\($0.optionalText(1) ?? "-")" }
        }
        #expect(found.sorted() == ["0-", "0x", "1-", "2y"])
    }

    @Test(arguments: StoreKind.allCases)
    func `a column read as another type makes the query fail instead of reading as zero`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        #expect(throws: StoreError.misuse("column 1 (t) holds another type than the one that was read")) {
            try store.keep(1, "text") { _ = $0.optionalInt(1) }
        }
        #expect(throws: StoreError.misuse("column 0 (n) is NULL or not there, and was read as if it never were")) {
            try store.keep(nil, "text") { $0.int(0) }
        }
    }

    @Test func `a description holds no content`() {
        #expect("\(Value.text("name@example.com"))" == "text of 16 bytes")
        #expect("\(Value.int(42 as Int))" == "int")
    }

    @Test(arguments: StoreKind.allCases)
    func `more statements than the cache keeps still run`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        try store.open().read { transaction in
            for number in 0..<Int64(StatementCache.limit * 2) {
                let found = try transaction.first("SELECT \(number)") { $0.int(0) }
                #expect(found == number)
            }
        }
    }
}

extension TemporaryStore {
    /// Stores the values in a new table and reads them back.
    @discardableResult
    fileprivate func keep<T>(
        _ number: Value, _ text: Value = nil, _ bytes: Value = nil, map: (borrowing Row) throws -> T
    ) throws -> T? {
        let table: SchemaStatement = "CREATE TABLE kept (n BIGINT, t TEXT, b BLOB)"
        return try open().write { transaction in
            try transaction.execute(table.text(in: transaction.dialect))
            try transaction.execute("INSERT INTO kept (n, t, b) VALUES ($1, $2, $3)", number, text, bytes)
            return try transaction.first("SELECT n, t, b FROM kept", map: map)
        }
    }
}
