extension Database {
    /// Opens a ledger.
    ///
    /// - Parameter busyDeadline: how long to wait for programs that lock the ledger without taking turns.
    /// - Throws: `place` where no ledger can be; `unavailable` while the database server can't be used.
    package static func open(
        at address: StoreAddress, purpose: Purpose, busyDeadline: Duration = .seconds(10)
    ) throws(StoreError) -> Database {
        switch address {
        case .sqlite(let path):
            Database(
                try SQLiteDriver.open(path: path, purpose: purpose, busyDeadline: busyDeadline), purpose: purpose)
        case .postgreSQL(let server):
            Database(try PostgreSQLDriver(server, busyDeadline: busyDeadline), purpose: purpose)
        }
    }

    /// Opens a ledger in a file.
    package static func open(
        path: String, purpose: Purpose, busyDeadline: Duration = .seconds(10)
    ) throws(StoreError) -> Database {
        try open(at: .sqlite(path: path), purpose: purpose, busyDeadline: busyDeadline)
    }

    /// Opens an empty ledger in memory that nobody else sees and that is gone with the connection.
    ///
    /// Nothing is synced, nobody is waited for; a transaction that fails is undone all the same.
    package static func scratch() throws(StoreError) -> Database {
        Database(try SQLiteDriver.scratch(), purpose: .write)
    }
}
