/// What transactions that write ``Database/Turn/together`` keep from each other.
///
/// The locks are PostgreSQL's advisory ones, held until the transaction ends, in whatever way. Against locks of rows they
/// have three things for them: they can be taken for what has no row yet, they write nothing, and one statement takes all
/// that a batch needs in one order. Each has an entry in the server's lock table (by default some 6,400 entries for all
/// sessions), so a transaction should stay below some hundred.
///
/// Statements run under READ COMMITTED: each sees what was committed before it began. The server shows a commit before it
/// gives its locks to the next one, so every statement *after* the one that took a lock sees all that earlier holders of
/// it have committed. That one itself does not: what it reads may be older.
/// - Source: https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS,
///   https://www.postgresql.org/docs/15/transaction-iso.html#XACT-READ-COMMITTED
extension Transaction {
    /// Whether others may be writing now, so that nothing but locks stands between them and this one.
    package var isShared: Bool { isWriting && turn == .together && dialect == .postgreSQL }

    /// Waits until nobody else has any of the keys, and keeps them until the transaction ends.
    ///
    /// Once in a transaction, before anything is written: who waits for a key must not have what others wait for.
    /// - Throws: `busy` when another kept one of them for longer than the deadline.
    package func lock(_ keys: Set<LockKey>) throws(StoreError) {
        guard isShared, !keys.isEmpty else { return }
        try execute("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST($1 AS BIGINT[])) AS key", Self.array(keys))
    }

    /// Takes those of the keys that nobody has, and waits for none. Returns them.
    package func tryLock(_ keys: Set<LockKey>) throws -> Set<LockKey> {
        guard isShared, !keys.isEmpty else { return keys }
        let taken = try all(
            "SELECT key FROM unnest(CAST($1 AS BIGINT[])) AS key WHERE pg_try_advisory_xact_lock(key)",
            Self.array(keys)
        ) { $0.int(0) }
        let numbers = Set(taken)
        return keys.filter { numbers.contains($0.number) }
    }

    /// In the order in which they are taken.
    private static func array(_ keys: Set<LockKey>) -> Value {
        .text("{" + keys.sorted().map { String($0.number) }.joined(separator: ",") + "}")
    }
}
