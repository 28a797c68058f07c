import CSQLite

/// The current row of a query; columns count from 0.
///
/// A column of another type than the one asked for, a NULL included, reads as an empty value here and makes the query
/// fail with ``StoreError/misuse(_:)`` as soon as the closure returns, so that a wrong value never leaves the
/// transaction.
package struct Row: ~Copyable {
    let statement: Statement

    package func int(_ column: Int32) -> Int64 { optionalInt(column) ?? missing(column, Int64(0)) }
    package func text(_ column: Int32) -> String { optionalText(column) ?? missing(column, "") }
    package func blob(_ column: Int32) -> [UInt8] { optionalBlob(column) ?? missing(column, []) }
    package func flag(_ column: Int32) -> Bool { int(column) != 0 }

    package func optionalInt(_ column: Int32) -> Int64? {
        has(SQLITE_INTEGER, column) ? sqlite3_column_int64(statement.handle, column) : nil
    }

    package func optionalText(_ column: Int32) -> String? {
        guard has(SQLITE_TEXT, column) else { return nil }
        // The pointer first, then the size: sqlite3_column_bytes tells the size of the form asked for last.
        let start = sqlite3_column_text(statement.handle, column)
        let size = Int(sqlite3_column_bytes(statement.handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: size), as: UTF8.self)
    }

    package func optionalBlob(_ column: Int32) -> [UInt8]? {
        guard has(SQLITE_BLOB, column) else { return nil }
        let start = sqlite3_column_blob(statement.handle, column)
        let size = Int(sqlite3_column_bytes(statement.handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: size))
    }

    private func has(_ wanted: Int32, _ column: Int32) -> Bool {
        let found = sqlite3_column_type(statement.handle, column)
        if found == wanted { return true }
        if found != SQLITE_NULL { note(column, "holds another type than the one that was read") }
        return false
    }

    private func missing<T>(_ column: Int32, _ empty: T) -> T {
        note(column, "is NULL or not there, and was read as if it never were")
        return empty
    }

    private func note(_ column: Int32, _ flaw: String) {
        guard statement.flaw == nil else { return }
        let name = sqlite3_column_name(statement.handle, column).map { String(cString: $0) } ?? "out of range"
        statement.flaw = .misuse("column \(column) (\(name)) \(flaw)")
    }
}
