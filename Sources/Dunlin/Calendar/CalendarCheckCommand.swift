import ArgumentParser
import Calendars
import Contracts
import Policy

/// `dunlin calendar check`: whether days are business days.
struct CalendarCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tells for each line of country and date whether it is a business day.",
        discussion: """
            In: {"country": "DE-BY", "date": "2027-01-06"}. Out: {"business", "name"}, the name that of the holiday, \
            else the weekday of a weekend, else null; or {"error": {"code", "message", "path"}}. An "id" in a line \
            comes back with its answer. Exit code 1 if any line was refused.

              echo '{"country":"DE-BY","date":"2027-01-06"}' | dunlin calendar check --ndjson
            """)

    @OptionGroup var lines: LineOptions

    func run() throws {
        var calendars: [String: HolidayCalendar] = [:]
        try lines.answer { (question) throws(InputRefusal) in
            let code = try question.text("country")
            guard let date = CivilDate(try question.text("date")) else {
                throw InputRefusal("date", "is not a date YYYY-MM-DD", path: "$.date")
            }
            do throws(CalendarError) {
                if let calendar = calendars[code] { return try DayAnswer(date, in: calendar) }
                let calendar = try HolidayCalendar.required(code)
                calendars[code] = calendar
                return try DayAnswer(date, in: calendar)
            } catch {
                throw InputRefusal(error)
            }
        }
    }
}

/// What kind of day it is.
private struct DayAnswer: Encodable {
    let business: Bool
    /// The holiday's, else the weekday's on a weekend, else none.
    let name: String?

    init(_ date: CivilDate, in calendar: HolidayCalendar) throws(CalendarError) {
        business = try calendar.isBusinessDay(date)
        name = try calendar.holidayName(on: date) ?? (business ? nil : date.weekday.title)
    }

    private enum CodingKeys: String, CodingKey { case business, name }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(business, forKey: .business)
        // Null, not left out: there is an answer, and it is none.
        try container.encode(name, forKey: .name)
    }
}

extension InputRefusal {
    fileprivate init(_ error: CalendarError) {
        switch error {
        case .unknown: self.init("country", "\(error)", path: "$.country")
        case .outside: self.init("range", "\(error)", path: "$.date")
        case .damaged: self.init("calendar", "\(error)")
        }
    }
}
