import Contracts

/// Simple interest on a debt that is paid late: actual days over 365, from the day after it was due.
///
/// The day of a payment still counts on what was open before it, so that a part paid and all paid are treated alike.
package struct LateInterest: Hashable, Sendable {
    private let regime: InterestRegime
    private let points: Percent
    private let rates: BaseRates

    /// - Parameter kind: a consumer owes no interest under any regime.
    /// - Parameter points: what is added to the base rate; nil: what the law says.
    package init(
        _ regime: InterestRegime, owedBy kind: AccountKind, points: Percent? = nil, rates: BaseRates
    ) {
        self.regime = regime.applied(to: kind)
        self.points = points ?? regime.points
        self.rates = rates
    }

    /// The interest up to and with a day, in lines of one rate on one principal each; no lines if nothing is late.
    ///
    /// - Parameter minor: what was owed on the due date, before any of the payments.
    /// - Parameter payments: in any order; those up to the due date lessen the principal from the start.
    /// - Throws: ``MissingRate`` if a day of it falls into a half-year whose base rate is not known.
    package func lines(
        on minor: Int64, dueOn due: CivilDate, payments: [PrincipalPayment] = [], until day: CivilDate
    ) throws(MissingRate) -> [InterestLine] {
        guard let series = regime.series else { return [] }
        let late = due.adding(days: 1)
        var lines: [InterestLine] = []
        var from = late
        var principal = minor - Self.sum(payments) { $0 < late }
        while from <= day {
            let half = HalfYear(containing: regime.fixesRate ? late : from)
            var to = regime.fixesRate ? day : min(day, half.lastDay)
            for payment in payments where payment.on >= from { to = min(to, payment.on) }
            if principal > 0 {
                let base = try rates.rate(of: series, in: half)
                lines.append(
                    InterestLine(from: from, to: to, principalMinor: principal, half: half, base: base, points: points))
            } else if !payments.contains(where: { $0.on >= from }) {
                break
            }
            from = to.adding(days: 1)
            principal -= Self.sum(payments) { $0 == to }
        }
        return lines
    }

    private static func sum(_ payments: [PrincipalPayment], where isCounted: (CivilDate) -> Bool) -> Int64 {
        payments.reduce(0) { isCounted($1.on) ? $0 + $1.minor : $0 }
    }
}

/// A payment or credit note that lessens the principal.
package struct PrincipalPayment: Hashable, Sendable {
    package let on: CivilDate
    /// Negative if an earlier one was taken back on this day.
    package let minor: Int64

    package init(on: CivilDate, minor: Int64) {
        self.on = on
        self.minor = minor
    }
}

/// The interest of a span of days with one rate and one principal.
package struct InterestLine: Hashable, Sendable {
    /// The first and the last day that count.
    package let from: CivilDate
    package let to: CivilDate
    package let principalMinor: Int64
    /// The half-year whose base rate holds.
    package let half: HalfYear
    package let base: Percent
    package let points: Percent

    package var days: Int { to.days(since: from) + 1 }

    /// A year's rate; 0 where a negative base rate eats up the points.
    package var rate: Percent { max(.zero, base + points) }

    /// In minor units, rounded half up once.
    package var minor: Int64 {
        roundedHalfUp(Int128(principalMinor) * Int128(rate.hundredths) * Int128(days), by: 365 * 10_000)
    }
}
