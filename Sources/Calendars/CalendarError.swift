import Contracts

/// Why a calendar has no answer. None of it mends itself with time.
package enum CalendarError: Error, Hashable, Sendable {
    /// - Parameter nearest: codes that may have been meant, the likeliest first.
    case unknown(code: String, nearest: [String])
    /// The day lies outside the years of which the calendar tells.
    case outside(code: String, date: CivilDate, years: ClosedRange<Int>)
    /// The shipped file is not what `scripts/holidays` writes.
    case damaged(line: Int?, reason: String)
}

extension CalendarError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown(let code, let nearest):
            "there is no calendar '\(code)'; the nearest are \(nearest.joined(separator: ", "))"
        case .outside(let code, let date, let years):
            "the calendar \(code) tells of the years \(years.lowerBound) to \(years.upperBound), not of \(date)"
        case .damaged(let line, let reason):
            "the file of holidays is damaged\(line.map { " in line \($0)" } ?? ""): \(reason); install it again"
        }
    }
}
