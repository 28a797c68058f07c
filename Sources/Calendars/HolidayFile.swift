import Contracts
import Foundation
import Policy

/// The file of public holidays that ships with this module, written by `scripts/holidays`.
///
/// Fields are between tabs, dates between blanks, and what begins with `#` is a remark:
///
///     calendar  DE     2024  2035  67       the years of which it tells, and the weekend, Monday is 1
///     add       01-01  New Year's Day       on this day of each year
///     add       2024-03-29 2025-04-18 …     Good Friday
///     calendar  DE-BY  2024  2035  67       what DE has in these years, and
///     add       01-06  Epiphany             these as well, or under another name
///     drop      2024-11-20 2025-11-19 …     and not these
package struct HolidayFile: Sendable {
    private typealias Line = (number: Int, fields: [Substring])

    /// A calendar's lines, the one that names it first.
    private let sections: [String: [Line]]
    /// Sorted.
    package let codes: [String]

    /// Read once, when it is first asked for; calendars are made from it one by one.
    package static let shipped = Result { () throws(CalendarError) in try HolidayFile(text: try shippedText()) }

    static func shippedText() throws(CalendarError) -> String {
        let folder = Bundle.module.resourceURL ?? Bundle.module.bundleURL
        do {
            return try String(contentsOf: folder.appending(path: "Data/holidays.tsv"), encoding: .utf8)
        } catch {
            throw .damaged(line: nil, reason: "it cannot be read: \(error)")
        }
    }

    package init(text: String) throws(CalendarError) {
        var sections: [String: [Line]] = [:]
        var code: String?
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty && line.first != UInt8(ascii: "#") {
            let fields = Self.fields(Substring(line))
            if fields[0] == "calendar", fields.count == 5 {
                code = String(fields[1])
                guard sections[String(fields[1])] == nil else {
                    throw .damaged(line: index + 1, reason: "\(fields[1]) comes a second time")
                }
            }
            guard let code else { throw .damaged(line: index + 1, reason: "belongs to no calendar") }
            sections[code, default: []].append((index + 1, fields))
        }
        self.sections = sections
        codes = sections.keys.sorted()
    }

    private static func fields(_ line: Substring) -> [Substring] {
        line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map(Substring.init)
    }

    /// `DE` for `DE-BY`; nil for what is no subdivision.
    package static func country(of code: String) -> String? {
        code.firstIndex(of: "-").map { String(code[..<$0]) }
    }

    /// nil if there is none of this code.
    package func calendar(_ code: String) throws(CalendarError) -> HolidayCalendar? {
        guard let section = sections[code], let head = section.first else { return nil }
        guard let first = Int(head.fields[2]), let last = Int(head.fields[3]), first <= last,
            let start = CivilDate(year: first, month: 1, day: 1), let end = CivilDate(year: last, month: 12, day: 31),
            let weekend = Self.weekend(head.fields[4])
        else { throw .damaged(line: head.number, reason: "expected two years and the days of the weekend") }

        var holidays: [CivilDate: String] = [:]
        if let country = Self.country(of: code) {
            guard let whole = try calendar(country) else {
                throw .damaged(line: head.number, reason: "there is no calendar of its country")
            }
            holidays = whole.days.holidays.filter { (start...end).contains($0.key) }
        }
        for line in section.dropFirst() {
            let dates = try Self.dates(of: line, years: first...last)
            switch (line.fields[0], line.fields.count) {
            case ("add", 3): for date in dates { holidays[date] = String(line.fields[2]) }
            case ("drop", 2): for date in dates { holidays[date] = nil }
            default: throw .damaged(line: line.number, reason: "is neither 'add' nor 'drop'")
            }
        }
        return HolidayCalendar(
            code: code, days: BusinessCalendar(weekend: weekend, holidays: holidays, range: start...end))
    }

    private static func weekend(_ digits: Substring) -> Set<Weekday>? {
        let days = digits.compactMap { $0.wholeNumberValue.flatMap(Weekday.init(rawValue:)) }
        return days.count == digits.count && days.count < Weekday.allCases.count ? Set(days) : nil
    }

    private static func dates(of line: Line, years: ClosedRange<Int>) throws(CalendarError) -> [CivilDate] {
        guard line.fields.count > 1 else { throw .damaged(line: line.number, reason: "has no dates") }
        let texts = line.fields[1].split(separator: " ").map(String.init)
        let yearly = texts.count == 1 && texts[0].utf8.count == 5
        let written = yearly ? years.map { "\($0)-\(texts[0])" } : texts
        let dates = written.compactMap(CivilDate.init)
        guard !dates.isEmpty, dates.count == written.count else {
            throw .damaged(line: line.number, reason: "holds what is no date")
        }
        return dates
    }

    /// What may have been meant by a code that is none: at most five, the likeliest first.
    ///
    /// Of the same country if there is one by that name, else countries.
    package func codes(nearest code: String) -> [String] {
        let wanted = code.uppercased()
        let country = Self.country(of: wanted) ?? wanted
        let isKnown = sections[country] != nil
        let choice = codes.filter { isKnown ? $0 == country || Self.country(of: $0) == country : !$0.contains("-") }
        let target = isKnown ? wanted : country
        return choice.map { (distance: Self.difference($0.uppercased(), target), code: $0) }
            .sorted { ($0.distance, $0.code) < ($1.distance, $1.code) }
            .prefix(5).map(\.code)
    }

    /// The number of places in which two codes differ.
    private static func difference(_ left: String, _ right: String) -> Int {
        zip(left.utf8, right.utf8).count { $0 != $1 } + abs(left.utf8.count - right.utf8.count)
    }
}
