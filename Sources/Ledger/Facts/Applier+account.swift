import Contracts
import Foundation
import Store

extension Applier {
    func apply(
        _ account: Account, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        if let refusal = Self.refusal(of: account.dunning) { return refusal }
        let known = try transaction.first(
            "SELECT parent, revision, time, event FROM account WHERE creditor = $1 AND account = $2",
            .text(account.creditor.text), .text(account.account.text)
        ) { (parent: $0.optionalText(0), version: ($0.int(1), $0.int(2), $0.text(3))) }
        if let known, known.version >= (version.revision, version.time, version.event) {
            // Nothing is sealed for it: it must not bring a key back that was deleted.
            try complete(version.event, account.creditor, in: transaction)
            return .applied([])
        }
        let (person, row) = (
            Person(account.creditor, account.account), [account.creditor.text, account.account.text]
        )
        try transaction.execute(
            """
            INSERT INTO account (
                creditor, account, revision, time, event, name, language, country, zone, kind, segment, contacts, tags,
                subdivision, parent, dunning)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT (creditor, account) DO UPDATE SET
                revision = excluded.revision, time = excluded.time, event = excluded.event, name = excluded.name,
                language = excluded.language, country = excluded.country, zone = excluded.zone, kind = excluded.kind,
                segment = excluded.segment, contacts = excluded.contacts, tags = excluded.tags,
                subdivision = excluded.subdivision, parent = excluded.parent, dunning = excluded.dunning
            """,
            .text(account.creditor.text), .text(account.account.text), .int(version.revision), .int(version.time),
            .text(version.event), try sealed(account.name, .accountName, row, of: person, in: transaction),
            .text(account.language), .text(account.country),
            .text(account.zone), .text(account.kind?.rawValue), .text(account.segment),
            try sealed(try Self.json(account.contacts), .accountContacts, row, of: person, in: transaction),
            .text(try account.tags.map(Self.json)), .text(account.subdivision), .text(account.parent?.text),
            .text(try account.dunning.map(Self.json)))
        try complete(version.event, account.creditor, in: transaction)
        let id = try accountID(account.creditor, account.account, in: transaction)
        if known?.parent != account.parent?.text {
            try reachFurther()
            try settlePayers(of: id, account.creditor, parent: account.parent, in: transaction)
        }
        try touchCases(ofAccount: id, in: transaction)
        return .applied([])
    }

    /// The account's row, made without a name if nothing is known of it yet.
    func accountID(
        _ creditor: Identifier, _ account: Identifier, in transaction: borrowing Transaction
    ) throws -> Int64 {
        if let known = ledger.simulation?.accountID(creditor, account) { return known }
        let found = try transaction.first(
            "SELECT id FROM account WHERE creditor = $1 AND account = $2", .text(creditor.text), .text(account.text)
        ) { $0.int(0) }
        if let found {
            ledger.simulation?.note(found, of: creditor, account)
            return found
        }
        let made = try transaction.first(
            """
            INSERT INTO account (creditor, account, revision, time, event) VALUES ($1, $2, $3, 0, '') RETURNING id
            """,
            .text(creditor.text), .text(account.text), .int(Int64.min)
        ) { $0.int(0) }
        guard let made else { throw StoreError.misuse("INSERT … RETURNING gave no row") }
        accounts?.note(made, creditor, account)
        return made
    }

    /// A source whose clock is ahead has told everything up to now and no further: else its facts would never be old.
    func apply(_ heartbeat: SourceHeartbeat, in transaction: borrowing Transaction) throws -> Application {
        let asOf = min(heartbeat.asOf, try ledger.policyNow(in: transaction))
        try transaction.execute(
            """
            INSERT INTO heartbeat (creditor, as_of) VALUES ($1, $2)
            ON CONFLICT (creditor) DO UPDATE SET as_of = excluded.as_of WHERE excluded.as_of > heartbeat.as_of
            """,
            .text(heartbeat.creditor.text), .int(asOf.milliseconds))
        return .applied([])
    }

    func apply(_ statement: AccountStatement, in transaction: borrowing Transaction) throws -> Application {
        let id = try accountID(statement.creditor, statement.account, in: transaction)
        let balances = Dictionary(
            statement.balances.map { ($0.currency.code, $0.minor) }, uniquingKeysWith: { $0 + $1 })
        let changed = try transaction.execute(
            """
            INSERT INTO statement (account_id, as_of, balances, open_invoices, differs) VALUES ($1, $2, $3, $4, 1)
            ON CONFLICT (account_id) DO UPDATE SET
                as_of = excluded.as_of, balances = excluded.balances, open_invoices = excluded.open_invoices,
                differs = 1
            WHERE excluded.as_of > statement.as_of
            """,
            .int(id), .int(statement.asOf.milliseconds), .text(try Self.json(balances)),
            .text(try Self.json(statement.openInvoices.map(\.text).sorted())))
        guard changed > 0 else { return .applied([]) }
        try touchCases(ofAccount: id, in: transaction)
        let differs = try transaction.first(
            "SELECT 1 FROM statement WHERE account_id = $1 AND differs = 1", .int(id)
        ) { _ in true }
        guard differs == true else { return .applied([]) }
        // A person is told of a difference by a case, also where nothing is known to be owed.
        for currency in balances.keys.sorted() where balances[currency] != 0 {
            try touchCase(ofAccount: id, currency: currency, in: transaction)
        }
        return .applied([])
    }

    /// The task of a case in which an account differs from its statement.
    static let difference = "balance differs"

    /// Compares an account that differed from its statement once more: the missing event may have come.
    func compareWithStatement(_ account: Int64, in transaction: borrowing Transaction) throws {
        if ledger.simulation?.hasStatements == false { return }
        let stated = try transaction.first(
            "SELECT balances, open_invoices FROM statement WHERE account_id = $1 AND differs = 1", .int(account)
        ) { (balances: $0.text(0), invoices: $0.text(1)) }
        guard let stated else { return }
        let balances = try JSONDecoder().decode([String: Int64].self, from: Data(stated.balances.utf8))
        var booked: [String: Int64] = [:]
        var invoices: [String] = []
        try transaction.query(
            "SELECT invoice, currency, open FROM invoice WHERE account_id = $1 AND open <> 0", .int(account)
        ) { row in
            booked[row.text(1), default: 0] += row.int(2)
            if row.int(2) > 0 { invoices.append(row.text(0)) }
        }
        try transaction.query(
            "SELECT currency, unapplied FROM settlement WHERE account_id = $1 AND unapplied <> 0", .int(account)
        ) { booked[$0.text(0), default: 0] -= $0.int(1) }
        let isOpenTheSame = try Self.json(invoices.sorted()) == stated.invoices
        if isOpenTheSame, booked.filter({ $0.value != 0 }) == balances.filter({ $0.value != 0 }) {
            try transaction.execute("UPDATE statement SET differs = 0 WHERE account_id = $1", .int(account))
            try transaction.execute(
                """
                UPDATE task SET closed_at = $2 WHERE kind = $3 AND closed_at IS NULL AND case_number IN (
                    SELECT number FROM dunning_case
                    WHERE account_id IN ($1, (SELECT payer_id FROM account WHERE id = $1)))
                """,
                .int(account), .int(try ledger.policyNow(in: transaction).milliseconds), .text(Self.difference))
        }
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
