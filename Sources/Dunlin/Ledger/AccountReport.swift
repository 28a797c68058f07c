import Contracts
import Ledger
import Policy

/// An account as `dunlin account show` tells it.
struct AccountReport: Encodable {
    let view: AccountView
    let clock: Ledger.ClockKind
    let now: Instant
    /// The configuration that the view was decided with.
    let config: String
    let activeConfig: String?
    /// nil: the configuration does not have the creditor.
    let creditorZone: Zone?

    private enum CodingKeys: String, CodingKey { case clock, now, config, activeConfig, explanations }

    /// The view's own keys, and beside them those of the report.
    func encode(to encoder: any Encoder) throws {
        try view.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(clock.rawValue, forKey: .clock)
        try container.encode(now, forKey: .now)
        try container.encode(config, forKey: .config)
        try container.encodeIfPresent(activeConfig, forKey: .activeConfig)
        let explanations = view.cases.map { (String($0.number), explanation(of: $0)) }
        try container.encode(Dictionary(explanations) { first, _ in first }, forKey: .explanations)
    }

    /// What must be known to read the report rightly.
    var remark: String? {
        guard let activeConfig else { return "no configuration is active: run 'dunlin config activate'" }
        if activeConfig == config { return nil }
        return "what comes next follows configuration \(config.prefix(12)), but \(activeConfig.prefix(12)) is active"
    }

    var lines: [String] {
        let name = view.name.map { ": \($0)" } ?? " (known only from what was said about its invoices or payments)"
        var lines = [
            "Account \(view.account) of creditor \(view.creditor)\(name)",
            "As of \(wallClock.text(now)) by the \(clock.rawValue) clock, times in \(wallClock.zone.name), "
                + "configuration \(config.prefix(12))",
        ]
        // A case that can be decided tells what of it is in force.
        if let settings = view.settings, view.cases.allSatisfy({ $0.overrides == nil }) {
            lines.append("Of its own: \(settings.words)")
        }
        if let payer = view.paidBy { lines.append("Paid for by \(payer): its invoices are in that account's case") }
        if let others = view.paysFor { lines.append("Pays for \(others.map(\.text).joined(separator: ", "))") }
        if view.cases.isEmpty { lines += ["", "No case: no invoice or payment was heard of."] }
        for entry in view.cases { lines += [""] + self.lines(of: entry) }
        let attempts = attemptLines
        return lines + (attempts.isEmpty ? ["", "No message was planned yet."] : ["", "Attempts"] + attempts)
    }

    var wallClock: WallClock { WallClock(zone: creditorZone ?? .utc) }

    func explanation(of entry: AccountView.CaseView) -> String {
        CaseExplanation(entry, isAccountKnown: view.name != nil, clock: wallClock).text
    }

    private func lines(of entry: AccountView.CaseView) -> [String] {
        let open = entry.items.reduce(0) { $0 + $1.openMinor }
        var lines = ["Case \(entry.number), \(entry.currency)"]
        lines.append(
            "  Open \(amount(open, entry)), not allocated \(amount(entry.unappliedMinor, entry)), "
                + "balance \(amount(open - entry.unappliedMinor, entry))")
        lines.append("  Next: \(explanation(of: entry))")
        lines.append("  As the planner left it: \(entry.why)")
        if let rule = entry.rule { lines.append("  Rules: \(rule)") }
        lines += (entry.overrides ?? []).map { "  Override: \($0)" }
        lines += entry.lapses.map { "  Lapsed: \($0)" }
        var table = TextTable([
            ("Invoice", .left), ("Due", .left), ("Days past due", .right), ("Amount", .right), ("Open", .right),
            ("Stopped", .left),
        ])
        for item in entry.items {
            table.add([
                item.invoice.text + (item.account.map { " of \($0)" } ?? ""), "\(item.dueOn)", "\(item.daysPastDue)",
                amount(item.amountMinor, entry),
                amount(item.openMinor, entry), item.stop ?? "",
            ])
        }
        lines += table.isEmpty ? [] : table.lines.map { "  " + $0 }
        return lines + AccountParticulars(entry, clock: wallClock).lines.map { "  " + $0 }
    }

    private var attemptLines: [String] {
        var table = TextTable([
            ("Planned", .left), ("Case", .right), ("Step", .left), ("Channel", .left), ("To", .left),
            ("State", .left), ("Asked for", .right), ("Settled", .left), ("Reply", .left), ("Crossed by", .left),
        ])
        for attempt in view.attempts {
            let entry = view.cases.first { $0.number == attempt.caseNumber }
            let reply = [attempt.code.map(String.init), attempt.reason].compactMap { $0 }.joined(separator: " ")
            table.add([
                wallClock.text(attempt.plannedAt), "\(attempt.caseNumber)", attempt.step, attempt.channel, attempt.slot,
                attempt.state, entry.map { amount(attempt.totalMinor, $0) } ?? "\(attempt.totalMinor)",
                attempt.settledAt.map(wallClock.text) ?? "", reply, attempt.crossed ?? "",
            ])
        }
        return table.isEmpty ? [] : table.lines.map { "  " + $0 }
    }

    private func amount(_ minor: Int64, _ entry: AccountView.CaseView) -> String { entry.decimal(minor) }
}

extension AccountView.CaseView {
    /// An amount of the case as decimal text.
    func decimal(_ minor: Int64) -> String {
        Currency(currency).map { Money(minor: minor, currency: $0).decimal } ?? "\(minor)"
    }
}

extension AccountView.CaseView {
    /// So many due dates are named of each step that lapsed.
    private static let mostLapses = 5

    /// One line for each step whose day passed unsent, with the latest due dates for which it did.
    var lapses: [String] {
        let parts = lapsed.map { $0.split(separator: "/", maxSplits: 1).map(String.init) }
        return Dictionary(grouping: parts) { $0[0] }.sorted { $0.key < $1.key }.map { step, entries in
            let days = entries.compactMap { $0.count == 2 ? $0[1] : nil }.sorted()
            let earlier = entries.count - min(days.count, Self.mostLapses)
            let named =
                days.isEmpty ? "" : " for what was due on \(days.suffix(Self.mostLapses).joined(separator: ", "))"
            let others = earlier == 0 ? "" : days.isEmpty ? ", \(earlier) times" : " and \(earlier) earlier"
            return "\(step), its day passed unsent\(named)\(others)"
        }
    }
}

extension DunningSettings {
    fileprivate var words: String {
        [
            policy.map { "policy \($0)" }, terms.map { "terms \($0)" },
            leftOut.map { "without the steps \($0.sorted().joined(separator: ", "))" },
            pausedUntil.map { "paused through \($0)" },
            channels.map { "channels \($0.map(\.rawValue).joined(separator: ", "))" },
        ].compactMap { $0 }.joined(separator: "; ")
    }
}
