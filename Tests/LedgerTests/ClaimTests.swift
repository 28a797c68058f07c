import Contracts
import Foundation
import Ledger
import Policy
import Testing

@Suite struct `A claim` {
    @Test func `is granted once, and its outcome is told again as often as asked`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        let reports = try books.send(render)
        guard case .applied(let feed) = reports[0], case .reminderSent(let sent)? = feed.first else {
            return #expect(Bool(false), "nothing for the feed")
        }
        #expect(sent.invoices == ["i1"] && sent.totalMinor == 10_000)
        #expect(try books.claim(render) == .settled(.accepted, code: 250, reason: "2.0.0 queued"))
        #expect(try books.plan().dispatches.isEmpty)
    }

    /// What may happen between planning and claiming, and the word that the claim must give.
    static let stops: [(reason: String, @Sendable (Books) -> [Payload])] = [
        ("paid", { [$0.payment("p1", 10_000, on: [Allocation(invoice: "i1", minor: 10_000)])] }),
        ("changed", { [$0.payment("p1", 10, on: [Allocation(invoice: "i1", minor: 10)])] }),
        ("changed", { [$0.payment("p1", 10_000)] }),
        ("voided", { [$0.invoice("i1", .voided)] }),
        ("written off", { [$0.invoice("i1", .writtenOff)] }),
        ("changed", { [$0.invoice("i1", due: "2026-10-04", .adjusted)] }),
        (
            "disputed",
            { _ in
                [.dispute(Dispute(creditor: "creditor", account: "account", dispute: "d", invoice: "i1"), isOpen: true)]
            }
        ),
        (
            "held",
            { _ in
                [
                    .hold(
                        Hold(creditor: "creditor", hold: "h", account: "account", reason: "call agreed"),
                        isPlaced: true)
                ]
            }
        ),
        ("held", { _ in [.hold(Hold(creditor: "creditor", hold: "h", reason: "migration"), isPlaced: true)] }),
        ("changed", { [$0.account(email: "new@example.com")] }),
    ]

    @Test(arguments: stops.indices)
    func `is declined for a fact that was committed before it`(index: Int) throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        let (reason, facts) = Self.stops[index]
        try books.apply(facts(books).map { books.message($0) })
        #expect(try books.claim(render) == .declined(reason: reason))
        // The refused command is spent: it can not be claimed later either.
        #expect(try books.claim(render) == .superseded)
    }

    @Test func `is declined after an opt-out by the link of an earlier message`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let first = try books.planOne()
        _ = try books.send(first)
        _ = try books.ledger.setClock { $0.adding(.seconds(10 * 86_400)) }
        try books.apply(books.account(email: "Billing@Example.com"))
        let second = try books.planOne()
        let optOut = Payload.optOut(OptOut(attempt: first.attempt.id, channel: .email, evidence: "page", at: .now))
        guard case .applied(let feed) = try books.apply(optOut)[0], case .consentChanged? = feed.first else {
            return #expect(Bool(false), "nothing for the feed")
        }
        #expect(try books.claim(second) == .declined(reason: "opted out"))
        #expect(try books.plan().dispatches.isEmpty)
        #expect(try books.view().cases.first?.next == "no contact that can be reached")
    }

    @Test func `is declined outside the window and when the budget is used up`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        _ = try books.ledger.setClock { $0.adding(.seconds(12 * 3600)) }
        #expect(try books.claim(render) == .declined(reason: "outside the send window"))
    }

    @Test func `counts the address over all accounts of a creditor`() throws {
        let books = try Books()
        for account in ["a", "b", "c"] as [Identifier] {
            try books.apply(books.account(account), books.invoice(account, account: account))
        }
        let renders = try books.plan().dispatches.map(\.command.payload)
        #expect(renders.count == 3)
        var answers: [ClaimAnswer] = []
        for case .reminderRender(let render) in renders { answers.append(try books.claim(render)) }
        #expect(answers.filter { if case .granted = $0 { true } else { false } }.count == 2)
        #expect(answers.contains(.declined(reason: "contact budget used up")))
    }

    @Test func `given back or deferred is planned anew with the next revision`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        guard case .granted(let claim) = try books.claim(render) else { return #expect(Bool(false)) }
        let outcomes = [(claim: claim, outcome: SubmissionOutcome.givenBack(reason: "too slow"))]
        #expect(try books.ledger.complete(outcomes, worker: "w1", lease: .seconds(60)) == [true])
        _ = try books.report(.declined, of: render)
        let again = try books.planOne()
        #expect(again.attempt.id == render.attempt.id && again.attempt.revision == render.attempt.revision + 1)
        guard case .granted(let second) = try books.claim(again) else { return #expect(Bool(false)) }
        let deferred = [(claim: second, outcome: SubmissionOutcome.deferred(code: 451, reason: "try later"))]
        #expect(try books.ledger.complete(deferred, worker: "w1", lease: .seconds(60)) == [true])
        _ = try books.report(.deferred, of: again)
        // Five minutes of real time have not passed.
        #expect(try books.plan().dispatches.isEmpty)
    }

    @Test func `of a worker that died is taken back unsent before the mark and unknown after it`() throws {
        for marked in [false, true] {
            let books = try Books()
            try books.fillWithOneOverdueInvoice()
            let render = try books.planOne()
            guard case .granted(let claim) = try books.claim(render, lease: .zero) else { return #expect(Bool(false)) }
            if marked { #expect(try books.ledger.markSubmitting([claim], worker: "w1", lease: .zero) == [true]) }
            try books.ledger.renewLease(of: "w1", .seconds(-1))
            let swept = try books.ledger.sweep(dispatchTimeout: .seconds(1800))
            #expect(swept.unknown == (marked ? 1 : 0) && swept.givenBack == (marked ? 0 : 1))
            #expect(try books.plan().dispatches.count == (marked ? 0 : 1))
            #expect(try books.attempt().state == (marked ? "unknown" : "planned"))
            // The dead worker comes back: too late before the mark, good news after it.
            let outcomes = [(claim: claim, outcome: SubmissionOutcome.accepted(code: 250, reason: "queued"))]
            #expect(try books.ledger.complete(outcomes, worker: "w1", lease: .seconds(60)) == [marked])
        }
    }

    @Test func `given back by a sender that died before it said so is found by the sweep`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        guard case .granted(let claim) = try books.claim(render) else { return #expect(Bool(false)) }
        let outcomes = [(claim: claim, outcome: SubmissionOutcome.givenBack(reason: "too slow"))]
        #expect(try books.ledger.complete(outcomes, worker: "w1", lease: .seconds(60)) == [true])
        #expect(try books.plan().dispatches.isEmpty)
        _ = try books.ledger.sweep(dispatchTimeout: .seconds(1800))
        #expect(try books.planOne().attempt.revision == 2)
    }

    @Test func `of an older decision is superseded`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let old = try books.planOne()
        try books.apply(books.payment("p1", 10, on: [Allocation(invoice: "i1", minor: 10)]))
        let new = try books.planOne()
        #expect(new.attempt.id == old.attempt.id && new.totalMinor == 9_990)
        #expect(try books.claim(old) == .superseded)
        guard case .granted = try books.claim(new) else { return #expect(Bool(false), "not granted") }
        #expect(try books.claim(new) == .underWay)
    }

    @Test func `remembers a fact that crossed it on the wire`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        guard case .granted = try books.claim(try books.planOne()) else { return #expect(Bool(false)) }
        try books.apply(books.payment("p1", 10_000, on: [Allocation(invoice: "i1", minor: 10_000)]))
        #expect(try books.attempt().crossed == "dunlin.payment.received.v1")
    }
}
