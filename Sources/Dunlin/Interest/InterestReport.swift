import Contracts
import Policy

/// The answer of `dunlin interest`.
struct InterestReport: Encodable {
    struct Line: Encodable {
        var from: CivilDate
        var to: CivilDate
        var days: Int
        /// Percent a year, as text: no reader makes a floating-point number of it unasked.
        var rate: Percent
        var base: Percent
        var points: Percent
        var principal: Money
        var amount: Money
    }

    let regime: InterestRegime
    let lines: [Line]
    /// Of the lines; the fixed sum is not in it.
    let sum: Money
    /// nil: none is owed.
    let compensation: Money?

    init(regime: InterestRegime, lines: [InterestLine], compensation: Money?, currency: Currency) {
        self.regime = regime
        self.lines = lines.map { line in
            Line(
                from: line.from, to: line.to, days: line.days, rate: line.rate, base: line.base, points: line.points,
                principal: Money(minor: line.principalMinor, currency: currency),
                amount: Money(minor: line.minor, currency: currency))
        }
        self.sum = Money(minor: lines.reduce(0) { $0 + $1.minor }, currency: currency)
        self.compensation = compensation
    }

    private enum CodingKeys: String, CodingKey { case regime, lines, sum, compensation }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(regime.rawValue, forKey: .regime)
        try container.encode(lines, forKey: .lines)
        try container.encode(sum, forKey: .sum)
        // Null, not left out: there is an answer, and it is none.
        try container.encode(compensation, forKey: .compensation)
    }

    var text: [String] {
        var table = TextTable([
            ("from", .left), ("to", .left), ("days", .right), ("rate", .right), ("interest", .right),
        ])
        for line in lines {
            table.add(["\(line.from)", "\(line.to)", "\(line.days)", "\(line.rate) %", line.amount.decimal])
        }
        table.add(["sum", "", "\(lines.reduce(0) { $0 + $1.days })", "", "\(sum.decimal) \(sum.currency.code)"])
        if let compensation {
            table.add(["fixed sum", "", "", "", "\(compensation.decimal) \(compensation.currency.code)"])
        }
        return table.lines
    }
}
