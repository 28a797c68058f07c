/// A day of the proleptic Gregorian calendar without a zone: what law and contracts mean by a date.
///
/// Holds the number of days since 1970-01-01. Range: years 1 to 9999. Written `YYYY-MM-DD`.
/// - Source: RFC 3339 `full-date`; the day arithmetic is the era method of the public-domain "chrono-Compatible
///   Low-Level Date Algorithms".
package struct CivilDate: Hashable, Sendable, Comparable {
    package let daysSince1970: Int

    package init(daysSince1970: Int) {
        self.daysSince1970 = daysSince1970
    }

    /// The day of these numbers, or nil if the calendar has none (30 February, month 13, year 0).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.daysSince1970 = era * 146_097 + dayOfEra - 719_468
    }

    /// Reads `YYYY-MM-DD`, and nothing else.
    package init?(_ text: some StringProtocol) {
        var digits: (year: Int, month: Int, day: Int) = (0, 0, 0)
        var position = 0
        for byte in text.utf8 {
            switch position {
            case 4, 7:
                guard byte == UInt8(ascii: "-") else { return nil }
            default:
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                let digit = Int(byte - UInt8(ascii: "0"))
                switch position {
                case 0..<4: digits.year = digits.year * 10 + digit
                case 5, 6: digits.month = digits.month * 10 + digit
                case 8, 9: digits.day = digits.day * 10 + digit
                default: return nil
                }
            }
            position += 1
        }
        guard position == 10 else { return nil }
        self.init(year: digits.year, month: digits.month, day: digits.day)
    }

    package var components: (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        Weekday(rawValue: ((daysSince1970 % 7) + 7 + 3) % 7 + 1)!
    }

    package func adding(days: Int) -> CivilDate {
        CivilDate(daysSince1970: daysSince1970 + days)
    }

    /// Whole days from `other` to this day; negative if this day is earlier.
    package func days(since other: CivilDate) -> Int {
        daysSince1970 - other.daysSince1970
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// A day of the week, numbered as ISO 8601 does: Monday is 1.
package enum Weekday: Int, Sendable, CaseIterable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday
}

extension CivilDate: CustomStringConvertible {
    package var description: String {
        let (year, month, day) = components
        return zeroPadded(year, 4) + "-" + zeroPadded(month, 2) + "-" + zeroPadded(day, 2)
    }
}

extension CivilDate: TextValue {
    package init(reading text: String) throws(TextRefusal) {
        guard let date = CivilDate(text) else { throw TextRefusal("is not a date YYYY-MM-DD") }
        self = date
    }

    package var written: String { description }
}

func zeroPadded(_ number: Int, _ width: Int) -> String { zeroPadded(String(number), width) }

func zeroPadded(_ digits: String, _ width: Int) -> String {
    digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
