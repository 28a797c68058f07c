import Contracts
import Policy

/// Everything that was decided on one case in its world, in order.
struct CaseLife: Sendable {
    let scenario: Scenario
    private(set) var turns: [Turn] = []
    /// The decisions to send.
    private(set) var sends: [Sending] = []
    /// It had not come to its end after so many decisions that the engine seems to run in a circle.
    var wasGivenUp = false

    init(scenario: Scenario) { self.scenario = scenario }

    mutating func append(_ turn: Turn) {
        if case .send(let reminder) = turn.decision.action {
            sends.append(Sending(turn: turns.count, question: turn.question, reminder: reminder))
        }
        turns.append(turn)
    }

    var policy: DunningPolicy { scenario.policy }
}

/// One question to the engine and its answer.
struct Turn: Sendable {
    var question: Question
    var decision: Decision
    var cause: Cause

    enum Cause: String, Sendable {
        case fact, woken
    }
}

/// A decision to send and what it was based on.
struct Sending: Sendable {
    /// Its place in the life's turns.
    var turn: Int
    var question: Question
    var reminder: Reminder

    var now: Instant { question.now }
    var facts: CaseFacts { question.facts }

    /// The day of the creditor's calendar, as this test counts it.
    var today: CivilDate { WallClock(at: now, in: facts.creditorZone).date }

    /// The messages of the same episode that went out before.
    var takenBefore: [PastAttempt] {
        question.history.attempts.filter { $0.standing == .taken && $0.instance.episode == reminder.instance.episode }
    }

    /// The place of its step among the late ones, or nil for an early one.
    var lateRank: Int? { question.policy.lateSteps.firstIndex { $0.id == reminder.step.id } }

    /// The oldest invoice that nothing rests: the one whose age the late steps go by.
    var carrying: OpenItem? {
        facts.items.filter { $0.stop == nil }.min { ($0.dueOn, $0.invoice) < ($1.dueOn, $1.invoice) }
    }
}
