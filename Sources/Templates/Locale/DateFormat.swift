import Contracts
import Foundation

/// How days are written in one locale: `3. August 2026`.
///
/// ICU is asked once for each month, with samples; days are then put together from those.
/// - Source: CLDR's forms in the Gregorian calendar, by Foundation's ICU.
package struct DateFormat: Hashable, Sendable {
    /// CLDR's four.
    package enum Length: String, Hashable, Sendable, CaseIterable {
        /// `03.08.26`
        case short
        /// `03.08.2026`
        case medium
        /// `3. August 2026`
        case long
        /// `Montag, 3. August 2026`
        case full
    }

    /// One a month, January first; for ``Length/full`` those of Mondays, then those of Tuesdays and so on.
    private let forms: [[Piece]]

    private enum Piece: Hashable {
        case literal(String)
        case year([String])
        /// Its last two digits.
        case shortYear([String])
        case day([String], width: Int)
    }

    /// nil if ICU writes the samples in a way that is not understood.
    package init?(locale: Locale, length: Length = .long) {
        var calendar = Calendar(identifier: .gregorian)
        guard let utc = TimeZone(identifier: "UTC") else { return nil }
        calendar.timeZone = utc
        // Not `Date.FormatStyle`, whose forms are CLDR's of a set of fields and no short ones.
        let formatter = DateFormatter()
        formatter.locale = locale
        formatter.calendar = calendar
        formatter.timeZone = utc
        formatter.dateStyle = length.style
        formatter.timeStyle = .none
        var forms: [[Piece]] = []
        for weekday in length == .full ? 0..<7 : 0..<1 {
            for month in 1...12 {
                guard let day = Self.sample(month: month, weekday: length == .full ? weekday : nil),
                    // Another number than the month's.
                    let early = CivilDate(year: day.components.year, month: month, day: month == 8 ? 7 : 8),
                    let pieces = Self.pieces(
                        formatter.string(from: Self.date(day)), year: day.components.year,
                        early: (formatter.string(from: Self.date(early)), early.components.day))
                else { return nil }
                forms.append(pieces)
            }
        }
        self.forms = forms
    }

    package func text(_ date: CivilDate) -> String {
        let (year, month, day) = date.components
        let weekday = forms.count > 12 ? Self.weekday(of: date) : 0
        return forms[weekday * 12 + month - 1].reduce(into: "") { text, piece in
            switch piece {
            case .literal(let literal): text += literal
            case .year(let digits): text += Self.numerals(year, digits, width: 1)
            case .shortYear(let digits): text += Self.numerals(year % 100, digits, width: 2)
            case .day(let digits, let width): text += Self.numerals(day, digits, width: width)
            }
        }
    }

    /// The 25th of the month, of a year past all days of a month in its last two digits.
    /// - Parameter weekday: 0 for a Monday; nil for any.
    private static func sample(month: Int, weekday: Int?) -> CivilDate? {
        (2067...2099).lazy.compactMap { CivilDate(year: $0, month: month, day: 25) }
            .first { weekday == nil || Self.weekday(of: $0) == weekday }
    }

    /// 0 for Mondays.
    private static func weekday(of date: CivilDate) -> Int {
        // The first day of 1970 was a Thursday.
        ((date.daysSince1970 + 3) % 7 + 7) % 7
    }

    private static func date(_ date: CivilDate) -> Date {
        Date(timeIntervalSince1970: Double(date.daysSince1970) * 86_400 + 43_200)
    }

    private static func numerals(_ number: Int, _ digits: [String], width: Int) -> String {
        var text = ""
        var rest = number
        var count = 0
        while rest > 0 || count < width {
            text = digits[rest % 10] + text
            rest /= 10
            count += 1
        }
        return text
    }

    /// Splits a sample of the 25th of some month; `early` is an early day, which shows whether days are padded.
    private static func pieces(_ sample: String, year: Int, early: (text: String, day: Int)) -> [Piece]? {
        var pieces: [Piece] = []
        var seen = (year: false, day: false)
        let isPadded = digitRuns(of: early.text).contains { $0.value == early.day && $0.text.count == 2 }
        for run in digitRuns(of: sample) {
            switch run.value {
            case year where !seen.year, year % 100 where !seen.year:
                guard let digits = digits(like: run.text) else { return nil }
                pieces.append(run.value == year ? .year(digits) : .shortYear(digits))
                seen.year = true
            case 25 where !seen.day:
                guard let digits = digits(like: run.text) else { return nil }
                pieces.append(.day(digits, width: isPadded ? 2 : 1))
                seen.day = true
            default: pieces.append(.literal(run.text))
            }
        }
        return seen.year && seen.day ? pieces : nil
    }

    /// The text in pieces: runs of digits with their value, and what stands between them with none.
    private static func digitRuns(of text: String) -> [(text: String, value: Int?)] {
        var runs: [(text: String, value: Int?)] = []
        for character in text {
            if let digit = character.isNumber ? character.wholeNumberValue : nil, digit < 10 {
                if let value = runs.last?.value {
                    runs[runs.count - 1].text.append(character)
                    runs[runs.count - 1].value = value * 10 + digit
                } else {
                    runs.append((String(character), digit))
                }
            } else if let last = runs.last, last.value == nil {
                runs[runs.count - 1].text.append(character)
            } else {
                runs.append((String(character), nil))
            }
        }
        return runs
    }

    /// The ten digits of the script that `sample` is written in.
    private static func digits(like sample: String) -> [String]? {
        guard let scalar = sample.unicodeScalars.first, let value = Character(scalar).wholeNumberValue else {
            return nil
        }
        let digits = (0...9).compactMap { Unicode.Scalar(scalar.value - UInt32(value) + UInt32($0)).map(String.init) }
        return digits.count == 10 ? digits : nil
    }
}

extension DateFormat.Length {
    fileprivate var style: DateFormatter.Style {
        switch self {
        case .short: .short
        case .medium: .medium
        case .long: .long
        case .full: .full
        }
    }
}
