import Contracts
import Policy

/// The days of a ladder, reckoned from the rules alone.
extension Sending {
    /// The late steps that went out before in this episode, with their day in the creditor's calendar.
    var takenLate: [(rank: Int, day: CivilDate)] {
        let ids = question.policy.lateSteps.map(\.id)
        return takenBefore.compactMap { attempt in
            ids.firstIndex(of: attempt.instance.step).map {
                ($0, WallClock(at: attempt.at, in: facts.creditorZone).date)
            }
        }
    }

    /// The days that must lie between this late step and the one before it; nil if it is early or the first.
    ///
    /// A step that counts from the one before says itself how many, from the day on which that was taken. For any other
    /// they are as many as lie between the two on their own days.
    var gap: Int? {
        guard let rank = lateRank, rank > 0, let carrying else { return nil }
        let timing = reminder.step.timing
        if timing.point == .previousStep, let last = takenLate.map(\.day).max() {
            let day = timing.date(
                dueOn: carrying.dueOn, issuedOn: carrying.issuedOn, previous: last, calendar: facts.calendar)
            return max(1, day.days(since: last))
        }
        let days = ownDays(for: carrying)
        return max(1, days[rank].days(since: days[rank - 1]))
    }

    /// When each late step would come if nothing ever were in its way.
    private func ownDays(for item: OpenItem) -> [CivilDate] {
        var days: [CivilDate] = []
        for step in question.policy.lateSteps {
            let day = step.timing.date(
                dueOn: item.dueOn, issuedOn: item.issuedOn, previous: days.last, calendar: facts.calendar)
            days.append(max(day, item.dueOn.adding(days: 1)))
        }
        return days
    }
}
