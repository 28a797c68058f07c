import Contracts
import Ledger
import Policy

/// The answer of `dunlin account explain`.
struct AccountExplanation: Encodable {
    private let report: AccountReport
    private let cases: [AccountView.CaseView]
    private var clock: WallClock { report.wallClock }

    /// So many of the last decisions on attempts are told.
    private static let mostAttempts = 5

    init(_ report: AccountReport, cases: [AccountView.CaseView]) {
        self.report = report
        self.cases = cases
    }

    var lines: [String] {
        var lines = [
            "Account \(report.view.account) of creditor \(report.view.creditor), as of \(clock.text(report.now)) by the "
                + "\(report.clock.rawValue) clock, times in \(clock.zone.name)"
        ]
        if let payer = report.view.paidBy {
            lines.append("Account \(payer) pays for it, and is told of its invoices: ask for that one")
        }
        if cases.isEmpty { lines += ["", "No case: no invoice or payment was heard of."] }
        for entry in cases { lines += [""] + self.lines(of: entry) }
        return lines
    }

    private func lines(of entry: AccountView.CaseView) -> [String] {
        var lines = ["Case \(entry.number), \(entry.currency): \(report.explanation(of: entry))."]
        guard let evidence = entry.evidence else { return lines }
        lines.append("  If nothing changes: \(upcoming(evidence.upcoming, entry))")
        lines.append("  Rule: \(rule(evidence))")
        lines += (entry.overrides ?? []).map { "  Override: \($0)" }
        lines += facts(of: entry).map { "  Fact: \($0)" }
        lines.append("  Budget: \(budget(evidence.budget))")
        lines.append("  Window: \(window(evidence.window))")
        lines += evidence.contacts.isEmpty ? ["  Contact: none is known"] : evidence.contacts.map(contact)
        lines += entry.lapses.map { "  Lapsed: \($0)" }
        lines.append("  As the planner left it: \(entry.why)")
        return lines + attempts(of: entry).map(attempt)
    }

    private func upcoming(_ upcoming: CaseEvidence.Upcoming?, _ entry: AccountView.CaseView) -> String {
        guard let upcoming else { return "nothing happens within two years" }
        let what =
            upcoming.channel.map { "\(upcoming.step) goes out by \($0.rawValue)" }
            ?? "the task of \(upcoming.step) is opened"
        let when = upcoming.at <= report.now ? "now" : "at \(clock.text(upcoming.at))"
        return "\(what) \(when)" + (upcoming.contact.map { " to contact \($0)" } ?? "") + ", naming "
            + upcoming.invoices.map(\.text).joined(separator: ", ")
            + ", \(entry.decimal(upcoming.totalMinor)) \(entry.currency) in all"
    }

    private func rule(_ evidence: CaseEvidence) -> String {
        let step = (evidence.step ?? evidence.upcoming?.step).map { "step \($0) of " } ?? ""
        return "\(step)policy \(evidence.policy) (\(evidence.chosen)); version \(evidence.policyHash.prefix(12)), "
            + "configuration \(evidence.config.prefix(12))"
    }

    private func facts(of entry: AccountView.CaseView) -> [String] {
        var facts = entry.items.map { item in
            let age =
                switch item.daysPastDue {
                case 0: "due today"
                case ..<0: "due on \(item.dueOn)"
                default: "\(item.daysPastDue) days past due"
                }
            return "invoice \(item.invoice) is \(age) with \(entry.decimal(item.openMinor)) open"
                + (item.stop.map { "; it rests: \($0)" } ?? "")
        }
        if let stop = entry.stop { facts.insert("the whole case rests: \(stop)", at: 0) }
        if entry.unappliedMinor > 0 {
            facts.append("\(entry.decimal(entry.unappliedMinor)) has come that no invoice has been given yet")
        }
        return facts + AccountParticulars(entry, clock: clock).lines
    }

    private func budget(_ budget: CaseEvidence.Budget) -> String {
        let counted = budget.counted.map(clock.text).joined(separator: ", ")
        return "\(budget.counted.count) of \(budget.messages) messages in \(budget.days) days used"
            + (counted.isEmpty ? "" : " (\(counted))")
            + (budget.roomAt.map { "; room again at \(clock.text($0))" } ?? "; there is room now")
            + (budget.isLimitedByLaw ? "; the law's limits count besides" : "")
    }

    private func window(_ window: CaseEvidence.Window) -> String {
        func time(_ minute: Int) -> String {
            [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        }
        return "\(days(window.days)) \(time(window.fromMinute)) to \(time(window.untilMinute)) in \(window.zone), "
            + (window.isOpen ? "open now" : "opens at \(clock.text(window.opensAt))")
    }

    /// `monday to friday`; days that do not follow one another are listed.
    private func days(_ days: [Int]) -> String {
        let names = days.compactMap { Weekday(rawValue: $0) }.map { "\($0)" }
        guard days.count > 2, let first = days.first, let last = days.last, last - first == days.count - 1 else {
            return names.joined(separator: ", ")
        }
        return days.count == 7 ? "every day" : "\(names[0]) to \(names[names.count - 1])"
    }

    private func contact(_ contact: CaseEvidence.ContactState) -> String {
        "  Contact: \(contact.contact), role \(contact.role), "
            + (contact.obstacle.map { "cannot be reached: \($0)" } ?? "can be reached by email")
            + (contact.roomAt.map { ", address has room at \(clock.text($0))" } ?? "")
    }

    private func attempts(of entry: AccountView.CaseView) -> ArraySlice<AccountView.AttemptView> {
        report.view.attempts.filter { $0.caseNumber == entry.number }.suffix(Self.mostAttempts)
    }

    private func attempt(_ attempt: AccountView.AttemptView) -> String {
        let reply = [attempt.code.map(String.init), attempt.reason].compactMap { $0 }.joined(separator: " ")
        return
            "  Attempt: \(attempt.step) by \(attempt.channel), planned \(clock.text(attempt.plannedAt)), \(attempt.state)"
            + (attempt.settledAt.map { " \(clock.text($0))" } ?? "") + (reply.isEmpty ? "" : ": \(reply)")
            + (attempt.crossed.map { ", crossed by \($0)" } ?? "")
    }

    private enum CodingKeys: String, CodingKey {
        case creditor, account, clock, now, config, activeConfig, cases
    }

    private struct CaseAnswer: Encodable {
        var answer: String
        var `case`: AccountView.CaseView
        /// The last ones, the oldest first.
        var attempts: [AccountView.AttemptView]
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(report.view.creditor.text, forKey: .creditor)
        try container.encode(report.view.account.text, forKey: .account)
        try container.encode(report.clock.rawValue, forKey: .clock)
        try container.encode("\(report.now)", forKey: .now)
        try container.encode(report.config, forKey: .config)
        try container.encodeIfPresent(report.activeConfig, forKey: .activeConfig)
        let answers = cases.map { entry in
            CaseAnswer(answer: report.explanation(of: entry), case: entry, attempts: Array(attempts(of: entry)))
        }
        try container.encode(answers, forKey: .cases)
    }
}
