import Contracts

/// Which days are business days somewhere: neither of the weekend nor a public holiday.
///
/// A plain value; the module Calendars makes it for countries and their subdivisions. Of days outside ``range`` no
/// holiday is known: ``isBusinessDay(_:)`` says so, and ``roll(_:_:)`` and ``adding(businessDays:to:)`` go by the
/// weekend alone there, because a decision needs a day; whoever must tell the two apart asks ``covers(_:)`` about both
/// ends of the way.
package struct BusinessCalendar: Hashable, Sendable {
    /// At most six of the seven.
    package let weekend: Set<Weekday>
    /// The names of the public holidays. One may fall on a weekend.
    package let holidays: [CivilDate: String]
    /// The days of which the holidays are known.
    package let range: ClosedRange<CivilDate>

    package init(weekend: Set<Weekday>, holidays: [CivilDate: String], range: ClosedRange<CivilDate>) {
        precondition(weekend.count < Weekday.allCases.count, "a week without a business day")
        self.weekend = weekend
        self.holidays = holidays
        self.range = range
    }

    /// Monday to Friday, where no holidays count.
    package static let weekdays = BusinessCalendar(
        weekend: [.saturday, .sunday], holidays: [:],
        range: CivilDate(year: 1, month: 1, day: 1)!...CivilDate(year: 9999, month: 12, day: 31)!)

    package func covers(_ date: CivilDate) -> Bool { range.contains(date) }

    /// nil: outside the range, where it is not known.
    package func isBusinessDay(_ date: CivilDate) -> Bool? {
        covers(date) ? isOpen(date) : nil
    }

    /// The holiday's name; nil on a day that is none, be it of the weekend, and outside the range.
    package func holidayName(on date: CivilDate) -> String? { holidays[date] }

    package enum Direction: Sendable {
        case next, previous
    }

    /// The day itself if it is a business day, else the next one, or the one before.
    package func roll(_ date: CivilDate, _ direction: Direction) -> CivilDate {
        var date = date
        while !isOpen(date) { date = date.adding(days: direction == .next ? 1 : -1) }
        return date
    }

    /// The business day so many business days after the day, or before it if `count` is negative.
    ///
    /// The day itself does not count and need not be a business day: one business day after a Saturday is the Monday,
    /// as it is after the Friday. With 0 it is the day itself, whatever it is.
    package func adding(businessDays count: Int, to date: CivilDate) -> CivilDate {
        var date = date
        for _ in 0..<count.magnitude {
            date = roll(date.adding(days: count.signum()), count > 0 ? .next : .previous)
        }
        return date
    }

    private func isOpen(_ date: CivilDate) -> Bool {
        !weekend.contains(date.weekday) && holidays[date] == nil
    }
}
