import Contracts
import Foundation

/// How days are written in full in one locale: `3. August 2026`.
///
/// ICU is asked once for each month, with samples; days are then put together from those.
/// - Source: CLDR's long form in the Gregorian calendar, by Foundation's ICU.
package struct DateFormat: Hashable, Sendable {
    /// One a month, January first.
    private let months: [[Piece]]

    private enum Piece: Hashable {
        case literal(String)
        case year([String])
        case day([String], width: Int)
    }

    /// nil if ICU writes the samples in a way that is not understood.
    package init?(locale: Locale) {
        var calendar = Calendar(identifier: .gregorian)
        guard let utc = TimeZone(identifier: "UTC") else { return nil }
        calendar.timeZone = utc
        let style = Date.FormatStyle(date: .long, time: .omitted, locale: locale, calendar: calendar, timeZone: utc)
        var months: [[Piece]] = []
        for month in 1...12 {
            guard let day = CivilDate(year: 2067, month: month, day: 25),
                let early = CivilDate(year: 2067, month: month, day: 8),
                let pieces = Self.pieces(Self.date(day).formatted(style), early: Self.date(early).formatted(style))
            else { return nil }
            months.append(pieces)
        }
        self.months = months
    }

    package func text(_ date: CivilDate) -> String {
        let (year, month, day) = date.components
        return months[month - 1].reduce(into: "") { text, piece in
            switch piece {
            case .literal(let literal): text += literal
            case .year(let digits): text += Self.numerals(year, digits, width: 1)
            case .day(let digits, let width): text += Self.numerals(day, digits, width: width)
            }
        }
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

    /// Splits a sample of the 25th of some month of 2067; `early` is the 8th, which shows whether days are padded.
    private static func pieces(_ sample: String, early: String) -> [Piece]? {
        var pieces: [Piece] = []
        var seen = (year: false, day: false)
        let isPadded = digitRuns(of: early).contains { $0.value == 8 && $0.text.count == 2 }
        for run in digitRuns(of: sample) {
            switch run.value {
            case 2067 where !seen.year:
                guard let digits = digits(like: run.text) else { return nil }
                pieces.append(.year(digits))
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
