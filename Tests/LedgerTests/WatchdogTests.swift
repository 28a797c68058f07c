import Contracts
import Ledger
import Policy
import Testing

@Suite struct `The watchdog` {
    @Test func `counts each message of an hour as what became of it`() throws {
        let books = try Books()
        for account in ["a", "b", "c"] as [Identifier] {
            try books.apply(
                books.account(account, email: "\(account)@example.com"), books.invoice(account, account: account))
        }
        var renders: [ReminderRender] = []
        for case .reminderRender(let render) in try books.plan().dispatches.map(\.command.payload) {
            renders.append(render)
        }
        _ = try books.send(renders[0])
        try books.apply(books.payment("p", 10_000, on: [Allocation(invoice: "b", minor: 10_000)], account: "b"))
        _ = try books.plan()
        let watchdog = try books.ledger.watchdog(hours: 24)
        let hour = try #require(watchdog.hours.first)
        #expect(watchdog.hours.count == 1 && hour.start == Instant("2026-11-02T09:00:00Z")!)
        #expect(hour.expected == 3 && hour.accepted == 1 && hour.cancelled == 1 && hour.waiting == 1)
        #expect(hour.cancelledByReason == ["paid": 1] && hour.missing == 0)
        #expect(watchdog.gaps.isEmpty)
        _ = try books.ledger.setClock { $0.adding(.seconds(30 * 3600)) }
        #expect(try books.ledger.watchdog(hours: 24).hours.isEmpty)
        #expect(try books.ledger.watchdog(hours: 32).hours.count == 1)
    }

    @Test func `misses what stands still and nothing says why`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let patience = Duration.seconds(-1)
        _ = try books.ledger.setClock { $0.adding(.seconds(1)) }
        #expect(try books.ledger.gaps(patience: patience).map(\.kind) == [.due])
        let render = try books.planOne()
        #expect(try books.ledger.gaps(patience: patience).map(\.kind) == [.planned])
        try books.ledger.markDispatched([(render.attempt.id, render.attempt.revision)])
        let gap = try #require(try books.ledger.gaps(patience: patience).first)
        #expect(gap.kind == .dispatched && gap.count == 1 && gap.example == render.attempt.id)
        #expect(try books.ledger.watchdog(hours: 24, patience: patience).hours.map(\.missing) == [1])
        guard case .granted(let claim) = try books.claim(render) else { throw BooksProblem.notGranted }
        #expect(try books.ledger.gaps(patience: patience).map(\.kind) == [.claimed])
        _ = try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60))
        #expect(try books.ledger.gaps(patience: patience).map(\.kind) == [.submitting])
        let accepted = [(claim: claim, outcome: SubmissionOutcome.accepted(code: 250, reason: "queued"))]
        _ = try books.ledger.complete(accepted, worker: "w1", lease: .seconds(60))
        _ = try books.report(.accepted, of: render)
        _ = try books.plan()
        #expect(try books.ledger.gaps(patience: patience).isEmpty)
    }

    @Test func `does not miss what a switch holds, and tells that as figures of its own`() throws {
        let books = try Books()
        _ = try books.ledger.turnOn(.fleet, actor: "ops", reason: "test")
        try books.fillWithOneOverdueInvoice()
        _ = try books.plan()
        let figures = try books.ledger.operatingFigures(of: ["creditor"], rules: Books.rules)
        #expect(figures.gaps.values.allSatisfy { $0 == 0 })
        #expect(figures.heldCases == [.killSwitch: 1, .factsTooOld: 0])
        #expect(figures.killSwitches == [.fleet: 1, .creditor: 0, .channel: 0])
        #expect(figures.unknownAttempts == 0 && figures.oldestUnknown == nil && figures.creditorsTooOld == 0)
    }
}
