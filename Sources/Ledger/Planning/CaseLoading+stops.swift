import Contracts
import Policy
import Store

/// A dispute that is not settled.
struct OpenDispute {
    var id: Identifier
    /// nil: everything on the account.
    var invoice: String?
    /// nil: all of it.
    var part: Money?
    var openedAt: Instant
}

/// Disputes, holds and doubts about the facts.
extension Ledger {
    func loadStops(of loaded: inout LoadedCase, now: Instant, in transaction: borrowing Transaction) throws {
        var ofCase = loaded.facts.stop.map { [HoldInterval($0.reason, until: $0.until)] } ?? []
        var ofInvoice = Dictionary(
            loaded.facts.items.compactMap { item in
                item.stop.map { (item.invoice.text, [HoldInterval($0.reason, until: $0.until)]) }
            }, uniquingKeysWith: +)
        func note(_ interval: HoldInterval, on invoice: String?, of member: CaseMember) {
            if let invoice { return ofInvoice[invoice, default: []].append(interval) }
            if member.isPayer { return ofCase.append(interval) }
            for item in loaded.facts.items where item.account == member.account {
                ofInvoice[item.invoice.text, default: []].append(interval)
            }
        }
        for member in loaded.members where member.hasStops {
            for dispute in try openDisputes(ofAccount: member.id, in: transaction) {
                loaded.disputes.append(dispute)
                let index = loaded.facts.items.firstIndex { $0.invoice.text == dispute.invoice }
                if let index, let part = dispute.part, part.currency == loaded.facts.currency {
                    loaded.facts.items[index].rests.append(PartRest(part.minor, .disputed))
                } else {
                    note(HoldInterval(.disputed), on: dispute.invoice, of: member)
                }
            }
            for hold in try holds(onAccount: member.id, in: transaction) {
                note(hold.interval, on: hold.invoice, of: member)
            }
            if try areFactsIncomplete(of: member, loaded.facts.creditor, in: transaction) {
                note(HoldInterval(.factsIncomplete), on: nil, of: member)
            }
            let differs = try transaction.first(
                "SELECT 1 FROM statement WHERE account_id = $1 AND differs = 1", .int(member.id)
            ) { _ in true }
            if differs == true {
                loaded.differs = true
                note(HoldInterval(.balanceDiffers), on: nil, of: member)
            }
        }
        ofCase += try holds(onCreditor: loaded.facts.creditor, in: transaction)
        loaded.facts.stop = HoldInterval.stop(by: ofCase, at: now)
        if ofInvoice.isEmpty { return }
        for index in loaded.facts.items.indices {
            let intervals = ofInvoice[loaded.facts.items[index].invoice.text] ?? []
            loaded.facts.items[index].stop = HoldInterval.stop(by: intervals, at: now)
        }
    }

    private func openDisputes(
        ofAccount account: Int64, in transaction: borrowing Transaction
    ) throws -> [OpenDispute] {
        try transaction.all(
            """
            SELECT id, invoice, currency, amount, COALESCE(opened_at, time) FROM dispute
            WHERE account_id = $1 AND is_open = 1 ORDER BY id
            """,
            .int(account)
        ) { row in
            let currency = row.optionalText(2).flatMap { Currency($0) }
            return OpenDispute(
                id: try Self.identifier(row.text(0)), invoice: row.optionalText(1),
                part: currency.map { Money(minor: row.int(3), currency: $0) },
                openedAt: Instant(milliseconds: row.int(4)))
        }
    }

    private func holds(
        onAccount account: Int64, in transaction: borrowing Transaction
    ) throws -> [(invoice: String?, interval: HoldInterval)] {
        try transaction.all(
            "SELECT invoice, from_at, until_at FROM hold WHERE account_id = $1 AND is_placed = 1", .int(account)
        ) { ($0.optionalText(0), HoldInterval(held: $0, from: 1)) }
    }

    private func holds(
        onCreditor creditor: Identifier, in transaction: borrowing Transaction
    ) throws -> [HoldInterval] {
        try transaction.all(
            "SELECT from_at, until_at FROM hold WHERE creditor = $1 AND is_placed = 1 AND account_id IS NULL",
            .text(creditor.text)
        ) { HoldInterval(held: $0, from: 0) }
    }

    private func areFactsIncomplete(
        of member: CaseMember, _ creditor: Identifier, in transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM incomplete WHERE creditor = $1 AND account IN ('', $2) LIMIT 1",
            .text(creditor.text), .text(member.account.text)
        ) { _ in true } ?? false
    }

    /// Invoices whose last dispute is closed age from then on, if the policy says so.
    func loadAges(of loaded: inout LoadedCase, in transaction: borrowing Transaction) throws {
        for member in loaded.members { try loadAges(of: &loaded, member, in: transaction) }
    }

    private func loadAges(
        of loaded: inout LoadedCase, _ member: CaseMember, in transaction: borrowing Transaction
    ) throws {
        let zone = loaded.facts.creditorZone
        try transaction.query(
            """
            SELECT invoice, opened_at, time FROM dispute
            WHERE account_id = $1 AND is_open = 0 AND invoice IS NOT NULL AND opened_at IS NOT NULL
            """,
            .int(member.id)
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

extension HoldInterval {
    /// - Parameter column: of the beginning; the end follows.
    fileprivate init(held row: borrowing Row, from column: Int32) {
        self.init(
            .held, from: row.optionalInt(column).map { Instant(milliseconds: $0) },
            until: row.optionalInt(column + 1).map { Instant(milliseconds: $0) })
    }
}
