import Contracts
import Foundation
import Policy
import Store
import Testing

@testable import Ledger

@Suite struct `What was agreed on` {
    let books: Books

    init() throws {
        books = try Books()
        try books.fillWithOneOverdueInvoice()
    }

    private func promise(_ minor: Int64) -> PaymentPromise {
        PaymentPromise(
            creditor: "creditor", account: "account", promise: "p1", amount: Money(minor: minor, currency: Books.euro),
            promisedOn: CivilDate("2026-12-01")!)
    }

    @Test func `keeps its highest version, in whatever order the versions come`() throws {
        let versions = [
            books.message(.promise(promise(500), isMade: true)),
            books.message(.promise(promise(700), isMade: true)),
            books.message(.promise(promise(700), isMade: false)),
        ]
        for order in [versions, versions.reversed(), [versions[1], versions[2], versions[0], versions[2]]] {
            let other = try Books()
            try other.fillWithOneOverdueInvoice()
            try other.apply(order)
            let stored = try other.ledger.database.read { transaction in
                try transaction.all("SELECT amount, is_made FROM promise") { [$0.int(0), $0.int(1)] }
            }
            #expect(stored == [[700, 0]])
        }
    }

    private func planWithServiceDays() throws -> [TaskOpened] {
        let result = try books.ledger.planDue(
            limit: 100,
            rules: { _ in
                var rules = Books.rules
                rules.policy = DunningPolicy(
                    id: "test", steps: rules.policy.steps, window: rules.policy.window, minimum: [:],
                    budget: rules.policy.budget, disputes: DisputeRules(serviceDays: 5, owner: "claims"))
                return rules
            }, config: "config",
            links: { _, _, _ in ReminderLinks(portal: "", unsubscribe: "", replyToken: "") }, source: "test")
        return result.feed.compactMap { if case .taskOpened(let task) = $0 { task } else { nil } }
    }

    private var openTasks: Int64 {
        get throws {
            try books.ledger.database.read { transaction in
                try transaction.first("SELECT COUNT(*) FROM task WHERE closed_at IS NULL") { $0.int(0) } ?? 0
            }
        }
    }

    @Test func `has a dispute answered in time by its owner, each time it is opened`() throws {
        let dispute = Dispute(creditor: "creditor", account: "account", dispute: "d1", invoice: "i1")
        try books.apply(.dispute(dispute, isOpen: true))
        let task = try #require(try planWithServiceDays().first)
        #expect(task.kind == "dispute" && task.owner == "claims" && task.task == "1/dispute.d1")
        // Opened on 1 October; the sixth day after it ends in Berlin's summer.
        #expect(task.dueAt == Instant("2026-10-06T22:00:00Z"))
        try books.apply(books.invoice("i2"))
        #expect(try planWithServiceDays() == [])
        try books.apply(.dispute(dispute, isOpen: false))
        #expect(try openTasks == 0)
        try books.apply(.dispute(dispute, isOpen: true))
        #expect(try planWithServiceDays().map(\.kind) == ["dispute"])
        #expect(try openTasks == 1)
    }

    @Test func `gives no term to a dispute whose policy has none`() throws {
        try books.apply(
            .dispute(Dispute(creditor: "creditor", account: "account", dispute: "d1", invoice: "i1"), isOpen: true))
        #expect(try books.plan().feed.isEmpty)
    }
}
