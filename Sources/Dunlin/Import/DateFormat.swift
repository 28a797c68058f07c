import Contracts

/// How a column writes dates: `yyyy-MM-dd`, `dd.MM.yyyy`, `M/d/yyyy`, `yyyyMMdd`.
///
/// `yyyy` takes four digits, `MM` and `dd` two, `M` and `d` one or two; everything else stands for itself. A time of
/// midnight after the date is cut off, and so is the `.0` that table programs add to dates written as numbers.
struct DateFormat: Equatable {
    private enum Part: Equatable {
        case year
        case month(ClosedRange<Int>)
        case day(ClosedRange<Int>)
        case literal(Character)
    }

    static let iso = DateFormat("yyyy-MM-dd")!

    let pattern: String
    private let parts: [Part]

    /// nil if the pattern does not name year, month and day once each.
    init?(_ pattern: String) {
        var parts: [Part] = []
        var rest = pattern[...]
        while let first = rest.first {
            let run = rest.prefix { $0 == first }
            rest = rest.dropFirst(run.count)
            switch (first, run.count) {
            case ("y", 4): parts.append(.year)
            case ("M", 1): parts.append(.month(1...2))
            case ("M", 2): parts.append(.month(2...2))
            case ("d", 1): parts.append(.day(1...2))
            case ("d", 2): parts.append(.day(2...2))
            case ("y", _), ("M", _), ("d", _): return nil
            default: parts += run.map(Part.literal)
            }
        }
        var named = [0, 0, 0]
        for part in parts {
            switch part {
            case .year: named[0] += 1
            case .month: named[1] += 1
            case .day: named[2] += 1
            case .literal: break
            }
        }
        guard named == [1, 1, 1] else { return nil }
        self.pattern = pattern
        self.parts = parts
    }

    /// The day that `text` names, or nil.
    func date(_ text: some StringProtocol) -> CivilDate? {
        var rest = Substring(text)
        var (year, month, day) = (0, 0, 0)
        for part in parts {
            let number: Int?
            switch part {
            case .year:
                number = Self.number(&rest, 4...4)
                year = number ?? 0
            case .month(let width):
                number = Self.number(&rest, width)
                month = number ?? 0
            case .day(let width):
                number = Self.number(&rest, width)
                day = number ?? 0
            case .literal(let character):
                number = rest.first == character ? 0 : nil
                rest = rest.dropFirst()
            }
            if number == nil { return nil }
        }
        return Self.isNothing(rest) ? CivilDate(year: year, month: month, day: day) : nil
    }

    private static func number(_ rest: inout Substring, _ width: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix(width.upperBound).prefix { $0.isASCII && $0.isNumber }
        guard digits.count >= width.lowerBound else { return nil }
        rest = rest.dropFirst(digits.count)
        return Int(digits)
    }

    private static func isNothing(_ rest: Substring) -> Bool {
        var rest = rest
        for time in [" 00:00:00", "T00:00:00", " 00:00", "T00:00"] where rest.hasPrefix(time) {
            rest = rest.dropFirst(time.count)
            break
        }
        if rest.hasSuffix("Z") { rest = rest.dropLast() }
        if rest.first == "." { rest = rest.dropFirst().drop { $0 == "0" } }
        return rest.isEmpty
    }
}
