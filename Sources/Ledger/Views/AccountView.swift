import Contracts
import Foundation
import Policy
import Store

/// One account as `dunlin account show` tells it: facts, what comes next, and why.
package struct AccountView: Hashable, Sendable, Codable {
    package var creditor: Identifier
    package var account: Identifier
    package var name: String?
    /// What the account has of its own beside the creditor's rules; nil: nothing.
    package var settings: DunningSettings?
    /// The account in whose case this one's invoices are; nil: its own.
    package var paidBy: Identifier?
    /// The accounts whose invoices are in this one's case as well.
    package var paysFor: [Identifier]?
    package var cases: [CaseView]
    package var attempts: [AttemptView]

    package struct CaseView: Hashable, Sendable, Codable {
        package var number: Int64
        package var currency: String
        package var items: [Item]
        package var unappliedMinor: Int64
        package var stop: String?
        /// What a decision would be now.
        package var next: String
        package var nextAt: Instant?
        /// What keeps ``next`` from going out now although policy and facts would have it; nil: nothing.
        package var hold: String?
        /// Why the case stands as the planner last left it.
        package var why: String
        /// Steps whose day passed unsent: `step/due date`, or the step alone where that date is not known any more.
        package var lapsed: [String]
        /// The policy, the rule by which it was chosen, and the version that an open case keeps if that is not the
        /// active one; nil: the case cannot be decided.
        package var rule: String?
        /// What creditor, segment, account or an open invoice has otherwise, and which of them: see
        /// ``Ledger/overridesInForce(of:on:in:)``.
        package var overrides: [String]?
        /// nil: the case cannot be decided.
        package var particulars: CaseParticulars?
        /// nil: the case cannot be decided.
        package var evidence: CaseEvidence?
    }

    package struct Item: Hashable, Sendable, Codable {
        package var invoice: Identifier
        /// The account that owes it, if the case's own account pays for it; nil: that account itself.
        package var account: Identifier?
        package var dueOn: CivilDate
        package var daysPastDue: Int
        package var amountMinor: Int64
        package var openMinor: Int64
        package var stop: String?
    }

    package struct AttemptView: Hashable, Sendable, Codable {
        package var id: String
        package var caseNumber: Int64
        package var episode: Int
        package var step: String
        package var channel: String
        package var slot: String
        package var state: String
        package var revision: Int
        package var invoices: [Identifier]
        package var totalMinor: Int64
        package var plannedAt: Instant
        package var claimedAt: Instant?
        package var settledAt: Instant?
        package var code: Int?
        package var reason: String?
        package var crossed: String?
    }
}

extension Ledger {
    /// - Parameter rules: nil for a creditor that has none: its cases can't be decided.
    /// - Returns: nil if nothing was ever heard of the account.
    package func view(
        of creditor: Identifier, _ account: Identifier, rules: (Identifier) -> CaseRules?
    ) throws -> AccountView? {
        try database.read { transaction in
            let row = try transaction.first(
                "SELECT id, name, dunning FROM account WHERE creditor = $1 AND account = $2", .text(creditor.text),
                .text(account.text)
            ) { (id: $0.int(0), name: $0.optionalText(1), dunning: $0.optionalText(2)) }
            guard let row else { return nil }
            let now = try transaction.policyNow()
            let controls = try SendingControls(of: self, now: now, in: transaction)
            let cases = try transaction.all(
                "SELECT number, currency, why FROM dunning_case WHERE account_id = $1 ORDER BY currency", .int(row.id)
            ) { (number: $0.int(0), currency: $0.text(1), why: $0.text(2)) }
            return AccountView(
                creditor: creditor, account: account,
                name: try opened(
                    row.name, .accountName, [creditor.text, account.text], of: Person(creditor, account),
                    in: transaction),
                settings: try row.dunning.map {
                    try JSONDecoder().decode(DunningSettings.self, from: Data($0.utf8))
                },
                paidBy: try payer(ofAccount: row.id, in: transaction),
                paysFor: try accounts(paidForBy: row.id, in: transaction),
                cases: try cases.map { entry in
                    guard
                        let (loaded, caseRules) = try load(
                            case: entry.number, rules: rules, now: now, in: transaction)
                    else {
                        return AccountView.CaseView(
                            number: entry.number, currency: entry.currency, items: [], unappliedMinor: 0, stop: nil,
                            next: "account or creditor not known", nextAt: nil, why: entry.why, lapsed: [])
                    }
                    var view = try view(of: loaded, caseRules, controls, why: entry.why, now: now, in: transaction)
                    view.evidence?.upcoming = try upcoming(
                        ofCase: entry.number, from: now, rules: rules, in: transaction)
                    return view
                },
                attempts: try attempts(ofAccount: row.id, in: transaction))
        }
    }

    private func view(
        of loaded: LoadedCase, _ rules: CaseRules, _ controls: SendingControls, why: String, now: Instant,
        in transaction: borrowing Transaction
    ) throws -> AccountView.CaseView {
        let today = rules.zone.date(at: now)
        let decision = rules.policy.decision(on: loaded.facts, after: loaded.history, now: now)
        let (next, nextAt): (String, Instant?) =
            switch decision.action {
            case .send(let reminder): ("send \(reminder.step.id)", now)
            case .task(let due): ("task \(due.step.id)", now)
            case .wait(let until, let reason): (reason.rawValue, until)
            case .rest(let reason): (reason.rawValue, nil)
            }
        var hold: String?
        if case .send(let reminder) = decision.action {
            hold = try controls.explanation(of: loaded, reminder.channel, rules, in: transaction)
        }
        return AccountView.CaseView(
            number: loaded.facts.number, currency: loaded.facts.currency.code,
            items: loaded.facts.items.sorted { ($0.dueOn, $0.invoice) < ($1.dueOn, $1.invoice) }.map { item in
                AccountView.Item(
                    invoice: item.invoice, account: item.account, dueOn: item.dueOn,
                    daysPastDue: today.days(since: item.dueOn),
                    amountMinor: item.amountMinor, openMinor: item.openMinor, stop: item.stop?.reason.rawValue)
            },
            unappliedMinor: loaded.facts.unappliedMinor, stop: loaded.facts.stop?.reason.rawValue, next: next,
            nextAt: nextAt, hold: hold, why: why,
            lapsed: try lapsedSteps(of: loaded, rules, now: now, in: transaction),
            rule: loaded.rule,
            overrides: try overridesInForce(of: loaded, on: today, in: transaction),
            particulars: try particulars(of: loaded, rules, now: now, in: transaction),
            evidence: CaseEvidence(decision, on: loaded, rules, upcoming: nil, at: now))
    }

    private func payer(ofAccount id: Int64, in transaction: borrowing Transaction) throws -> Identifier? {
        try transaction.first(
            "SELECT p.account FROM account a JOIN account p ON p.id = a.payer_id WHERE a.id = $1", .int(id)
        ) { try Self.identifier($0.text(0)) }
    }

    /// nil: none.
    private func accounts(paidForBy id: Int64, in transaction: borrowing Transaction) throws -> [Identifier]? {
        let accounts = try transaction.all(
            "SELECT account FROM account WHERE payer_id = $1 ORDER BY account", .int(id)
        ) { try Self.identifier($0.text(0)) }
        return accounts.isEmpty ? nil : accounts
    }

    private func lapsedSteps(
        of loaded: LoadedCase, _ rules: CaseRules, now: Instant, in transaction: borrowing Transaction
    ) throws -> [String] {
        let items = Standing(of: loaded.facts, under: rules.policy, at: now).items
        return try transaction.all(
            "SELECT step, occurrence FROM lapse WHERE case_number = $1 ORDER BY occurrence, step",
            .int(loaded.facts.number)
        ) { row in
            let occurrence = Int(row.int(1))
            // Where each invoice has a ladder of its own the number is not that of a day.
            let day =
                occurrence < 1 << 51
                ? CivilDate(daysSince1970: occurrence)
                : items.first { $0.occurrenceAlone == occurrence }?.dueOn
            return row.text(0) + (day.map { "/\($0)" } ?? "")
        }
    }

    private func attempts(
        ofAccount account: Int64, in transaction: borrowing Transaction
    ) throws -> [AccountView.AttemptView] {
        try transaction.all(
            """
            SELECT id, case_number, episode, step, channel, slot, state, revision, invoices, total, planned_at,
                claimed_at, settled_at, code, reason, crossed
            FROM attempt WHERE account_id = $1 ORDER BY planned_at, id
            """,
            .int(account)
        ) { row in
            AccountView.AttemptView(
                id: row.text(0), caseNumber: row.int(1), episode: Int(row.int(2)), step: row.text(3),
                channel: row.text(4), slot: row.text(5), state: row.text(6), revision: Int(row.int(7)),
                invoices: try IdentifierList.identifiers(in: row.text(8)), totalMinor: row.int(9),
                plannedAt: Instant(milliseconds: row.int(10)),
                claimedAt: row.optionalInt(11).map { Instant(milliseconds: $0) },
                settledAt: row.optionalInt(12).map { Instant(milliseconds: $0) },
                code: row.optionalInt(13).map(Int.init), reason: row.optionalText(14),
                crossed: row.optionalText(15))
        }
    }
}

extension LoadedCase {
    /// By what the case goes, and why.
    fileprivate var rule: String {
        guard let pin, pin.policy != ruling.policy else { return ruling.choice.description }
        return "\(ruling.choice.description); since its first step it goes by version \(pin.hash.prefix(12)) of policy "
            + "\(pin.policy.id)"
    }
}
