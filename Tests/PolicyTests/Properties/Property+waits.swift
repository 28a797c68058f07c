import Contracts
import Policy

/// Waits and rests: the planner sleeps for as long as the engine says.
extension Property {
    static let waits = [waitsForTheFuture, wakingHelps, nothingIsSleptThrough, restsUntilAFact, paidUpRests]

    static let waitsForTheFuture = Property(
        sentence: "a wait always lies in the future", bug: .waitsForThePast
    ) { life, engine, chance in
        for turn in life.turns + life.disturbedTurns(engine, &chance) {
            if case .wait(let until, let reason) = turn.decision.action, until <= turn.question.now {
                let held = turn.question.facts.items.filter { $0.stop != nil }.map(\.invoice.text)
                return "waits until \(until) at \(turn.question.now) with \(held) stopped: \(reason.rawValue)"
            }
        }
        return nil
    }

    /// Between two facts or messages the engine may wake for each early step of each due date, when it comes and when it
    /// lapses, for each stop's end, for the window and for the budget, and for nothing else.
    static let wakingHelps = Property(
        sentence: "waking at the named instant makes progress", bug: .wakesEveryMinute
    ) { life, _, _ in
        if life.wasGivenUp { return "\(life.turns.count) decisions without an end" }
        var idle = 0
        for turn in life.turns {
            guard case .wait = turn.decision.action, turn.cause == .woken else {
                idle = 0
                continue
            }
            idle += 1
            let facts = turn.question.facts
            // What a plan made of the invoices may be gone by now.
            let items =
                turn.question.standing.count + facts.items.reduce(0) { $0 + $1.rests.count }
                + facts.plans.reduce(0) { $0 + $1.instalments.count }
            let reasons = items * (2 * life.policy.earlySteps.count + 1) + facts.promises.count + facts.plans.count + 6
            if idle > reasons { return "woke \(idle) times for nothing by \(turn.question.now)" }
        }
        return nil
    }

    static let nothingIsSleptThrough = Property(
        sentence: "nothing would be sent before the instant that is waited for", bug: .oversleeps
    ) { life, engine, chance in
        let waits = life.turns.filter { if case .wait = $0.decision.action { true } else { false } }
        guard !waits.isEmpty else { return nil }
        for _ in 0..<2 {
            let turn = chance.pick(waits)
            guard case .wait(let until, let reason) = turn.decision.action else { continue }
            // The last of the probes comes right before the end, where a wait that is too long is seen best.
            let length = Int(until.milliseconds - turn.question.now.milliseconds)
            guard length > 1 else { continue }
            for milliseconds in [chance.between(1...length - 1), max(1, length - chance.between(1...3_600_000))] {
                let later = turn.question.at(turn.question.now.adding(.milliseconds(milliseconds)))
                guard let reminder = engine.decide(later).reminder else { continue }
                return "\(reminder.step.id) at \(later.now) though it waits from \(turn.question.now) until \(until): "
                    + reason.rawValue
            }
        }
        return nil
    }

    static let restsUntilAFact = Property(
        sentence: "a rest ends with a fact and not with time", bug: .restsForGood
    ) { life, engine, chance in
        let rests = life.turns.filter { if case .rest = $0.decision.action { true } else { false } }
        guard !rests.isEmpty else { return nil }
        let turn = chance.pick(rests)
        guard case .rest(let reason) = turn.decision.action else { return nil }
        for _ in 0..<3 {
            let instant = turn.question.now.adding(.seconds(chance.between(1...90 * 86_400)))
            let opening = life.policy.window.opening(from: instant, in: turn.question.facts.accountZone)
            guard let reminder = engine.decide(turn.question.at(opening)).reminder else { continue }
            return "\(reminder.step.id) at \(opening) though it rests from \(turn.question.now): \(reason.rawValue)"
        }
        return nil
    }

    static let paidUpRests = ofSomeTurn("a paid-up case rests", bug: .keepsAnEyeOnThePaid) { turn, engine, _ in
        var question = turn.question
        question.facts.items = []
        let decision = engine.decide(question)
        return decision.action == .rest(.nothingOpen) ? nil : CaseReport.line(decision)
    }
}
