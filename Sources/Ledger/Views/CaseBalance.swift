import Contracts
import Store

/// What is open in a case at this instant, for the page that a payment link opens.
package struct CaseBalance: Hashable, Sendable {
    package var reference: CaseReference
    package var accountName: String
    package var language: String?
    package var items: [Item]
    package var unappliedMinor: Int64
    /// Links with a lower epoch were revoked.
    package var linkEpoch: Int64

    package struct Item: Hashable, Sendable {
        package var invoice: Identifier
        package var number: String
        package var issuedOn: CivilDate
        package var dueOn: CivilDate
        package var amountMinor: Int64
        package var openMinor: Int64
        package var isDisputed: Bool
        package var document: String?
    }

    /// What must be paid to settle the case; 0 if credit covers it.
    package var totalMinor: Int64 {
        max(0, items.reduce(0) { $0 + $1.openMinor } - unappliedMinor)
    }
}

extension Ledger {
    /// The live balance of a case with all accounts that it pays for, oldest due date first; nil if there is no such case or its account is not known.
    package func balance(ofCase number: Int64) throws -> CaseBalance? {
        try database.read { transaction in
            let row = try transaction.first(
                """
                SELECT c.account_id, c.currency, c.link_epoch, a.creditor, a.account, a.name, a.language
                FROM dunning_case c JOIN account a ON a.id = c.account_id WHERE c.number = $1
                """,
                .int(number)
            ) { row in
                (
                    id: row.int(0), currency: row.text(1), epoch: row.int(2), creditor: row.text(3),
                    account: row.text(4), name: row.optionalText(5), language: row.optionalText(6)
                )
            }
            guard let row, let storedName = row.name else { return nil }
            let person = Person(named: row.creditor, row.account)
            // Empty for whoever was erased.
            let name =
                try opened(
                    storedName, .accountName, [row.creditor, row.account], of: person, in: transaction) ?? ""
            let disputed = try disputedInvoices(ofAccount: row.id, in: transaction)
            var balance = CaseBalance(
                reference: try Self.reference(number, row.creditor, row.account, row.currency), accountName: name,
                language: row.language, items: [], unappliedMinor: 0, linkEpoch: row.epoch)
            var documents: [(item: Int, stored: String, owner: String)] = []
            try transaction.query(
                """
                SELECT invoice, number, issued_on, due_on, amount, open, document,
                    (SELECT account FROM account WHERE id = account_id) FROM invoice
                WHERE account_id IN (\(Self.accountAndPaidFor)) AND open <> 0 AND currency = $2
                ORDER BY due_on, invoice
                """,
                .int(row.id), .text(row.currency)
            ) { item in
                guard item.int(5) > 0 else { return balance.unappliedMinor -= item.int(5) }
                balance.items.append(
                    CaseBalance.Item(
                        invoice: try Self.identifier(item.text(0)), number: item.text(1),
                        issuedOn: CivilDate(daysSince1970: Int(item.int(2))),
                        dueOn: CivilDate(daysSince1970: Int(item.int(3))), amountMinor: item.int(4),
                        openMinor: item.int(5), isDisputed: disputed.contains(try Self.identifier(item.text(0))),
                        document: nil))
                if let stored = item.optionalText(6) {
                    documents.append((balance.items.count - 1, stored, item.text(7)))
                }
            }
            for (index, stored, owner) in documents {
                balance.items[index].document = try opened(
                    stored, .invoiceDocument, [row.creditor, balance.items[index].invoice.text],
                    of: Person(named: row.creditor, owner), in: transaction)
            }
            try transaction.query(
                """
                SELECT unapplied FROM settlement
                WHERE account_id IN (\(Self.accountAndPaidFor)) AND unapplied <> 0 AND currency = $2
                """,
                .int(row.id), .text(row.currency)
            ) { balance.unappliedMinor += $0.int(0) }
            return balance
        }
    }

    /// The open invoices of an account, and of those that it pays for, that an open dispute names, all of an account if
    /// it names none.
    /// - Parameter currency: only those that are in dispute as a whole; a part in another currency names all of it.
    func disputedInvoices(
        ofAccount account: Int64, asAWholeIn currency: Currency? = nil, in transaction: borrowing Transaction
    ) throws -> Set<Identifier> {
        Set(
            try transaction.all(
                """
                SELECT i.invoice FROM dispute d JOIN invoice i ON i.creditor = d.creditor
                    AND (d.invoice = i.invoice OR d.invoice IS NULL AND d.account_id IN (i.account_id, $1))
                WHERE d.account_id IN (\(Self.accountAndPaidFor)) AND d.is_open = 1
                    AND i.account_id IN (\(Self.accountAndPaidFor)) AND i.open <> 0
                    AND ($2 = '' OR d.amount IS NULL OR d.invoice IS NULL OR d.currency <> $2)
                """,
                .int(account), .text(currency?.code ?? "")
            ) { try Self.identifier($0.text(0)) })
    }

    /// The case and channel of an attempt, for links that name one; nil if there is none.
    package func owner(ofAttempt id: String) throws -> (caseNumber: Int64, channel: Channel)? {
        try database.read { transaction in
            try transaction.first("SELECT case_number, channel FROM attempt WHERE id = $1", .text(id)) { row in
                Channel(rawValue: row.text(1)).map { (row.int(0), $0) }
            } ?? nil
        }
    }
}
