import Contracts
import Policy

/// The days of a ladder, reckoned from the rules alone.
extension Sending {
    /// The late steps that went out or were settled by a task before in this episode, with their day in the creditor's calendar.
    var takenLate: [(rank: Int, day: CivilDate)] {
        let ids = lateSteps.map(\.id)
        let sent = takenBefore.compactMap { attempt in
            ids.firstIndex(of: attempt.instance.step).map {
                ($0, WallClock(at: attempt.at, in: facts.creditorZone).date)
            }
        }
        let settled = tasksBefore.compactMap { past -> (rank: Int, day: CivilDate)? in
            guard let rank = ids.firstIndex(of: past.instance.step), let task = lateSteps[rank].task else { return nil }
            let openedOn = WallClock(at: past.openedAt, in: facts.creditorZone).date
            let settledOn = past.settledAt.map { WallClock(at: $0, in: facts.creditorZone).date }
            return (rank, settledOn ?? openedOn.adding(days: task.withinDays + 1))
        }
        return sent + settled
    }

    /// The first day that the steps before leave open to this late step; nil if it is early or none was taken before.
    ///
    /// After each of them, from the day on which it was taken, as many days as lie between the two on their own days, one
    /// at least. A step that counts from the one before says itself how many, from the day of the last.
    var firstDayAfterGaps: CivilDate? {
        guard let rank = lateRank, let carrying, let last = takenLate.map(\.day).max() else { return nil }
        let timing = reminder.step.timing
        if timing.point == .previousStep {
            let day = timing.date(
                dueOn: carrying.agesOn, issuedOn: carrying.issuedOn, previous: last, calendar: facts.calendar)
            return max(day, last.adding(days: 1))
        }
        let days = ownDays(for: carrying)
        return takenLate.map { $0.day.adding(days: max(1, days[rank].days(since: days[$0.rank]))) }.max()
    }

    /// When each late step would come if nothing ever were in its way.
    private func ownDays(for item: OpenItem) -> [CivilDate] {
        var days: [CivilDate] = []
        for step in lateSteps {
            let day = step.timing.date(
                dueOn: item.agesOn, issuedOn: item.issuedOn, previous: days.last, calendar: facts.calendar)
            days.append(max(day, item.agesOn.adding(days: 1)))
        }
        return days
    }
}
