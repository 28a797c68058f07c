import Contracts
import Foundation
import Ledger
import Policy
import Store
import Testing

@Suite struct `A simulation` {
    @Test(arguments: [1, 2] as [UInt64])
    func `tells the same lines as a fleet that looks every hour`(seed: UInt64) throws {
        let life = RandomBooks(seed: seed, accounts: 50, days: 120)
        let simulated = try Simulation(days: life.days, threads: 1, rules: RandomBooks.rules)
            .run(life.events, until: life.end)
        let lived = try HourlyFleet(life).lines()
        let (played, seen) = (Self.text(simulated.lines), Self.text(lived))
        #expect(Set(played).subtracting(seen).sorted().prefix(3) == [])
        #expect(Set(seen).subtracting(played).sorted().prefix(3) == [])
        #expect(played == seen, "in another order, or not as often")
        // Or the equality says little.
        for action in DecisionLine.Action.allCases {
            #expect(simulated.lines.count { $0.action == action } > 10, "hardly any \(action)")
        }
        let reasons = Set(simulated.lines.compactMap(\.reason))
        #expect(
            reasons.isSuperset(of: [
                "paid", "voided", "written off", "held", "disputed", "lapsed", "contact budget used up",
                "balance differs", "covered by unapplied payments or credit notes", "no contact that can be reached",
                "below the minimum", "all steps taken", "promised", "kept", "broken", "call", "fixed", "unapplied cash",
            ]), "only \(reasons.sorted())")
        #expect(simulated.conflicts.isEmpty)
    }

    @Test(arguments: [2, 3, 16])
    func `is the same on any number of threads`(threads: Int) throws {
        let life = RandomBooks(seed: 3, accounts: 40, days: 90)
        let alone = try Simulation(days: life.days, threads: 1, rules: RandomBooks.rules)
            .run(life.events, until: life.end)
        let together = try Simulation(days: life.days, threads: threads, rules: RandomBooks.rules)
            .run(life.events, until: life.end)
        #expect(Self.text(alone.lines) == Self.text(together.lines))
        #expect(alone.decisions > 0 && alone.lines.count > 100)
        #expect(alone.conflicts == together.conflicts)
    }

    @Test func `tells when a decision fell due, not when it was taken`() throws {
        let books = try Books(now: Instant("2026-10-05T08:00:00Z")!)
        try books.fillWithOneOverdueInvoice()
        _ = try books.plan()
        // The first late step is due on the Thursday, five days past due, at 08:00 in Berlin.
        _ = try books.ledger.setClock { _ in Instant("2026-10-10T20:00:00Z")! }
        #expect(try books.plan().decisions.map(\.at) == [Instant("2026-10-08T06:00:00Z")!])
        _ = try books.ledger.setClock { _ in Instant("2026-10-12T09:30:00Z")! }
        let sent = try #require(try books.plan().decisions.first)
        #expect(sent.at == Instant("2026-10-12T06:00:00Z")! && sent.decidedAt == Instant("2026-10-12T09:30:00Z")!)
        guard case .send(let reminder) = sent.action else { return #expect(Bool(false), "\(sent.action)") }
        #expect(reminder.instance.step == "due5" && sent.isNew)
    }

    @Test func `records a decision once while its message is under way`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        #expect(try books.plan().decisions.count == 1)
        try books.ledger.reviewAllCases()
        let again = try books.plan()
        #expect(again.cases == 1 && again.decisions.isEmpty)
    }

    @Test func `names an event that contradicts an earlier one and rests its account`() throws {
        let books = try Books()
        let payloads = [
            books.account(), books.payment("p1", 500), books.payment("p1", 700), books.invoice("i1"),
        ]
        let events = payloads.enumerated().map { index, payload in
            Simulation.Event(line: index + 1, message: books.message(payload), content: [UInt8(index)])
        }
        let days = CivilDate("2026-10-01")!...CivilDate("2026-10-31")!
        let result = try Simulation(days: days, rules: Books.rules).run(events, until: Instant("2026-11-01T00:00:00Z")!)
        #expect(result.conflicts.map(\.line) == [3])
        #expect(result.lines.filter { $0.action != .skip }.map(\.reason) == ["facts incomplete"])
    }

    @Test func `reads names of invoices back as they were, whatever they hold`() throws {
        let names: [Identifier] = ["a\",\"b", "c\\d", "e,f", "[\"g\"]", "ü/ß"]
        let books = try Books()
        try books.apply(([books.account()] + names.map { books.invoice($0) }).map { books.message($0) })
        _ = try books.plan()
        #expect(try books.attempt().invoices.sorted() == names.sorted())
    }

    @Test func `plays in a ledger that undoes what fails and is gone afterwards`() throws {
        let database = try Database.scratch()
        try database.write { _ = try $0.execute("CREATE TABLE note (text TEXT)") }
        struct Change: Error {}
        #expect(throws: Change.self) {
            try database.write { transaction in
                try transaction.execute("INSERT INTO note (text) VALUES ($1)", "half done")
                throw Change()
            }
        }
        #expect(try database.read { try $0.first("SELECT COUNT(*) FROM note") { $0.int(0) } } == 0)
        let other = try Database.scratch()
        #expect(throws: StoreError.self) { try other.read { try $0.query("SELECT 1 FROM note") { _ in } } }
    }

    private static func text(_ lines: [DecisionLine]) -> [String] {
        lines.map { line in
            var bytes: [UInt8] = []
            line.append(jsonTo: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
