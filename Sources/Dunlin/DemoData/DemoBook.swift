import Contracts

/// Invented books of a creditor: everything that its services would have published until the morning of `today`.
struct DemoBook {
    /// Accounts, invoices and what became of them, in the order of time.
    let events: [Message]
    /// Payments that come in while reminders of today are on their way.
    let payments: [Message]

    static let source = "demo-books"

    /// - Parameters:
    ///   - invoices: at least one.
    ///   - payments: accounts that pay today; three in four of them all they owe, the others their oldest invoice.
    init(accounts: Int, invoices: Int, payments: Int, seed: UInt64, today: CivilDate, creditor: Identifier) {
        var chance = SeededGenerator(seed: seed)
        let customers = (0..<accounts).map { chance.account(number: $0, creditor: creditor) }
        let invoices = chance.invoices(invoices, of: customers, today: today)
        let aftermath = DemoAftermath(of: invoices, accounts: customers, today: today, &chance)

        let firstDay = invoices[0].issuedOn.adding(days: -1)
        var facts = customers.map { DemoFact(day: firstDay, payload: .account($0.account)) }
        facts += invoices.map { DemoFact(day: $0.issuedOn, payload: .invoice($0, .issued)) }
        facts += aftermath.facts
        let order = facts.indices.sorted { (facts[$0].day, $0) < (facts[$1].day, $1) }
        events = order.map { Self.message(facts[$0], number: $0, hour: 5, seed: seed) }

        let paid = Self.payments(payments, of: invoices, aftermath, today: today, &chance)
        self.payments = paid.enumerated().map { Self.message($1, number: facts.count + $0, hour: 8, seed: seed) }
    }

    private static func message(_ fact: DemoFact, number: Int, hour: Int, seed: UInt64) -> Message {
        let start = Int64(fact.day.daysSince1970) * 86_400_000 + Int64(hour) * 3_600_000
        return Message(
            id: MessageID.named("demo", String(seed), String(number)), source: source,
            time: Instant(milliseconds: start + Int64(number % 3_600_000)), payload: fact.payload)
    }

    private static func payments(
        _ count: Int, of invoices: [Invoice], _ aftermath: DemoAftermath, today: CivilDate,
        _ chance: inout SeededGenerator
    ) -> [DemoFact] {
        var openByAccount: [Identifier: [Invoice]] = [:]
        for invoice in invoices where (aftermath.items.open[invoice.invoice] ?? 0) > 0 {
            if aftermath.items.resting.contains(invoice.invoice) { continue }
            openByAccount[invoice.account, default: []].append(invoice)
        }
        let owing = openByAccount.keys.filter { account in
            !aftermath.heldAccounts.contains(account)
                && openByAccount[account]!.contains { today.days(since: $0.dueOnWithoutTerms) >= 5 }
        }
        return chance.shuffled(owing.sorted()).prefix(count).enumerated().map { index, account in
            let all = openByAccount[account]!.sorted {
                ($0.dueOnWithoutTerms, $0.invoice) < ($1.dueOnWithoutTerms, $1.invoice)
            }
            let paid = index % 4 == 3 ? Array(all.prefix(1)) : all
            let lines = paid.map { Allocation(invoice: $0.invoice, minor: aftermath.items.open[$0.invoice]!) }
            let sum = lines.reduce(0) { $0 + $1.minor.value }
            let payment = Payment(
                creditor: paid[0].creditor, account: account, payment: Identifier("P-\(90_001 + index)")!,
                amount: Money(minor: sum, currency: paid[0].amount.currency), receivedOn: today,
                reference: "bank transfer", allocations: lines)
            return DemoFact(day: today, payload: .payment(payment))
        }
    }
}
