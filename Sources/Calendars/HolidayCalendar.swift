import Contracts
import Policy

/// The business days of a country or one of its subdivisions, for the years of which the shipped file tells.
///
/// The calendar of a country holds what is a holiday everywhere in it; that of a subdivision holds these and its own.
/// A day outside its years is an error, never a business day.
package struct HolidayCalendar: Hashable, Sendable {
    /// `DE` or `DE-BY`: the country by ISO 3166-1, the subdivision mostly by ISO 3166-2.
    package let code: String
    /// The calendar as a value without errors, for the module Policy.
    package let days: BusinessCalendar

    /// The calendar of this code as it is written in the file, capitals and all; nil if there is none.
    /// - Parameter orCountry: whether the country's own calendar may stand in for a subdivision that is not known.
    /// - Throws: ``CalendarError/damaged(line:reason:)`` if the shipped file cannot be read.
    package static func named(_ code: String, orCountry: Bool = false) throws(CalendarError) -> HolidayCalendar? {
        let file = try HolidayFile.shipped.get()
        if let calendar = try file.calendar(code) { return calendar }
        guard orCountry, let country = HolidayFile.country(of: code) else { return nil }
        return try file.calendar(country)
    }

    /// As ``named(_:orCountry:)``, for whoever needs one.
    /// - Throws: ``CalendarError/unknown(code:nearest:)`` if there is none, with what was probably meant.
    package static func required(_ code: String, orCountry: Bool = false) throws(CalendarError) -> HolidayCalendar {
        if let calendar = try named(code, orCountry: orCountry) { return calendar }
        throw .unknown(code: code, nearest: try HolidayFile.shipped.get().codes(nearest: code))
    }

    /// The codes of all calendars, sorted.
    package static func codes() throws(CalendarError) -> [String] {
        try HolidayFile.shipped.get().codes
    }

    /// The days of every country as a whole, by its code; made once.
    package static let countries = Result { () throws(CalendarError) -> [String: BusinessCalendar] in
        let file = try HolidayFile.shipped.get()
        var countries: [String: BusinessCalendar] = [:]
        for code in file.codes where HolidayFile.country(of: code) == nil {
            countries[code] = try file.calendar(code)?.days
        }
        return countries
    }

    package var years: ClosedRange<Int> {
        days.range.lowerBound.components.year...days.range.upperBound.components.year
    }

    package func isBusinessDay(_ date: CivilDate) throws(CalendarError) -> Bool {
        guard let answer = days.isBusinessDay(date) else { throw outside(date) }
        return answer
    }

    /// nil: no holiday. A day of the weekend may be one.
    package func holidayName(on date: CivilDate) throws(CalendarError) -> String? {
        days.holidayName(on: try inside(date))
    }

    package func roll(
        _ date: CivilDate, _ direction: BusinessCalendar.Direction
    ) throws(CalendarError) -> CivilDate {
        try inside(days.roll(try inside(date), direction))
    }

    package func adding(businessDays count: Int, to date: CivilDate) throws(CalendarError) -> CivilDate {
        let known = days.range
        guard count.magnitude <= known.upperBound.days(since: known.lowerBound) else {
            throw outside(count > 0 ? known.upperBound.adding(days: 1) : known.lowerBound.adding(days: -1))
        }
        // With both ends inside the years, so is the way between them.
        return try inside(days.adding(businessDays: count, to: try inside(date)))
    }

    private func inside(_ date: CivilDate) throws(CalendarError) -> CivilDate {
        guard days.covers(date) else { throw outside(date) }
        return date
    }

    private func outside(_ date: CivilDate) -> CalendarError {
        .outside(code: code, date: date, years: years)
    }
}
