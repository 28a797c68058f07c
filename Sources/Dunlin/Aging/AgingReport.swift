import Contracts
import Ledger

/// Open amounts by age, for people and for programs.
struct AgingReport {
    private let aging: Aging
    private let grouping: Aging.Grouping

    init(_ aging: Aging, by grouping: Aging.Grouping) {
        self.aging = aging
        self.grouping = grouping
    }

    var lines: [String] {
        var lines = asOf
        if aging.rows.isEmpty { return lines + ["Nothing is open."] }
        var table = TextTable(
            [("Creditor", .left)] + (grouping == .account ? [("Account", .left)] : [])
                + [("Currency", .left), ("What", .left)] + Self.columns.map { ($0.title, .right) })
        for row in aging.rows {
            let account = grouping == .account ? [row.account?.text ?? ""] : []
            table.add(
                [row.creditor.text] + account + [row.currency.code, row.kind.rawValue]
                    + Self.columns.map { Self.decimal($0.value(row.amounts), row.currency) })
        }
        for (code, amounts) in aging.totals.sorted(by: { $0.key < $1.key }) {
            guard let currency = Currency(code) else { continue }
            table.add(
                ["Total"] + (grouping == .account ? [""] : []) + [code, ""]
                    + Self.columns.map { Self.decimal($0.value(amounts), currency) })
        }
        lines += table.lines
        return lines
    }

    /// Titles and rows, amounts in minor units.
    var csvLines: [String] {
        let titles = ["creditor", "account", "currency", "what"] + Self.columns.map(\.key)
        return [titles.joined(separator: ",")]
            + aging.rows.map { row in
                let names = [row.creditor.text, row.account?.text ?? "", row.currency.code, row.kind.rawValue]
                return (names.map(Self.quoted) + Self.columns.map { "\($0.value(row.amounts))" })
                    .joined(separator: ",")
            }
    }

    private var asOf: [String] {
        Dictionary(grouping: aging.asOf.keys, by: { aging.asOf[$0] }).compactMap { day, creditors in
            day.map { ($0, creditors.count) }
        }.sorted { $0.0 < $1.0 }.map { day, count in
            "As of \(day)" + (aging.asOf.count == count ? "" : " for \(count) of \(aging.asOf.count) creditors")
        }
    }

    private struct Column: Sendable {
        var title: String
        var key: String
        var value: @Sendable (AgedAmounts) -> Int64
    }

    private static let columns = [
        Column(title: "Current", key: "current") { $0.current },
        Column(title: "1-30", key: "days_1_30") { $0.days1To30 },
        Column(title: "31-60", key: "days_31_60") { $0.days31To60 },
        Column(title: "61-90", key: "days_61_90") { $0.days61To90 },
        Column(title: "Over 90", key: "over_90") { $0.over90 },
        Column(title: "Unapplied", key: "unapplied") { $0.unapplied },
        Column(title: "Total", key: "total") { $0.total },
        Column(title: "Disputed", key: "disputed") { $0.disputed },
        Column(title: "Promised", key: "promised") { $0.promised },
    ]

    private static func decimal(_ minor: Int64, _ currency: Currency) -> String {
        minor == 0 ? "" : Money(minor: minor, currency: currency).decimal
    }

    /// - Source: RFC 4180 section 2.
    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

extension AgingReport {
    /// The form of `--json`.
    struct Document: Encodable {
        private let aging: Aging

        init(_ aging: Aging) { self.aging = aging }

        private enum CodingKeys: String, CodingKey {
            case rows, totals
            case asOf = "as_of"
            case withoutRules = "without_rules"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(aging.rows.map(Line.init), forKey: .rows)
            try container.encode(aging.totals.mapValues(Sums.init), forKey: .totals)
            try container.encode(aging.asOf.mapValues(\.description), forKey: .asOf)
            try container.encode(aging.withoutRules.map(\.text), forKey: .withoutRules)
        }
    }

    private struct Line: Encodable {
        var creditor: String
        /// Left out: all accounts of the creditor.
        var account: String?
        var currency: String
        var what: String
        var amounts: Sums

        init(_ row: Aging.Row) {
            (creditor, account) = (row.creditor.text, row.account?.text)
            (currency, what, amounts) = (row.currency.code, row.kind.rawValue, Sums(row.amounts))
        }
    }

    private struct Sums: Encodable {
        private let amounts: [String: Int64]

        init(_ amounts: AgedAmounts) {
            self.amounts = Dictionary(
                AgingReport.columns.map { ($0.key, $0.value(amounts)) }, uniquingKeysWith: { first, _ in first })
        }

        func encode(to encoder: any Encoder) throws { try amounts.encode(to: encoder) }
    }
}
