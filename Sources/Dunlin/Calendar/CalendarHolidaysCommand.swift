import ArgumentParser
import Calendars
import Contracts
import Foundation
import Policy

/// `dunlin calendar holidays`: one calendar, day by day.
struct CalendarHolidaysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holidays",
        abstract: "Lists the public holidays of a country or subdivision.",
        discussion: """
              dunlin calendar holidays --country DE-BY --year 2027
            """)

    @Option(help: ArgumentHelp("The country or subdivision, DE or DE-BY.", valueName: "code"))
    var country: String

    @Option(help: "Only this year. Default: all that are known.")
    var year: Int?

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let calendar = try calendar()
        if let year, !calendar.years.contains(year) {
            throw Failure(
                .usage,
                "the calendar \(country) tells of the years \(calendar.years.lowerBound) to "
                    + "\(calendar.years.upperBound), not of \(year)")
        }
        let holidays = calendar.days.holidays.filter { year == nil || $0.key.components.year == year }
            .sorted { $0.key < $1.key }
        if json {
            return try StandardOutput.say(
                json: Report(
                    country: country, weekend: calendar.days.weekend.sorted { $0.rawValue < $1.rawValue }.map(\.title),
                    holidays: holidays.map { Holiday(date: $0.key, name: $0.value) }))
        }
        var table = TextTable([("date", .left), ("weekday", .left), ("holiday", .left)])
        for (date, name) in holidays { table.add(["\(date)", date.weekday.title, name]) }
        try StandardOutput.say(table.lines)
    }

    private func calendar() throws(Failure) -> HolidayCalendar {
        do throws(CalendarError) {
            return try HolidayCalendar.required(country)
        } catch {
            throw Failure(error)
        }
    }

    private struct Report: Encodable {
        var country: String
        var weekend: [String]
        var holidays: [Holiday]
    }

    private struct Holiday: Encodable {
        var date: CivilDate
        var name: String
    }
}

extension Failure {
    init(_ error: CalendarError) {
        switch error {
        case .unknown, .outside: self.init(.usage, "\(error)")
        case .damaged: self.init(.inputOutput, "\(error)")
        }
    }
}

extension Weekday {
    /// `Saturday`
    var title: String { "\(self)".capitalized }
}
