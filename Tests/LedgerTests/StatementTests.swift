import Contracts
import Ledger
import Policy
import Testing

@Suite struct `A statement that differs from the facts` {
    private func statement(
        _ minor: Int64, _ invoices: [Identifier], asOf: String = "2026-11-02T08:00:00Z"
    ) -> Payload {
        .accountStatement(
            AccountStatement(
                creditor: "creditor", account: "account", asOf: Instant(asOf)!,
                balances: minor == 0 ? [] : [Money(minor: minor, currency: Books.euro)], openInvoices: invoices))
    }

    private func tasks(_ books: Books) throws -> Int64 {
        try books.ledger.status().openTasks["balance differs"] ?? 0
    }

    @Test func `holds its account and opens one task, until a later statement agrees`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.apply(statement(15_000, ["i1", "i2"]))
        for _ in 0..<2 {
            let planned = try books.plan()
            #expect(planned.dispatches.isEmpty)
            #expect(try tasks(books) == 1)
            try books.ledger.reviewAllCases()
        }
        // One of earlier says nothing.
        try books.apply(statement(10_000, ["i1"], asOf: "2026-11-01T08:00:00Z"))
        #expect(try books.plan().dispatches.isEmpty)
        try books.apply(statement(10_000, ["i1"], asOf: "2026-11-02T08:30:00Z"))
        #expect(try books.plan().dispatches.count == 1)
        #expect(try tasks(books) == 0)
        try books.apply(statement(99, ["i1"], asOf: "2026-11-02T08:40:00Z"))
        _ = try books.plan()
        #expect(try tasks(books) == 1)
    }

    /// The same facts and statement in any order come to the same.
    @Test(arguments: [[0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 1, 0], [0, 3, 2, 1], [3, 2, 1, 0]])
    func `ends with the missing event, whatever came first`(order: [Int]) throws {
        let books = try Books()
        let facts = [
            books.account(), books.invoice("i1"),
            books.payment("p1", 4_000, on: [Allocation(invoice: "i1", minor: 4_000)]),
            statement(6_000, ["i1"]),
        ].map { books.message($0) }
        for index in order.dropLast() { try books.apply([facts[index]]) }
        if order.last != 3 { #expect(try books.plan().dispatches.isEmpty) }
        try books.apply([facts[order[3]]])
        #expect(try books.view().cases[0].stop == nil)
        _ = try books.plan()
        #expect(try tasks(books) == 0)
    }

    @Test func `has a task also where nothing is known to be owed`() throws {
        let books = try Books()
        try books.apply(books.account(), statement(15_000, ["i1"]))
        #expect(try books.plan().dispatches.isEmpty)
        #expect(try tasks(books) == 1)
        try books.apply(books.invoice("i1", minor: 15_000))
        #expect(try tasks(books) == 0)
        #expect(try books.plan().dispatches.count == 1)
    }
}
