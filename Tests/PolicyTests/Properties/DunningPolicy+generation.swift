import Contracts
import Policy

extension DunningPolicy {
    /// One to eight steps that the configuration folder would take, most of them after the due date.
    convenience init(generatedBy chance: inout Chance) {
        let count = chance.between(1...8)
        let earlyCount = min(count, chance.pick([0, 0, 1, 2, 3]))
        var steps = Self.earlyTimings(earlyCount, &chance).enumerated().map { index, timing in
            Self.step("early\(index)", timing, &chance)
        }
        steps += Self.lateTimings(count - earlyCount, &chance).enumerated().map { index, timing in
            Self.step("late\(index)", timing, &chance)
        }
        self.init(
            id: "generated", steps: steps, window: SendWindow(generatedBy: &chance),
            minimum: chance.isOne(in: 2) ? [:] : [euro: Int64(chance.between(0...8_000))],
            budget: ContactBudget(messages: chance.between(1...5), days: chance.between(1...14)),
            grace: chance.isOne(in: 4) ? chance.between(1...10) : 0)
    }

    private static func step(_ id: String, _ timing: StepTiming, _ chance: inout Chance) -> Step {
        Step(
            id: id, timing: timing, template: "text of \(id)",
            channels: chance.isOne(in: 12) ? [.letter] : chance.pick([[.email], [.email], [.letter, .email]]),
            role: chance.isOne(in: 5) ? "management" : "billing")
    }

    private static func earlyTimings(_ count: Int, _ chance: inout Chance) -> [StepTiming] {
        var timings = chance.ascending(count, in: -20...0).map(StepTiming.due)
        if !timings.isEmpty, chance.isOne(in: 3) {
            timings[0] = StepTiming(.day(.issue), count: chance.between(0...20))
        }
        return timings
    }

    private static func lateTimings(_ count: Int, _ chance: inout Chance) -> [StepTiming] {
        var timings = chance.ascending(count, in: 1...45).map(StepTiming.due)
        guard chance.isOne(in: 2) else { return timings }
        for index in timings.indices where chance.isOne(in: 2) {
            let count = chance.between(1...14)
            timings[index] =
                switch chance.below(5) {
                case 0: StepTiming(.endOfMonth(.due), count: count)
                case 1: StepTiming(.day(.due), count: count, unit: .businessDays)
                case 2: StepTiming(.day(.due), count: count, moves: [.nextBusinessDay])
                default:
                    index == 0
                        ? .due(count)
                        : StepTiming(.previousStep, count: count, unit: chance.pick([.days, .businessDays]))
                }
        }
        return timings
    }

    func replacing(
        steps: [Step]? = nil, window: SendWindow? = nil, minimum: [Currency: Int64]? = nil,
        budget: ContactBudget? = nil, minimumPercent: Int? = nil, disputes: DisputeRules? = nil,
        promises: PromiseRules? = nil, unapplied: UnappliedCashRules? = nil, consolidation: Consolidation? = nil,
        speaker: Speaker? = nil
    ) -> DunningPolicy {
        DunningPolicy(
            id: id, steps: steps ?? self.steps, window: window ?? self.window, minimum: minimum ?? self.minimum,
            budget: budget ?? self.budget, grace: grace, minimumPercent: minimumPercent ?? self.minimumPercent,
            disputes: disputes ?? self.disputes, promises: promises ?? self.promises, plans: plans,
            unapplied: unapplied ?? self.unapplied, consolidation: consolidation ?? self.consolidation,
            speaker: speaker ?? self.speaker)
    }
}

extension SendWindow {
    /// Office hours, the whole day, an hour that daylight saving may take away, or any other; on one day or more.
    fileprivate init(generatedBy chance: inout Chance) {
        let anyFrom = chance.between(0...1_400)
        let (from, until) = chance.pick([
            (480, 1_080), (480, 1_080), (0, 1_440), (120, 180), (anyFrom, chance.between(anyFrom + 1...1_440)),
        ])
        let workdays: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]
        let some = Set(Weekday.allCases.filter { _ in chance.isOne(in: 2) })
        let days = chance.pick([workdays, workdays, Set(Weekday.allCases), [chance.pick(Weekday.allCases)], some])
        self.init(days: days.isEmpty ? workdays : days, fromMinute: from, untilMinute: until)
    }
}
