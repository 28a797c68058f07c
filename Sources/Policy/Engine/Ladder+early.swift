import Contracts

extension Ladder {
    /// The early step that is due today, else the first day of any step.
    ///
    /// - Parameter late: the day of the next late step, or of what else time brings.
    func nextEarlyStep(before late: CivilDate?) -> NextStep {
        var next = late
        var due: (rank: Int, candidate: Candidate)?
        // Stopped ones count for the day of a step, so that it is the same for what has lapsed.
        for group in DueDate.groups(of: all) where items.contains(where: group.holds) {
            let occurrence = self.occurrence ?? group.dueOn.daysSince1970
            for rank in firstEarlyRank(of: occurrence)..<policy.earlySteps.count {
                let step = policy.earlySteps[rank]
                if leftOut.contains(step.id) { continue }
                guard let day = policy.sendingDay(of: step, for: group, in: calendar), day >= today else { continue }
                let named = items.filter { group.holds($0) && step.isFor($0) }
                if named.isEmpty { continue }
                if day > today {
                    next = min(day, next ?? day)
                } else if rank > due?.rank ?? -1 {
                    due = (rank, Candidate(step: step, occurrence: occurrence, items: named))
                }
            }
        }
        if let due { return .due(due.candidate) }
        return next.map(NextStep.later) ?? .none
    }

    /// Two can share a sending day: the later one goes out, and the one before it is omitted.
    private func firstEarlyRank(of occurrence: Int) -> Int {
        policy.earlySteps.lastIndex { step in
            passed.contains { $0.step == step.id && $0.occurrence == occurrence }
        }.map { $0 + 1 } ?? 0
    }
}

/// The invoices that share a due date, as far as early steps are concerned.
struct DueDate: Sendable {
    /// The day they age from.
    var dueOn: CivilDate
    /// When the last of them was issued.
    var issuedOn: CivilDate
    /// When the last of them was delivered.
    var deliveredOn: CivilDate

    init(_ item: OpenItem) {
        (dueOn, issuedOn, deliveredOn) = (item.agesOn, item.issuedOn, item.deliveredOn ?? item.issuedOn)
    }

    /// - Parameter items: the oldest first.
    static func groups(of items: [OpenItem]) -> [DueDate] {
        var groups: [DueDate] = []
        for item in items {
            if let last = groups.last, last.dueOn == item.agesOn {
                groups[groups.count - 1].issuedOn = max(last.issuedOn, item.issuedOn)
                groups[groups.count - 1].deliveredOn = max(last.deliveredOn, item.deliveredOn ?? item.issuedOn)
            } else {
                groups.append(DueDate(item))
            }
        }
        return groups
    }

    func holds(_ item: OpenItem) -> Bool { item.agesOn == dueOn }
}

extension DunningPolicy {
    /// The day of an early step: its own or the next sending day, but none after the due date.
    func sendingDay(of step: Step, for group: DueDate, in calendar: BusinessCalendar) -> CivilDate? {
        let own = step.timing.date(
            dueOn: group.dueOn, issuedOn: group.issuedOn, deliveredOn: group.deliveredOn, previous: nil,
            calendar: calendar)
        let day = window.sendingDay(from: own)
        return day <= group.dueOn ? day : nil
    }

    /// Early steps whose day has passed unsent, by due date.
    func lapsedSteps(
        of items: [OpenItem], _ facts: CaseFacts, after history: ContactHistory, today: CivilDate
    ) -> [LapsedStep] {
        if earlySteps.isEmpty { return [] }
        var lapsed: [LapsedStep] = []
        func note(_ group: DueDate, of items: [OpenItem], occurrence: Int) {
            for step in earlySteps where !facts.leftOut.contains(step.id) && items.contains(where: step.isFor) {
                // Without a sending day up to the due date it has lapsed from the start.
                if let day = sendingDay(of: step, for: group, in: facts.calendar), day >= today { continue }
                if !history.hasSettled(step.id, occurrence) {
                    lapsed.append(LapsedStep(step: step.id, occurrence: occurrence))
                }
            }
        }
        if consolidation == .invoice {
            for item in items {
                note(DueDate(item), of: [item], occurrence: item.occurrenceAlone)
            }
        } else {
            for group in DueDate.groups(of: items) {
                note(group, of: items.filter(group.holds), occurrence: group.dueOn.daysSince1970)
            }
        }
        return lapsed
    }
}

extension ContactHistory {
    /// Whether the step was taken, or a task stands for it, in whatever episode.
    fileprivate func hasSettled(_ step: String, _ occurrence: Int) -> Bool {
        func isIt(_ instance: StepInstance) -> Bool { instance.occurrence == occurrence && instance.step == step }
        return attempts.contains { $0.standing == .taken && isIt($0.instance) } || tasks.contains { isIt($0.instance) }
    }
}
