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
                a.zone, a.contacts, a.country
            FROM dunning_case c JOIN account a ON a.id = c.account_id WHERE c.number = $1
            """,
            .int(number)
        ) { row in
            (
                id: row.int(0), currency: row.text(1), refusals: row.int(2), epoch: row.int(3),
                creditor: row.text(4), account: row.text(5), name: row.optionalText(6),
                language: row.optionalText(7), zone: row.optionalText(8), contacts: row.optionalText(9),
                country: row.optionalText(10)
            )
        }
        guard let row, let name = row.name, let contacts = row.contacts, let creditor = Identifier(row.creditor),
            let account = Identifier(row.account), let currency = Currency(row.currency), let rules = rules(creditor)
        else { return nil }
        let attempts = try attempts(ofCase: number, in: transaction)
        let since = now.adding(.seconds(-rules.policy.budget.days * 86_400))
        let facts = CaseFacts(
            number: number, creditor: creditor, account: account, currency: currency, creditorZone: rules.zone,
            accountZone: row.zone.flatMap { Zone($0) } ?? rules.zone,
            items: [], unappliedMinor: 0, stop: nil,
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
            refusals: row.refusals, linkEpoch: row.epoch)
        try loadAmounts(of: &loaded, in: transaction)
        try loadStops(of: &loaded, now: now, in: transaction)
        return (loaded, rules)
    }

    private func loadAmounts(of loaded: inout LoadedCase, in transaction: borrowing Transaction) throws {
        var items: [OpenItem] = []
        var credit: Int64 = 0
        try transaction.query(
            """
            SELECT invoice, number, reference, issued_on, due_on, amount, open FROM invoice
            WHERE account_id = $1 AND open <> 0 AND currency = $2
            """,
            .int(loaded.accountID), .text(loaded.facts.currency.code)
        ) { row in
            guard row.int(6) > 0 else { return credit -= row.int(6) }
            items.append(
                OpenItem(
                    invoice: try Self.identifier(row.text(0)), number: row.text(1), reference: row.optionalText(2),
                    issuedOn: CivilDate(daysSince1970: Int(row.int(3))),
                    dueOn: CivilDate(daysSince1970: Int(row.int(4))), amountMinor: row.int(5),
                    openMinor: row.int(6), stop: nil))
        }
        try transaction.query(
            "SELECT currency, unapplied FROM settlement WHERE account_id = $1 AND unapplied <> 0",
            .int(loaded.accountID)
        ) { row in
            if row.text(0) == loaded.facts.currency.code { credit += row.int(1) }
        }
        loaded.facts.items = items
        loaded.facts.unappliedMinor = credit
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
        try JSONDecoder().decode([Contact].self, from: Data(json.utf8)).map { contact in
            var facts = ContactFacts(
                contact: contact.contact, role: contact.role ?? "billing", name: contact.name, email: contact.email,
                language: contact.language, hasOptedOut: false, isUndeliverable: false)
            guard let email = contact.email else { return facts }
            let address = Value.text(hash(ofAddress: email))
            facts.hasOptedOut =
                try transaction.first(
                    """
                    SELECT is_allowed FROM consent WHERE creditor = $1 AND channel = 'email' AND address = $2
                    """,
                    .text(creditor.text), address
                ) { !$0.flag(0) } ?? false
            try transaction.query(
                """
                SELECT claimed_at, is_undeliverable, state FROM attempt
                WHERE creditor = $1 AND address = $2 AND claimed_at IS NOT NULL
                """,
                .text(creditor.text), address
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
        try transaction.all(
            """
            SELECT claimed_at FROM attempt
            WHERE account_id = $1 AND claimed_at > $2 AND state NOT IN ('rejected', 'cancelled')
            """,
            .int(account), .int(since.milliseconds)
        ) { Instant(milliseconds: $0.int(0)) }
    }

    private func attempts(ofCase number: Int64, in transaction: borrowing Transaction) throws -> [StoredAttempt] {
        try transaction.all(
            """
            SELECT id, episode, step, occurrence, slot, state, revision, basis, invoices, command IS NOT NULL,
                retry_at, claimed_at, planned_at, settled_at
            FROM attempt WHERE case_number = $1
            """,
            .int(number)
        ) { row in
            guard let state = AttemptState(rawValue: row.text(5)) else {
                throw StoreError.misuse("an attempt has an unknown state")
            }
            return StoredAttempt(
                id: row.text(0),
                instance: StepInstance(episode: Int(row.int(1)), step: row.text(2), occurrence: Int(row.int(3))),
                slot: row.text(4), state: state, revision: Int(row.int(6)), basis: row.text(7),
                invoices: try Applier.identifiers(row.text(8)), hasCommand: row.flag(9),
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
