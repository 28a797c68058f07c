import Contracts

/// The steps of one policy for the items that share them: those of a case, or one invoice alone.
struct Ladder: Sendable {
    let policy: DunningPolicy
    let calendar: BusinessCalendar
    let today: CivilDate
    /// The oldest first, stopped ones included.
    let all: [OpenItem]
    /// Those that nothing stops.
    let items: [OpenItem]
    /// The steps that were taken or that a settled task stands for.
    let passed: [PassedStep]
    /// nil: 0 for late steps, the day's number for early ones; see ``Consolidation``.
    let occurrence: Int?
    /// What the case does without.
    let leftOut: Set<String>
    /// Whether some item does without a step of its own.
    let hasItemsWithout: Bool
    let late: [DunningPolicy.Step]

    init(
        _ policy: DunningPolicy, of facts: CaseFacts, all: [OpenItem], passed: [PassedStep], occurrence: Int?,
        today: CivilDate
    ) {
        self.policy = policy
        self.calendar = facts.calendar
        self.today = today
        self.all = all
        self.items = all.contains { $0.stop != nil } ? all.filter { $0.stop == nil } : all
        self.passed = passed
        self.occurrence = occurrence
        self.leftOut = facts.leftOut
        self.hasItemsWithout = all.contains { !$0.leftOut.isEmpty }
        self.late =
            leftOut.isEmpty ? policy.lateSteps : policy.lateSteps.filter { !facts.leftOut.contains($0.id) }
    }

    struct Candidate: Sendable {
        var step: DunningPolicy.Step
        var occurrence: Int
        /// The oldest first, at least one.
        var items: [OpenItem]
    }

    enum NextStep: Sendable {
        case due(Candidate)
        case later(CivilDate)
        case none
    }

    /// The step that is due today, or the day of the next one.
    ///
    /// While an invoice is overdue only the late steps count: one ladder at a time. An item that does without all late
    /// steps keeps nobody from early ones.
    func next() -> NextStep {
        let items = hasItemsWithout ? self.items.filter { item in late.contains { $0.isFor(item) } } : self.items
        let overdue = items.prefix { $0.agesOn.adding(days: policy.grace) < today }
        // With steps left out for some, the next invoice that falls overdue can ask for a step that nobody asked for.
        let arrival = hasItemsWithout ? items.dropFirst(overdue.count).first.map(firstDayOverdue) : nil
        if !overdue.isEmpty {
            guard let (step, date) = nextLateStep(for: overdue) else {
                return arrival.map(NextStep.later) ?? .none
            }
            if date > today { return .later(min(date, arrival ?? date)) }
            let named = hasItemsWithout ? overdue.filter(step.isFor) : Array(overdue)
            return .due(Candidate(step: step, occurrence: occurrence ?? 0, items: named))
        }
        let firstLate = nextLateStep(for: items[...])?.date
        return nextEarlyStep(before: [firstLate, arrival].compactMap { $0 }.min())
    }

    func firstDayOverdue(of item: OpenItem) -> CivilDate { item.agesOn.adding(days: policy.grace + 1) }
}

/// A step that does not come again in its episode.
struct PassedStep: Hashable, Sendable {
    var step: String
    var occurrence: Int
    /// In the creditor's calendar.
    var day: CivilDate
}

extension DunningPolicy.Step {
    /// Whether it may name the item.
    func isFor(_ item: OpenItem) -> Bool { item.leftOut.isEmpty || !item.leftOut.contains(id) }
}
