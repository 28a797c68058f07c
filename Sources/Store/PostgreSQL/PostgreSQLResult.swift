import CPostgres

/// The whole answer to a statement, in binary, read row by row.
final class PostgreSQLResult: Cursor {
    var flaw: StoreError?
    /// nil: closed.
    private var handle: OpaquePointer?
    private let rowCount: Int32
    private var row: Int32 = -1

    /// Owns `handle`.
    init(_ handle: OpaquePointer) {
        self.handle = handle
        rowCount = PQntuples(handle)
    }

    deinit { close() }

    func close() {
        if let handle { PQclear(handle) }
        handle = nil
    }

    func step() throws(StoreError) -> Bool {
        row += 1
        return row < rowCount
    }

    /// The first word of what the server says a statement did: `INSERT`, `COMMIT`.
    var verb: String { status.split(separator: " ").first.map(String.init) ?? "" }

    /// Rows inserted, updated or deleted.
    var changes: Int64 {
        guard let handle, ["INSERT", "UPDATE", "DELETE"].contains(verb) else { return 0 }
        return PQcmdTuples(handle).flatMap { Int64(String(cString: $0)) } ?? 0
    }

    private var status: String {
        handle.flatMap { PQcmdStatus($0) }.map { String(cString: $0) } ?? ""
    }
}

/// Its columns.
///
/// Whole numbers of every size and truth values read as whole numbers, as they are in SQLite.
extension PostgreSQLResult {
    func int(_ column: Int32) -> Int64? {
        guard let bytes = bytes(of: column) else { return nil }
        switch type(of: column) {
        case PostgreSQLType.int8, PostgreSQLType.int4, PostgreSQLType.int2:
            // The first byte carries the sign.
            return bytes.dropFirst().reduce(Int64(Int8(bitPattern: bytes[0]))) { $0 << 8 | Int64($1) }
        case PostgreSQLType.bool:
            return bytes[0] == 0 ? 0 : 1
        default:
            noteOtherType(column)
            return nil
        }
    }

    func text(_ column: Int32) -> String? {
        guard let bytes = bytes(of: column) else { return nil }
        switch type(of: column) {
        case PostgreSQLType.text, PostgreSQLType.varchar, PostgreSQLType.name:
            return String(decoding: bytes, as: UTF8.self)
        default:
            noteOtherType(column)
            return nil
        }
    }

    func blob(_ column: Int32) -> [UInt8]? {
        guard let bytes = bytes(of: column) else { return nil }
        guard type(of: column) == PostgreSQLType.bytea else {
            noteOtherType(column)
            return nil
        }
        return [UInt8](bytes)
    }

    func name(of column: Int32) -> String? {
        handle.flatMap { PQfname($0, column) }.map { String(cString: $0) }
    }

    private func type(of column: Int32) -> Oid { handle.map { PQftype($0, column) } ?? 0 }

    /// nil for NULL and for a column that is not there.
    private func bytes(of column: Int32) -> UnsafeBufferPointer<UInt8>? {
        guard let handle, PQgetisnull(handle, row, column) == 0, let start = PQgetvalue(handle, row, column) else {
            return nil
        }
        let count = Int(PQgetlength(handle, row, column))
        return UnsafeBufferPointer(
            start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
    }
}
