import Testing

@testable import Store

@Suite struct `Values` {
    let ledger: TemporaryLedger
    let database: Database

    init() throws {
        ledger = try TemporaryLedger()
        database = try Database.open(path: ledger.path, purpose: .write)
        try database.write { try $0.execute("CREATE TABLE kept (n BIGINT, t TEXT, b BLOB)") }
    }

    @Test(arguments: [0, 1, -1, Int64.max, Int64.min, 9_007_199_254_740_993])
    func `whole numbers come back as they went in`(number: Int64) throws {
        #expect(try keep(.int(number)) { $0.int(0) } == number)
    }

    @Test(arguments: ["", "Zoë", "𝔘𝔫𝔦", "e\u{301}", "👩‍👩‍👧", "line\nline", "'; DROP TABLE kept; --", "$1", "0123"])
    func `text comes back byte for byte`(text: String) throws {
        let back = try keep(nil, .text(text)) { $0.text(1) }
        #expect(back.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(arguments: [[], [0], [0xff, 0, 0xfe], [UInt8](repeating: 7, count: 1 << 20)])
    func `bytes come back, an empty blob as an empty blob`(bytes: [UInt8]) throws {
        #expect(try keep(nil, nil, .blob(bytes)) { $0.blob(2) } == bytes)
    }

    @Test func `an absent value is NULL and reads as nil`() throws {
        try keep(.int(nil as Int?), .text(nil as String?), .blob(nil as [UInt8]?)) { row in
            #expect(row.optionalInt(0) == nil)
            #expect(row.optionalText(1) == nil)
            #expect(row.optionalBlob(2) == nil)
        }
    }

    @Test func `text with a U+0000 is refused, as PostgreSQL would refuse it`() throws {
        let error = try #require(throws: StoreError.self) { try keep(1, "a\0b") { _ in } }
        #expect(error == .unstorable(parameter: 2, reason: "text holds a U+0000"))
        #expect(error.blamesData)
    }

    @Test func `parameters go by their number, in any order and as often as wanted`() throws {
        let row = try database.read { transaction in
            try transaction.first("SELECT $2, $1, $3, $2", "one", "two", 3) { row in
                [row.text(0), row.text(1), "\(row.int(2))", row.text(3)]
            }
        }
        #expect(row == ["two", "one", "3", "two"])
    }

    @Test(arguments: [
        ("SELECT $1, $3", "parameters are numbered without a gap from $1"),
        ("SELECT ?, ?", "parameters are written $1, $2, …; found ?"),
        ("SELECT :a, :b", "parameters are written $1, $2, …; found :a"),
        ("SELECT $1, $2, $3", "a statement with $3 as its last parameter got 2 values"),
        ("SELECT $1", "a statement with $1 as its last parameter got 2 values"),
        ("SELECT $1, $2; SELECT 1", "the SQL holds more than one statement"),
        (" ", "the SQL holds no statement"),
        ("SELECT \"$1\", $2 FROM nowhere", "SQL logic error: no such table: nowhere"),
    ])
    func `are refused for SQL that does not fit them`(sql: String, reason: String) throws {
        #expect(throws: StoreError.misuse(reason)) {
            try database.read { try $0.query(sql, 1, 2) { _ in } }
        }
    }

    @Test func `a column read as another type makes the query fail instead of reading as zero`() throws {
        #expect(throws: StoreError.misuse("column 1 (t) holds another type than the one that was read")) {
            try keep(1, "text") { _ = $0.optionalInt(1) }
        }
        #expect(throws: StoreError.misuse("column 0 (n) is NULL or not there, and was read as if it never were")) {
            try keep(nil, "text") { $0.int(0) }
        }
    }

    @Test func `a description holds no content`() {
        #expect("\(Value.text("name@example.com"))" == "text of 16 bytes")
        #expect("\(Value.int(42 as Int))" == "int")
    }

    @Test func `more statements than the cache keeps still run`() throws {
        try database.read { transaction in
            for number in 0..<Int64(StatementCache.limit * 2) {
                let found = try transaction.first("SELECT \(number)") { $0.int(0) }
                #expect(found == number)
            }
        }
    }

    @discardableResult
    private func keep<T>(
        _ number: Value, _ text: Value = nil, _ bytes: Value = nil, map: (borrowing Row) throws -> T
    ) throws -> T? {
        try database.write { transaction in
            try transaction.execute("INSERT INTO kept (n, t, b) VALUES ($1, $2, $3)", number, text, bytes)
            return try transaction.first("SELECT n, t, b FROM kept", map: map)
        }
    }
}
