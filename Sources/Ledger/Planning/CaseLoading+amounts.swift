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
    func add(
        amountsOf member: CaseMember, _ currency: Currency, to amounts: inout Amounts, now: Instant,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.query(
            """
            SELECT invoice, number, reference, issued_on, due_on, amount, open, has_due, instalments, dunning,
                delivered_on
            FROM invoice WHERE account_id = $1 AND open <> 0 AND currency = $2
            """,
            .int(member.id), .text(currency.code)
        ) { row in
            guard row.int(6) > 0 else { return amounts.credit -= row.int(6) }
            var item = try item(in: row, under: member.settings, now: now)
            if !member.isPayer { item.take(member, now: now) }
            amounts.items.append(item)
        }
        guard member.hasCredit else { return }
        try transaction.query(
            "SELECT currency, unapplied, settled_on FROM settlement WHERE account_id = $1 AND unapplied <> 0",
            .int(member.id)
        ) { row in
            guard row.text(0) == currency.code else { return }
            amounts.credit += row.int(1)
            let day = CivilDate(daysSince1970: Int(row.int(2)))
            amounts.creditSince = max(day, amounts.creditSince ?? day)
        }
    }

    /// The reference stays as it is stored, sealed: most decisions tell it to nobody.
    /// - Parameter row: with the columns of the query above.
    func item(in row: borrowing Row, under settings: AccountSettings, now: Instant) throws -> OpenItem {
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

extension OpenItem {
    /// What rests a member of a group, or is left out for it, rests its invoices and no others.
    fileprivate mutating func take(_ member: CaseMember, now: Instant) {
        account = member.account
        leftOut.formUnion(member.settings.leftOut)
        if let pause = member.settings.pause(at: now)?.until, stop?.until.map({ $0 < pause }) ?? true {
            stop = Stop(.held, until: pause)
        }
    }
}
