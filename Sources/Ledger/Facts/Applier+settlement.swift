import Contracts
import Store

/// Payments, credit notes, their allocations and reversals.
extension Applier {
    private static let payment = "payment"
    private static let creditNote = "credit_note"

    func apply(
        _ payment: Payment, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        try apply(
            SettlementFact(
                creditor: payment.creditor, kind: Self.payment, id: payment.payment.text, account: payment.account,
                amount: payment.amount, day: payment.receivedOn, reference: payment.reference,
                lines: payment.allocations ?? [], type: .paymentReceived),
            version, in: transaction)
    }

    func apply(
        _ note: CreditNote, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        try apply(
            SettlementFact(
                creditor: note.creditor, kind: Self.creditNote, id: note.creditNote.text, account: note.account,
                amount: note.amount, day: note.issuedOn, reference: note.number, lines: note.allocations ?? [],
                type: .creditNoteIssued),
            version, in: transaction)
    }

    private struct SettlementFact {
        var creditor: Identifier
        var kind: String
        var id: String
        var account: Identifier
        var amount: Money
        var day: CivilDate
        var reference: String?
        var lines: [Allocation]
        var type: MessageType
    }

    private func apply(
        _ fact: SettlementFact, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        let account = try accountID(fact.creditor, fact.account, in: transaction)
        let known = try transaction.first(
            """
            SELECT is_known, account_id, currency, amount, settled_on FROM settlement
            WHERE creditor = $1 AND kind = $2 AND id = $3
            """,
            .text(fact.creditor.text), .text(fact.kind), .text(fact.id)
        ) { (isKnown: $0.flag(0), account: $0.int(1), currency: $0.text(2), amount: $0.int(3), day: $0.int(4)) }
        if let known, known.isKnown {
            let isSame =
                (known.account, known.currency, known.amount, known.day)
                == (account, fact.amount.currency.code, fact.amount.minor, Int64(fact.day.daysSince1970))
            guard isSame else { return .conflict(reason: "\(fact.kind) was known before with other content") }
            try complete(version.event, fact.creditor, in: transaction)
            return .applied([])
        }
        try transaction.execute(
            """
            INSERT INTO settlement (
                creditor, kind, id, account_id, is_known, currency, amount, settled_on, reference, event,
                allocation_revision, allocation_time, allocation_event, unapplied)
            VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, 0, '', 0)
            ON CONFLICT (creditor, kind, id) DO UPDATE SET
                account_id = excluded.account_id, is_known = 1, currency = excluded.currency,
                amount = excluded.amount, settled_on = excluded.settled_on, reference = excluded.reference,
                event = excluded.event
            """,
            .text(fact.creditor.text), .text(fact.kind), .text(fact.id), .int(account),
            .text(fact.amount.currency.code), .int(fact.amount.minor), .int(fact.day.daysSince1970),
            try sealed(
                fact.reference, .settlementReference, [fact.creditor.text, fact.kind, fact.id],
                of: Person(fact.creditor, fact.account), in: transaction),
            .text(version.event), .int(Int64.min))
        // An allocation that came first is newer than the one the payment came with.
        if known == nil { try insert(fact.lines, fact.creditor, fact.kind, fact.id, in: transaction) }
        try settle(fact.creditor, fact.kind, fact.id, in: transaction)
        try noteCrossing(fact.type, account: account, in: transaction)
        try complete(version.event, fact.creditor, in: transaction)
        return .applied([])
    }

    func apply(
        _ allocation: PaymentAllocation, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        let account = try accountID(allocation.creditor, allocation.account, in: transaction)
        let changed = try transaction.execute(
            """
            INSERT INTO settlement (
                creditor, kind, id, account_id, is_known, currency, amount, settled_on, event, allocation_revision,
                allocation_time, allocation_event, unapplied)
            VALUES ($1, 'payment', $2, $3, 0, '', 0, 0, '', $4, $5, $6, 0)
            ON CONFLICT (creditor, kind, id) DO UPDATE SET
                allocation_revision = excluded.allocation_revision, allocation_time = excluded.allocation_time,
                allocation_event = excluded.allocation_event
            WHERE (excluded.allocation_revision, excluded.allocation_time, excluded.allocation_event)
                > (settlement.allocation_revision, settlement.allocation_time, settlement.allocation_event)
            """,
            .text(allocation.creditor.text), .text(allocation.payment.text), .int(account), .int(version.revision),
            .int(version.time), .text(version.event))
        try complete(version.event, allocation.creditor, in: transaction)
        guard changed > 0 else { return .applied([]) }
        let freed = try invoices(of: allocation.creditor, Self.payment, allocation.payment.text, in: transaction)
        try transaction.execute(
            "DELETE FROM allocation WHERE creditor = $1 AND kind = 'payment' AND id = $2",
            .text(allocation.creditor.text), .text(allocation.payment.text))
        try insert(
            allocation.allocations, allocation.creditor, Self.payment, allocation.payment.text, in: transaction)
        try settle(allocation.creditor, Self.payment, allocation.payment.text, alsoFreed: freed, in: transaction)
        try noteCrossing(.paymentAllocated, account: account, in: transaction)
        return .applied([])
    }

    func apply(
        _ reversal: PaymentReversal, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        let account = try accountID(reversal.creditor, reversal.account, in: transaction)
        let known = try transaction.first(
            "SELECT payment, amount FROM reversal WHERE creditor = $1 AND id = $2",
            .text(reversal.creditor.text), .text(reversal.reversal.text)
        ) { (payment: $0.text(0), amount: $0.optionalInt(1)) }
        if let known {
            guard known == (reversal.payment.text, reversal.amount?.minor) else {
                return .conflict(reason: "reversal was known before with other content")
            }
            return .applied([])
        }
        try transaction.execute(
            """
            INSERT INTO reversal (creditor, id, payment, account_id, currency, amount, reversed_on, reason, event)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            .text(reversal.creditor.text), .text(reversal.reversal.text), .text(reversal.payment.text),
            .int(account), .text(reversal.amount?.currency.code), .int(reversal.amount?.minor),
            .int(reversal.reversedOn.daysSince1970),
            try sealed(
                reversal.reason, .reversalReason, [reversal.creditor.text, reversal.reversal.text],
                of: Person(reversal.creditor, reversal.account), in: transaction),
            .text(version.event))
        try settle(reversal.creditor, Self.payment, reversal.payment.text, in: transaction)
        try complete(version.event, reversal.creditor, in: transaction)
        return .applied([])
    }

    private func insert(
        _ lines: [Allocation], _ creditor: Identifier, _ kind: String, _ id: String,
        in transaction: borrowing Transaction
    ) throws {
        for (index, line) in lines.enumerated() {
            try transaction.execute(
                """
                INSERT INTO allocation (creditor, kind, id, line, invoice, minor, effective)
                VALUES ($1, $2, $3, $4, $5, $6, 0)
                """,
                .text(creditor.text), .text(kind), .text(id), .int(index), .text(line.invoice.text),
                .int(line.minor.value))
        }
    }

    /// May name an invoice twice.
    private func invoices(
        of creditor: Identifier, _ kind: String, _ id: String, in transaction: borrowing Transaction
    ) throws -> [String] {
        try transaction.all(
            "SELECT invoice FROM allocation WHERE creditor = $1 AND kind = $2 AND id = $3",
            .text(creditor.text), .text(kind), .text(id)
        ) { $0.text(0) }
    }

    /// Computes what each line of a payment or credit note settles, and what is left unapplied.
    ///
    /// What was not reversed covers the lines in their order until it is used up. A line settles nothing while its
    /// invoice has another currency: that money stays unapplied in its own.
    func settle(
        _ creditor: Identifier, _ kind: String, _ id: String, alsoFreed freed: [String] = [],
        in transaction: borrowing Transaction
    ) throws {
        let document = try transaction.first(
            """
            SELECT is_known, currency, amount, account_id FROM settlement
            WHERE creditor = $1 AND kind = $2 AND id = $3
            """,
            .text(creditor.text), .text(kind), .text(id)
        ) { (isKnown: $0.flag(0), currency: $0.text(1), amount: $0.int(2), account: $0.int(3)) }
        guard let document, document.isKnown else { return }
        var left = document.amount
        if kind == Self.payment {
            // By the index on their payment, see `reckon`.
            try transaction.query(
                """
                SELECT reversal.amount FROM reversal found
                JOIN reversal ON reversal.creditor = found.creditor AND reversal.id = found.id
                WHERE found.creditor = $1 AND found.payment = $2
                """,
                .text(creditor.text), .text(id)
            ) { left = max(0, left - ($0.optionalInt(0) ?? document.amount)) }
        }
        let lines = try transaction.all(
            """
            SELECT a.line, a.minor, a.invoice, i.currency, i.account_id FROM allocation a
            LEFT JOIN invoice i ON i.creditor = a.creditor AND i.invoice = a.invoice
            WHERE a.creditor = $1 AND a.kind = $2 AND a.id = $3 ORDER BY a.line
            """,
            .text(creditor.text), .text(kind), .text(id)
        ) { row in
            (
                line: row.int(0), minor: row.int(1), invoice: row.text(2), currency: row.optionalText(3),
                account: row.optionalInt(4)
            )
        }
        for line in lines {
            let fits = line.currency == nil || line.currency == document.currency
            let effective = fits ? min(left, line.minor) : 0
            left -= effective
            try transaction.execute(
                """
                UPDATE allocation SET effective = $5
                WHERE creditor = $1 AND kind = $2 AND id = $3 AND line = $4
                """,
                .text(creditor.text), .text(kind), .text(id), .int(line.line), .int(effective))
        }
        try transaction.execute(
            "UPDATE settlement SET unapplied = $4 WHERE creditor = $1 AND kind = $2 AND id = $3",
            .text(creditor.text), .text(kind), .text(id), .int(left))
        for invoice in Set(freed + lines.map(\.invoice)).sorted() {
            try reckon(creditor, invoice: invoice, in: transaction)
            // Most are the payer's own, and touched below.
            let isPayers = lines.contains {
                ($0.invoice, $0.account, $0.currency) == (invoice, document.account, document.currency)
            }
            if !isPayers { try touchCase(ofInvoice: invoice, creditor, in: transaction) }
        }
        // After the amounts, which are compared with the account's statement then.
        try touchCase(ofAccount: document.account, currency: document.currency, in: transaction)
    }

    private func touchCase(
        ofInvoice invoice: String, _ creditor: Identifier, in transaction: borrowing Transaction
    ) throws {
        let owner = try transaction.first(
            "SELECT account_id, currency FROM invoice WHERE creditor = $1 AND invoice = $2", .text(creditor.text),
            .text(invoice)
        ) { (account: $0.int(0), currency: $0.text(1)) }
        if let owner { try touchCase(ofAccount: owner.account, currency: owner.currency, in: transaction) }
    }
}
