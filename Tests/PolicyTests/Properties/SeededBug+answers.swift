import Contracts
import Policy
import Synchronization

extension SeededBug {
    /// The mistakes of an engine that draws the wrong conclusion.
    func distort(_ decision: inout Decision, of question: Question) {
        switch (self, decision.action) {
        case (.sendsEarlyStepsLate, .wait), (.sendsEarlyStepsLate, .rest):
            var past = question
            // Three weeks, so that the window is open at the same hour.
            past.now = question.now.adding(.seconds(-21 * 86_400))
            past.history.contacts = []
            for index in past.facts.contacts.indices { past.facts.contacts[index].messages = [] }
            let missed = Engine.real.decide(past)
            if let reminder = missed.reminder, reminder.step.isEarly { decision.action = missed.action }
        case (.forgetsWhatLapsed, _): decision.lapsed = []
        case (.waitsForThePast, .wait(_, let reason)): decision.action = .wait(until: question.now, reason)
        case (.wakesEveryMinute, .wait(let until, let reason)):
            decision.action = .wait(until: min(until, question.now.adding(.seconds(60))), reason)
        case (.oversleeps, .wait(let until, let reason)):
            decision.action = .wait(until: until.adding(.seconds(3 * 86_400)), reason)
        case (.restsForGood, .wait): decision.action = .rest(.stepsTaken)
        case (.keepsAnEyeOnThePaid, .rest(.nothingOpen)):
            decision.action = .wait(until: question.now.adding(.seconds(86_400)), .step)
        case (_, .send(var reminder)):
            distort(&reminder, of: question)
            decision.action = .send(reminder)
        default: break
        }
    }

    private func distort(_ reminder: inout Reminder, of question: Question) {
        let open = question.facts.items.filter { $0.stop == nil }
            .sorted { ($0.dueOn, $0.invoice) < ($1.dueOn, $1.invoice) }
        switch self {
        case .sendsEarlyForEverything: if reminder.step.isEarly { reminder.items = open }
        case .namesWhatIsNotOverdue: reminder.items = open
        case .leavesOutAnInvoice: if reminder.items.count > 1 { reminder.items.removeLast() }
        case .namesNewestFirst: reminder.items.reverse()
        case .forgetsUnappliedPayments: reminder.totalMinor += question.facts.unappliedMinor
        case .alwaysBeginsAnew: reminder.instance.episode += 1
        case .neverBeginsAnew: reminder.instance.episode = 1
        default: break
        }
    }
}

/// Lets every second caller pass.
final class Turns: Sendable {
    private let count = Mutex(0)

    func isMine() -> Bool {
        count.withLock { count in
            count += 1
            return count % 2 == 1
        }
    }
}
