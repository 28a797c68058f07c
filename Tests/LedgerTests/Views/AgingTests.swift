import Contracts
import Ledger
import Policy
import Store
import Testing

@Suite struct `Aged amounts` {
    /// The first of the five columns that is not 0, and its amount.
    private static func column(_ amounts: AgedAmounts) -> Int? {
        [amounts.current, amounts.days1To30, amounts.days31To60, amounts.days61To90, amounts.over90]
            .firstIndex { $0 != 0 }
    }

    @Test(arguments: [
        (-400, 0), (-1, 0), (0, 0), (1, 1), (2, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (4000, 4),
    ])
    func `stand in the column of their days past due`(days: Int, column: Int) throws {
        var amounts = AgedAmounts()
        amounts.add(700, daysPastDue: days)
        #expect(Self.column(amounts) == column)
        #expect(amounts.total == 700)
    }

    /// On 3 November 2026 in Berlin, half an hour after midnight, when it is still the 2nd in UTC.
    @Test(arguments: [
        ("2026-11-04", 0), ("2026-11-03", 0), ("2026-11-02", 1), ("2026-10-04", 1), ("2026-10-03", 2),
        ("2026-09-04", 2), ("2026-09-03", 3), ("2026-08-05", 3), ("2026-08-04", 4),
    ])
    func `age by the day of the creditor's clock`(due: String, column: Int) throws {
        let books = try Books(now: Instant("2026-11-02T23:30:00Z")!)
        try books.apply(books.account(), books.invoice("i1", minor: 450, due: due))
        let aging = try books.ledger.aging(of: nil, by: .account, rules: Books.rules)
        #expect(aging.asOf == ["creditor": CivilDate("2026-11-03")!])
        #expect(Self.column(aging.rows[0].amounts) == column)
    }

    @Test func `tell unapplied money in a row of its own and never add up currencies`() throws {
        let books = try Books()
        let dollars = Currency("USD")!
        try books.apply(
            books.account(), books.invoice("i1", minor: 1000), books.invoice("i2", minor: 300, currency: dollars),
            books.payment("p1", 250))
        let aging = try books.ledger.aging(of: "creditor", by: .account, rules: Books.rules)
        #expect(
            aging.rows.map { "\($0.currency.code) \($0.kind.rawValue) \($0.amounts.total)" }
                == ["EUR open 1000", "EUR unapplied -250", "USD open 300"])
        #expect(aging.totals.mapValues(\.total) == ["EUR": 750, "USD": 300])
        #expect(try books.ledger.aging(of: "other", by: .account, rules: Books.rules).rows.isEmpty)
    }

    @Test func `show what is disputed and what is promised, no amount twice`() throws {
        let books = try Books()
        try books.apply(
            books.account(), books.invoice("i1", minor: 1000), books.invoice("i2", minor: 600),
            books.invoice("i3", minor: 50))
        try books.apply(
            .dispute(
                Dispute(
                    creditor: "creditor", account: "account", dispute: "d1", invoice: "i1",
                    amount: Money(minor: 400, currency: Books.euro)), isOpen: true),
            .dispute(Dispute(creditor: "creditor", account: "account", dispute: "d2", invoice: "i3"), isOpen: true),
            // A hold on the same invoice hides no dispute.
            .hold(
                Hold(creditor: "creditor", hold: "h", account: "account", invoice: "i3", reason: "call"),
                isPlaced: true),
            .promise(
                PaymentPromise(
                    creditor: "creditor", account: "account", promise: "p1",
                    amount: Money(minor: 5000, currency: Books.euro), promisedOn: CivilDate("2026-11-20")!,
                    invoices: ["i1"]), isMade: true))
        let amounts = try #require(
            try books.ledger.aging(of: nil, by: .creditor, rules: Books.rules).totals["EUR"])
        #expect(amounts.disputed == 450)
        #expect(amounts.promised == 600)
        #expect(amounts.total == 1650)
    }

    @Test func `follow the dates of a running plan`() throws {
        let books = try Books()
        try books.apply(books.account(), books.invoice("i1", minor: 1000))
        try books.apply(
            .plan(
                InstalmentPlan(
                    creditor: "creditor", account: "account", plan: "p1", currency: Books.euro, invoices: ["i1"],
                    instalments: [
                        ScheduledAmount(dueOn: CivilDate("2026-11-01")!, minor: 300),
                        ScheduledAmount(dueOn: CivilDate("2026-12-01")!, minor: 700),
                    ]), isAgreed: true))
        let amounts = try books.ledger.aging(of: nil, by: .account, rules: Books.rules).rows[0].amounts
        #expect([amounts.current, amounts.days1To30, amounts.days31To60] == [700, 300, 0])
    }

    @Test(arguments: [true, false])
    func `of a creditor without rules go by its invoices`(isKnown: Bool) throws {
        let books = try Books()
        if isKnown { try books.apply(books.account()) }
        try books.apply(books.invoice("i1", minor: 1000, due: "2026-10-02"), books.payment("p1", 30))
        let aging = try books.ledger.aging(of: nil, by: .account) { _ in nil }
        #expect(aging.totals["EUR"]?.days31To60 == 1000)
        #expect(aging.totals["EUR"]?.total == 970)
        #expect(aging.withoutRules == ["creditor"])
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func `add up to what is open in any books`(seed: UInt64) throws {
        let life = RandomBooks(seed: seed, accounts: 60, days: 90)
        let books = try Books(now: life.start)
        let events = life.events.sorted { ($0.message.time, $0.line) < ($1.message.time, $1.line) }
        var sawDispute = false
        var sawPromise = false
        for share in [events.prefix(events.count / 2), events.dropFirst(events.count / 2)] {
            try books.apply(share.map(\.message))
            _ = try books.ledger.setClock { _ in share.last!.message.time }
            let open = try books.sums("SELECT currency, CAST(SUM(open) AS BIGINT) FROM invoice GROUP BY currency")
            let unapplied = try books.sums(
                "SELECT currency, CAST(SUM(unapplied) AS BIGINT) FROM settlement GROUP BY currency")
            for grouping in Aging.Grouping.allCases {
                let aging = try books.ledger.aging(of: nil, by: grouping, rules: RandomBooks.rules)
                #expect(aging.totals.count == 2)
                for (currency, total) in aging.totals {
                    #expect(total.total == (open[currency] ?? 0) - (unapplied[currency] ?? 0))
                    let rows = aging.rows.filter { $0.currency.code == currency }
                    #expect(rows.reduce(0) { $0 + $1.amounts.total } == total.total)
                    let owed = total.total - total.unapplied
                    #expect(total.disputed >= 0 && total.promised >= 0 && total.disputed + total.promised <= owed)
                }
                sawDispute = sawDispute || aging.totals.values.contains { $0.disputed > 0 }
                sawPromise = sawPromise || aging.totals.values.contains { $0.promised > 0 }
                #expect(aging.totals.values.contains { $0.over90 + $0.days61To90 + $0.days31To60 + $0.days1To30 > 0 })
            }
        }
        // Or the sums say little.
        #expect(sawDispute && sawPromise)
    }
}

extension Books {
    /// By the first column.
    fileprivate func sums(_ sql: String) throws -> [String: Int64] {
        Dictionary(
            try ledger.database.read { try $0.all(sql) { ($0.text(0), $0.int(1)) } }, uniquingKeysWith: +)
    }
}
