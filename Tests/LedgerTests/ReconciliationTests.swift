import Contracts
import Foundation
import Ledger
import Policy
import Store
import TestSupport
import Testing

@Suite struct `A restored ledger` {
    /// What became of the time after the backup, as the feed and the planner's queue tell it.
    struct Lost {
        var feed: [Message]
        var outcome: Message
        var render: ReminderRender
    }

    /// Another ledger in which the reminder of `books`' one invoice was sent.
    static func sent(_ books: Books) throws -> Lost {
        let render = try books.planOne()
        let outcome = Payload.delivery(
            DeliveryOutcome(
                attempt: render.attempt, case: render.case, channel: .email, at: Instant("2026-11-02T09:00:00Z")!,
                code: 250, reason: "queued as 1", worker: "w1",
                place: AttemptPlace(
                    instance: render.instance, slot: render.slot, invoices: render.items.map(\.invoice),
                    totalMinor: render.totalMinor)), .accepted)
        guard case .granted(let claim) = try books.claim(render) else { throw StoreError.misuse("not granted") }
        _ = try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60))
        _ = try books.ledger.complete(
            [(claim, .accepted(code: 250, reason: "queued as 1"))], worker: "w1", lease: .seconds(60))
        let message = books.message(outcome)
        guard case .applied(let feed) = try books.apply([message])[0] else { throw StoreError.misuse("refused") }
        return Lost(feed: feed.map { books.message($0) }, outcome: message, render: render)
    }

    static func restored(_ fill: (Books) throws -> Void) throws -> Books {
        let books = try Books()
        try fill(books)
        try books.ledger.markRestored(actor: "operator", backup: "b")
        return books
    }

    /// Reconciled, and the kill switch lifted.
    static func lift(_ books: Books) throws {
        var found = Reconciliation()
        try books.ledger.endReconciliation(&found, actor: "operator", dryRun: false)
        #expect(try books.ledger.turnOff(.fleet, actor: "operator", reason: "reconciled"))
    }

    static func states(_ books: Books) throws -> [String: Int64] { try books.ledger.status().attemptsByState }

    @Test func `takes from the feed what was sent, into a case that it does not know, once`() throws {
        let before = try Books()
        try before.fillWithOneOverdueInvoice()
        let lost = try Self.sent(before)
        let books = try Self.restored { _ in }
        for (round, entered) in [(0, Int64(1)), (1, 0)] {
            var found = Reconciliation()
            try books.ledger.reconcile(with: lost.feed, dryRun: false, into: &found)
            #expect(found.reminders.entered == entered && found.reminders.known == Int64(round))
        }
        #expect(try Self.states(books) == ["accepted": 1])
        // Upstream tells its facts again: the step is taken.
        try books.fillWithOneOverdueInvoice()
        try Self.lift(books)
        #expect(try books.plan().dispatches.isEmpty)
        #expect(try books.attempt().id == lost.render.attempt.id)
    }

    @Test func `takes from the feed what was sent in a case that has another number by now`() throws {
        let before = try Books()
        try before.apply(before.account("other"), before.invoice("o1", account: "other", due: "2027-01-01"))
        try before.fillWithOneOverdueInvoice()
        let lost = try Self.sent(before)
        // Upstream's events came again in another order, and a planner has planned already.
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let wrong = try books.planOne()
        #expect(wrong.case.number != lost.render.case.number)
        var found = Reconciliation()
        try books.ledger.reconcile(with: lost.feed, dryRun: false, into: &found)
        #expect(found.reminders.corrected == 1)
        guard case .settled(.accepted, _, _) = try books.claim(wrong) else {
            return #expect(Bool(false), "it may be sent a second time")
        }
        #expect(try books.plan().dispatches.isEmpty)
    }

    @Test func `takes what a sender said, which waited for the planner, and sends nothing twice`() throws {
        let before = try Books()
        try before.fillWithOneOverdueInvoice()
        let lost = try Self.sent(before)
        for isPlanned in [false, true] {
            let books = try Self.restored { if isPlanned { try $0.fillWithOneOverdueInvoice() } }
            let applied = try books.apply([lost.outcome])
            guard case .applied(let feed) = applied[0], case .reminderSent(let sent)? = feed.first else {
                return #expect(Bool(false), "\(applied)")
            }
            #expect(sent.attempt == lost.render.attempt.id && sent.slot == lost.render.slot)
            try books.fillWithOneOverdueInvoice()
            try Self.lift(books)
            #expect(try books.plan().dispatches.isEmpty)
        }
    }

    @Test func `holds the account of an outcome that it cannot place`() throws {
        let before = try Books()
        try before.fillWithOneOverdueInvoice()
        var lost = try Self.sent(before)
        guard case .delivery(var outcome, let result) = lost.outcome.payload else { return }
        outcome.place = nil
        lost.outcome.payload = .delivery(outcome, result)
        let books = try Self.restored { _ in }
        guard case .conflict = try books.apply([lost.outcome])[0] else {
            return #expect(Bool(false), "it was dropped")
        }
    }

    @Test func `has as unknown what was on the wire, and supersedes commands of before`() throws {
        let books = try Books()
        for account in ["a", "b"] as [Identifier] {
            try books.apply(
                books.account(account, email: "\(account)@example.com"), books.invoice(account, account: account))
        }
        var renders: [ReminderRender] = []
        for case .reminderRender(let render) in try books.plan().dispatches.map(\.command.payload) {
            renders.append(render)
        }
        guard case .granted = try books.claim(renders[0]) else { return #expect(Bool(false), "not granted") }
        #expect(try books.ledger.markRestored(actor: "operator", backup: "b") == 1)
        #expect(try Self.states(books) == ["unknown": 1, "planned": 1])
        #expect(try books.claim(renders[1]) == .superseded)
        let restoration = try #require(try books.ledger.restoration())
        #expect(restoration.restoredAt <= .now && restoration.backedUpAt == nil)
        let entries = try books.ledger.auditEntries(after: 0, limit: 10)
        #expect(entries.contains { $0.action == "ledger.restore" && $0.detail == #"{"unknown":1}"# })
    }

    @Test func `takes an opt-out from the feed`() throws {
        let before = try Books()
        try before.fillWithOneOverdueInvoice()
        let lost = try Self.sent(before)
        let optOut = Payload.optOut(
            OptOut(
                attempt: lost.render.attempt.id, channel: .email, evidence: "page",
                at: Instant("2026-11-02T10:00:00Z")!))
        guard case .applied(let feed) = try before.apply(optOut)[0] else { return #expect(Bool(false)) }
        // The hash of an address is made with a key that a backup keeps: here the contact tells.
        var messages = feed.map { before.message($0) }
        for index in messages.indices {
            guard case .consentChanged(var consent) = messages[index].payload else { continue }
            consent.recipient = nil
            messages[index].payload = .consentChanged(consent)
        }
        let books = try Self.restored { try $0.apply($0.account()) }
        var found = Reconciliation()
        try books.ledger.reconcile(with: messages, dryRun: false, into: &found)
        #expect(found.consents.entered == 1)
        try books.apply(books.invoice("i1"))
        try Self.lift(books)
        #expect(try books.plan().dispatches.isEmpty)
    }

    @Test func `changes nothing in a dry run, and may send when it was reconciled`() throws {
        let before = try Books()
        try before.fillWithOneOverdueInvoice()
        let lost = try Self.sent(before)
        let books = try Self.restored { _ in }
        var found = Reconciliation()
        try books.ledger.reconcile(with: lost.feed, dryRun: true, into: &found)
        try books.ledger.endReconciliation(&found, actor: "operator", dryRun: true)
        #expect(found.reminders.entered == 1)
        #expect(try Self.states(books).isEmpty)
        #expect(try books.ledger.restoration() != nil)
        #expect(throws: KillSwitchProblem.self) {
            try books.ledger.turnOff(.fleet, actor: "operator", reason: "too early")
        }
        try books.ledger.endReconciliation(&found, actor: "operator", dryRun: false)
        #expect(try books.ledger.restoration() == nil)
    }
}
