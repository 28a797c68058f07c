import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

@Suite struct `Planning` {
    @Test func `makes one message of all that is overdue on an account`() throws {
        let books = try Books()
        try books.apply(books.account(), books.invoice("i1"), books.invoice("i2", due: "2026-10-10"))
        let render = try books.planOne()
        #expect(render.items.map(\.invoice) == ["i1", "i2"] && render.totalMinor == 20_000)
        #expect(render.items.map(\.daysPastDue) == [30, 23])
        #expect(render.languages == ["de"])
    }

    @Test func `waits until a case is quiet`() throws {
        let books = try Books()
        let messages = [books.account(), books.invoice("i1")].map { books.message($0) }
        _ = try books.ledger.apply(messages.map { ($0, []) }, settle: .seconds(3600))
        #expect(try books.plan().cases == 0)
    }

    @Test func `plans nothing under another configuration than the active one`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.ledger.activate(config: "other")
        let result = try books.plan()
        #expect(!result.isConfigActive && result.dispatches.isEmpty)
    }

    @Test func `publishes again what its planner left behind, with the same ids`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let planned = try books.plan().dispatches
        #expect(try books.ledger.undispatched(olderThan: .seconds(60), limit: 10).isEmpty)
        #expect(try books.ledger.undispatched(olderThan: .seconds(-1), limit: 10) == planned)
        try books.ledger.markDispatched(planned.map { ($0.attempt, $0.revision) })
        #expect(try books.ledger.undispatched(olderThan: .seconds(-1), limit: 10).isEmpty)
        #expect(try books.attempt().state == "dispatched")
    }

    @Test func `takes back a command that nobody claimed in time`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let planned = try books.plan().dispatches
        try books.ledger.markDispatched(planned.map { ($0.attempt, $0.revision) })
        #expect(try books.ledger.sweep(dispatchTimeout: .seconds(60)).timedOut == 0)
        #expect(try books.ledger.sweep(dispatchTimeout: .seconds(-1)).timedOut == 1)
        #expect(try books.planOne().attempt.revision == 2)
    }

    @Test func `cancels what a payment made needless, and takes it up when the payment is taken back`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let first = try books.planOne()
        try books.apply(books.payment("p1", 10_000, on: [Allocation(invoice: "i1", minor: 10_000)]))
        #expect(try books.plan().cancelled == ["paid": 1])
        #expect(try books.claim(first) == .superseded)
        try books.apply(
            .paymentReversal(
                PaymentReversal(
                    creditor: "creditor", account: "account", payment: "p1", reversal: "r1",
                    reversedOn: CivilDate("2026-11-02")!)))
        let again = try books.planOne()
        #expect(again.attempt.id == first.attempt.id && again.attempt.revision == 2)
    }

    @Test func `lets a parked command rest its case`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        let parked = AttemptParked(
            attempt: render.attempt, case: render.case, class: .permanent, reason: "template t lacks a name",
            worker: "r1")
        guard case .applied(let feed) = try books.apply(.attemptParked(parked))[0], case .taskOpened? = feed.first
        else { return #expect(Bool(false), "no task") }
        #expect(try books.attempt().state == "parked")
        #expect(try books.plan().dispatches.isEmpty)
    }

    @Test func `asks for quiet after three refusals, tries once more, then opens a task`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        var minor: Int64 = 1
        for _ in 0..<3 {
            let render = try books.planOne()
            try books.apply(books.payment(Identifier("p\(minor)")!, minor, on: [Allocation(invoice: "i1", minor: 1)]))
            minor += 1
            #expect(try books.claim(render) == .declined(reason: "changed"))
            _ = try books.report(.declined, of: render)
        }
        #expect(try books.plan().dispatches.isEmpty)
        #expect(try books.view().cases.first?.why == "waits until the case is quiet")
    }

    @Test func `finds what is due by the clock, not by the calendar of events`() throws {
        let books = try Books(now: Instant("2026-10-05T08:00:00Z")!)
        try books.fillWithOneOverdueInvoice()
        #expect(try books.plan().dispatches.isEmpty)
        _ = try books.ledger.setClock { _ in Instant("2026-12-24T09:00:00Z")! }
        #expect(try books.planOne().instance.step == "due5")
    }

    @Test func `of 600 cases takes each once, however many planners run`() throws {
        let books = try Books()
        for index in 0..<600 {
            let account = Identifier("a\(index)")!
            try books.apply(
                books.account(account, email: "a\(index)@example.com"),
                books.invoice(Identifier("i\(index)")!, account: account))
        }
        let path = books.store.address
        let planned = Planned()
        let threads = (0..<3).map { _ in
            Thread {
                planned.add(Result { try Self.planAll(path) })
            }
        }
        threads.forEach { $0.start() }
        let ids = try planned.wait(for: 3).flatMap { try $0.get() }
        #expect(ids.count == 600 && Set(ids).count == 600)
    }

    private static func planAll(_ path: String) throws -> [String] {
        let ledger = try Ledger.open(path: path)
        var ids: [String] = []
        while true {
            let result = try ledger.planDue(
                limit: 50, rules: Books.rules, config: "config",
                links: { _, _, _ in ReminderLinks(portal: "", unsubscribe: "", replyToken: "") }, source: "test")
            ids += result.dispatches.map(\.attempt)
            if !result.isMore, result.cases == 0 { return ids }
        }
    }
}

/// What threads came to, in the order in which they ended.
final class Planned: @unchecked Sendable {
    // `results` is only touched while `changed` is locked.
    private var results: [Result<[String], any Error>] = []
    private let changed = NSCondition()

    func add(_ result: Result<[String], any Error>) {
        changed.withLock {
            results.append(result)
            changed.broadcast()
        }
    }

    /// - Parameter seconds: how long each of them may take after the one before it.
    func wait(for count: Int, upTo seconds: Double = 60) -> [Result<[String], any Error>] {
        changed.lock()
        defer { changed.unlock() }
        while results.count < count, changed.wait(until: Date(timeIntervalSinceNow: seconds)) {}
        return results
    }
}
