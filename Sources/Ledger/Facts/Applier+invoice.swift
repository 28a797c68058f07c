import Contracts
import Store

extension Applier {
    func apply(
        _ invoice: Invoice, _ status: InvoiceStatus, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        if let refusal = Self.refusal(of: invoice.dunning) { return refusal }
        let account = try accountID(invoice.creditor, invoice.account, in: transaction)
        let before = try transaction.first(
            """
            SELECT account_id, currency, revision, time, event FROM invoice WHERE creditor = $1 AND invoice = $2
            """,
            .text(invoice.creditor.text), .text(invoice.invoice.text)
        ) { (account: $0.int(0), currency: $0.text(1), version: ($0.int(2), $0.int(3), $0.text(4))) }
        try complete(version.event, invoice.creditor, in: transaction)
        if let before, before.version >= (version.revision, version.time, version.event) { return .applied([]) }
        let (person, row) = (
            Person(invoice.creditor, invoice.account), [invoice.creditor.text, invoice.invoice.text]
        )
        try transaction.execute(
            """
            INSERT INTO invoice (
                creditor, invoice, account_id, revision, time, event, status, number, reference, currency, amount,
                issued_on, due_on, document, reason, open, has_due, delivered_on, instalments, dunning)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
            ON CONFLICT (creditor, invoice) DO UPDATE SET
                account_id = excluded.account_id, revision = excluded.revision, time = excluded.time,
                event = excluded.event, status = excluded.status, number = excluded.number,
                reference = excluded.reference, currency = excluded.currency, amount = excluded.amount,
                issued_on = excluded.issued_on, due_on = excluded.due_on, document = excluded.document,
                reason = excluded.reason, open = excluded.open, has_due = excluded.has_due,
                delivered_on = excluded.delivered_on, instalments = excluded.instalments, dunning = excluded.dunning
            """,
            .text(invoice.creditor.text), .text(invoice.invoice.text), .int(account), .int(version.revision),
            .int(version.time), .text(version.event), .text(status.rawValue),
            .text(invoice.number ?? invoice.invoice.text),
            try sealed(invoice.reference, .invoiceReference, row, of: person, in: transaction),
            .text(invoice.amount.currency.code), .int(invoice.amount.minor), .int(invoice.issuedOn.daysSince1970),
            .int(invoice.dueOnWithoutTerms.daysSince1970),
            try sealed(invoice.document?.url, .invoiceDocument, row, of: person, in: transaction),
            try sealed(invoice.reason, .invoiceReason, row, of: person, in: transaction),
            .int(status.isCollectable ? invoice.amount.minor : 0),
            .flag(invoice.dueOn != nil), .int(invoice.deliveredOn?.daysSince1970),
            .text(try invoice.instalments.map(Self.json)), .text(try invoice.dunning.map(Self.json)))
        try resettle(invoice.creditor, invoice: invoice.invoice.text, in: transaction)
        try touchCase(ofAccount: account, currency: invoice.amount.currency.code, in: transaction)
        if let before, (before.account, before.currency) != (account, invoice.amount.currency.code) {
            try touchCase(ofAccount: before.account, currency: before.currency, in: transaction)
        }
        if !status.isCollectable { try noteCrossing(status.type, account: account, in: transaction) }
        return .applied([])
    }

    /// What was allocated to an invoice that was not known, or had another currency, counts from now on.
    private func resettle(_ creditor: Identifier, invoice: String, in transaction: borrowing Transaction) throws {
        let settlements = try transaction.all(
            "SELECT DISTINCT kind, id FROM allocation WHERE creditor = $1 AND invoice = $2",
            .text(creditor.text), .text(invoice)
        ) { (kind: $0.text(0), id: $0.text(1)) }
        for settlement in settlements {
            try settle(creditor, settlement.kind, settlement.id, in: transaction)
        }
        if !settlements.isEmpty { try reckon(creditor, invoice: invoice, in: transaction) }
    }

    /// Computes an invoice's open amount from all that is allocated to it.
    ///
    /// A void invoice that was paid leaves a credit; one that was written off is settled by what was paid, and only
    /// more than its amount is a credit.
    ///
    /// The lines are found by the index on their invoice and only then read: without that detour the optimizer takes
    /// the primary key and reads all of a creditor's lines.
    func reckon(_ creditor: Identifier, invoice: String, in transaction: borrowing Transaction) throws {
        let paid = try transaction.first(
            """
            SELECT CAST(COALESCE(SUM(line.effective), 0) AS BIGINT) FROM allocation found
            JOIN allocation line ON line.creditor = found.creditor AND line.kind = found.kind AND line.id = found.id
                AND line.line = found.line
            WHERE found.creditor = $1 AND found.invoice = $2
            """,
            .text(creditor.text), .text(invoice)
        ) { $0.int(0) }
        try transaction.execute(
            """
            UPDATE invoice SET open = CASE status
                WHEN 'voided' THEN -$3
                WHEN 'writtenOff' THEN CASE WHEN amount < $3 THEN amount - $3 ELSE 0 END
                ELSE amount - $3 END
            WHERE creditor = $1 AND invoice = $2
            """,
            .text(creditor.text), .text(invoice), .int(paid ?? 0))
    }
}
