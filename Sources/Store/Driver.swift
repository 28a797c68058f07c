/// A connection to one kind of database, as ``Database`` uses it: one transaction after the other, on one thread.
protocol Driver: AnyObject {
    var dialect: SQLDialect { get }

    /// Waits for the writers' turn and begins a transaction that may write.
    func beginWriting(_ turn: Database.Turn) throws(StoreError)

    /// Begins a transaction that sees one unchanging state of the ledger and writes nothing.
    func beginReading() throws(StoreError)

    func commit() throws(StoreError)

    /// Undoes the transaction, unless the database has done so itself.
    func rollBack() throws(StoreError)

    /// Gives the turn back after a transaction that could write, however it ended.
    func endWriting()

    /// Empties the write-ahead log of what is in the database's own place already, where readers let it.
    /// - Returns: whether nothing is left in it.
    func emptyLog() throws(StoreError) -> Bool

    /// The statement with its values bound, before its first row.
    func cursor(for sql: String, _ values: [Value], isWriting: Bool) throws(StoreError) -> any Cursor

    /// Rows changed on this connection since it was opened.
    var totalChanges: Int64 { get }

    /// Rows the last statement changed; 0 for statements on the schema.
    /// - Parameter total: ``totalChanges`` before it.
    func changes(since total: Int64) -> Int
}

/// The rows of one running statement.
protocol Cursor: AnyObject {
    /// The first wrong reading of a column since the statement began to run.
    var flaw: StoreError? { get set }

    /// Goes to the next row. False when there is none.
    func step() throws(StoreError) -> Bool

    /// Ends the run. Nothing may be asked of it after that.
    func close()

    /// The column's value; nil for NULL, for a column that is not there, and, with a ``flaw``, for another type.
    func int(_ column: Int32) -> Int64?
    func text(_ column: Int32) -> String?
    func blob(_ column: Int32) -> [UInt8]?

    /// nil: there is no such column.
    func name(of column: Int32) -> String?
}

extension Cursor {
    /// Notes what is wrong with the reading of a column. The first flaw counts.
    func note(_ column: Int32, _ wrong: String) {
        guard flaw == nil else { return }
        flaw = .misuse("column \(column) (\(name(of: column) ?? "out of range")) \(wrong)")
    }

    func noteOtherType(_ column: Int32) {
        note(column, "holds another type than the one that was read")
    }
}
