import Contracts
import Policy
import Testing

@testable import Calendars

private func day(_ text: String) -> CivilDate { CivilDate(text)! }

@Suite struct `A calendar of holidays` {
    @Test(arguments: [
        ("DE", "2027-10-03", "German Unity Day"), ("DE", "2027-03-29", "Easter Monday"),
        ("DE-BY", "2027-01-06", "Epiphany"), ("DE-SN", "2027-11-17", "Repentance and Prayer Day"),
        ("GB-SCT", "2027-11-30", "Saint Andrew's Day"), ("GB-NIR", "2027-07-12", "Battle of the Boyne"),
        ("GB-ENG", "2028-04-17", "Easter Monday"), ("FR", "2027-05-06", "Ascension Day"),
        ("US", "2027-11-25", "Thanksgiving Day"), ("US", "2027-12-24", "Christmas Day (observed)"),
        ("US-MA", "2027-04-19", "Patriots' Day"), ("CA-QC", "2027-06-24", "Saint John the Baptist Day"),
        ("JP", "2027-01-11", "Coming of Age Day"), ("NL", "2027-04-27", "King's Day"),
        ("SE", "2027-06-26", "Midsummer Day"), ("AU-VIC", "2027-11-02", "Melbourne Cup Day"),
        ("CH-BE", "2027-01-02", "Saint Berchtold's Day"), ("NO", "2027-05-17", "Constitution Day; Pentecost Monday"),
    ])
    func `has this holiday`(code: String, date: String, name: String) throws {
        let calendar = try HolidayCalendar.required(code)
        #expect(try calendar.holidayName(on: day(date)) == name)
        #expect(try !calendar.isBusinessDay(day(date)))
    }

    @Test(arguments: [
        ("DE", "2027-01-06"), ("DE-HH", "2027-01-06"), ("DE-BY", "2027-11-17"), ("GB-ENG", "2027-11-30"),
        ("GB-SCT", "2028-04-17"), ("GB", "2027-11-30"), ("US", "2027-04-19"), ("DE", "2027-12-24"),
    ])
    func `has no holiday that only others have`(code: String, date: String) throws {
        #expect(try HolidayCalendar.required(code).holidayName(on: day(date)) == nil)
        #expect(try HolidayCalendar.required(code).isBusinessDay(day(date)))
    }

    @Test(arguments: [
        ("DE", [Weekday.saturday, .sunday]), ("AE", [.saturday, .sunday]), ("SA", [.friday, .saturday]),
        ("IL", [.friday, .saturday]), ("IN", [.saturday, .sunday]), ("MY-02", [.friday, .saturday]), ("HK", [.sunday]),
    ])
    func `has the weekend of its country`(code: String, weekend: [Weekday]) throws {
        let calendar = try HolidayCalendar.required(code)
        #expect(calendar.days.weekend == Set(weekend))
        // A week of May 2028 without holidays in all of these.
        for date in (15...21).map({ day("2028-05-\($0)") }) {
            #expect(try calendar.isBusinessDay(date) == !weekend.contains(date.weekday))
        }
    }

    @Test func `rolls over Christmas and New Year`() throws {
        let calendar = try HolidayCalendar.required("DE-BY")
        #expect(try calendar.roll(day("2027-12-25"), .next) == day("2027-12-27"))
        #expect(try calendar.roll(day("2027-01-01"), .next) == day("2027-01-04"))
        #expect(try calendar.roll(day("2027-01-01"), .previous) == day("2026-12-31"))
        #expect(try calendar.roll(day("2027-01-06"), .previous) == day("2027-01-05"))
        #expect(try calendar.roll(day("2027-01-05"), .next) == day("2027-01-05"))
    }

    @Test(arguments: [
        (1, "2026-12-30", "2026-12-31"), (2, "2026-12-30", "2027-01-04"), (4, "2026-12-30", "2027-01-07"),
        (-1, "2027-01-04", "2026-12-31"), (1, "2027-01-02", "2027-01-04"), (0, "2027-01-02", "2027-01-02"),
    ])
    func `counts business days over New Year and Epiphany`(count: Int, from: String, to: String) throws {
        let calendar = try HolidayCalendar.required("DE-BY")
        #expect(try calendar.adding(businessDays: count, to: day(from)) == day(to))
    }

    @Test func `tells nothing of days outside its years`() throws {
        let calendar = try HolidayCalendar.required("DE")
        let later = day("2036-01-02")
        let outside = CalendarError.outside(code: "DE", date: later, years: 2024...2035)
        #expect(throws: outside) { try calendar.isBusinessDay(later) }
        #expect(throws: outside) { try calendar.holidayName(on: later) }
        #expect(throws: outside) { try calendar.roll(later, .previous) }
        #expect(throws: outside) { try calendar.adding(businessDays: 3, to: day("2035-12-28")) }
        #expect(throws: CalendarError.self) { try calendar.adding(businessDays: .max, to: day("2027-01-01")) }
        #expect(throws: CalendarError.self) { try calendar.isBusinessDay(day("2023-12-31")) }
        #expect(calendar.days.isBusinessDay(later) == nil)
        #expect(try calendar.isBusinessDay(day("2024-01-02")) && calendar.isBusinessDay(day("2035-12-28")))
    }

    @Test func `tells of fewer years where less is known`() throws {
        #expect(try HolidayCalendar.required("LK").years == 2024...2026)
        // The weekend moved with 2025.
        #expect(try HolidayCalendar.required("MY-01").years == 2025...2035)
    }

    @Test func `is looked for by its exact code, and the country stands in only if asked`() throws {
        #expect(try HolidayCalendar.named("DE-XX") == nil)
        #expect(try HolidayCalendar.named("DE-XX", orCountry: true)?.code == "DE")
        #expect(try HolidayCalendar.named("DE-BY", orCountry: true)?.code == "DE-BY")
        #expect(try HolidayCalendar.named("XX-YY", orCountry: true) == nil)
        for code in ["", "-", "de", "DE-", "DE-BY-X"] { #expect(try HolidayCalendar.named(code) == nil) }
    }

    @Test(arguments: [("DE-BX", "DE-BB"), ("de-by", "DE-BY"), ("GB-UK", "GB"), ("DEU", "DE"), ("GX", "AX")])
    func `names what may have been meant`(code: String, nearest: String) throws {
        let error = try #require(throws: CalendarError.self) { try HolidayCalendar.required(code) }
        guard case .unknown(code, let codes) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(codes.first == nearest && codes.count == 5)
        #expect("\(error)".contains(codes.joined(separator: ", ")))
    }
}
