import Contracts

extension DunningPolicy {
    /// Decides what is due for a case.
    ///
    /// The result is the same for the same arguments. Nothing is selected because a day equals another: a late step is
    /// due from its day on, so an outage delays it and never skips it.
    package func decision(on facts: CaseFacts, after history: ContactHistory, now: Instant) -> Decision {
        let today = facts.creditorZone.date(at: now)
        let lapsed = lapsedSteps(of: facts.items, sent: history, today: today)
        func decide(_ action: Decision.Action) -> Decision { Decision(action: action, lapsed: lapsed) }

        if facts.items.isEmpty { return decide(.rest(.nothingOpen)) }
        if let stop = facts.stop { return decide(stop.action) }
        let unstopped = facts.items.filter { $0.stop == nil }
        guard !unstopped.isEmpty else { return decide(Self.end(ofStopsOn: facts.items)) }

        let episode = Self.episode(of: facts, after: history)
        let candidate: Candidate
        switch dueStep(for: unstopped, episode: episode, today: today, zone: facts.creditorZone) {
        case .due(let due): candidate = due
        case .later(let date):
            let opening = window.opening(
                from: max(now, facts.creditorZone.instant(date, minute: 0)), in: facts.accountZone)
            let next = [opening, Self.nextEnd(ofStopsOn: facts.items)].compactMap { $0 }.min() ?? opening
            return decide(.wait(until: next, .step))
        case .none:
            if let end = Self.nextEnd(ofStopsOn: facts.items) { return decide(.wait(until: end, .held)) }
            return decide(.rest(.stepsTaken))
        }

        let total = candidate.items.reduce(0) { $0 + $1.openMinor } - facts.unappliedMinor
        if total <= 0 { return decide(.rest(.covered)) }
        if total < minimum[facts.currency] ?? 0 { return decide(.rest(.belowMinimum)) }
        guard candidate.step.channels.contains(.email),
            let contact = facts.contacts.first(where: { $0.role == candidate.step.role && $0.isReachableByEmail })
        else { return decide(.rest(.noChannel)) }
        let opening = window.opening(from: now, in: facts.accountZone)
        if opening > now { return decide(.wait(until: opening, .window)) }
        let free = [history.contacts, contact.messages].compactMap { budget.nextAllowed(sent: $0, now: now) }.max()
        if let free { return decide(.wait(until: window.opening(from: free, in: facts.accountZone), .budget)) }
        return decide(
            .send(
                Reminder(
                    instance: StepInstance(
                        episode: episode.number, step: candidate.step.id, occurrence: candidate.occurrence),
                    step: candidate.step, channel: .email, contact: contact, items: candidate.items,
                    totalMinor: total, today: today)))
    }

    /// The run of steps that a case is in.
    struct Episode: Sendable {
        var number: Int
        var taken: [PastAttempt]
    }

    /// The latest episode if something it named is still open, else a new one.
    ///
    /// So a payment that is taken back finds its case where it stood, and paid-up debtors begin anew.
    static func episode(of facts: CaseFacts, after history: ContactHistory) -> Episode {
        let past = history.attempts.filter { $0.standing != .void }
        guard let latest = past.map(\.instance.episode).max() else { return Episode(number: 1, taken: []) }
        let attempts = past.filter { $0.instance.episode == latest }
        let open = Set(facts.items.map(\.invoice))
        guard attempts.contains(where: { $0.invoices.contains(where: open.contains) }) else {
            return Episode(number: latest + 1, taken: [])
        }
        return Episode(number: latest, taken: attempts.filter { $0.standing == .taken })
    }

    private struct Candidate {
        var step: Step
        var occurrence: Int
        var items: [OpenItem]
    }

    private enum NextStep {
        case due(Candidate)
        case later(CivilDate)
        case none
    }

    /// The step that is due today, or the day of the next one.
    ///
    /// While an invoice is overdue only the late steps count: one ladder at a time.
    private func dueStep(for items: [OpenItem], episode: Episode, today: CivilDate, zone: Zone) -> NextStep {
        let items = items.sorted { ($0.dueOn, $0.invoice) < ($1.dueOn, $1.invoice) }
        let overdue = items.filter { $0.dueOn < today }
        let late = nextLateStep(carriedBy: items[0], episode: episode, zone: zone)
        if !overdue.isEmpty {
            guard let late else { return .none }
            if late.date > today { return .later(late.date) }
            return .due(Candidate(step: late.step, occurrence: 0, items: overdue))
        }
        var next: [CivilDate] = late.map { [$0.date] } ?? []
        var due: Candidate?
        for date in Set(items.map(\.dueOn)).sorted() {
            for step in earlySteps {
                let occurrence = date.daysSince1970
                guard let day = sendingDay(of: step, dueOn: date), day >= today,
                    !episode.taken.contains(where: {
                        $0.instance.step == step.id && $0.instance.occurrence == occurrence
                    })
                else { continue }
                if day > today {
                    next.append(day)
                } else if step.due >= due?.step.due ?? .min {
                    due = Candidate(step: step, occurrence: occurrence, items: items.filter { $0.dueOn == date })
                }
            }
        }
        if let due { return .due(due) }
        return next.min().map(NextStep.later) ?? .none
    }

    /// The lowest late step not taken, and its day: its own, but not before the gap after the one before it.
    private func nextLateStep(
        carriedBy carrying: OpenItem, episode: Episode, zone: Zone
    ) -> (step: Step, date: CivilDate)? {
        let late = lateSteps
        let taken = episode.taken.filter { attempt in late.contains { $0.id == attempt.instance.step } }
        guard let index = late.firstIndex(where: { step in !taken.contains { $0.instance.step == step.id } }) else {
            return nil
        }
        let step = late[index]
        var date = carrying.dueOn.adding(days: step.due)
        for attempt in taken {
            guard let earlier = late.first(where: { $0.id == attempt.instance.step }) else { continue }
            let day = zone.date(at: attempt.at)
            date = max(date, day.adding(days: max(1, step.due - earlier.due)))
        }
        return (step, date)
    }

    /// The day of an early step: its own or the next sending day, but none after the due date.
    private func sendingDay(of step: Step, dueOn date: CivilDate) -> CivilDate? {
        let day = window.sendingDay(from: date.adding(days: step.due))
        return day <= date ? day : nil
    }

    private func lapsedSteps(of items: [OpenItem], sent history: ContactHistory, today: CivilDate) -> [LapsedStep] {
        var lapsed: [LapsedStep] = []
        for date in Set(items.map(\.dueOn)).sorted() {
            for step in earlySteps where (sendingDay(of: step, dueOn: date) ?? .init(daysSince1970: .min)) < today {
                let occurrence = date.daysSince1970
                let wasSent = history.attempts.contains {
                    $0.standing == .taken && $0.instance.step == step.id && $0.instance.occurrence == occurrence
                }
                if !wasSent { lapsed.append(LapsedStep(step: step.id, occurrence: occurrence)) }
            }
        }
        return lapsed
    }

    private static func nextEnd(ofStopsOn items: [OpenItem]) -> Instant? {
        items.compactMap(\.stop?.until).min()
    }

    private static func end(ofStopsOn items: [OpenItem]) -> Decision.Action {
        if let end = nextEnd(ofStopsOn: items) { return .wait(until: end, .held) }
        return items.contains { $0.stop?.reason == .disputed } ? .rest(.disputed) : .rest(.held)
    }
}

extension Stop {
    var action: Decision.Action {
        switch (reason, until) {
        case (.held, let until?): .wait(until: until, .held)
        case (.disputed, let until?): .wait(until: until, .disputed)
        case (.held, nil): .rest(.held)
        case (.disputed, nil): .rest(.disputed)
        case (.factsIncomplete, _): .rest(.factsIncomplete)
        case (.balanceDiffers, _): .rest(.balanceDiffers)
        }
    }
}
