import Contracts
import Ledger

/// A forecast for people and for programs, with what it costs.
struct ForecastReport: Encodable {
    private let forecast: Forecast
    private let costs: [ChannelCost]

    init(_ forecast: Forecast, costs: [ChannelCost]) {
        self.forecast = forecast
        self.costs = costs
    }

    var lines: [String] {
        var lines = [
            "What goes out in \(forecast.days == 1 ? "1 day" : "\(forecast.days) days") from "
                + "\(forecast.from.map { "\($0)" } ?? "today") if nothing more is paid; as of \(forecast.now), "
                + (forecast.cases == 1 ? "1 open case" : "\(forecast.cases) open cases")
        ]
        if forecast.rows.isEmpty { return lines + ["Nothing goes out."] }
        var table = TextTable([
            ("Day", .left), ("Step", .left), ("Channel", .left), ("Count", .right), ("Asked for", .right),
            ("Currency", .left),
        ])
        func add(_ first: [String], _ sum: Sum, _ currency: Currency) {
            let asked = Money(minor: sum.totalMinor, currency: currency).decimal
            table.add(first + ["\(sum.count)", asked, currency.code])
        }
        for row in forecast.rows {
            add(
                ["\(row.day)", row.step, row.channelName], Sum(count: row.count, totalMinor: row.totalMinor),
                row.currency)
        }
        for (key, sum) in totals { add(["Total", "", key.channelName], sum, key.currency) }
        lines += table.lines
        lines += expenses.map {
            "Cost, estimated: \($0.channel.rawValue) \($0.count) x \($0.unit) = \($0.total) \($0.currency.code)"
        }
        return lines
    }

    private struct Sum {
        var count = 0
        var totalMinor: Int64 = 0
    }

    private struct Key: Hashable {
        var channelName: String
        var currency: Currency
    }

    private var totals: [(key: Key, value: Sum)] {
        var sums: [Key: Sum] = [:]
        for row in forecast.rows {
            let key = Key(channelName: row.channelName, currency: row.currency)
            sums[key, default: Sum()].count += row.count
            sums[key, default: Sum()].totalMinor += row.totalMinor
        }
        return sums.sorted { ($0.key.channelName, $0.key.currency) < ($1.key.channelName, $1.key.currency) }
    }

    private struct Expense: Encodable {
        var channel: Channel
        var count: Int
        var unit: String
        var total: String
        var currency: Currency
    }

    private var expenses: [Expense] {
        costs.sorted { $0.channel.rawValue < $1.channel.rawValue }.map { cost in
            let count = forecast.rows.reduce(0) { $1.channel == cost.channel ? $0 + $1.count : $0 }
            return Expense(
                channel: cost.channel, count: count, unit: cost.price.text(for: 1), total: cost.price.text(for: count),
                currency: cost.price.currency)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case now, from, days, rows, totals, cases, undecided
        case estimatedCosts = "estimated_costs"
    }

    private struct Line: Encodable {
        /// nil in totals.
        var day: CivilDate?
        var step: String?
        /// A channel, or `task`.
        var channel: String
        var currency: Currency
        var count: Int
        var minor: Int64
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("\(forecast.now)", forKey: .now)
        try container.encode(forecast.from.map { "\($0)" }, forKey: .from)
        try container.encode(forecast.days, forKey: .days)
        try container.encode(forecast.cases, forKey: .cases)
        try container.encode(forecast.undecided, forKey: .undecided)
        let lines = forecast.rows.map { row in
            Line(
                day: row.day, step: row.step, channel: row.channelName, currency: row.currency, count: row.count,
                minor: row.totalMinor)
        }
        try container.encode(lines, forKey: .rows)
        let sums = totals.map { key, sum in
            Line(channel: key.channelName, currency: key.currency, count: sum.count, minor: sum.totalMinor)
        }
        try container.encode(sums, forKey: .totals)
        try container.encode(expenses, forKey: .estimatedCosts)
    }
}

extension Forecast.Row {
    fileprivate var channelName: String { channel?.rawValue ?? "task" }
}
