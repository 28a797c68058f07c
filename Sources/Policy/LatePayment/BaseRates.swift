import Contracts

/// The base rates that statutory interest rests on, by half-year.
///
/// What is not there is not known: no rate is carried on.
package struct BaseRates: Hashable, Sendable {
    package enum Series: String, Word {
        /// The European Central Bank's rate for main refinancing operations, in force on the half-year's first day.
        case ecb
        /// The German base rate (Basiszinssatz) of § 247 BGB for the half-year.
        case germanBase = "de-basiszins"
        /// The Bank of England's official rate, in force on the last day before the half-year.
        case boe
    }

    private let rates: [Series: [HalfYear: Percent]]

    package init(_ rates: [Series: [HalfYear: Percent]] = [:]) {
        self.rates = rates
    }

    package func rate(of series: Series, in half: HalfYear) throws(MissingRate) -> Percent {
        guard let rate = rates[series]?[half] else {
            throw MissingRate(series: series, half: half, last: last(of: series))
        }
        return rate
    }

    package func last(of series: Series) -> HalfYear? { rates[series]?.keys.max() }
}

/// A base rate that would be needed is not known. Giving it helps; trying again does not.
package struct MissingRate: Error, Hashable, Sendable, CustomStringConvertible {
    package let series: BaseRates.Series
    package let half: HalfYear
    /// The latest half-year that is known; nil: none is.
    package let last: HalfYear?

    package var description: String {
        "the rate \(series.rawValue) of \(half) is not known"
            + (last.map { "; the last one known is of \($0)" } ?? "; none of this series is")
    }
}
