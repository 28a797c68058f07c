import Contracts
import Policy

/// The order and the days of the steps.
extension Property {
    static let steps = [
        noneSkipped, lateOnItsDay, gapHolds, earlyUpToTheDueDate, earlyOnItsDueDate, earlyInOrder, lapsesUnsent,
        neverTwice, plannedIsNotSent, catchesUp,
    ]

    static let noneSkipped = ofEachSending("no late step is skipped", bug: .leavesOutAStep) { sending in
        guard let rank = sending.lateRank else { return nil }
        let taken = Set(sending.takenBefore.map(\.instance.step) + sending.tasksBefore.map(\.instance.step))
        let missing = sending.lateSteps[..<rank].first { step in
            !taken.contains(step.id) && !sending.facts.items.contains { $0.leftOut.contains(step.id) }
        }
        return missing.map { "\(sending.reminder.step.id) before \($0.id)" }
    }

    static let lateOnItsDay = ofEachSending(
        "no late step comes before its day or within the days of grace", bug: .hurries
    ) { sending in
        guard let rank = sending.lateRank, let carrying = sending.carrying else { return nil }
        let previous = sending.takenLate.map(\.day).max()
        let ownDay = sending.reminder.step.timing.date(
            dueOn: carrying.agesOn, issuedOn: carrying.issuedOn, previous: previous, calendar: sending.facts.calendar)
        let firstDay = max(ownDay, carrying.agesOn.adding(days: sending.question.policy.grace + 1))
        return sending.today < firstDay ? "late step \(rank) before \(firstDay)" : nil
    }

    static let gapHolds = ofEachSending(
        "the days between two late steps are kept, at least one", bug: .ignoresTheGap
    ) { sending in
        guard let first = sending.firstDayAfterGaps else { return nil }
        return sending.today < first ? "\(sending.reminder.step.id) on \(sending.today) instead of \(first)" : nil
    }

    static let earlyUpToTheDueDate = ofEachSending(
        "no early step goes out after its due date", bug: .sendsEarlyStepsLate
    ) { sending in
        guard sending.reminder.step.isEarly else { return nil }
        return sending.reminder.items.contains { $0.agesOn < sending.today }
            ? "\(sending.reminder.step.id) after the due date" : nil
    }

    static let earlyOnItsDueDate = ofEachSending(
        "an early step names the invoices of its due date and none else", bug: .sendsEarlyForEverything
    ) { sending in
        guard sending.reminder.step.isEarly else { return nil }
        let (occurrence, step) = (sending.reminder.instance.occurrence, sending.reminder.step.id)
        let expected = sending.items.filter {
            $0.stop == nil && !$0.leftOut.contains(step)
                && occurrence == sending.question.policy.occurrence(ofEarlyStepsOf: $0)
        }
        return expected == sending.reminder.items ? nil : "other invoices"
    }

    static let earlyInOrder = ofEachSending(
        "the early steps of a due date come in their order, one a day", bug: .forgetsEarlySteps
    ) { sending in
        guard sending.reminder.step.isEarly else { return nil }
        let ids = sending.question.policy.earlySteps.map(\.id)
        let before = sending.takenBefore.filter { $0.instance.occurrence == sending.reminder.instance.occurrence }
        let highest = before.compactMap { ids.firstIndex(of: $0.instance.step) }.max()
        guard let highest, let rank = ids.firstIndex(of: sending.reminder.step.id) else { return nil }
        let wasToday = before.contains { WallClock(at: $0.at, in: sending.facts.creditorZone).date == sending.today }
        return rank <= highest || wasToday ? "\(ids[rank]) after \(ids[highest])" : nil
    }

    /// Of a due date whose day is over each early step was either taken or lapsed.
    static let lapsesUnsent = Property(
        sentence: "an early step is taken or has lapsed after its due date, never both",
        bug: .forgetsWhatLapsed
    ) { life, engine, chance in
        for turn in life.turns + life.disturbedTurns(engine, &chance) {
            let facts = turn.question.facts
            let today = WallClock(at: turn.question.now, in: facts.creditorZone).date
            let taken =
                turn.question.history.attempts.filter { $0.standing == .taken }.map(\.instance)
                + turn.question.history.tasks.map(\.instance)
            for (occurrence, items) in Dictionary(
                grouping: turn.question.standing, by: life.policy.occurrence(ofEarlyStepsOf:))
            {
                let day = items[0].agesOn
                for step in life.policy.earlySteps where !facts.leftOut.contains(step.id) {
                    if items.allSatisfy({ $0.leftOut.contains(step.id) }) { continue }
                    let wasTaken = taken.contains { $0.step == step.id && $0.occurrence == occurrence }
                    let hasLapsed = turn.decision.lapsed.contains(LapsedStep(step: step.id, occurrence: occurrence))
                    if wasTaken, hasLapsed { return "\(step.id) of \(day) was taken and lapsed" }
                    if day < today, !wasTaken, !hasLapsed { return "\(step.id) of \(day) neither taken nor lapsed" }
                }
            }
            if let reminder = turn.decision.reminder {
                let sent = LapsedStep(step: reminder.step.id, occurrence: reminder.instance.occurrence)
                if turn.decision.lapsed.contains(sent) { return "\(sent.step) is sent though it lapsed" }
            }
        }
        return nil
    }

    static let neverTwice = ofEachSending("no step instance goes out twice", bug: .forgetsTheLastMessage) { sending in
        sending.takenBefore.contains { $0.instance == sending.reminder.instance }
            ? "\(sending.reminder.instance) again" : nil
    }

    static let plannedIsNotSent = Property(
        sentence: "a message that is only planned, or was cancelled, does not count as sent", bug: .countsPlannedAsSent
    ) { life, engine, chance in
        guard !life.sends.isEmpty else { return nil }
        let sending = chance.pick(life.sends)
        var question = sending.question
        question.history.attempts.append(
            PastAttempt(
                instance: sending.reminder.instance, standing: chance.pick([.open, .void]), at: question.now,
                invoices: sending.reminder.invoices))
        return engine.decide(question).reminder == sending.reminder ? nil : "not decided again at \(sending.now)"
    }
}
