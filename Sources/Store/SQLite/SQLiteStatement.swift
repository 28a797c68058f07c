import CSQLite

/// One prepared statement and how its `$n` map to SQLite's parameter indices.
///
/// SQLite takes `$1` for a name and numbers names by first appearance, so `VALUES ($2, $1)` would bind the wrong way
/// round by position. PostgreSQL goes by the number; so does this.
final class SQLiteStatement: Cursor {
    let sql: String
    let handle: OpaquePointer
    /// True when running it changes nothing.
    let isReadOnly: Bool
    /// True from the first step to the close; the same SQL asked for meanwhile gets another statement.
    var isRunning = false
    var flaw: StoreError?
    /// At SQLite's index minus one: the number n of the `$n` that is bound there.
    private let numbers: [Int]
    private let valueCount: Int
    private let connection: OpaquePointer
    private let deadline: Duration

    init(_ sql: String, on connection: OpaquePointer, deadline: Duration) throws(StoreError) {
        self.sql = sql
        handle = try Self.prepare(sql, on: connection, deadline: deadline)
        do throws(StoreError) {
            numbers = try Self.numbers(of: handle)
        } catch {
            sqlite3_finalize(handle)
            throw error
        }
        valueCount = numbers.max() ?? 0
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
        self.connection = connection
        self.deadline = deadline
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ values: [Value]) throws(StoreError) {
        guard values.count == valueCount else {
            throw .misuse("a statement with $\(valueCount) as its last parameter got \(values.count) values")
        }
        for (index, number) in zip(Int32(1)..., numbers) {
            try bind(values[number - 1], at: index, number: number)
        }
    }

    /// Goes to the next row. False when there is none.
    func step() throws(StoreError) -> Bool {
        isRunning = true
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw StoreError(code: code, on: connection, deadline: deadline)
        }
    }

    /// Makes it ready for the next run. The code repeats the last step's, which `step` has thrown already.
    func close() {
        _ = sqlite3_reset(handle)
        isRunning = false
        flaw = nil
    }

    private func bind(_ value: Value, at index: Int32, number: Int) throws(StoreError) {
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(handle, index)
        case .int(let value): code = sqlite3_bind_int64(handle, index, value)
        case .text(var text):
            let bound: Int32? = text.withUTF8 { bytes in
                if bytes.contains(0) { return nil }
                return dunlin_sqlite_bind_text(handle, index, bytes.baseAddress, UInt64(bytes.count))
            }
            guard let bound else { throw .unstorable(parameter: number, reason: "text holds a U+0000") }
            code = bound
        case .blob(let bytes):
            code = bytes.withUnsafeBytes {
                dunlin_sqlite_bind_blob(handle, index, $0.baseAddress, UInt64($0.count))
            }
        }
        if code == SQLITE_TOOBIG { throw .unstorable(parameter: number, reason: "too large") }
        guard code == SQLITE_OK else { throw StoreError(code: code, on: connection, deadline: deadline) }
    }

    private static func prepare(
        _ sql: String, on connection: OpaquePointer, deadline: Duration
    ) throws(StoreError) -> OpaquePointer {
        var text = sql
        var prepared: OpaquePointer?
        let (code, isWhole): (Int32, Bool) = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    connection, characters.baseAddress, Int32(characters.count), UInt32(SQLITE_PREPARE_PERSISTENT),
                    &prepared, &tail)
                guard let start = characters.baseAddress, let tail else { return (code, true) }
                return (
                    code, characters[(tail - start)...].allSatisfy { " \n\t;".utf8.contains(UInt8(bitPattern: $0)) }
                )
            }
        }
        guard code == SQLITE_OK else { throw StoreError(code: code, on: connection, deadline: deadline) }
        guard let prepared else { throw .misuse("the SQL holds no statement") }
        guard isWhole else {
            sqlite3_finalize(prepared)
            throw .misuse("the SQL holds more than one statement")
        }
        return prepared
    }

    private static func numbers(of handle: OpaquePointer) throws(StoreError) -> [Int] {
        var numbers: [Int] = []
        for index in 0..<sqlite3_bind_parameter_count(handle) {
            let name = sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) } ?? "?"
            guard name.hasPrefix("$"), let number = Int(name.dropFirst()), number >= 1 else {
                throw .misuse("parameters are written $1, $2, …; found \(name)")
            }
            numbers.append(number)
        }
        guard Set(numbers) == Set(numbers.isEmpty ? [] : Array(1...numbers.count)) else {
            throw .misuse("parameters are numbered without a gap from $1")
        }
        return numbers
    }
}

/// Its columns.
extension SQLiteStatement {
    func int(_ column: Int32) -> Int64? {
        has(SQLITE_INTEGER, column) ? sqlite3_column_int64(handle, column) : nil
    }

    func text(_ column: Int32) -> String? {
        guard has(SQLITE_TEXT, column) else { return nil }
        // The pointer first, then the size: sqlite3_column_bytes tells the size of the form asked for last.
        let start = sqlite3_column_text(handle, column)
        let size = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: size), as: UTF8.self)
    }

    func blob(_ column: Int32) -> [UInt8]? {
        guard has(SQLITE_BLOB, column) else { return nil }
        let start = sqlite3_column_blob(handle, column)
        let size = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: size))
    }

    func name(of column: Int32) -> String? { sqlite3_column_name(handle, column).map { String(cString: $0) } }

    private func has(_ wanted: Int32, _ column: Int32) -> Bool {
        let found = sqlite3_column_type(handle, column)
        if found == wanted { return true }
        if found != SQLITE_NULL { noteOtherType(column) }
        return false
    }
}
