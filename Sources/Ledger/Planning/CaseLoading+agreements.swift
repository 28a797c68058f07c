import Contracts
import Foundation
import Policy
import Store

/// Promises, payment plans and the tasks of steps.
///
/// What was paid on a promise or an instalment is reckoned from the days on which money came, so that it is the same
/// whenever its events did.
extension Ledger {
    /// A promise that names no invoice speaks of all of the case, whichever of its accounts made it.
    func promises(
        of members: [CaseMember], _ currency: Currency, in zone: Zone, under rules: PromiseRules,
        in transaction: borrowing Transaction
    ) throws -> (promises: [PromiseToPay], untold: Set<Identifier>) {
        var untold: Set<Identifier> = []
        var promises: [PromiseToPay] = []
        for member in members where member.hasStops {
            try transaction.query(
                """
                SELECT id, amount, promised_on, invoices, time, told FROM promise
                WHERE account_id = $1 AND is_made = 1 AND currency = $2
                """,
                .int(member.id), .text(currency.code)
            ) { row in
                let id = try Self.identifier(row.text(0))
                if row.optionalText(5) == nil { untold.insert(id) }
                promises.append(
                    PromiseToPay(
                        id: id, amountMinor: row.int(1), promisedOn: CivilDate(daysSince1970: Int(row.int(2))),
                        madeAt: Instant(milliseconds: row.int(4)),
                        invoices: try IdentifierList.identifiers(in: row.text(3)), paidMinor: 0))
            }
        }
        for index in promises.indices {
            let promise = promises[index]
            let days =
                zone.date(
                    at: promise.madeAt)...max(
                    zone.date(at: promise.madeAt), promise.promisedOn.adding(days: rules.graceDays))
            promises[index].paidMinor = try members.reduce(0) {
                try $0 + paid(onAccount: $1.id, currency, promise.invoices, in: days, in: transaction)
            }
        }
        return (promises, untold)
    }

    /// - Parameter invoices: empty: all that came in for the account, applied or not.
    private func paid(
        onAccount account: Int64, _ currency: Currency, _ invoices: [Identifier], in days: ClosedRange<CivilDate>,
        in transaction: borrowing Transaction
    ) throws -> Int64 {
        let named = Set(invoices.map(\.text))
        var paid: Int64 = 0
        try transaction.query(
            """
            SELECT line.invoice, line.effective, s.unapplied, line.line FROM settlement s
            LEFT JOIN allocation line ON line.creditor = s.creditor AND line.kind = s.kind AND line.id = s.id
            WHERE s.account_id = $1 AND s.kind = 'payment' AND s.currency = $2 AND s.settled_on BETWEEN $3 AND $4
            """,
            .int(account), .text(currency.code), .int(days.lowerBound.daysSince1970),
            .int(days.upperBound.daysSince1970)
        ) { row in
            let isFirst = row.optionalInt(3) ?? 0 == 0
            if named.isEmpty, isFirst { paid += row.int(2) }
            guard let invoice = row.optionalText(0), named.isEmpty || named.contains(invoice) else { return }
            paid += row.int(1)
        }
        return paid
    }

    func plans(
        of members: [CaseMember], _ currency: Currency, _ items: [OpenItem], today: CivilDate, under rules: PlanRules,
        in transaction: borrowing Transaction
    ) throws -> [PaymentPlan] {
        var plans: [PaymentPlan] = []
        for member in members where member.hasStops {
            try transaction.query(
                "SELECT id, invoices, instalments FROM plan WHERE account_id = $1 AND is_agreed = 1 AND currency = $2",
                .int(member.id), .text(currency.code)
            ) { row in
                plans.append(
                    PaymentPlan(
                        id: try Self.identifier(row.text(0)), invoices: try IdentifierList.identifiers(in: row.text(1)),
                        instalments: try JSONDecoder().decode([ScheduledAmount].self, from: Data(row.text(2).utf8))
                            .map { Instalment(dueOn: $0.dueOn, amountMinor: $0.minor.value) }))
            }
        }
        for index in plans.indices {
            plans[index].brokenOn = try brokenOn(
                plans[index], of: members, items, today: today, under: rules, in: transaction)
        }
        return plans
    }

    /// The day after the first instalment's grace at whose end more was open than the later instalments come to.
    private func brokenOn(
        _ plan: PaymentPlan, of members: [CaseMember], _ items: [OpenItem], today: CivilDate, under rules: PlanRules,
        in transaction: borrowing Transaction
    ) throws -> CivilDate? {
        let openNow = items.filter { plan.invoices.contains($0.invoice) }.reduce(0) { $0 + $1.openMinor }
        var payments: [(on: CivilDate, minor: Int64)] = []
        for invoice in plan.invoices {
            for member in members {
                try transaction.query(
                    """
                    SELECT s.settled_on, line.effective FROM invoice i
                    JOIN allocation line ON line.creditor = i.creditor AND line.invoice = i.invoice
                    JOIN settlement s ON s.creditor = line.creditor AND s.kind = line.kind AND s.id = line.id
                    WHERE i.account_id = $1 AND i.invoice = $2 AND line.effective > 0
                    """,
                    .int(member.id), .text(invoice.text)
                ) { payments.append((CivilDate(daysSince1970: Int($0.int(0))), $0.int(1))) }
            }
        }
        let ordered = plan.instalments.sorted { $0.dueOn < $1.dueOn }
        for (index, instalment) in ordered.enumerated() {
            let last = instalment.dueOn.adding(days: rules.graceDays)
            guard last < today else { return nil }
            let open = payments.reduce(openNow) { $1.on > last ? $0 + $1.minor : $0 }
            if open > ordered[(index + 1)...].reduce(0, { $0 + $1.amountMinor }) { return last.adding(days: 1) }
        }
        return nil
    }

    func tasks(ofCase number: Int64, in transaction: borrowing Transaction) throws -> [PastTask] {
        try transaction.all(
            """
            SELECT step, episode, occurrence, outcome, opened_at, closed_at, invoices FROM task
            WHERE case_number = $1 AND step IS NOT NULL
            """,
            .int(number)
        ) { row in
            let outcome = row.optionalText(3).flatMap(TaskOutcome.init(rawValue:))
            return PastTask(
                instance: StepInstance(
                    episode: Int(row.int(1)), step: row.text(0), occurrence: Int(row.int(2))),
                state: outcome.map { $0 == .done ? .done : .declined } ?? .open,
                openedAt: Instant(milliseconds: row.int(4)),
                settledAt: row.optionalInt(5).map { Instant(milliseconds: $0) },
                invoices: try IdentifierList.identifiers(in: row.text(6)))
        }
    }
}
