import Contracts
import Store

/// Who may write what while others write too. On SQLite, where writers take turns, none of it does anything.
///
/// 1. Whoever writes anything of an account first has the lock of the account that pays for it: facts, claims, marks,
///    outcomes and what the broker confirmed wait for it; a planner leaves out what it does not get at once. So a fact
///    and a claim of one account come one after the other, and the later one sees the earlier one: each statement sees
///    what was committed before it began, and all of them begin after the lock was taken.
/// 2. A claim also has the lock of each address it may write to: of two claims on one address, for whatever accounts of
///    the creditor, the later one counts the earlier one.
/// 3. All locks of a transaction are taken by one statement and in one order: accounts, documents, addresses, by their
///    numbers. After that nothing is waited for but rows, and the only rows that two of them can both want are those of
///    the cases, which a planner may have while it waits for nothing, and the end of the audit log, which comes last.
/// 4. Facts that reach beyond the accounts they name, and all that operators do, are written while nobody else writes.
///    Who pays for whom changes only then, so that it is settled which lock is an account's.
extension Ledger {
    /// Of facts: an account of a creditor's.
    struct Owner: Hashable {
        var creditor: Identifier
        var account: Identifier

        /// nil: facts of nobody's, or of a whole creditor.
        init?(_ creditor: Identifier?, _ account: Identifier?) {
            guard let creditor, let account else { return nil }
            (self.creditor, self.account) = (creditor, account)
        }
    }

    /// Keys that one transaction takes; more would make two of them meet more often than the time saved is worth.
    private static let keyLimit = 256

    /// Writes facts while others write those of other accounts.
    ///
    /// - Parameter body: is given the number of messages to take and what it may write; nil: everything. It runs again
    ///   if they reach beyond their accounts.
    func writeFacts<T>(
        of messages: [Message], _ body: (Int, LockedAccounts?, borrowing Transaction) throws -> T
    ) throws -> T {
        do {
            return try database.write(.together) { transaction in
                guard transaction.isShared else { return try body(messages.count, nil, transaction) }
                let (count, documents) = Self.documents(of: messages)
                let owners = messages.prefix(count).compactMap { message in
                    message.payload.owner.flatMap { Owner($0.creditor, $0.account) }
                }
                let accounts = try lock(owners, and: documents, in: transaction)
                return try body(count, accounts, transaction)
            }
        } catch is FactsReachFurther {
            return try database.write { try body(messages.count, nil, $0) }
        }
    }

    /// The documents of the first messages, as many as leave room for their accounts.
    private static func documents(of messages: [Message]) -> (count: Int, keys: Set<LockKey>) {
        var keys: Set<LockKey> = []
        for (count, message) in messages.enumerated() {
            let own = message.payload.documentKeys
            // Each message has one account at most.
            if count > 0, keys.count + own.count + count >= keyLimit { return (count, keys) }
            keys.formUnion(own)
        }
        return (messages.count, keys)
    }

    /// Waits for the accounts, which need not be known yet, and for the documents.
    func lock(
        _ owners: [Owner], and documents: Set<LockKey> = [], in transaction: borrowing Transaction
    ) throws -> LockedAccounts {
        var keys = documents
        var known: Set<Int64> = []
        let names = Set(owners).map { owner -> [Value] in [.text(owner.creditor.text), .text(owner.account.text)] }
        try Self.lookUp(names, Self.payersOfAccounts, in: transaction) { row in
            keys.insert(.account(row.text(0), row.optionalText(4) ?? row.text(1)))
            known.formUnion([row.optionalInt(2), row.optionalInt(3)].compactMap { $0 })
        }
        try transaction.lock(keys)
        return LockedAccounts(keys: keys, known: known)
    }

    /// Waits for the accounts that the attempts belong to.
    ///
    /// - Parameter addresses: wait for the addresses, too. That of an attempt's revision never changes, and a claim of
    ///   another revision is refused, so it can be read before the account is locked.
    func lock(
        attempts: [String], addresses: Bool = false, in transaction: borrowing Transaction
    ) throws {
        guard transaction.isShared else { return }
        var keys: Set<LockKey> = []
        try Self.lookUp(attempts.map { [.text($0)] }, Self.payersOfAttempts, in: transaction) { row in
            keys.insert(.account(row.text(0), row.text(1)))
            if addresses { keys.insert(.address(row.text(0), hash: row.text(2))) }
        }
        try transaction.lock(keys)
    }

    /// Those of the cases whose accounts nobody else has; waits for none.
    func free(_ cases: [DueCase], in transaction: borrowing Transaction) throws -> [DueCase] {
        guard transaction.isShared else { return cases }
        var keys: [Int64: LockKey] = [:]
        try Self.lookUp(cases.map { [.int($0.number)] }, Self.payersOfCases, in: transaction) { row in
            keys[row.int(0)] = .account(row.text(1), row.text(2))
        }
        let taken = try transaction.tryLock(Set(keys.values))
        return cases.filter { keys[$0.number].map(taken.contains) ?? false }
    }
}

/// Finding the keys. PostgreSQL's SQL: nobody else needs them.
extension Ledger {
    /// Names that one query takes; the last is repeated to fill it up.
    private static let width = 32

    /// - Parameter query: with `width` times as many values as a name has.
    private static func lookUp(
        _ names: [[Value]], _ query: String, in transaction: borrowing Transaction, each: (borrowing Row) throws -> Void
    ) throws {
        for start in stride(from: 0, to: names.count, by: width) {
            let rows = (start..<start + width).flatMap { names[min($0, names.count - 1)] }
            try transaction.query(query, values: rows, each: each)
        }
    }

    /// `($1, $2), ($3, $4), …`
    private static func rows(of columns: Int) -> String {
        (0..<width).map { row in
            "(" + (1...columns).map { "$\(row * columns + $0)" }.joined(separator: ", ") + ")"
        }.joined(separator: ", ")
    }

    // `OFFSET 0` keeps each look-up an index scan of its own: joined freely, a plan that was made while the tables were
    // small would read all of them for ever.
    private static let payersOfAccounts = """
        SELECT name.creditor, name.account, found.id, payer.id, payer.account
        FROM (VALUES \(rows(of: 2))) AS name (creditor, account)
        LEFT JOIN LATERAL (
            SELECT id, payer_id FROM account WHERE creditor = name.creditor AND account = name.account OFFSET 0
        ) found ON TRUE
        LEFT JOIN LATERAL (
            SELECT id, account FROM account WHERE id = COALESCE(found.payer_id, found.id) OFFSET 0
        ) payer ON TRUE
        """

    private static let payersOfAttempts = """
        SELECT payer.creditor, payer.account, found.address FROM (VALUES \(rows(of: 1))) AS name (id)
        JOIN LATERAL (SELECT account_id, address FROM attempt WHERE id = name.id OFFSET 0) found ON TRUE
        \(payer)
        """

    private static let payersOfCases = """
        SELECT name.number, payer.creditor, payer.account FROM (VALUES \(rows(of: 1))) AS name (number)
        JOIN LATERAL (SELECT account_id FROM dunning_case WHERE number = name.number OFFSET 0) found ON TRUE
        \(payer)
        """

    private static let payer = """
        JOIN LATERAL (
            SELECT COALESCE(payer_id, id) AS id FROM account WHERE id = found.account_id OFFSET 0
        ) head ON TRUE
        JOIN LATERAL (SELECT creditor, account FROM account WHERE id = head.id OFFSET 0) payer ON TRUE
        """
}
