import Contracts
import Foundation
import Ledger
import Policy
import Store
import Testing

/// The fleet's way through the same events: a ledger on disk, a clock that jumps from hour to hour, and at each hour
/// what planner and sender do, one after the other, with every message taken by its mail server.
final class HourlyFleet {
    private let life: RandomBooks
    private let books: Books
    private var journal = DecisionJournal()
    private var told: [DecisionLine] = []

    init(_ life: RandomBooks) throws {
        self.life = life
        books = try Books(now: life.start)
    }

    func lines() throws -> [DecisionLine] {
        var rest = life.events.sorted { ($0.message.time, $0.line) < ($1.message.time, $1.line) }[...]
        var now = life.start
        while now < life.end {
            try pass(to: now)
            let arrived = rest.prefix { $0.message.time <= now }
            rest = rest.dropFirst(arrived.count)
            try books.apply(arrived.map(\.message))
            try work()
            now = now.adding(.seconds(3600))
        }
        try pass(to: life.end)
        try books.ledger.reviewAllCases()
        try work()
        return told.sorted()
    }

    private func pass(to now: Instant) throws {
        _ = try books.ledger.setClock { _ in now }
    }

    /// Plans and sends until nothing is due.
    ///
    /// One case at a time, so that each planning knows what went out before it. Of several planned together for one
    /// address the fleet would refuse the claims beyond its budget and plan those cases again.
    private func work() throws {
        while true {
            let result = try books.ledger.planDue(
                limit: 1, rules: RandomBooks.rules, config: "config",
                links: { _, _, _ in ReminderLinks(portal: "", unsubscribe: "", replyToken: "") }, source: "test")
            if result.cases == 0 { return }
            for record in result.decisions {
                told += try journal.lines(of: record) {
                    try books.ledger.settledReason(of: $0, creditor: record.facts.creditor)
                }.filter { life.days.contains(record.facts.creditorZone.date(at: $0.at)) }
            }
            for dispatch in result.dispatches { try send(dispatch) }
        }
    }

    private func send(_ dispatch: Dispatch) throws {
        try books.ledger.markDispatched([(dispatch.attempt, dispatch.revision)])
        guard case .reminderRender(let render) = dispatch.command.payload else {
            throw StoreError.misuse("a command of another kind")
        }
        let request = ClaimRequest(attempt: render.attempt, caseNumber: render.case.number, basis: render.basis)
        let answers = try books.ledger.claim(
            [request], worker: "w1", lease: .seconds(60), rules: RandomBooks.rules)
        guard case .granted(let claim) = answers[0] else { throw StoreError.misuse("not granted: \(answers)") }
        #expect(try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60)) == [true])
        let outcomes = [(claim: claim, outcome: SubmissionOutcome.accepted(code: 250, reason: "queued"))]
        #expect(try books.ledger.complete(outcomes, worker: "w1", lease: .seconds(60)) == [true])
        _ = try books.report(.accepted, of: render)
    }
}
