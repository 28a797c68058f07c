import Contracts
import Ledger
import Policy
import Testing

@Suite struct `The freshness gate` {
    /// Everything was told so many minutes ago.
    private func heartbeat(_ books: Books, minutesAgo minutes: Int) throws -> Payload {
        .heartbeat(
            SourceHeartbeat(
                creditor: "creditor", asOf: try books.ledger.clock().now.adding(.seconds(-60 * minutes))))
    }

    @Test func `is off until the first heartbeat`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        _ = try books.send(try books.planOne())
    }

    @Test func `refuses a claim on facts that grew too old, and the next heartbeat lets it go on`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.apply(heartbeat(books, minutesAgo: 0))
        let render = try books.planOne()
        _ = try books.ledger.setClock { $0.adding(.seconds(16 * 60)) }
        #expect(try books.claim(render) == .declined(reason: "facts too old"))
        _ = try books.report(.declined, of: render, reason: "facts too old")
        #expect(try books.plan().held == [.factsTooOld: 1])
        #expect(try books.view().cases[0].hold?.contains("too old since 2026-11-02T09:15:00") == true)
        for _ in 0..<3 {
            _ = try books.ledger.sweep(dispatchTimeout: .seconds(1800))
            #expect(try books.plan().cases == 0)
        }
        // One that tells of earlier does not help.
        try books.apply(heartbeat(books, minutesAgo: 20))
        #expect(try books.plan().cases == 0)
        try books.apply(heartbeat(books, minutesAgo: 1))
        _ = try books.send(try books.planOne())
    }

    @Test func `goes by the creditor's own limit, with or without a heartbeat`() throws {
        let books = try Books()
        books.caseRules.freshness = .seconds(3600)
        try books.fillWithOneOverdueInvoice()
        #expect(try books.plan().held == [.factsTooOld: 1])
        try books.apply(heartbeat(books, minutesAgo: 59))
        _ = try books.send(try books.planOne())
    }

    @Test func `lets an account go on whose own statement is young enough`() throws {
        let books = try Books()
        for account in ["account", "other"] as [Identifier] {
            try books.apply(
                books.account(account, email: "\(account)@example.com"), books.invoice(account, account: account))
        }
        try books.apply(heartbeat(books, minutesAgo: 30))
        #expect(try books.plan().held == [.factsTooOld: 2])
        try books.apply(
            .accountStatement(
                AccountStatement(
                    creditor: "creditor", account: "account", asOf: try books.ledger.clock().now,
                    balances: [Money(minor: 10_000, currency: Books.euro)], openInvoices: ["account"])))
        let render = try books.planOne()
        #expect(render.case.account == "account")
        _ = try books.send(render)
        #expect(try books.plan().cases <= 1)
    }

    @Test func `believes no heartbeat from the future`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.apply(heartbeat(books, minutesAgo: -60 * 24 * 365))
        _ = try books.ledger.setClock { $0.adding(.seconds(16 * 60)) }
        #expect(try books.plan().held == [.factsTooOld: 1])
    }
}
