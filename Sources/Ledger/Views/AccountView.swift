import Contracts
import Policy
import Store

/// One account as `dunlin account show` tells it: facts, what comes next, and why.
package struct AccountView: Hashable, Sendable, Codable {
    package var creditor: Identifier
    package var account: Identifier
    package var name: String?
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
        /// Why the case stands as the planner last left it.
        package var why: String
        /// Steps whose day passed unsent, as `step/due date`.
        package var lapsed: [String]
        /// The policy, and the rule by which it was chosen; nil: the case cannot be decided.
        package var rule: String?
        /// What creditor, segment or account have otherwise, and which of them.
        package var overrides: [String]?
        package var promises: [Promise]?
        package var tasks: [OpenTask]?
        package var charges: [Charged]?
    }

    package struct Promise: Hashable, Sendable, Codable {
        package var promise: Identifier
        package var amountMinor: Int64
        package var paidMinor: Int64
        package var promisedOn: CivilDate
        /// As ``PromiseToPay/Outcome`` says it.
        package var outcome: String
    }

    package struct OpenTask: Hashable, Sendable, Codable {
        package var task: String?
        package var kind: String
        package var step: String?
        package var owner: String?
        package var openedAt: Instant
        package var dueAt: Instant?
    }

    /// A fee of a step: beside the invoices, never part of their amounts.
    package struct Charged: Hashable, Sendable, Codable {
        package var charge: String
        package var step: String
        package var minor: Int64
        package var on: CivilDate
        package var basis: String
        /// Why it is not asked for; nil: it is.
        package var waived: String?
    }

    package struct Item: Hashable, Sendable, Codable {
        package var invoice: Identifier
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
                "SELECT id, name FROM account WHERE creditor = $1 AND account = $2", .text(creditor.text),
                .text(account.text)
            ) { (id: $0.int(0), name: $0.optionalText(1)) }
            guard let row else { return nil }
            let now = try transaction.policyNow()
            let cases = try transaction.all(
                "SELECT number, currency, why FROM dunning_case WHERE account_id = $1 ORDER BY currency", .int(row.id)
            ) { (number: $0.int(0), currency: $0.text(1), why: $0.text(2)) }
            return AccountView(
                creditor: creditor, account: account, name: row.name,
                cases: try cases.map { entry in
                    guard
                        let (loaded, rules) = try load(
                            case: entry.number, rules: rules, now: now, in: transaction)
                    else {
                        return AccountView.CaseView(
                            number: entry.number, currency: entry.currency, items: [], unappliedMinor: 0, stop: nil,
                            next: "account or creditor not known", nextAt: nil, why: entry.why, lapsed: [])
                    }
                    return try view(of: loaded, rules, why: entry.why, now: now, in: transaction)
                },
                attempts: try attempts(ofAccount: row.id, in: transaction))
        }
    }

    private func view(
        of loaded: LoadedCase, _ rules: CaseRules, why: String, now: Instant, in transaction: borrowing Transaction
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
        return AccountView.CaseView(
            number: loaded.facts.number, currency: loaded.facts.currency.code,
            items: loaded.facts.items.sorted { ($0.dueOn, $0.invoice) < ($1.dueOn, $1.invoice) }.map { item in
                AccountView.Item(
                    invoice: item.invoice, dueOn: item.dueOn, daysPastDue: today.days(since: item.dueOn),
                    amountMinor: item.amountMinor, openMinor: item.openMinor, stop: item.stop?.reason.rawValue)
            },
            unappliedMinor: loaded.facts.unappliedMinor, stop: loaded.facts.stop?.reason.rawValue, next: next,
            nextAt: nextAt, why: why,
            lapsed: try transaction.all(
                "SELECT step, occurrence FROM lapse WHERE case_number = $1 ORDER BY occurrence, step",
                .int(loaded.facts.number)
            ) { "\($0.text(0))/\(CivilDate(daysSince1970: Int($0.int(1))))" },
            rule: loaded.ruling.choice.description, overrides: loaded.ruling.overrides.explanation,
            promises: PromiseToPay.standings(
                of: loaded.facts.promises, at: now, in: rules.zone, by: rules.policy.promises
            ).map { standing in
                AccountView.Promise(
                    promise: standing.promise.id, amountMinor: standing.promise.amountMinor,
                    paidMinor: standing.promise.paidMinor, promisedOn: standing.promise.promisedOn,
                    outcome: standing.outcome.rawValue)
            },
            tasks: try openTasks(ofCase: loaded.facts.number, in: transaction),
            charges: try charges(ofCase: loaded.facts.number, in: transaction))
    }

    private func openTasks(
        ofCase number: Int64, in transaction: borrowing Transaction
    ) throws -> [AccountView.OpenTask] {
        try transaction.all(
            """
            SELECT id, kind, step, owner, opened_at, due_at FROM task
            WHERE case_number = $1 AND closed_at IS NULL ORDER BY opened_at, kind, attempt
            """,
            .int(number)
        ) { row in
            AccountView.OpenTask(
                task: row.optionalText(0), kind: row.text(1), step: row.optionalText(2), owner: row.optionalText(3),
                openedAt: Instant(milliseconds: row.int(4)),
                dueAt: row.optionalInt(5).map { Instant(milliseconds: $0) })
        }
    }

    private func charges(
        ofCase number: Int64, in transaction: borrowing Transaction
    ) throws -> [AccountView.Charged] {
        try transaction.all(
            """
            SELECT c.id, c.step, c.minor, c.charged_on, c.basis, w.reason FROM charge c
            LEFT JOIN waiver w ON w.creditor = c.creditor AND w.charge = c.id
            WHERE c.case_number = $1 ORDER BY c.charged_on, c.id
            """,
            .int(number)
        ) { row in
            AccountView.Charged(
                charge: row.text(0), step: row.text(1), minor: row.int(2),
                on: CivilDate(daysSince1970: Int(row.int(3))), basis: row.text(4), waived: row.optionalText(5))
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
