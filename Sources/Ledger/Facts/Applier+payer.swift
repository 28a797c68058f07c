import Contracts
import Store

/// Who pays for whom. What a child owes and is owed belongs to the case of the account at the head of its line.
extension Applier {
    /// Reckons anew who pays for an account and for those below it, after its parent may have changed.
    ///
    /// The parent gets a row if it is not known yet; its cases wait until it is. Accounts whose parents go round in a
    /// circle pay for themselves.
    func settlePayers(
        of account: Int64, _ creditor: Identifier, parent: Identifier?, in transaction: borrowing Transaction
    ) throws {
        if let parent { _ = try accountID(creditor, parent, in: transaction) }
        var waiting = [account]
        var seen: Set<Int64> = []
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted else { continue }
            guard try settlePayer(of: next, in: transaction) || next == account else { continue }
            waiting += try transaction.all(
                """
                SELECT child.id FROM account parent
                JOIN account child ON child.creditor = parent.creditor AND child.parent = parent.account
                WHERE parent.id = $1
                """,
                .int(next)
            ) { $0.int(0) }
        }
    }

    /// - Returns: whether another pays for it now.
    private func settlePayer(of account: Int64, in transaction: borrowing Transaction) throws -> Bool {
        let before = try transaction.first("SELECT payer_id FROM account WHERE id = $1", .int(account)) {
            $0.optionalInt(0)
        }
        let payer = try head(above: account, in: transaction)
        guard payer != before ?? nil else { return false }
        try touchCases(ofAccount: account, in: transaction)
        try transaction.execute(
            "UPDATE account SET payer_id = $2 WHERE id = $1", .int(account), .int(payer))
        ledger.simulation?.forgetCases()
        let currencies = try transaction.all(
            """
            SELECT currency FROM invoice WHERE account_id = $1
            UNION SELECT currency FROM settlement WHERE account_id = $1 AND is_known = 1
            """,
            .int(account)
        ) { $0.text(0) }
        for currency in currencies { try touchCase(ofAccount: account, currency: currency, in: transaction) }
        return true
    }

    /// The last of the account's line of parents; nil: it has none, or the line leads back to itself.
    private func head(above account: Int64, in transaction: borrowing Transaction) throws -> Int64? {
        var line = [account]
        while let last = line.last {
            let parent = try transaction.first(
                """
                SELECT parent.id FROM account child
                JOIN account parent ON parent.creditor = child.creditor AND parent.account = child.parent
                WHERE child.id = $1
                """,
                .int(last)
            ) { $0.int(0) }
            guard let parent else { break }
            if line.contains(parent) { return nil }
            line.append(parent)
        }
        return line.count > 1 ? line.last : nil
    }
}
