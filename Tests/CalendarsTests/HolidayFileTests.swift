import Contracts
import Policy
import Testing

@testable import Calendars

@Suite struct `The shipped file of holidays` {
    @Test func `has the countries promised, with their subdivisions`() throws {
        let codes = Set(try HolidayCalendar.codes())
        let countries =
            "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK "
            + "GB CH NO US CA AU NZ JP IN BR MX ZA AE SA IL"
        for country in countries.split(separator: " ") { #expect(codes.contains(String(country))) }
        for code in ["GB-ENG", "GB-SCT", "GB-NIR", "GB-WLS"] { #expect(codes.contains(code)) }
        let germany = "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH"
        for code in germany.split(separator: " ") { #expect(codes.contains("DE-\(code)")) }
        #expect(codes.count { $0.hasPrefix("US-") } >= 50 && codes.count { $0.hasPrefix("CH-") } >= 26)
    }

    @Test func `holds in each calendar whole years of holidays, none outside`() throws {
        for code in try HolidayCalendar.codes() {
            let calendar = try HolidayCalendar.required(code)
            #expect(calendar.years.lowerBound >= 2024 && calendar.years.upperBound <= 2035)
            for year in calendar.years {
                #expect(
                    calendar.days.holidays.keys.contains { $0.components.year == year }, "\(code) in \(year)")
            }
            #expect(calendar.days.holidays.keys.allSatisfy(calendar.days.covers))
            #expect(calendar.days.holidays.values.allSatisfy { !$0.isEmpty })
        }
    }

    @Test func `says which package made it`() throws {
        let first = try HolidayFile.shippedText().prefix { $0 != "\n" }
        #expect(first.contains("PyPI package holidays 0.") && first.contains("scripts/holidays"))
    }
}

@Suite struct `A file of holidays` {
    private static let germany = "calendar\tDE\t2027\t2028\t67\nadd\t01-01\tNew Year's Day\n"

    @Test func `gives a subdivision what its country has, more, less and under other names`() throws {
        let own = "add\t2027-01-06\tEpiphany\nadd\t2028-01-01\tNew Year\ndrop\t2027-01-01\n"
        let file = try HolidayFile(text: Self.germany + "# own\ncalendar\tDE-X\t2027\t2028\t56\n" + own)
        let calendar = try #require(try file.calendar("DE-X"))
        #expect(
            calendar.days.holidays == [
                CivilDate("2027-01-06")!: "Epiphany", CivilDate("2028-01-01")!: "New Year",
            ])
        #expect(calendar.days.weekend == [.friday, .saturday])
        #expect(file.codes == ["DE", "DE-X"])
    }

    @Test(arguments: [
        ("calendar\tDE\t2027\t2028\t67\n", 3), ("add\t2027-02-29\tX\n", 3), ("add\t01-32\tX\n", 3), ("add\t\tX\n", 3),
        ("add\t01-01\n", 3), ("drop\t01-01\tX\n", 3), ("swap\t01-01\tX\n", 3), ("x\n", 3),
        ("calendar\tDE\tone\t2028\t67\n", 3),
    ])
    func `that is damaged is refused with the line`(text: String, line: Int) throws {
        let error = #expect(throws: CalendarError.self) {
            _ = try HolidayFile(text: Self.germany + text).calendar("DE")
        }
        guard case .damaged(line, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        "add\t01-01\tX\n", "calendar\tDE\tone\t2028\t67\n", "calendar\tDE\t2028\t2027\t67\n",
        "calendar\tDE\t2027\t2028\t1234567\n", "calendar\tDE\t2027\t2028\t8\n",
    ])
    func `that is damaged at its head is refused`(text: String) {
        #expect(throws: CalendarError.self) { _ = try HolidayFile(text: text).calendar("DE") }
    }

    @Test func `must have the country of each subdivision`() {
        #expect(throws: CalendarError.self) {
            _ = try HolidayFile(text: "calendar\tDE-BY\t2027\t2028\t67\n").calendar("DE-BY")
        }
    }
}
