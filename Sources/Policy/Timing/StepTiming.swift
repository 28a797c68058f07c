import Contracts

/// The day on which a step is due, as a rule over an invoice's dates.
///
/// Written as people say it: `7 days before due`, `on due`, `3 business days after due`, `1 month after issue`,
/// `3 days after delivery`, `9 days after previous step`, `2 days after end of due month`, `on 15th of month after issue`; then, behind commas, what
/// moves the day: `5 days after due, next business day`, `5 days after due, next tuesday`.
package struct StepTiming: Hashable, Sendable {
    package enum Origin: String, Sendable, CaseIterable {
        case due, issue, delivery
    }

    /// The day that is counted from.
    package enum Point: Hashable, Sendable {
        case day(Origin)
        case endOfMonth(Origin)
        /// 1 to 31; in a shorter month its last day.
        case dayOfNextMonth(Int, Origin)
        /// The day on which the step before was taken.
        case previousStep
    }

    package enum Unit: String, Sendable {
        case days, businessDays, months
    }

    /// A day that is not wanted moves on, or back; one that is wanted stays.
    package enum Move: Hashable, Sendable {
        case nextBusinessDay, previousBusinessDay
        case next(Weekday)
    }

    package let point: Point
    /// Negative before the point, 0 on it.
    package let count: Int
    package let unit: Unit
    package let moves: [Move]

    package init(_ point: Point, count: Int = 0, unit: Unit = .days, moves: [Move] = []) {
        self.point = point
        self.count = count
        self.unit = unit
        self.moves = moves
    }

    /// So many days after the due date; negative before it.
    package static func due(_ days: Int) -> StepTiming { StepTiming(.day(.due), count: days) }

    /// Whether it speaks of one invoice that is not overdue yet: up to the due date, or counted from the issue.
    package var isEarly: Bool {
        switch point {
        case .day(.due): count <= 0
        case .day(.issue), .endOfMonth(.issue), .dayOfNextMonth(_, .issue), .day(.delivery), .endOfMonth(.delivery),
            .dayOfNextMonth(_, .delivery):
            true
        case .endOfMonth(.due), .dayOfNextMonth(_, .due), .previousStep: false
        }
    }

    /// Days past due on its day for an invoice of 30 days' terms, at most 0 for an early step: what previews show.
    package var typicalDaysPastDue: Int {
        let due = CivilDate(daysSince1970: 20_668)
        let day = date(dueOn: due, issuedOn: due.adding(days: -30), previous: nil, calendar: .weekdays)
        return isEarly ? min(0, day.days(since: due)) : max(1, day.days(since: due))
    }

    /// The day, for an invoice with these dates.
    ///
    /// - Parameter deliveredOn: nil: on the day of issue.
    /// - Parameter previous: when the step before was taken; nil: its own day, which only ``Point/previousStep`` uses.
    package func date(
        dueOn: CivilDate, issuedOn: CivilDate, deliveredOn: CivilDate? = nil, previous: CivilDate?,
        calendar: BusinessCalendar
    ) -> CivilDate {
        func origin(_ origin: Origin) -> CivilDate {
            switch origin {
            case .due: dueOn
            case .issue: issuedOn
            case .delivery: deliveredOn ?? issuedOn
            }
        }
        let start =
            switch point {
            case .day(let name): origin(name)
            case .endOfMonth(let name): origin(name).endOfMonth
            case .dayOfNextMonth(let day, let name): origin(name).day(day, monthsAhead: 1)
            case .previousStep: previous ?? dueOn
            }
        let counted =
            switch unit {
            case .days: start.adding(days: count)
            case .businessDays: calendar.adding(businessDays: count, to: start)
            case .months: start.adding(months: count)
            }
        return moves.reduce(counted) { $1.applied(to: $0, in: calendar) }
    }
}

extension StepTiming.Move {
    fileprivate func applied(to date: CivilDate, in calendar: BusinessCalendar) -> CivilDate {
        switch self {
        case .nextBusinessDay: calendar.roll(date, .next)
        case .previousBusinessDay: calendar.roll(date, .previous)
        case .next(let weekday): date.adding(days: (weekday.rawValue - date.weekday.rawValue + 7) % 7)
        }
    }
}

extension CivilDate {
    /// The same day of another month, or that month's last day if it has no such day.
    package func adding(months: Int) -> CivilDate { day(components.day, monthsAhead: months) }

    package var endOfMonth: CivilDate { day(31, monthsAhead: 0) }

    /// A day of the month so many months ahead, or that month's last day if it has no such day.
    func day(_ day: Int, monthsAhead months: Int) -> CivilDate {
        let (year, month, _) = components
        let index = year * 12 + month - 1 + months
        let target = (year: max(1, min(9999, index / 12)), month: (index % 12 + 12) % 12 + 1)
        let last = CivilDate.length(ofMonth: target.month, year: target.year)
        // Year, month and day are within the calendar now.
        return CivilDate(year: target.year, month: target.month, day: min(day, last)) ?? self
    }
}
