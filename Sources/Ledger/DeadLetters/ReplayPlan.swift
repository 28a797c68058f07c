import Contracts
import Store

/// A snapshot of dead letters that are to be replayed together. Which letters these are never changes.
package struct ReplayPlan: Hashable, Sendable {
    package enum State: String, CaseIterable, Sendable {
        /// Its letters are still being written down; a plan whose maker died stays so and can only be aborted.
        case draft
        case ready
        case running
        /// A canary came back as a dead letter.
        case stopped
        case done
        case aborted
    }

    package let id: String
    /// The expression that chose the letters.
    package let condition: String
    package let author: String
    package let at: Instant
    /// How many.
    package let letters: Int64
    package let state: State
    package let pace: ReplayPace?
    package let isCanaryPassed: Bool
    /// Who runs it, until when at least.
    package let runner: String?
    package let leaseUntil: Instant?

    static let columns = """
        id, condition, author, at, letters, state, rate, canary, canary_wait, is_canary_passed, runner, lease_until
        """

    init(_ row: borrowing Row) throws {
        guard let state = State(rawValue: row.text(5)) else {
            throw StoreError.misuse("a replay plan has a state that is unknown here")
        }
        id = row.text(0)
        condition = row.text(1)
        author = row.text(2)
        at = Instant(milliseconds: row.int(3))
        letters = row.int(4)
        self.state = state
        if let rate = row.optionalInt(6), let canary = row.optionalInt(7), let wait = row.optionalInt(8) {
            pace = ReplayPace(rate: Int(rate), canary: Int(canary), canaryWait: Int(wait))
        } else {
            pace = nil
        }
        isCanaryPassed = row.flag(9)
        runner = row.optionalText(10)
        leaseUntil = row.optionalInt(11).map { Instant(milliseconds: $0) }
    }
}

/// How fast a plan is replayed, and how carefully it begins.
package struct ReplayPace: Hashable, Sendable {
    /// Messages a second.
    package var rate: Int
    /// So many first; 0: none.
    package var canary: Int
    /// Seconds in which a canary may come back as a dead letter.
    package var canaryWait: Int

    package init(rate: Int, canary: Int, canaryWait: Int) {
        self.rate = rate
        self.canary = canary
        self.canaryWait = canaryWait
    }
}

/// What has become of a plan's letters so far.
package struct ReplayProgress: Hashable, Sendable, Encodable {
    /// Confirmed by the broker.
    package var replayed: Int64 = 0
    /// Not taken by the broker; they wait again.
    package var refused: Int64 = 0
    /// Not waiting any more when their turn came: replayed, edited or archived by somebody else.
    package var passedOver: Int64 = 0
    /// Published by a run that died before it could say whether.
    package var inDoubt: Int64 = 0
    package var open: Int64 = 0
    /// Of those replayed: came back as dead letters.
    package var returned: Int64 = 0

    package init() {}
}

/// Why a plan cannot be run or ended.
package enum ReplayProblem: Error, Equatable, CustomStringConvertible {
    case noPlan(String)
    case wrongState(String, ReplayPlan.State)
    case wrongCount(planned: Int64)
    /// Another process runs it.
    case runsElsewhere(runner: String, until: Instant)
    /// Another process took it over, as nothing was heard of this one.
    case takenOver

    package var description: String {
        switch self {
        case .noPlan(let id): "there is no plan '\(id)'"
        case .wrongState(let id, let state): "plan '\(id)' is \(state.rawValue)"
        case .wrongCount(let planned): "the plan has \(planned) letters: say --confirm \(planned) if they are meant"
        case .runsElsewhere(let runner, let until): "the plan is being run by \(runner), until \(until) at least"
        case .takenOver: "another process took the plan over, as nothing was heard of this one"
        }
    }
}
