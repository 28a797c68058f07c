import Contracts
import Foundation
import Ledger
import Policy
import Testing

/// A subsidiary whose parent pays.
@Suite struct `An account that pays for others` {
    private let books: Books

    init() throws { books = try Books() }

    private func account(_ id: Identifier, parent: Identifier? = nil, _ dunning: DunningSettings? = nil) -> Payload {
        .account(
            Account(
                creditor: "creditor", account: id, name: "Example \(id)", parent: parent, dunning: dunning,
                contacts: [Contact(contact: "c1", email: "\(id)@example.com")]))
    }

    private func reminders() throws -> [ReminderRender] {
        try books.plan().dispatches.compactMap { dispatch in
            guard case .reminderRender(let render) = dispatch.command.payload else { return nil }
            return render
        }
    }

    /// Each reminder that is due as `account: invoices total`.
    private func due() throws -> [String] {
        try reminders().map { render in
            "\(render.case.account): \(render.items.map(\.invoice.text).joined(separator: " ")) \(render.totalMinor)"
        }.sorted()
    }

    @Test func `gets one reminder of all that they owe together`() throws {
        try books.apply(
            account("parent"), account("north", parent: "parent"), account("south", parent: "parent"),
            books.invoice("p1", minor: 100, account: "parent", due: "2026-10-01"),
            books.invoice("n1", minor: 200, account: "north", due: "2026-10-02"),
            books.invoice("s1", minor: 400, account: "south", due: "2026-10-03"))
        let reminder = try #require(try reminders().first)
        #expect(reminder.items.map(\.invoice) == ["p1", "n1", "s1"])
        #expect(reminder.totalMinor == 700)
        #expect(reminder.recipient.email == "parent@example.com")
        #expect(try due() == [])
    }

    @Test func `gets it whatever the order in which the facts come`() throws {
        let facts = [
            account("parent"), account("middle", parent: "parent"), account("north", parent: "middle"),
            books.invoice("n1", minor: 200, account: "north"), books.invoice("m1", minor: 50, account: "middle"),
        ]
        for first in facts.indices {
            let books = try Books()
            let order = facts[first...] + facts[..<first]
            try books.apply(order.reversed().map { books.message($0) })
            let render = try books.planOne()
            #expect(render.case.account == "parent" && render.totalMinor == 250, "from \(first) backwards")
        }
    }

    @Test func `is not reminded of what credits of one of them cover`() throws {
        try books.apply(
            account("parent"), account("north", parent: "parent"), account("south", parent: "parent"),
            books.invoice("n1", minor: 200, account: "north"), books.payment("x", 200, account: "south"))
        #expect(try due() == [])
        try books.apply(books.payment("y", 50, account: "parent"), books.invoice("s1", minor: 100, account: "south"))
        #expect(try due() == ["parent: n1 s1 50"])
    }

    @Test func `is the only one that is written to while it is not known yet`() throws {
        try books.apply(account("north", parent: "parent"), books.invoice("n1", account: "north"))
        #expect(try due() == [])
        try books.apply(account("parent"))
        #expect(try due() == ["parent: n1 10000"])
    }

    @Test func `is not asked for what rests at one of them`() throws {
        try books.apply(
            account("parent"), account("north", parent: "parent"),
            account("south", parent: "parent", DunningSettings(pausedUntil: CivilDate("2026-11-30")!)),
            account("west", parent: "parent"), account("east", parent: "parent", DunningSettings(leftOut: ["due5"])),
            books.invoice("n1", minor: 100, account: "north"), books.invoice("s1", minor: 200, account: "south"),
            books.invoice("w1", minor: 400, account: "west"), books.invoice("e1", minor: 800, account: "east"),
            books.invoice("p1", minor: 1600, account: "parent"),
            .hold(Hold(creditor: "creditor", hold: "h", account: "north", reason: "migration"), isPlaced: true),
            .dispute(Dispute(creditor: "creditor", account: "west", dispute: "d"), isOpen: true))
        #expect(try due() == ["parent: p1 1600"])
    }

    @Test func `rests as a whole while it is held itself`() throws {
        try books.apply(
            account("parent"), account("north", parent: "parent"), books.invoice("n1", account: "north"),
            .hold(Hold(creditor: "creditor", hold: "h", account: "parent", reason: "migration"), isPlaced: true))
        #expect(try due() == [])
    }

    @Test func `goes by the terms of each of them`() throws {
        try books.apply(
            account("parent"), account("north", parent: "parent", DunningSettings(terms: "net 10")),
            .invoice(
                Invoice(
                    creditor: "creditor", account: "north", invoice: "n1",
                    amount: Money(minor: 100, currency: Books.euro), issuedOn: CivilDate("2026-10-01")!, dueOn: nil),
                .issued))
        #expect(try reminders().first?.items.first?.dueOn == CivilDate("2026-10-11")!)
    }

    @Test func `takes over what was planned for one of them alone`() throws {
        try books.apply(account("north"), account("parent"), books.invoice("n1", account: "north"))
        let alone = try books.planOne()
        #expect(alone.case.account == "north")
        try books.apply(account("north", parent: "parent"))
        #expect(try books.claim(alone) == .declined(reason: "owed by another account"))
        #expect(try due() == ["parent: n1 10000"])
        try books.apply(account("north"))
        #expect(try due() == ["north: n1 10000"])
    }

    @Test func `keeps its promise for all of them by paying the invoice of one`() throws {
        try books.apply(
            account("parent"), account("north", parent: "parent"), books.invoice("n1", minor: 100, account: "north"),
            books.invoice("p1", minor: 400, account: "parent"),
            .promise(
                PaymentPromise(
                    creditor: "creditor", account: "north", promise: "pr",
                    amount: Money(minor: 100, currency: Books.euro), promisedOn: CivilDate("2026-11-20")!,
                    invoices: ["n1"]), isMade: true))
        #expect(try due() == ["parent: p1 400"])
    }

    @Test func `has what crossed its message noted, whoever of them paid`() throws {
        try books.apply(
            account("parent"), account("north", parent: "parent"), books.invoice("n1", minor: 100, account: "north"))
        guard case .granted = try books.claim(try books.planOne()) else { return #expect(Bool(false)) }
        try books.apply(books.payment("x", 100, on: [Allocation(invoice: "n1", minor: 100)], account: "north"))
        let view = try #require(try books.ledger.view(of: "creditor", "parent", rules: Books.rules))
        #expect(view.attempts.first?.crossed == MessageType.paymentReceived.rawValue)
    }

    @Test func `shows all that is open behind its payment link`() throws {
        try books.apply(
            account("parent"), account("north", parent: "parent"), books.invoice("n1", minor: 100, account: "north"),
            books.invoice("p1", minor: 400, account: "parent"), books.payment("x", 30, account: "north"))
        let render = try books.planOne()
        #expect(render.items.map(\.account) == ["north", nil])
        let balance = try #require(try books.ledger.balance(ofCase: render.case.number))
        #expect(balance.items.map(\.invoice) == ["n1", "p1"] && balance.totalMinor == 470)
    }

    @Test func `is told with what each of them owes, and ages it as its own`() throws {
        try books.apply(
            account("parent"), account("north", parent: "parent"), books.invoice("n1", minor: 100, account: "north"),
            books.invoice("p1", minor: 400, account: "parent"),
            .dispute(Dispute(creditor: "creditor", account: "north", dispute: "d"), isOpen: true))
        let view = try #require(try books.ledger.view(of: "creditor", "parent", rules: Books.rules))
        #expect(view.paysFor == ["north"] && view.cases.first?.items.map(\.account) == ["north", nil])
        #expect(try books.ledger.view(of: "creditor", "north", rules: Books.rules)?.paidBy == "parent")
        let aging = try books.ledger.aging(of: nil, by: .account, rules: Books.rules)
        #expect(aging.rows.map(\.account) == ["parent"])
        #expect(aging.totals["EUR"]?.disputed == 100 && aging.rows.first?.amounts.days1To30 == 500)
    }

    @Test func `is each its own payer where parents go round in a circle`() throws {
        try books.apply(
            account("a", parent: "b"), account("b", parent: "c"), account("c", parent: "a"),
            account("d", parent: "c"))
        for id in ["a", "b", "c", "d"] as [Identifier] { try books.apply(books.invoice(id, minor: 100, account: id)) }
        #expect(try due() == ["a: a 100", "b: b 100", "c: c 100", "d: d 100"])
        try books.apply(account("a"))
        #expect(try due().filter { $0.hasPrefix("a: ") } == ["a: a b c d 400"])
    }
}
