import Contracts
import Ledger
import Policy

/// The decisions of a simulation as a calendar for people: what happens on each day, and how much in all.
struct SimulationCalendar {
    /// What is counted together.
    private struct Kind: Hashable, Comparable {
        var action: DecisionLine.Action
        /// A step of something sent, else the reason.
        var what: String
        var channel: String

        init(_ line: DecisionLine) {
            action = line.action
            what = (line.action == .send ? line.step : line.reason) ?? ""
            channel = line.channel?.rawValue ?? ""
        }

        static func < (left: Kind, right: Kind) -> Bool {
            (left.place, left.what, left.channel) < (right.place, right.what, right.channel)
        }

        private var place: Int { DecisionLine.Action.allCases.firstIndex(of: action) ?? 0 }
    }

    private struct Sum {
        var count = 0
        var minor: [Currency: Int64] = [:]

        /// `1250.00 EUR`, by currency.
        var amounts: String {
            minor.sorted { $0.key < $1.key }
                .map { "\(Money(minor: $0.value, currency: $0.key).decimal) \($0.key.code)" }.joined(separator: ", ")
        }
    }

    private var days: [CivilDate: [Kind: Sum]] = [:]
    private var all: [Kind: Sum] = [:]

    init(_ lines: [DecisionLine], zone: (Identifier) -> Zone) {
        for line in lines {
            let (day, kind) = (zone(line.creditor).date(at: line.at), Kind(line))
            Self.add(line, to: &days[day, default: [:]][kind, default: Sum()])
            Self.add(line, to: &all[kind, default: Sum()])
        }
    }

    private static func add(_ line: DecisionLine, to sum: inout Sum) {
        sum.count += 1
        // What rests is told again and again, so only sent amounts add up to something.
        if line.action == .send, let minor = line.totalMinor { sum.minor[line.currency, default: 0] += minor }
    }

    var lines: [String] {
        if all.isEmpty { return ["nothing falls due in these days"] }
        var table = TextTable([
            ("day", .left), ("", .left), ("", .left), ("step or reason", .left), ("channel", .left), ("count", .right),
            ("total", .left),
        ])
        for (day, sums) in days.sorted(by: { $0.key < $1.key }) {
            Self.add(sums, ["\(day)", day.weekday.title], to: &table)
        }
        Self.add(all, ["in all", ""], to: &table)
        return table.lines
    }

    private static func add(_ sums: [Kind: Sum], _ heading: [String], to table: inout TextTable) {
        for (index, entry) in sums.sorted(by: { $0.key < $1.key }).enumerated() {
            let (kind, sum) = entry
            table.add(
                (index == 0 ? heading : ["", ""])
                    + [kind.action.rawValue, kind.what, kind.channel, "\(sum.count)", sum.amounts])
        }
    }
}
