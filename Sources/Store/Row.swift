/// The current row of a query; columns count from 0.
///
/// A column of another type than the one asked for, a NULL included, reads as an empty value here and makes the query
/// fail with ``StoreError/misuse(_:)`` as soon as the closure returns, so that a wrong value never leaves the
/// transaction.
package struct Row: ~Copyable {
    let cursor: any Cursor

    package func int(_ column: Int32) -> Int64 { cursor.int(column) ?? missing(column, 0) }
    package func text(_ column: Int32) -> String { cursor.text(column) ?? missing(column, "") }
    package func blob(_ column: Int32) -> [UInt8] { cursor.blob(column) ?? missing(column, []) }
    package func flag(_ column: Int32) -> Bool { int(column) != 0 }

    package func optionalInt(_ column: Int32) -> Int64? { cursor.int(column) }
    package func optionalText(_ column: Int32) -> String? { cursor.text(column) }
    package func optionalBlob(_ column: Int32) -> [UInt8]? { cursor.blob(column) }

    private func missing<T>(_ column: Int32, _ empty: T) -> T {
        cursor.note(column, "is NULL or not there, and was read as if it never were")
        return empty
    }
}
