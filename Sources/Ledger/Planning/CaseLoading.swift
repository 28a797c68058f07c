import Contracts
import Foundation
import Policy
import Store

/// A case with all that a decision about it needs.
struct LoadedCase {
    var facts: CaseFacts
    var history: ContactHistory
    var accountID: Int64
    /// As stored: it is opened for who must be told it.
    var storedName: String
    var accountLanguage: String?
    /// The case's attempts that were not sent, as stored.
    var attempts: [StoredAttempt]
    var refusals: Int64
    var linkEpoch: Int64
    /// Whether anything on hold, in dispute, agreed on or in doubt was looked at: what it means may change with time.
    var hasStops: Bool
    /// Whose invoices it holds, the payer's own account first; empty: another account pays, in a case of its own.
    var members: [CaseMember]
    /// By what the account goes, and why.
    var ruling: AccountRuling
    /// nil: the policy of the rules of now decides, and is pinned with the first step.
    var pin: PolicyPin?
    /// Promises whose outcome was not told yet.
    var untold: Set<Identifier> = []
    /// Those that are open, by id and the day on which they were opened.
    var disputes: [OpenDispute] = []
    /// Whether some account's facts differ from upstream's statement.
    var differs = false

    var person: Person { Person(facts.creditor, facts.account) }

    var reference: CaseReference {
        CaseReference(
            number: facts.number, creditor: facts.creditor, account: facts.account, currency: facts.currency)
    }
}

/// An attempt's row, as far as planning and claiming need it.
struct StoredAttempt {
    var id: String
    var instance: StepInstance
    var channel: Channel
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
    /// How often policy had it sent again.
    var resends: Int
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
    ///
    /// The policy of the rules that come back is the one that the case goes by: that of its pin while its episode lasts.
    /// - Parameter policy: goes before pin and rules; nil: as the case stands.
    /// - Throws: ``LedgerError/unreadableVersion(_:reason:)``
    func load(
        case number: Int64, rules: (Identifier) -> CaseRules?, as policy: DunningPolicy? = nil, now: Instant,
        in transaction: borrowing Transaction
    ) throws -> (LoadedCase, CaseRules)? {
        let found = try load(
            case: number, rules: rules, as: policy, mayBePinned: policy == nil, now: now, in: transaction)
        guard let loaded = found?.0, let pin = loaded.pin,
            pin.episode != loaded.facts.episode(after: loaded.history)
        else { return found }
        // What it was pinned for is paid: another episode goes by the rules of now.
        return try load(case: number, rules: rules, as: nil, mayBePinned: false, now: now, in: transaction)
    }

    private static let caseAndAccount = """
        SELECT c.account_id, c.currency, c.refusals, c.link_epoch, a.creditor, a.account, a.name, a.language,
            a.zone, a.contacts, a.country,
            CASE WHEN \(hasStops)
                    OR EXISTS (
                        SELECT 1 FROM hold WHERE creditor = a.creditor AND is_placed = 1 AND account_id IS NULL)
                    OR EXISTS (SELECT 1 FROM task WHERE case_number = c.number AND step IS NOT NULL)
                THEN 1 ELSE 0 END,
            CASE WHEN \(hasCredit) THEN 1 ELSE 0 END,
            a.dunning, a.subdivision, a.kind, a.segment, a.tags, c.policy_hash, c.policy_episode, a.payer_id,
            CASE WHEN EXISTS (SELECT 1 FROM account WHERE payer_id = a.id) THEN 1 ELSE 0 END
        FROM dunning_case c JOIN account a ON a.id = c.account_id WHERE c.number = $1
        """

    private func load(
        case number: Int64, rules: (Identifier) -> CaseRules?, as policy: DunningPolicy?, mayBePinned: Bool,
        now: Instant, in transaction: borrowing Transaction
    ) throws -> (LoadedCase, CaseRules)? {
        let row = try transaction.first(
            Self.caseAndAccount, .int(number)
        ) { row in
            (
                id: row.int(0), currency: row.text(1), refusals: row.int(2), epoch: row.int(3),
                creditor: row.text(4), account: row.text(5), name: row.optionalText(6),
                language: row.optionalText(7), zone: row.optionalText(8), contacts: row.optionalText(9),
                country: row.optionalText(10), hasStops: row.flag(11), hasCredit: row.flag(12),
                dunning: row.optionalText(13), subdivision: row.optionalText(14), kind: row.optionalText(15),
                segment: row.optionalText(16), tags: row.optionalText(17), pin: PinnedVersion(row, at: 18),
                payer: row.optionalInt(20), paysForOthers: row.flag(21)
            )
        }
        guard let row, let name = row.name, let contacts = row.contacts, let creditor = Identifier(row.creditor),
            let account = Identifier(row.account), let currency = Currency(row.currency), var rules = rules(creditor)
        else { return nil }
        let kind = row.kind.flatMap(AccountKind.init(rawValue:)) ?? .business
        let ruling = rules.ruling(
            for: PolicySubject(
                creditor: creditor, tags: try Self.tags(row.tags), segment: row.segment, kind: kind,
                country: row.country ?? rules.country, subdivision: row.subdivision),
            own: OverrideLevel(
                try overrides(row.dunning, language: row.language), of: .account(account)))
        rules.policy = ruling.policy
        var pin: PolicyPin?
        if mayBePinned, let pinned = row.pin { pin = try self.pin(pinned, of: ruling, in: transaction) }
        if let pinned = policy ?? pin?.policy { rules.policy = pinned }
        var members: [CaseMember] = []
        if row.payer == nil {
            members.append(
                CaseMember(
                    id: row.id, account: account, settings: AccountSettings(ruling.overrides, zone: rules.zone),
                    hasStops: row.hasStops, hasCredit: row.hasCredit, isPayer: true))
            if row.paysForOthers { members += try self.members(paidForBy: row.id, rules, in: transaction) }
        }
        let amounts = try amounts(of: members, currency, now: now, in: transaction)
        let since = now.adding(.seconds(-rules.policy.budget.days * 86_400))
        let place = DebtorPlace(
            zone: row.zone.flatMap { memory.zone($0) }, country: row.country, subdivision: row.subdivision)
        var facts = CaseFacts(
            number: number, creditor: creditor, account: account, currency: currency, creditorZone: rules.zone,
            accountZone: rules.zone,
            items: amounts.items, unappliedMinor: amounts.credit, stop: members.first?.settings.pause(at: now),
            contacts: try self.contacts(
                contacts, of: creditor, account, at: place, rules, since: since, in: transaction),
            calendar: rules.calendar(of: row.country), unappliedSince: amounts.creditSince,
            leftOut: members.first?.settings.leftOut ?? [],
            limits: rules.limits(
                country: row.country, subdivision: row.subdivision,
                kind: kind == .consumer ? .consumer : .business, on: rules.zone.date(at: now)))
        facts.takeZone(of: place)
        var loaded = LoadedCase(
            facts: facts,
            history: ContactHistory(
                attempts: [], contacts: try messages(toAccount: row.id, since: since, in: transaction)),
            accountID: row.id, storedName: name, accountLanguage: ruling.overrides.language?.value, attempts: [],
            refusals: row.refusals, linkEpoch: row.epoch,
            hasStops: members.contains { $0.hasStops } || facts.stop != nil || facts.items.contains { $0.stop != nil },
            members: members,
            ruling: ruling, pin: pin)
        if members.contains(where: \.hasStops) {
            try loadStops(of: &loaded, now: now, in: transaction)
            try loadAgreements(of: &loaded, rules, now: now, in: transaction)
        }
        if rules.policy.disputes.agesAnew { try loadAges(of: &loaded, in: transaction) }
        loaded.attempts = try attempts(ofCase: number, since: loaded.facts.firstDueOn, in: transaction)
        loaded.history.attempts = loaded.attempts.map {
            PastAttempt(
                instance: $0.instance, standing: $0.state.standing, at: $0.claimedAt ?? $0.plannedAt,
                invoices: $0.invoices)
        }
        return (loaded, rules)
    }

    private static func tags(_ json: String?) throws -> Set<String> {
        guard let json else { return [] }
        return Set(try JSONDecoder().decode([String].self, from: Data(json.utf8)))
    }

    private func loadAgreements(
        of loaded: inout LoadedCase, _ rules: CaseRules, now: Instant, in transaction: borrowing Transaction
    ) throws {
        let facts = loaded.facts
        (loaded.facts.promises, loaded.untold) = try promises(
            of: loaded.members, facts.currency, in: rules.zone, under: rules.policy.promises,
            in: transaction)
        loaded.facts.plans = try plans(
            of: loaded.members, facts.currency, facts.items, today: rules.zone.date(at: now),
            under: rules.policy.plans, in: transaction)
        loaded.history.tasks = try tasks(ofCase: facts.number, in: transaction)
    }

    /// - Parameter stored: as the account's row holds them.
    func knownContacts(
        _ stored: String, of creditor: Identifier, _ account: Identifier, in transaction: borrowing Transaction
    ) throws -> [LoadingMemory.KnownContact] {
        try memory.contacts(in: stored, hash: hash(ofAddress:)) { stored in
            // Whoever was erased has none.
            try opened(
                stored, .accountContacts, [creditor.text, account.text], of: Person(creditor, account),
                in: transaction) ?? "[]"
        }
    }

    /// By what the budget finds the address of a contact; nil: the ledger does not know it.
    func knownAddress(
        of contact: Identifier, creditor: Identifier, _ account: Identifier, in transaction: borrowing Transaction
    ) throws -> String? {
        let stored = try transaction.first(
            "SELECT contacts FROM account WHERE creditor = $1 AND account = $2", .text(creditor.text),
            .text(account.text)
        ) { $0.optionalText(0) }
        guard let stored = stored ?? nil else { return nil }
        return try knownContacts(stored, of: creditor, account, in: transaction).first {
            $0.contact.contact == contact
        }?.address
    }

    private func contacts(
        _ stored: String, of creditor: Identifier, _ account: Identifier, at place: DebtorPlace, _ rules: CaseRules,
        since: Instant, in transaction: borrowing Transaction
    ) throws -> [ContactFacts] {
        try knownContacts(stored, of: creditor, account, in: transaction).map { contact, address in
            var facts = ContactFacts(
                contact: contact.contact, role: contact.role ?? "billing", name: contact.name, email: contact.email,
                language: contact.language, hasOptedOut: false, isUndeliverable: false,
                zone: place.zone(of: contact, rules, memory: &memory))
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
                retry_at, claimed_at, planned_at, settled_at, channel, COALESCE(resends, 0)
            FROM attempt WHERE case_number = $1 AND (
                episode >= (
                    SELECT COALESCE(MAX(episode), 0) FROM attempt WHERE case_number = $1 AND state <> 'cancelled')
                OR occurrence >= $2
                OR state IN ('planned', 'dispatched', 'claimed', 'submitting', 'parked'))
            """,
            .int(number), .int(since?.daysSince1970 ?? Int.max)
        ) { row in
            guard let state = AttemptState(rawValue: row.text(5)), let channel = Channel(rawValue: row.text(14)) else {
                throw StoreError.misuse("an attempt has an unknown state or channel")
            }
            return StoredAttempt(
                id: row.text(0),
                instance: StepInstance(episode: Int(row.int(1)), step: row.text(2), occurrence: Int(row.int(3))),
                channel: channel, slot: row.text(4), state: state, revision: Int(row.int(6)), basis: row.text(7),
                invoices: try IdentifierList.identifiers(in: row.text(8)), hasCommand: row.flag(9),
                retryAt: row.optionalInt(10).map { Instant(milliseconds: $0) },
                claimedAt: row.optionalInt(11).map { Instant(milliseconds: $0) },
                plannedAt: Instant(milliseconds: row.int(12)),
                settledAt: row.optionalInt(13).map { Instant(milliseconds: $0) }, resends: Int(row.int(15)))
        }
    }

    static func identifier(_ text: String) throws -> Identifier {
        guard let identifier = Identifier(text) else { throw StoreError.misuse("a stored identifier is none") }
        return identifier
    }
}

extension CaseFacts {
    /// The earliest day on which anything open is, or was, due; nil: nothing is open.
    var firstDueOn: CivilDate? {
        var first = items.map(\.dueOn).min()
        for instalment in items.flatMap(\.instalments) + plans.flatMap(\.instalments) {
            first = min(first ?? instalment.dueOn, instalment.dueOn)
        }
        return first
    }
}
