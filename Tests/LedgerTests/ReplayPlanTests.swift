import Contracts
import Foundation
import Ledger
import Store
import Testing

@Suite struct `A replay plan` {
    static let pace = ReplayPace(rate: 100, canary: 0, canaryWait: 1)

    private func begin(
        _ books: DeadLetterBooks, _ plan: ReplayPlan, _ runner: String, confirmed: Int64? = nil,
        lease: Duration = .seconds(60)
    ) throws -> ReplayPlan {
        try books.ledger.beginReplay(
            of: plan.id, runner: runner, author: "operator", pace: Self.pace, confirmed: confirmed, lease: lease)
    }

    /// Takes the next letters and settles none.
    private func take(
        _ books: DeadLetterBooks, _ plan: ReplayPlan, _ runner: String, settling outcomes: [ReplayOutcome] = [],
        after number: Int64 = 0, limit: Int = 10
    ) throws -> [ReplayLetter]? {
        try books.ledger.advanceReplay(
            of: plan.id, runner: runner, settling: outcomes, after: number, limit: limit, lease: .seconds(60))?.letters
    }

    private func confirmed(_ letters: [ReplayLetter]) -> [ReplayOutcome] {
        letters.map { ReplayOutcome(number: $0.letter.number, refusal: nil) }
    }

    @Test func `is a snapshot, needs its count and is replayed once`() throws {
        let books = try DeadLetterBooks()
        try books.collect(books.four)
        let plan = try books.plan()
        try books.collect([books.message("late")])
        #expect(plan.letters == 4 && plan.state == .ready)
        #expect(throws: ReplayProblem.wrongCount(planned: 4)) { try begin(books, plan, "r1", confirmed: 5) }
        #expect(throws: ReplayProblem.wrongState(plan.id, .ready)) { try begin(books, plan, "r1") }
        #expect(throws: ReplayProblem.noPlan("r-none")) { try books.ledger.replayPlan("r-none") }
        _ = try begin(books, plan, "r1", confirmed: 4)
        let first = try #require(try take(books, plan, "r1", limit: 3))
        #expect(first.map(\.letter.number) == [1, 2, 3] && first.map(\.message) == Array(books.four.prefix(3)))
        #expect(Set(first.map(\.replay)).count == 3)
        let outcomes = confirmed(first)
        let second = try #require(try take(books, plan, "r1", settling: outcomes, after: 3, limit: 3))
        #expect(second.map(\.letter.number) == [4])
        let refused = [ReplayOutcome(number: 4, refusal: "no worker reads it")]
        #expect(try take(books, plan, "r1", settling: refused, after: 4) == nil)
        try books.ledger.endReplay(of: plan.id, runner: "r1", author: "operator", as: .done)
        var expected = ReplayProgress()
        expected.replayed = 3
        expected.refused = 1
        #expect(try books.ledger.replayProgress(of: plan.id) == expected)
        #expect(try books.numbers() == [4, 5])
        #expect(throws: ReplayProblem.wrongState(plan.id, .done)) { try begin(books, plan, "r2", confirmed: 4) }
        #expect(try books.ledger.verifyAudit().flaw == nil)
    }

    @Test func `and another one of the same letters share them out`() throws {
        let books = try DeadLetterBooks()
        try books.collect(books.four)
        let (one, two) = (try books.plan(), try books.plan())
        _ = try begin(books, one, "r1", confirmed: 4)
        _ = try begin(books, two, "r2", confirmed: 4)
        let first = try #require(try take(books, one, "r1", limit: 2))
        let rest = try #require(try take(books, two, "r2"))
        #expect(first.map(\.letter.number) == [1, 2] && rest.map(\.letter.number) == [3, 4])
        #expect(try take(books, one, "r1", settling: confirmed(first), after: 2)?.isEmpty == true)
        #expect(try take(books, two, "r2", settling: confirmed(rest), after: 4) == nil)
        #expect(try books.ledger.replayProgress(of: one.id).passedOver == 2)
        #expect(try books.ledger.replayProgress(of: two.id).replayed == 2)
    }

    @Test func `whose run died is taken over, with what is in doubt under the same replay ids`() throws {
        let books = try DeadLetterBooks()
        try books.collect(books.four)
        let plan = try books.plan()
        _ = try begin(books, plan, "r1", confirmed: 4, lease: .seconds(60))
        let first = try #require(try take(books, plan, "r1", limit: 2))
        #expect(throws: ReplayProblem.self) { try begin(books, plan, "r2") }
        try books.ledger.database.write { transaction in
            try transaction.execute("UPDATE replay_plan SET lease_until = 0")
        }
        _ = try begin(books, plan, "r2")
        // The first run comes back to life: what it has in hand is not its own any more.
        #expect(throws: ReplayProblem.takenOver) {
            try take(books, plan, "r1", settling: confirmed(first), after: 2)
        }
        let doubtful = try books.ledger.lettersInDoubt(of: plan.id, after: 0, limit: 10)
        #expect(doubtful.map(\.replay) == first.map(\.replay))
        #expect(doubtful.map(\.letter.number) == [1, 2])
        #expect(try books.ledger.replayProgress(of: plan.id).inDoubt == 2)
        let rest = try #require(try take(books, plan, "r2", settling: confirmed(doubtful), limit: 10))
        #expect(rest.map(\.letter.number) == [3, 4])
    }

    @Test func `that is aborted lets its letters wait again`() throws {
        let books = try DeadLetterBooks()
        try books.collect(books.four)
        let plan = try books.plan()
        _ = try begin(books, plan, "r1", confirmed: 4, lease: .zero)
        let first = try #require(try take(books, plan, "r1", limit: 1))
        _ = try take(books, plan, "r1", settling: confirmed(first), after: 1, limit: 1)
        #expect(throws: ReplayProblem.self) { try books.ledger.abortReplay(of: plan.id, author: "operator") }
        try books.ledger.database.write { transaction in
            try transaction.execute("UPDATE replay_plan SET lease_until = 0")
        }
        #expect(try books.ledger.abortReplay(of: plan.id, author: "operator").state == .aborted)
        #expect(try books.numbers() == [2, 3, 4])
        #expect(throws: ReplayProblem.wrongState(plan.id, .aborted)) { try begin(books, plan, "r1") }
    }

    @Test func `counts the letters that came back from it`() throws {
        let books = try DeadLetterBooks()
        try books.collect(books.four)
        let plan = try books.plan()
        _ = try begin(books, plan, "r1", confirmed: 4)
        let first = try #require(try take(books, plan, "r1"))
        _ = try take(books, plan, "r1", settling: confirmed(first), after: 4)
        #expect(try books.ledger.returnedLetters(ofPlan: plan.id) == 0)
        let back = books.message("m2", headers: [Header.replay: .text(first[1].replay)])
        let stranger = books.message("m9", headers: [Header.replay: .text("of nobody")])
        #expect(try books.collect([back, stranger]).returned == 1)
        #expect(try books.ledger.returnedLetters(ofPlan: plan.id) == 1)
        #expect(try books.ledger.deadLetter(5)?.origin == 2)
        #expect(try books.ledger.deadLetter(6)?.origin == nil)
    }
}

@Suite struct `A command that was parked and replayed` {
    @Test func `is claimed, once, while its attempt is the same`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        let parked = AttemptParked(
            attempt: render.attempt, case: render.case, class: .config, reason: "no such template", worker: "w1")
        try books.apply(.attemptParked(parked))
        #expect(try books.attempt().state == "parked")
        guard case .granted = try books.claim(render) else { return #expect(Bool(false), "not granted") }
        #expect(try books.claim(render) == .underWay)
        // Word of the parking that comes late changes nothing.
        try books.apply(.attemptParked(parked))
        #expect(try books.attempt().state == "claimed")
    }
}
