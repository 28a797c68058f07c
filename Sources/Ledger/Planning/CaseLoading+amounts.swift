import Contracts
import Foundation
import Policy
import Store

/// What is open in a case.
struct Amounts {
    /// Collectable invoices with an open amount.
    var items: [OpenItem] = []
    /// What no invoice has been given yet, and what void invoices leave; 0 or more.
    var credit: Int64 = 0
    /// When the last of the unapplied money came.
    var creditSince: CivilDate?
}

extension Ledger {
    /// - Parameter hasCredit: false: nothing is unapplied, and nobody need look.
    func amounts(
        ofAccount account: Int64, _ currency: Currency, hasCredit: Bool, under settings: AccountSettings, now: Instant,
        in transaction: borrowing Transaction
    ) throws -> Amounts {
        var amounts = Amounts()
        try transaction.query(
            """
            SELECT invoice, number, reference, issued_on, due_on, amount, open, has_due, instalments, dunning,
                delivered_on
            FROM invoice WHERE account_id = $1 AND open <> 0 AND currency = $2
            """,
            .int(account), .text(currency.code)
        ) { row in
            guard row.int(6) > 0 else { return amounts.credit -= row.int(6) }
            amounts.items.append(try item(in: row, under: settings, now: now))
        }
        if hasCredit {
            try transaction.query(
                """
                SELECT currency, unapplied, settled_on FROM settlement WHERE account_id = $1 AND unapplied <> 0
                """,
                .int(account)
            ) { row in
                guard row.text(0) == currency.code else { return }
                amounts.credit += row.int(1)
                let day = CivilDate(daysSince1970: Int(row.int(2)))
                amounts.creditSince = max(day, amounts.creditSince ?? day)
            }
        }
        return amounts
    }

    private func item(in row: borrowing Row, under settings: AccountSettings, now: Instant) throws -> OpenItem {
        var item = OpenItem(
            invoice: try Self.identifier(row.text(0)), number: row.text(1), reference: row.optionalText(2),
            issuedOn: CivilDate(daysSince1970: Int(row.int(3))), dueOn: CivilDate(daysSince1970: Int(row.int(4))),
            amountMinor: row.int(5), openMinor: row.int(6), stop: nil,
            deliveredOn: row.optionalInt(10).map { CivilDate(daysSince1970: Int($0)) })
        var terms = settings.terms
        if let json = row.optionalText(9) {
            let own = try JSONDecoder().decode(DunningSettings.self, from: Data(json.utf8))
            item.leftOut = Set(own.leftOut ?? [])
            item.stop = settings.pause(until: own.pausedUntil, at: now)
            if let text = own.terms { terms = try memory.terms(text) }
        }
        if !row.flag(7), let terms {
            item.dueOn = terms.dueDate(issuedOn: item.issuedOn)
            if terms.parts.count > 1 {
                item.instalments = terms.instalments(of: item.amountMinor, issuedOn: item.issuedOn)
                    .map { Instalment(dueOn: $0.dueOn, amountMinor: $0.minor) }
            }
        }
        if let json = row.optionalText(8) {
            item.instalments = try JSONDecoder().decode([ScheduledAmount].self, from: Data(json.utf8))
                .map { Instalment(dueOn: $0.dueOn, amountMinor: $0.minor.value) }
        }
        return item
    }
}
