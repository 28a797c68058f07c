import Contracts
import Store

/// What a way is told of.
package struct TraceSubject: Hashable, Sendable, Encodable {
    package enum Kind: String, Sendable, CaseIterable, Encodable {
        case invoice, account
        /// An attempt by its id or its mail's Message-ID, an event of upstream by its id, or a dead letter's message.
        case message
    }

    package var kind: Kind
    /// nil: a dead letter of which nobody knows whom it is about.
    package var creditor: Identifier?
    package var account: Identifier?
    package var invoice: Identifier?
    package var attempt: String?
    /// An event of upstream, or the message of a dead letter.
    package var event: String?
    /// The row of the account.
    var accountID: Int64?

    private enum CodingKeys: String, CodingKey { case kind, creditor, account, invoice, attempt, event }
}

extension Ledger {
    /// Everything that `name` can mean.
    ///
    /// By indexes alone: creditors and sources are few, and each is asked for the name.
    /// - Parameters:
    ///   - creditor: nil: any.
    ///   - kind: nil: any.
    package func traceSubjects(
        named name: String, creditor: Identifier?, kind: TraceSubject.Kind?
    ) throws -> [TraceSubject] {
        try database.read { transaction in
            var found: [TraceSubject] = []
            let creditors = try creditor.map { [$0.text] } ?? transaction.distinct("creditor", of: "account")
            if kind == nil || kind == .invoice {
                for creditor in creditors {
                    found += try transaction.all(
                        """
                        SELECT i.account_id, a.account FROM invoice i JOIN account a ON a.id = i.account_id
                        WHERE i.creditor = $1 AND i.invoice = $2
                        """, .text(creditor), .text(name)
                    ) { row in
                        TraceSubject(
                            kind: .invoice, creditor: try Self.identifier(creditor),
                            account: try Self.identifier(row.text(1)), invoice: try Self.identifier(name),
                            accountID: row.int(0))
                    }
                }
            }
            if kind == nil || kind == .account {
                for creditor in creditors {
                    found += try transaction.all(
                        "SELECT id FROM account WHERE creditor = $1 AND account = $2", .text(creditor), .text(name)
                    ) { row in
                        TraceSubject(
                            kind: .account, creditor: try Self.identifier(creditor), account: try Self.identifier(name),
                            accountID: row.int(0))
                    }
                }
            }
            if kind == nil || kind == .message {
                found += try messages(named: name, in: transaction).filter {
                    creditor == nil || $0.creditor == creditor
                }
            }
            return found
        }
    }

    private func messages(named name: String, in transaction: borrowing Transaction) throws -> [TraceSubject] {
        // A mail's Message-ID is its attempt's id and a domain.
        let bare = String(name.drop { $0 == "<" }.prefix { $0 != "@" && $0 != ">" })
        let attempt = try transaction.all(
            """
            SELECT t.id, t.creditor, a.account, a.id FROM attempt t JOIN account a ON a.id = t.account_id
            WHERE t.id = $1
            """, .text(bare)
        ) { row in
            TraceSubject(
                kind: .message, creditor: try Self.identifier(row.text(1)), account: try Self.identifier(row.text(2)),
                attempt: row.text(0), accountID: row.int(3))
        }
        if !attempt.isEmpty { return attempt }
        var events: [TraceSubject] = []
        for source in try transaction.distinct("source", of: "inbox") {
            events += try transaction.all(
                """
                SELECT a.id, a.creditor, a.account, i.type, i.subject FROM inbox i
                LEFT JOIN account a ON a.id = i.account_id WHERE i.source = $1 AND i.id = $2
                """, .text(source), .text(name)
            ) { row in
                let isInvoice = row.optionalText(3)?.hasPrefix("dunlin.invoice.") == true
                return TraceSubject(
                    kind: .message, creditor: try row.optionalText(1).map(Self.identifier),
                    account: try row.optionalText(2).map(Self.identifier),
                    invoice: try isInvoice ? row.optionalText(4).map(Self.identifier) : nil, event: name,
                    accountID: row.optionalInt(0))
            }
        }
        if !events.isEmpty { return events }
        let letters = try transaction.all(
            """
            SELECT l.creditor, l.account, a.id FROM dead_letter l
            LEFT JOIN account a ON a.creditor = l.creditor AND a.account = l.account WHERE l.message_id = $1
            """, .text(name)
        ) { row in
            TraceSubject(
                kind: .message, creditor: row.optionalText(0).flatMap { Identifier($0) },
                account: row.optionalText(1).flatMap { Identifier($0) }, event: name, accountID: row.optionalInt(2))
        }
        return letters.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension Transaction {
    /// The different values of the first column of a table's key, by one look into the index for each.
    fileprivate func distinct(_ column: String, of table: String) throws -> [String] {
        try all(
            """
            WITH RECURSIVE found (value) AS (
                SELECT MIN(\(column)) FROM \(table)
                UNION ALL
                SELECT (SELECT MIN(\(column)) FROM \(table) WHERE \(column) > found.value) FROM found
                WHERE found.value IS NOT NULL)
            SELECT value FROM found WHERE value IS NOT NULL
            """
        ) { $0.text(0) }
    }
}
