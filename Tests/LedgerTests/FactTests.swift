import Contracts
import Foundation
import Ledger
import Testing

@Suite struct `Facts` {
    @Test func `are the same in every order, doubled and late`() throws {
        let books = try Books()
        let events = [
            books.account(), books.invoice("i1", minor: 10_000), books.invoice("i2", minor: 20_000),
            books.payment("p1", 12_000, on: [Allocation(invoice: "i1", minor: 10_000)]),
            .paymentAllocation(
                PaymentAllocation(
                    creditor: "creditor", account: "account", payment: "p1",
                    allocations: [Allocation(invoice: "i2", minor: 11_000)])),
            .paymentReversal(
                PaymentReversal(
                    creditor: "creditor", account: "account", payment: "p1", reversal: "r1",
                    amount: Money(minor: 4_000, currency: Books.euro), reversedOn: CivilDate("2026-11-02")!)),
            .creditNote(
                CreditNote(
                    creditor: "creditor", account: "account", creditNote: "n1",
                    amount: Money(minor: 1_500, currency: Books.euro), issuedOn: CivilDate("2026-11-01")!,
                    allocations: [Allocation(invoice: "i1", minor: 1_000)])),
            books.invoice("i1", minor: 9_000, .adjusted), books.invoice("i3", minor: 500), books.invoice("i3", .voided),
            .dispute(
                Dispute(creditor: "creditor", account: "account", dispute: "d1", invoice: "i1"), isOpen: true),
            .dispute(
                Dispute(creditor: "creditor", account: "account", dispute: "d1", invoice: "i1"), isOpen: false),
        ].map { books.message($0) }
        try books.apply(events)
        let expected = try books.view().cases
        // i1: 9,000 less 1,000 of the credit note; i2: 20,000 less the 8,000 that the reversal leaves.
        #expect(expected.first?.items.map(\.openMinor) == [8_000, 12_000])
        #expect(expected.first?.unappliedMinor == 500)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<40 {
            let other = try Books()
            let shuffled = (events + events.prefix(Int.random(in: 0...12, using: &generator))).shuffled()
            let results = try other.apply(shuffled)
            #expect(results.allSatisfy { if case .applied = $0 { true } else { false } })
            #expect(try other.view().cases == expected)
        }
    }

    @Test func `that never change are refused with other content`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.apply(books.payment("p1", 100))
        let result = try books.apply(books.payment("p1", 200))
        guard case .conflict = result[0] else { return #expect(Bool(false), "taken") }
        #expect(try books.view().cases.first?.unappliedMinor == 100)
    }

    @Test func `about an unknown account wait for it`() throws {
        let books = try Books()
        try books.apply(books.invoice("i1"))
        #expect(try books.plan().dispatches.isEmpty)
        try books.apply(books.account())
        #expect(try books.plan().dispatches.count == 1)
    }

    @Test func `in another currency make a case of their own`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.apply(books.invoice("dollar", currency: Currency("USD")!))
        let renders = try books.plan().dispatches
        #expect(renders.count == 2)
        // A payment in euro that names the dollar invoice settles nothing there.
        try books.apply(books.payment("p1", 10_000, on: [Allocation(invoice: "dollar", minor: 10_000)]))
        let cases = try books.view().cases
        #expect(cases.map(\.unappliedMinor) == [10_000, 0])
        #expect(cases[1].items.map(\.openMinor) == [10_000])
    }

    @Test func `of a void invoice that was paid are a credit, of one written off they are not`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.apply(
            books.payment("p1", 4_000, on: [Allocation(invoice: "i1", minor: 4_000)]),
            books.invoice("i1", .writtenOff))
        #expect(try books.view().cases.first?.unappliedMinor == 0)
        try books.apply(books.invoice("i1", .voided))
        #expect(try books.view().cases.first?.unappliedMinor == 4_000)
    }

    @Test func `that differ from a statement hold the account until they agree`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.apply(
            .accountStatement(
                AccountStatement(
                    creditor: "creditor", account: "account", asOf: .now,
                    balances: [Money(minor: 15_000, currency: Books.euro)], openInvoices: ["i1", "i2"])))
        #expect(try books.plan().dispatches.isEmpty)
        #expect(try books.view().cases.first?.stop == "balance differs")
        try books.apply(books.invoice("i2", minor: 5_000))
        #expect(try books.view().cases.first?.stop == nil)
        #expect(try books.plan().dispatches.count == 1)
    }

    @Test func `that were refused hold their account until they are applied`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let payment = books.message(books.payment("p1", 10_000), id: "lost")
        try books.ledger.noteRefusals([MessageRefusal(of: payment, class: .schema, reason: "unknown")])
        #expect(try books.plan().dispatches.isEmpty)
        #expect(try books.view().cases.first?.stop == "facts incomplete")
        try books.apply([payment])
        #expect(try books.view().cases.first?.stop == nil)
    }

    @Test func `that were refused can be accepted as they are by an operator`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let payment = books.message(books.payment("p1", 10_000), id: "lost")
        try books.ledger.noteRefusals([MessageRefusal(of: payment, class: .schema, reason: "unknown")])
        #expect(try books.plan().dispatches.isEmpty)
        try books.apply(
            .factsAccepted(
                FactsAccepted(creditor: "creditor", account: "account", author: "operator", reason: "test event")))
        #expect(try books.plan().dispatches.count == 1)
    }
}
