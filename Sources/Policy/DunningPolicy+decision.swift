import Contracts

extension DunningPolicy {
    /// Decides what is due for a case.
    ///
    /// The result is the same for the same arguments. Nothing is selected because a day equals another: a late step is
    /// due from its day on, so an outage delays it and never skips it.
    package func decision(on facts: CaseFacts, after history: ContactHistory, now: Instant) -> Decision {
        let today = facts.creditorZone.date(at: now)
        let lapsed = lapsedSteps(of: facts, sent: history, today: today)
        func decide(_ action: Decision.Action) -> Decision { Decision(action: action, lapsed: lapsed) }

        if facts.items.isEmpty { return decide(.rest(.nothingOpen)) }
        if let stop = facts.stop { return decide(stop.action) }
        let unstopped = facts.items.filter { $0.stop == nil }
        guard !unstopped.isEmpty else { return decide(Self.end(ofStopsOn: facts.items)) }

        let episode = Self.episode(of: facts, after: history)
        let candidate: Candidate
        switch dueStep(for: unstopped, of: facts, episode: episode, today: today) {
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
        let change = nextChange(to: candidate, of: facts, today: today)
        if total <= 0 { return decide(change.map { .wait(until: $0, .covered) } ?? .rest(.covered)) }
        if total < minimum[facts.currency] ?? 0 {
            return decide(change.map { .wait(until: $0, .belowMinimum) } ?? .rest(.belowMinimum))
        }
        guard candidate.step.channels.contains(.email),
            let contact = facts.contacts.first(where: { $0.role == candidate.step.role && $0.isReachableByEmail })
        else { return decide(change.map { .wait(until: $0, .noChannel) } ?? .rest(.noChannel)) }
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

    /// When time alone makes something else of what is due: an early step lapses after its day, another invoice falls
    /// overdue, or a stop on one ends. nil: never.
    private func nextChange(to candidate: Candidate, of facts: CaseFacts, today: CivilDate) -> Instant? {
        var days = facts.items.map { $0.dueOn.adding(days: grace + 1) }.filter { $0 > today }
        if candidate.step.isEarly { days.append(today.adding(days: 1)) }
        let opening = days.min().map {
            window.opening(from: facts.creditorZone.instant($0, minute: 0), in: facts.accountZone)
        }
        return [opening, Self.nextEnd(ofStopsOn: facts.items)].compactMap { $0 }.min()
    }

    /// The step that is due today, or the day of the next one.
    ///
    /// While an invoice is overdue only the late steps count: one ladder at a time.
    private func dueStep(
        for items: [OpenItem], of facts: CaseFacts, episode: Episode, today: CivilDate
    ) -> NextStep {
        let items = items.sorted { ($0.dueOn, $0.invoice) < ($1.dueOn, $1.invoice) }
        let overdue = items.filter { $0.dueOn.adding(days: grace) < today }
        let late = nextLateStep(carriedBy: items[0], episode: episode, of: facts)
        if !overdue.isEmpty {
            guard let late else { return .none }
            if late.date > today { return .later(late.date) }
            return .due(Candidate(step: late.step, occurrence: 0, items: overdue))
        }
        var next: [CivilDate] = late.map { [$0.date] } ?? []
        var due: Candidate?
        // Stopped ones count for the day of a step, so that it is the same for what has lapsed.
        for group in DueDate.groups(of: facts.items) where items.contains(where: { $0.dueOn == group.dueOn }) {
            let occurrence = group.dueOn.daysSince1970
            // Two can share a sending day: the later one goes out, and the one before it is omitted.
            let taken = episode.taken.filter { $0.instance.occurrence == occurrence }.map(\.instance.step)
            let left = earlySteps.suffix(from: earlySteps.lastIndex { taken.contains($0.id) }.map { $0 + 1 } ?? 0)
            for step in left {
                guard let day = sendingDay(of: step, for: group, in: facts.calendar), day >= today else { continue }
                if day > today {
                    next.append(day)
                } else if rank(of: step) > due.map({ rank(of: $0.step) }) ?? .min {
                    due = Candidate(step: step, occurrence: occurrence, items: items.filter { $0.dueOn == group.dueOn })
                }
            }
        }
        if let due { return .due(due) }
        return next.min().map(NextStep.later) ?? .none
    }

    /// The lowest late step not taken, and its day: its own, but not before the gap after the ones before it.
    private func nextLateStep(
        carriedBy carrying: OpenItem, episode: Episode, of facts: CaseFacts
    ) -> (step: Step, date: CivilDate)? {
        let late = lateSteps
        var takenOn: [String: CivilDate] = [:]
        for attempt in episode.taken {
            let day = facts.creditorZone.date(at: attempt.at)
            takenOn[attempt.instance.step] = max(day, takenOn[attempt.instance.step] ?? day)
        }
        guard let index = late.firstIndex(where: { takenOn[$0.id] == nil }) else { return nil }
        let days = ownDays(of: late, carriedBy: carrying, in: facts.calendar)
        let previous = late.compactMap { takenOn[$0.id] }.max()
        let step = late[index]
        var date = days[index]
        if step.timing.point == .previousStep, let previous {
            date = step.timing.date(
                dueOn: carrying.dueOn, issuedOn: carrying.issuedOn, previous: previous, calendar: facts.calendar)
        }
        date = max(date, carrying.dueOn.adding(days: grace + 1))
        for (earlier, day) in zip(late, days) {
            guard let taken = takenOn[earlier.id] else { continue }
            let gap = step.timing.point == .previousStep ? 1 : days[index].days(since: day)
            date = max(date, taken.adding(days: max(1, gap)))
        }
        return (step, date)
    }

    /// The day of each late step if every one before it were taken on its own.
    private func ownDays(
        of late: [Step], carriedBy carrying: OpenItem, in calendar: BusinessCalendar
    ) -> [CivilDate] {
        late.reduce(into: []) { days, step in
            let day = step.timing.date(
                dueOn: carrying.dueOn, issuedOn: carrying.issuedOn, previous: days.last, calendar: calendar)
            days.append(max(day, carrying.dueOn.adding(days: 1)))
        }
    }

    private func rank(of step: Step) -> Int { steps.firstIndex { $0.id == step.id } ?? 0 }

    /// The invoices of a case that are due on one day.
    private struct DueDate {
        var dueOn: CivilDate
        /// When the last of them was issued.
        var issuedOn: CivilDate

        /// By due date.
        static func groups(of items: [OpenItem]) -> [DueDate] {
            var groups: [DueDate] = []
            for item in items {
                if let index = groups.firstIndex(where: { $0.dueOn == item.dueOn }) {
                    groups[index].issuedOn = max(groups[index].issuedOn, item.issuedOn)
                } else {
                    groups.append(DueDate(dueOn: item.dueOn, issuedOn: item.issuedOn))
                }
            }
            return groups.sorted { $0.dueOn < $1.dueOn }
        }
    }

    /// The day of an early step: its own or the next sending day, but none after the due date.
    private func sendingDay(of step: Step, for group: DueDate, in calendar: BusinessCalendar) -> CivilDate? {
        let own = step.timing.date(
            dueOn: group.dueOn, issuedOn: group.issuedOn, previous: nil, calendar: calendar)
        let day = window.sendingDay(from: own)
        return day <= group.dueOn ? day : nil
    }

    private func lapsedSteps(of facts: CaseFacts, sent history: ContactHistory, today: CivilDate) -> [LapsedStep] {
        var lapsed: [LapsedStep] = []
        for group in DueDate.groups(of: facts.items) {
            for step in earlySteps {
                // Without a sending day up to the due date it has lapsed from the start.
                if let day = sendingDay(of: step, for: group, in: facts.calendar), day >= today { continue }
                let occurrence = group.dueOn.daysSince1970
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
