import Contracts

/// A calendar date in figures, its year perhaps left out.
struct NumericDate: Hashable, Sendable {
    let year: Int?
    let month: Int
    let day: Int

    /// Reads three or two numbers between the same marks: "2026-03-25", "25.03.2026", "25/3", "25.3.".
    /// - Parameter monthFirst: how "3/4" is read; a number that can't be a month settles it otherwise.
    init?(_ numbers: [Int], digits: [Int], mark: String, monthFirst: Bool) {
        switch numbers.count {
        case 3 where digits[0] == 4:
            self.init(year: numbers[0], month: numbers[1], day: numbers[2])
        case 3 where digits[2] == 4 || digits[2] == 2:
            self.init(
                pair: numbers[0], numbers[1], year: digits[2] == 2 ? 2000 + numbers[2] : numbers[2],
                monthFirst: monthFirst && mark != ".")
        case 2:
            self.init(pair: numbers[0], numbers[1], year: nil, monthFirst: monthFirst && mark != ".")
        default:
            return nil
        }
    }

    private init?(pair first: Int, _ second: Int, year: Int?, monthFirst: Bool) {
        let (day, month) = monthFirst ? (second, first) : (first, second)
        if (1...12).contains(month) {
            self.init(year: year, month: month, day: day)
        } else {
            self.init(year: year, month: day, day: month)
        }
    }

    private init?(year: Int?, month: Int, day: Int) {
        // A leap year stands in for one that is left out: 29 February exists in some year.
        guard CivilDate(year: year ?? 2024, month: month, day: day) != nil, (1990...2100).contains(year ?? 2024)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }
}
