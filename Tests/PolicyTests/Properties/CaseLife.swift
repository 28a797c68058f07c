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

    /// The items as they stand, the oldest first.
    var items: [OpenItem] { question.standing }

    /// Whether it was asked on the same ladder: one for the case, or one for each invoice.
    func isOnLadder(_ instance: StepInstance) -> Bool {
        instance.episode == reminder.instance.episode
            && (question.policy.consolidation == .account || instance.occurrence == reminder.instance.occurrence)
    }

    /// The messages of the same episode, on the same ladder, that went out before.
    var takenBefore: [PastAttempt] {
        question.history.attempts.filter { $0.standing == .taken && isOnLadder($0.instance) }
    }

    /// The tasks of the same ladder that stand for their steps.
    var tasksBefore: [PastTask] {
        question.history.tasks.filter { task in
            isOnLadder(task.instance)
                && !(task.state == .done && question.policy.step(task.instance.step)?.task?.kind == .approve)
        }
    }

    /// The late steps of this case.
    var lateSteps: [DunningPolicy.Step] { question.policy.lateSteps.filter { !facts.leftOut.contains($0.id) } }

    /// The place of its step among the late ones, or nil for an early one.
    var lateRank: Int? { lateSteps.firstIndex { $0.id == reminder.step.id } }

    /// The oldest item that nothing rests and that has the step: the one whose age the late steps go by.
    var carrying: OpenItem? {
        items.first { item in
            item.stop == nil && !item.leftOut.contains(reminder.step.id)
                && (question.policy.consolidation == .account
                    || item.occurrenceAlone == reminder.instance.occurrence)
        }
    }
}
