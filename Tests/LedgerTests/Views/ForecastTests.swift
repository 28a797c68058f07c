import Contracts
import Ledger
import Policy
import Store
import Testing

@Suite struct `A forecast` {
    private static func text(_ rows: [Forecast.Row]) -> [String] {
        rows.map {
            "\($0.day) \($0.step) \($0.channel?.rawValue ?? "task") \($0.currency.code) \($0.count) \($0.totalMinor)"
        }
    }

    /// The second invoice's last step falls on a Sunday; on the Monday a shared address has had its two messages.
    @Test(arguments: [("other@example.com", "2026-11-16"), ("billing@example.com", "2026-11-17")])
    func `goes on from what was sent, by day, step and channel`(email: String, last: String) throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        _ = try books.send(try books.planOne())
        try books.apply(
            books.account("other", email: email), books.invoice("i2", minor: 5000, account: "other", due: "2026-11-10"))
        let forecast = try books.ledger.forecast(from: nil, days: 17, rules: Books.rules)
        // The first invoice is 30 days overdue and was reminded of today: the next step keeps its distance.
        #expect(
            Self.text(forecast.rows) == [
                "2026-11-03 due-7 email EUR 1 5000", "2026-11-10 due0 email EUR 1 5000",
                "2026-11-11 due14 email EUR 1 10000", "\(last) due5 email EUR 1 5000",
            ])
        #expect(forecast.cases == 2)
        #expect(forecast.undecided == 0)
    }

    @Test func `tells of later days what is left then`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let all = try books.ledger.forecast(from: nil, days: 30, rules: Books.rules).rows
        let day = CivilDate("2026-11-05")!
        let later = try books.ledger.forecast(from: day, days: 26, rules: Books.rules).rows
        #expect(!later.isEmpty && later.count < all.count)
        #expect(later == all.filter { $0.day >= day && $0.day < day.adding(days: 26) })
    }

    @Test func `writes nothing`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        _ = try books.ledger.forecast(from: nil, days: 60, rules: Books.rules)
        #expect(try books.view().attempts.isEmpty)
        #expect(try books.plan().dispatches.count == 1)
    }

    @Test func `counts cases that nobody can decide`() throws {
        let books = try Books()
        try books.apply(books.invoice("i1"))
        let forecast = try books.ledger.forecast(from: nil, days: 5, rules: Books.rules)
        #expect(forecast.rows.isEmpty)
        #expect([forecast.cases, forecast.undecided] == [1, 1])
    }

    /// Facts that all come on a Sunday, on which nothing goes out anywhere, and a simulation of the days after it.
    @Test(arguments: [21, 22] as [UInt64])
    func `is what a simulation of the same facts sends`(seed: UInt64) throws {
        let life = RandomBooks(seed: seed, accounts: 80, days: 120)
        let now = Instant("2026-10-04T12:00:00Z")!
        let events = life.events.filter { $0.message.time < now }
            .sorted { ($0.message.time, $0.line) < ($1.message.time, $1.line) }
        let told = events.enumerated().map { offset, event in
            Message(
                id: event.message.id, source: event.message.source,
                time: now.adding(.milliseconds(offset - events.count)), payload: event.message.payload)
        }
        let books = try Books(now: now)
        try books.apply(told)
        let first = CivilDate("2026-10-04")!
        let days = first...first.adding(days: 44)
        let simulated = try Simulation(days: days, threads: 1, rules: RandomBooks.rules).run(
            zip(events, told).map { Simulation.Event(line: $0.line, message: $1, content: $0.content) },
            until: Zone("Europe/Berlin")!.instant(first.adding(days: 45), minute: 0))
        let forecast = try books.ledger.forecast(from: nil, days: 45, rules: RandomBooks.rules)
        var expected: [String: (Int, Int64)] = [:]
        for line in simulated.lines where line.action == .send || line.action == .task {
            let day = Zone("Europe/Berlin")!.date(at: line.at)
            let key = "\(day) \(line.step ?? "") \(line.channel?.rawValue ?? "task") \(line.currency.code)"
            let known = expected[key] ?? (0, 0)
            expected[key] = (known.0 + 1, known.1 + (line.totalMinor ?? 0))
        }
        #expect(Self.text(forecast.rows) == expected.map { "\($0) \($1.0) \($1.1)" }.sorted())
        #expect(forecast.rows.reduce(0) { $0 + $1.count } > 100)
        #expect(forecast.rows.contains { $0.channel == nil })
    }
}
