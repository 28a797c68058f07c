import Contracts
import Foundation
import Policy
import Store

/// A case with all that a decision about it needs.
struct LoadedCase {
    var facts: CaseFacts
    var history: ContactHistory
    var accountID: Int64
    var accountName: String
    var accountLanguage: String?
    /// The case's attempts that were not sent, as stored.
    var attempts: [StoredAttempt]
    var refusals: Int64
    var linkEpoch: Int64
    /// Whether anything on hold, in dispute or in doubt was looked at: what it means may change with time.
    var hasStops: Bool

    var reference: CaseReference {
        CaseReference(
            number: facts.number, creditor: facts.creditor, account: facts.account, currency: facts.currency)
    }
}

/// An attempt's row, as far as planning and claiming need it.
struct StoredAttempt {
    var id: String
    var instance: StepInstance
    var slot: String
    var state: AttemptState
    var revision: Int
    var basis: String
    var invoices: [Identifier]
    var hasCommand: Bool
    var retryAt: Instant?
    var claimedAt: Instant?
    var plannedAt: Instant
    var settledAt: Instant?
}

/// The life of an attempt.
package enum AttemptState: String, Sendable, CaseIterable {
    case planned, dispatched, claimed, submitting, accepted, rejected, unknown, delivered, bounced, complained
    case parked, cancelled

    /// What order, gap and budget see.
    var standing: PastAttempt.Standing {
        switch self {
        case .planned, .dispatched, .parked: .open
        case .cancelled: .void
        case .claimed, .submitting, .accepted, .rejected, .unknown, .delivered, .bounced, .complained: .taken
        }
    }
}

extension Ledger {
    /// Loads a case, or nil if its creditor has no rules or its account is not known yet.
    func load(
        case number: Int64, rules: (Identifier) -> CaseRules?, now: Instant, in transaction: borrowing Transaction
    ) throws -> (LoadedCase, CaseRules)? {
        let row = try transaction.first(
            """
            SELECT c.account_id, c.currency, c.refusals, c.link_epoch, a.creditor, a.account, a.name, a.language,
                a.zone, a.contacts, a.country,
                CASE WHEN EXISTS (SELECT 1 FROM dispute WHERE account_id = a.id AND is_open = 1)
                        OR EXISTS (SELECT 1 FROM hold WHERE account_id = a.id AND is_placed = 1)
                        OR EXISTS (
                            SELECT 1 FROM hold WHERE creditor = a.creditor AND is_placed = 1 AND account_id IS NULL)
                        OR EXISTS (
                            SELECT 1 FROM incomplete WHERE creditor = a.creditor AND account IN ('', a.account))
                        OR EXISTS (SELECT 1 FROM statement WHERE account_id = a.id AND differs = 1)
                    THEN 1 ELSE 0 END,
                CASE WHEN EXISTS (SELECT 1 FROM settlement WHERE account_id = a.id AND unapplied <> 0)
                    THEN 1 ELSE 0 END
            FROM dunning_case c JOIN account a ON a.id = c.account_id WHERE c.number = $1
            """,
            .int(number)
        ) { row in
            (
                id: row.int(0), currency: row.text(1), refusals: row.int(2), epoch: row.int(3),
                creditor: row.text(4), account: row.text(5), name: row.optionalText(6),
                language: row.optionalText(7), zone: row.optionalText(8), contacts: row.optionalText(9),
                country: row.optionalText(10), hasStops: row.flag(11), hasCredit: row.flag(12)
            )
        }
        guard let row, let name = row.name, let contacts = row.contacts, let creditor = Identifier(row.creditor),
            let account = Identifier(row.account), let currency = Currency(row.currency), let rules = rules(creditor)
        else { return nil }
        let (items, credit) = try amounts(ofAccount: row.id, currency, hasCredit: row.hasCredit, in: transaction)
        let attempts = try attempts(ofCase: number, since: items.map(\.dueOn).min(), in: transaction)
        let since = now.adding(.seconds(-rules.policy.budget.days * 86_400))
        let facts = CaseFacts(
            number: number, creditor: creditor, account: account, currency: currency, creditorZone: rules.zone,
            accountZone: row.zone.flatMap { memory.zone($0) } ?? rules.zone,
            items: items, unappliedMinor: credit, stop: nil,
            contacts: try self.contacts(contacts, of: creditor, since: since, in: transaction),
            calendar: rules.calendar(of: row.country))
        var loaded = LoadedCase(
            facts: facts,
            history: ContactHistory(
                attempts: attempts.map {
                    PastAttempt(
                        instance: $0.instance, standing: $0.state.standing, at: $0.claimedAt ?? $0.plannedAt,
                        invoices: $0.invoices)
                },
                contacts: try messages(toAccount: row.id, since: since, in: transaction)),
            accountID: row.id, accountName: name, accountLanguage: row.language, attempts: attempts,
            refusals: row.refusals, linkEpoch: row.epoch, hasStops: row.hasStops)
        if row.hasStops { try loadStops(of: &loaded, now: now, in: transaction) }
        return (loaded, rules)
    }

    /// What is open, and what no invoice has been given yet.
    func amounts(
        ofAccount account: Int64, _ currency: Currency, hasCredit: Bool, in transaction: borrowing Transaction
    ) throws -> (items: [OpenItem], credit: Int64) {
        var items: [OpenItem] = []
        var credit: Int64 = 0
        try transaction.query(
            """
            SELECT invoice, number, reference, issued_on, due_on, amount, open FROM invoice
            WHERE account_id = $1 AND open <> 0 AND currency = $2
            """,
            .int(account), .text(currency.code)
        ) { row in
            guard row.int(6) > 0 else { return credit -= row.int(6) }
            items.append(
                OpenItem(
                    invoice: try Self.identifier(row.text(0)), number: row.text(1), reference: row.optionalText(2),
                    issuedOn: CivilDate(daysSince1970: Int(row.int(3))),
                    dueOn: CivilDate(daysSince1970: Int(row.int(4))), amountMinor: row.int(5),
                    openMinor: row.int(6), stop: nil))
        }
        if hasCredit {
            try transaction.query(
                "SELECT currency, unapplied FROM settlement WHERE account_id = $1 AND unapplied <> 0", .int(account)
            ) { row in
                if row.text(0) == currency.code { credit += row.int(1) }
            }
        }
        return (items, credit)
    }

    /// Disputes, holds and doubts about the facts. Of several stops on one thing the one that lasts longest counts.
    private func loadStops(
        of loaded: inout LoadedCase, now: Instant, in transaction: borrowing Transaction
    ) throws {
        var ofCase: [Stop] = []
        var ofInvoice: [String: [Stop]] = [:]
        func note(_ stop: Stop, on invoice: String?) {
            if let invoice { ofInvoice[invoice, default: []].append(stop) } else { ofCase.append(stop) }
        }
        try transaction.query(
            "SELECT invoice FROM dispute WHERE account_id = $1 AND is_open = 1", .int(loaded.accountID)
        ) { note(Stop(.disputed), on: $0.optionalText(0)) }
        func noteHold(_ invoice: String?, from: Int64?, until: Int64?) {
            if let until, until <= now.milliseconds { return }
            if let from, from > now.milliseconds { return }
            note(Stop(.held, until: until.map { Instant(milliseconds: $0) }), on: invoice)
        }
        try transaction.query(
            "SELECT invoice, from_at, until_at FROM hold WHERE account_id = $1 AND is_placed = 1",
            .int(loaded.accountID)
        ) { noteHold($0.optionalText(0), from: $0.optionalInt(1), until: $0.optionalInt(2)) }
        try transaction.query(
            """
            SELECT from_at, until_at FROM hold
            WHERE creditor = $1 AND is_placed = 1 AND account_id IS NULL
            """,
            .text(loaded.facts.creditor.text)
        ) { noteHold(nil, from: $0.optionalInt(0), until: $0.optionalInt(1)) }
        let isIncomplete = try transaction.first(
            "SELECT 1 FROM incomplete WHERE creditor = $1 AND account IN ('', $2) LIMIT 1",
            .text(loaded.facts.creditor.text), .text(loaded.facts.account.text)
        ) { _ in true }
        if isIncomplete == true { ofCase.append(Stop(.factsIncomplete)) }
        let differs = try transaction.first(
            "SELECT 1 FROM statement WHERE account_id = $1 AND differs = 1", .int(loaded.accountID)
        ) { _ in true }
        if differs == true { ofCase.append(Stop(.balanceDiffers)) }
        loaded.facts.stop = ofCase.lasting
        if ofInvoice.isEmpty { return }
        for index in loaded.facts.items.indices {
            loaded.facts.items[index].stop = ofInvoice[loaded.facts.items[index].invoice.text]?.lasting
        }
    }

    private func contacts(
        _ json: String, of creditor: Identifier, since: Instant, in transaction: borrowing Transaction
    ) throws -> [ContactFacts] {
        try memory.contacts(in: json, hash: hash(ofAddress:)).map { contact, address in
            var facts = ContactFacts(
                contact: contact.contact, role: contact.role ?? "billing", name: contact.name, email: contact.email,
                language: contact.language, hasOptedOut: false, isUndeliverable: false)
            guard let address = address.map({ Value.text($0) }) else { return facts }
            facts.hasOptedOut =
                try transaction.first(
                    """
                    SELECT is_allowed FROM consent WHERE creditor = $1 AND channel = 'email' AND address = $2
                    """,
                    .text(creditor.text), address
                ) { !$0.flag(0) } ?? false
            if simulation != nil { return facts }
            try transaction.query(
                """
                SELECT claimed_at, is_undeliverable, state FROM attempt
                WHERE creditor = $1 AND address = $2 AND claimed_at IS NOT NULL
                    AND (claimed_at > $3 OR is_undeliverable = 1)
                """,
                .text(creditor.text), address, .int(since.milliseconds)
            ) { row in
                if row.flag(1) { facts.isUndeliverable = true }
                let claimed = Instant(milliseconds: row.int(0))
                if claimed > since, row.text(2) != "rejected", row.text(2) != "cancelled" {
                    facts.messages.append(claimed)
                }
            }
            return facts
        }
    }

    private func messages(
        toAccount account: Int64, since: Instant, in transaction: borrowing Transaction
    ) throws -> [Instant] {
        if simulation != nil { return [] }
        return try transaction.all(
            """
            SELECT claimed_at FROM attempt
            WHERE account_id = $1 AND claimed_at > $2 AND state NOT IN ('rejected', 'cancelled')
            """,
            .int(account), .int(since.milliseconds)
        ) { Instant(milliseconds: $0.int(0)) }
    }

    /// The attempts that can still matter: those of the latest episode and what was cancelled after it, those under
    /// way, and those before a due date that is open. A case of many years has many others.
    /// - Parameter since: the earliest open due date.
    private func attempts(
        ofCase number: Int64, since: CivilDate?, in transaction: borrowing Transaction
    ) throws -> [StoredAttempt] {
        if simulation != nil { return [] }
        return try transaction.all(
            """
            SELECT id, episode, step, occurrence, slot, state, revision, basis, invoices, command IS NOT NULL,
                retry_at, claimed_at, planned_at, settled_at
            FROM attempt WHERE case_number = $1 AND (
                episode >= (
                    SELECT COALESCE(MAX(episode), 0) FROM attempt WHERE case_number = $1 AND state <> 'cancelled')
                OR occurrence >= $2
                OR state IN ('planned', 'dispatched', 'claimed', 'submitting', 'parked'))
            """,
            .int(number), .int(since?.daysSince1970 ?? Int.max)
        ) { row in
            guard let state = AttemptState(rawValue: row.text(5)) else {
                throw StoreError.misuse("an attempt has an unknown state")
            }
            return StoredAttempt(
                id: row.text(0),
                instance: StepInstance(episode: Int(row.int(1)), step: row.text(2), occurrence: Int(row.int(3))),
                slot: row.text(4), state: state, revision: Int(row.int(6)), basis: row.text(7),
                invoices: try IdentifierList.identifiers(in: row.text(8)), hasCommand: row.flag(9),
                retryAt: row.optionalInt(10).map { Instant(milliseconds: $0) },
                claimedAt: row.optionalInt(11).map { Instant(milliseconds: $0) },
                plannedAt: Instant(milliseconds: row.int(12)),
                settledAt: row.optionalInt(13).map { Instant(milliseconds: $0) })
        }
    }

    static func identifier(_ text: String) throws -> Identifier {
        guard let identifier = Identifier(text) else { throw StoreError.misuse("a stored identifier is none") }
        return identifier
    }
}

extension [Stop] {
    /// The one that lasts longest; without an end is longest of all.
    fileprivate var lasting: Stop? {
        self.max { left, right in
            guard let end = left.until else { return false }
            return right.until.map { end < $0 } ?? true
        }
    }
}
