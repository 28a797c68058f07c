import Contracts
import Policy
import Store

/// Disputes, holds and doubts about the facts.
extension Ledger {
    func loadStops(of loaded: inout LoadedCase, now: Instant, in transaction: borrowing Transaction) throws {
        var ofCase = loaded.facts.stop.map { [HoldInterval($0.reason, until: $0.until)] } ?? []
        var ofInvoice = Dictionary(
            loaded.facts.items.compactMap { item in
                item.stop.map { (item.invoice.text, [HoldInterval($0.reason, until: $0.until)]) }
            }, uniquingKeysWith: +)
        func note(_ interval: HoldInterval, on invoice: String?) {
            if let invoice { ofInvoice[invoice, default: []].append(interval) } else { ofCase.append(interval) }
        }
        for dispute in try openDisputes(ofAccount: loaded.accountID, in: transaction) {
            let index = loaded.facts.items.firstIndex { $0.invoice.text == dispute.invoice }
            if let index, let part = dispute.part, part.currency == loaded.facts.currency {
                loaded.facts.items[index].rests.append(PartRest(part.minor, .disputed))
            } else {
                note(HoldInterval(.disputed), on: dispute.invoice)
            }
        }
        for hold in try holds(on: loaded, in: transaction) { note(hold.interval, on: hold.invoice) }
        if try areFactsIncomplete(of: loaded, in: transaction) { ofCase.append(HoldInterval(.factsIncomplete)) }
        let differs = try transaction.first(
            "SELECT 1 FROM statement WHERE account_id = $1 AND differs = 1", .int(loaded.accountID)
        ) { _ in true }
        if differs == true { ofCase.append(HoldInterval(.balanceDiffers)) }
        loaded.facts.stop = HoldInterval.stop(by: ofCase, at: now)
        if ofInvoice.isEmpty { return }
        for index in loaded.facts.items.indices {
            let intervals = ofInvoice[loaded.facts.items[index].invoice.text] ?? []
            loaded.facts.items[index].stop = HoldInterval.stop(by: intervals, at: now)
        }
    }

    /// - Returns: of each the invoice, nil for everything on the account, and the part, nil for all of it.
    private func openDisputes(
        ofAccount account: Int64, in transaction: borrowing Transaction
    ) throws -> [(invoice: String?, part: Money?)] {
        try transaction.all(
            "SELECT invoice, currency, amount FROM dispute WHERE account_id = $1 AND is_open = 1", .int(account)
        ) { row in
            let currency = row.optionalText(1).flatMap { Currency($0) }
            return (row.optionalText(0), currency.map { Money(minor: row.int(2), currency: $0) })
        }
    }

    private func holds(
        on loaded: LoadedCase, in transaction: borrowing Transaction
    ) throws -> [(invoice: String?, interval: HoldInterval)] {
        func interval(from: Int64?, until: Int64?) -> HoldInterval {
            HoldInterval(
                .held, from: from.map { Instant(milliseconds: $0) }, until: until.map { Instant(milliseconds: $0) })
        }
        var holds = try transaction.all(
            "SELECT invoice, from_at, until_at FROM hold WHERE account_id = $1 AND is_placed = 1",
            .int(loaded.accountID)
        ) { row in
            (row.optionalText(0), interval(from: row.optionalInt(1), until: row.optionalInt(2)))
        }
        holds += try transaction.all(
            "SELECT from_at, until_at FROM hold WHERE creditor = $1 AND is_placed = 1 AND account_id IS NULL",
            .text(loaded.facts.creditor.text)
        ) { row in
            (nil, interval(from: row.optionalInt(0), until: row.optionalInt(1)))
        }
        return holds
    }

    private func areFactsIncomplete(of loaded: LoadedCase, in transaction: borrowing Transaction) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM incomplete WHERE creditor = $1 AND account IN ('', $2) LIMIT 1",
            .text(loaded.facts.creditor.text), .text(loaded.facts.account.text)
        ) { _ in true } ?? false
    }

    /// Invoices whose last dispute is closed age from then on, if the policy says so.
    func loadAges(of loaded: inout LoadedCase, in transaction: borrowing Transaction) throws {
        let zone = loaded.facts.creditorZone
        try transaction.query(
            """
            SELECT invoice, opened_at, time FROM dispute
            WHERE account_id = $1 AND is_open = 0 AND invoice IS NOT NULL AND opened_at IS NOT NULL
            """,
            .int(loaded.accountID)
        ) { row in
            let invoice = row.text(0)
            guard let index = loaded.facts.items.firstIndex(where: { $0.invoice.text == invoice }) else { return }
            let day = DisputeRules.age(
                dueOn: loaded.facts.items[index].dueOn, openedOn: zone.date(at: Instant(milliseconds: row.int(1))),
                closedOn: zone.date(at: Instant(milliseconds: row.int(2))))
            loaded.facts.items[index].agesFrom = max(day, loaded.facts.items[index].agesFrom ?? day)
            loaded.hasStops = true
        }
    }
}
