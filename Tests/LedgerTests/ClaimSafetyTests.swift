import Contracts
import Ledger
import Policy
import Testing

/// What claims stand when workers are slow, clocks jump and answers come late.
@Suite struct `A claim under fire` {
    private func granted(_ books: Books, _ render: ReminderRender, worker: String = "w1") throws -> Claim {
        guard case .granted(let claim) = try books.claim(render, worker: worker) else { throw BooksProblem.notGranted }
        return claim
    }

    @Test func `of a worker whose lease ended is as good as any: the claim renews it`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.ledger.renewLease(of: "w1", .seconds(-1))
        let claim = try granted(books, try books.planOne())
        #expect(try books.ledger.sweep(dispatchTimeout: .seconds(1800)).givenBack == 0)
        #expect(try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60)) == [true])
    }

    @Test func `that passed to another worker takes neither mark nor outcome of the first`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let old = try granted(books, try books.planOne())
        try books.ledger.renewLease(of: "w1", .seconds(-1))
        _ = try books.ledger.sweep(dispatchTimeout: .seconds(1800))
        let new = try granted(books, try books.planOne(), worker: "w2")
        #expect(new.fence == old.fence + 1)
        #expect(try books.ledger.markSubmitting([old], worker: "w1", lease: .seconds(60)) == [false])
        for outcome in [
            SubmissionOutcome.accepted(code: 250, reason: "queued"), .deferred(code: 451, reason: "later"),
            .rejected(code: 550, reason: "no", isUndeliverable: true), .unknown(reason: "lost"),
            .givenBack(reason: "slow"),
        ] {
            #expect(
                try books.ledger.complete([(old, outcome)], worker: "w1", lease: .seconds(60)) == [false],
                "\(outcome)")
        }
        #expect(try books.attempt().state == "claimed")
        #expect(try books.ledger.markSubmitting([new], worker: "w2", lease: .seconds(60)) == [true])
        let accepted = [(claim: new, outcome: SubmissionOutcome.accepted(code: 250, reason: "queued"))]
        #expect(try books.ledger.complete(accepted, worker: "w2", lease: .seconds(60)) == [true])
    }

    @Test func `is marked once: a second mark is no right to send again`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let claim = try granted(books, try books.planOne())
        #expect(try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60)) == [true])
        #expect(try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60)) == [false])
    }

    @Test func `asked for twice in one batch is granted once`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        let request = ClaimRequest(attempt: render.attempt, caseNumber: render.case.number, basis: render.basis)
        let answers = try books.ledger.claim(
            [request, request], worker: "w1", lease: .seconds(60), rules: Books.rules)
        guard case .granted = answers[0] else { throw BooksProblem.notGranted }
        #expect(answers[1] == .underWay)
    }

    /// A planner whose clock jumped ahead calls all workers dead: nothing is sent twice or lost for it.
    @Test func `survives a clock that jumps ahead, before and after the mark`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let early = try granted(books, try books.planOne())
        try books.ledger.renewLease(of: "w1", .seconds(-3600))
        #expect(try books.ledger.sweep(dispatchTimeout: .seconds(1800)).givenBack == 1)
        #expect(try books.ledger.markSubmitting([early], worker: "w1", lease: .seconds(60)) == [false])
        let late = try granted(books, try books.planOne())
        #expect(try books.ledger.markSubmitting([late], worker: "w1", lease: .seconds(60)) == [true])
        try books.ledger.renewLease(of: "w1", .seconds(-3600))
        #expect(try books.ledger.sweep(dispatchTimeout: .seconds(1800)).unknown == 1)
        // The worker lives and tells what it knows; that is not in doubt any more.
        let accepted = [(claim: late, outcome: SubmissionOutcome.accepted(code: 250, reason: "queued"))]
        #expect(try books.ledger.complete(accepted, worker: "w1", lease: .seconds(60)) == [true])
        #expect(try books.attempt().state == "accepted")
    }

    @Test func `keeps what crossed it on the wire, and forgets that with the next claim`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let hold = Hold(creditor: "creditor", hold: "h", reason: "migration")
        let render = try books.planOne()
        let first = try granted(books, render)
        try books.apply(.hold(hold, isPlaced: true))
        #expect(try books.attempt().crossed == "dunlin.hold.placed.v1")
        let zone = Zone("Europe/Berlin")!
        #expect(
            try books.ledger.timeline(of: "creditor", "account", in: zone)?
                .contains { $0.details["crossedBy"] == "dunlin.hold.placed.v1" } == true)
        let back = [(claim: first, outcome: SubmissionOutcome.givenBack(reason: "slow"))]
        #expect(try books.ledger.complete(back, worker: "w1", lease: .seconds(60)) == [true])
        _ = try books.report(.declined, of: render)
        try books.apply(.hold(hold, isPlaced: false))
        _ = try granted(books, try books.planOne())
        #expect(try books.attempt().crossed == nil)
    }

    @Test func `is crossed by an event that was refused and may have stopped it`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        _ = try granted(books, try books.planOne())
        let payment = books.message(books.payment("p1", 10_000), id: "lost")
        try books.ledger.noteRefusals([MessageRefusal(of: payment, class: .schema, reason: "unknown")])
        #expect(try books.attempt().crossed == "dunlin.event.refused.v1")
    }
}
