import AMQP
import Contracts
import Foundation
import Ledger

/// Publishes the letters of a plan at its pace, first those in doubt, then the canary, then the rest.
///
/// Each turn commits once: what the last letters came to, and that the next ones are taken. See ``Ledger/advanceReplay``
/// for what happens when the process dies in between.
final class ReplayRun {
    /// How long a run may be silent before another process may take its plan over.
    static let lease = Duration.seconds(10)

    private let desk: DeadDesk
    private let plan: ReplayPlan
    private let pace: ReplayPace
    private let runner: String
    private let publisher: EventPublisher
    private let collector: DeadLetterCollector
    private var progress = Progress()
    private var outcomes: [ReplayOutcome] = []
    private var began = ContinuousClock.now
    /// What came back of earlier runs says nothing about this one's canary.
    private let startedAt = Instant.now
    private(set) var published = 0
    private(set) var seconds = 0.0

    init(
        desk: DeadDesk, plan: ReplayPlan, pace: ReplayPace, runner: String, publisher: EventPublisher,
        collector: DeadLetterCollector
    ) throws {
        self.desk = desk
        self.plan = plan
        self.pace = pace
        self.runner = runner
        self.publisher = publisher
        self.collector = collector
    }

    /// - Returns: whether the plan is through; false: its canary came back.
    func run() throws -> Bool {
        began = .now
        try publishDoubtful()
        var last: Int64 = 0
        if pace.canary > 0, !plan.isCanaryPassed {
            last = try publishOpen(after: 0, atMost: pace.canary)
            seconds += began.duration(to: .now) / .seconds(1)
            guard try canaryLives() else {
                try end(.stopped)
                return false
            }
            try desk.ledger.passCanary(of: plan.id)
            began = .now
            published = 0
            seconds = 0
        }
        _ = try publishOpen(after: last, atMost: .max)
        keepPace()
        seconds = began.duration(to: .now) / .seconds(1)
        try end(.done)
        return true
    }

    /// About ten turns a second; a turn is a commit.
    private var batchSize: Int { min(64, max(1, pace.rate / 10)) }

    private func publishDoubtful() throws {
        var last: Int64 = 0
        while true {
            let letters = try desk.ledger.lettersInDoubt(of: plan.id, after: last, limit: batchSize)
            guard let end = letters.last else { return }
            try publish(letters)
            _ = try advance(after: 0, limit: 0)
            last = end.letter.number
        }
    }

    /// - Returns: the number of the last letter.
    private func publishOpen(after number: Int64, atMost limit: Int) throws -> Int64 {
        var last = number
        var left = limit
        while left > 0, let next = try advance(after: last, limit: min(batchSize, left)) {
            last = next.last
            left -= next.letters.count
            try publish(next.letters)
        }
        _ = try advance(after: last, limit: 0)
        return last
    }

    private func advance(after number: Int64, limit: Int) throws -> (letters: [ReplayLetter], last: Int64)? {
        defer { outcomes = [] }
        return try desk.ledger.advanceReplay(
            of: plan.id, runner: runner, settling: outcomes, after: number, limit: limit, lease: Self.lease)
    }

    private func publish(_ letters: [ReplayLetter]) throws {
        outcomes = []
        var messages: [OutgoingMessage] = []
        var numbers: [Int64] = []
        for letter in letters {
            if let queue = letter.letter.workQueue {
                messages.append(ReplayMessage.outgoing(letter, to: queue))
                numbers.append(letter.letter.number)
            } else {
                outcomes.append(
                    ReplayOutcome(
                        number: letter.letter.number, refusal: "no worker of this version reads its type"))
            }
        }
        // Here and not after the confirm: letters that are confirmed and not yet marked would be published twice should
        // the process die meanwhile; those only taken are not out.
        keepPace()
        let failures = try publisher.publish(messages: messages) { () throws(Failure) in
            try Failure.reporting { try desk.ledger.renewReplay(of: plan.id, runner: runner, lease: Self.lease) }
        }
        for (index, number) in numbers.enumerated() {
            outcomes.append(ReplayOutcome(number: number, refusal: failures[index]?.reason))
        }
        published += letters.count
        progress.note("\(published) replayed")
    }

    /// Waits until those published so far have had their time since the beginning, so that slow turns are caught up with.
    private func keepPace() {
        let due = began + .seconds(Double(published) / Double(pace.rate))
        let wait = ContinuousClock.now.duration(to: due)
        if wait > .zero { Thread.sleep(forTimeInterval: wait / .seconds(1)) }
    }

    private func canaryLives() throws -> Bool {
        var renewedAt = ContinuousClock.now
        func isAlive() throws -> Bool {
            if renewedAt.duration(to: .now) > .seconds(2) {
                try desk.ledger.renewReplay(of: plan.id, runner: runner, lease: Self.lease)
                renewedAt = .now
            }
            return try desk.ledger.returnedLetters(ofPlan: plan.id, since: startedAt) == 0
        }
        try collector.collect(until: .now + .seconds(pace.canaryWait), while: isAlive)
        return try isAlive()
    }

    private func end(_ state: ReplayPlan.State) throws {
        try desk.ledger.endReplay(of: plan.id, runner: runner, author: desk.actor, as: state)
    }
}
