import Contracts

extension Ladder {
    /// The lowest late step not taken, and its day: its own, but not before the gap after the ones before it.
    ///
    /// The oldest invoice that the step may name carries it. A step that none of the items may have is omitted; one that
    /// some of the case do without is not made up for once a higher one was taken.
    func nextLateStep(for items: ArraySlice<OpenItem>) -> (step: DunningPolicy.Step, date: CivilDate)? {
        let takenOn = lateStepsTaken
        let highest = takenOn.lastIndex { $0 != nil } ?? -1
        for (index, step) in late.enumerated() where takenOn[index] == nil {
            guard let carrying = items.first(where: step.isFor) else { continue }
            if index < highest, hasItemsWithout, all.contains(where: { !step.isFor($0) }) { continue }
            return (step, day(of: index, carriedBy: carrying, takenOn: takenOn))
        }
        return nil
    }

    /// For each late step the last day on which it was taken.
    private var lateStepsTaken: [CivilDate?] {
        var takenOn = [CivilDate?](repeating: nil, count: late.count)
        for step in passed {
            guard let index = late.firstIndex(where: { $0.id == step.step }) else { continue }
            takenOn[index] = max(step.day, takenOn[index] ?? step.day)
        }
        return takenOn
    }

    private func day(of index: Int, carriedBy carrying: OpenItem, takenOn: [CivilDate?]) -> CivilDate {
        let step = late[index]
        let own = ownDays(carriedBy: carrying)
        var day = own[index]
        let previous = takenOn.compactMap { $0 }.max()
        if step.timing.point == .previousStep, let previous {
            day = step.timing.date(
                dueOn: carrying.agesOn, issuedOn: carrying.issuedOn, deliveredOn: carrying.deliveredOn,
                previous: previous, calendar: calendar)
        }
        day = max(day, firstDayOverdue(of: carrying))
        for (taken, earlier) in zip(takenOn, own) {
            guard let taken else { continue }
            let gap = step.timing.point == .previousStep ? 1 : own[index].days(since: earlier)
            day = max(day, taken.adding(days: max(1, gap)))
        }
        return day
    }

    /// The day of each late step if every one before it were taken on its own.
    private func ownDays(carriedBy carrying: OpenItem) -> [CivilDate] {
        var days: [CivilDate] = []
        days.reserveCapacity(late.count)
        for step in late {
            let day = step.timing.date(
                dueOn: carrying.agesOn, issuedOn: carrying.issuedOn, deliveredOn: carrying.deliveredOn,
                previous: days.last, calendar: calendar)
            days.append(max(day, carrying.agesOn.adding(days: 1)))
        }
        return days
    }
}
