import Contracts

extension DunningPolicy {
    /// What is to be done on one ladder.
    ///
    /// - Parameter unappliedMinor: what counts against these items of what no invoice has been given.
    func action(
        on question: OpenQuestion, items: [OpenItem], tasks: [PastTask], taken: [PastAttempt], occurrence: Int?,
        unappliedMinor: Int64
    ) -> Decision.Action {
        let facts = question.facts
        let state = tasks.isEmpty ? TaskState() : state(of: tasks, in: facts.creditorZone, at: question.now)
        if state.isStuck { return .rest(.task) }
        if let deadline = state.deadline { return .wait(until: deadline, .task) }
        let passed = taken.map {
            PassedStep(
                step: $0.instance.step, occurrence: $0.instance.occurrence, day: facts.creditorZone.date(at: $0.at))
        }
        let ladder = Ladder(
            self, of: facts, all: items, passed: passed + state.passed, occurrence: occurrence, today: question.today)
        switch ladder.next() {
        case .due(let candidate):
            let total = candidate.items.reduce(0) { $0 + $1.openMinor } - unappliedMinor
            return action(for: candidate, totalMinor: total, on: ladder, taken, state.approved, question)
        case .later(let date):
            let opening = window.opening(
                from: max(question.now, facts.creditorZone.instant(date, minute: 0)), in: facts.accountZone)
            return .wait(until: min(opening, question.standing.change?.at ?? opening), .step)
        case .none:
            return question.standing.change.map { .wait(until: $0.at, $0.reason) } ?? .rest(.stepsTaken)
        }
    }

    private func action(
        for candidate: Ladder.Candidate, totalMinor: Int64, on ladder: Ladder, _ taken: [PastAttempt],
        _ approved: [StepInstance], _ question: OpenQuestion
    ) -> Decision.Action {
        let (facts, now, step) = (question.facts, question.now, candidate.step)
        func rest(_ rest: Decision.RestReason, _ wait: Decision.WaitReason) -> Decision.Action {
            nextChange(to: candidate, on: ladder, question).map { .wait(until: $0, wait) } ?? .rest(rest)
        }
        // Another step may be due by then, to somebody else who may be written to.
        func wait(until end: Instant, _ reason: Decision.WaitReason) -> Decision.Action {
            .wait(until: min(end, nextChange(to: candidate, on: ladder, question) ?? end), reason)
        }
        if totalMinor <= 0 { return rest(.covered, .covered) }
        if totalMinor < minimum[facts.currency] ?? 0 { return rest(.belowMinimum, .belowMinimum) }
        let instance = StepInstance(
            episode: question.episode.number, step: step.id, occurrence: candidate.occurrence)
        if let task = step.task, !approved.contains(instance) {
            let opening = window.opening(from: now, in: facts.accountZone)
            if opening > now { return .wait(until: opening, .window) }
            // What is done by hand and is no message needs nobody who can be written to.
            return .task(
                DueTask(
                    instance: instance, step: step, task: task, items: candidate.items, totalMinor: totalMinor,
                    deadline: task.deadline(openedAt: now, in: facts.creditorZone), today: question.today))
        }
        guard channels(of: step).contains(.email),
            let contact = facts.contacts.first(where: { $0.role == step.role && $0.isReachableByEmail })
        else { return rest(.noChannel, .noChannel) }
        switch hours(for: contact, of: facts, after: question.history, now: now) {
        case .open: break
        case .closed(let end, let reason): return wait(until: end, reason)
        case .never: return rest(.noHour, .noHour)
        }
        if let free = nextFree(for: contact, after: question.history, now: now) {
            return wait(until: window.opening(from: free, in: facts.accountZone), .budget)
        }
        let voice = voice(
            for: step, naming: candidate.items, totalMinor: totalMinor, of: question.standing, after: taken)
        return .send(
            Reminder(
                instance: instance, step: step, template: voice.template, tone: voice.tone, channel: .email,
                contact: contact, items: candidate.items, totalMinor: totalMinor, today: question.today))
    }

    /// When the account and the address may be written to again; nil: now.
    private func nextFree(for contact: ContactFacts, after history: ContactHistory, now: Instant) -> Instant? {
        let account = history.contacts.isEmpty ? nil : budget.nextAllowed(sent: history.contacts, now: now)
        let address = contact.messages.isEmpty ? nil : budget.nextAllowed(sent: contact.messages, now: now)
        guard let account, let address else { return account ?? address }
        return max(account, address)
    }

    /// When time alone makes something else of what is due: an early step lapses after its day, another invoice falls
    /// overdue, a stop on one ends, or a plan breaks. nil: never.
    private func nextChange(
        to candidate: Ladder.Candidate, on ladder: Ladder, _ question: OpenQuestion
    ) -> Instant? {
        var days = ladder.all.map(ladder.firstDayOverdue).filter { $0 > question.today }
        if candidate.step.isEarly { days.append(question.today.adding(days: 1)) }
        let opening = days.min().map {
            window.opening(
                from: question.facts.creditorZone.instant($0, minute: 0), in: question.facts.accountZone)
        }
        return [opening, question.standing.change?.at].compactMap { $0 }.min()
    }
}
