import Contracts
import Policy

/// A policy as people read it: the ladder as a table, then what holds for all steps.
struct PolicySheet {
    private let version: PolicyVersion
    private var policy: DunningPolicy { version.policy }

    init(_ version: PolicyVersion) {
        self.version = version
    }

    var lines: [String] {
        ["policy \(policy.id)", "hash \(version.shortHash)", ""] + ladder.lines + [""] + rules.lines
    }

    private var ladder: TextTable {
        var table = TextTable([
            ("step", .left), ("when", .left), ("days past due", .right), ("channels", .left), ("role", .left),
            ("tone", .left), ("template", .left), ("task", .left), ("fee", .left),
        ])
        for step in policy.steps {
            let channels = step.channels.map(\.rawValue).joined(separator: step.reach == .all ? " and " : ", ")
            table.add([
                step.id, step.timing.text, "\(step.timing.typicalDaysPastDue)", step.isMessage ? channels : "–",
                step.role, step.tone?.rawValue ?? "–", step.isMessage ? step.template : "–", step.task?.words ?? "–",
                step.fee?.words ?? "–",
            ])
        }
        return table
    }

    private var rules: TextTable {
        var table = TextTable([("rule", .left), ("value", .left)])
        table.add(["window", policy.window.words])
        table.add(["budget", "\(policy.budget.messages) messages in \(policy.budget.days) days"])
        table.add(["grace", "\(policy.grace) days"])
        table.add(["minimum", policy.minimum.isEmpty ? "none" : policy.minimum.words])
        table.add(["minimum percent", "\(policy.minimumPercent) % of what was invoiced"])
        table.add(["consolidate", policy.consolidation.rawValue])
        table.add(["speaker", policy.speaker.rawValue])
        let disputes = policy.disputes
        table.add([
            "disputes",
            "the rest \(disputes.restGoesOn ? "goes on" : "rests too")"
                + (disputes.agesAnew ? ", invoices age anew" : "")
                + (disputes.serviceDays.map { ", answered within \($0) days" } ?? "")
                + (disputes.owner.map { " by \($0)" } ?? ""),
        ])
        table.add([
            "promises",
            "\(policy.promises.graceDays) days' grace, \(policy.promises.extensions) extensions"
                + (policy.promises.brokenTemplate.map { ", broken: \($0)" } ?? ""),
        ])
        table.add(["plans", "\(policy.plans.graceDays) days' grace"])
        table.add(["unapplied", "held for \(policy.unapplied.holdDays) days"])
        if !policy.fallback.next.isEmpty { table.add(["fallback", policy.fallback.words]) }
        table.add(["for", policy.scope.words])
        return table
    }
}

extension ManualTask {
    fileprivate var words: String {
        "\(kind.rawValue)\(owner.map { " by \($0)" } ?? "") within \(withinDays) days, else \(otherwise.rawValue)"
    }
}

extension FeeRule {
    fileprivate var words: String {
        switch self {
        case .fixed(let amounts): amounts.words
        case .percent(let share, let least, let most):
            "\(share) %" + (least.isEmpty ? "" : ", least \(least.words)")
                + (most.isEmpty ? "" : ", most \(most.words)")
        }
    }
}

extension [Currency: Int64] {
    /// `CHF 5.00, EUR 5.00`
    fileprivate var words: String {
        sorted { $0.key < $1.key }.map { "\($0.key.code) \(Money(minor: $0.value, currency: $0.key).decimal)" }
            .joined(separator: ", ")
    }
}

extension SendWindow {
    /// `monday, tuesday 08:00 to 18:00`
    fileprivate var words: String {
        func time(_ minute: Int) -> String {
            [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        }
        let names = Weekday.allCases.filter(days.contains).map { "\($0)" }.joined(separator: ", ")
        return
            "\(names) \(time(fromMinute)) to \(time(untilMinute))\(fromMinute > untilMinute ? " of the next day" : "")"
    }
}

extension ChannelFallback {
    fileprivate var words: String {
        next.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue): \($0.value.map(\.rawValue).joined(separator: ", "))" }.joined(separator: "; ")
    }
}

extension PolicyScope {
    fileprivate var words: String {
        let lists = [
            ("creditors", creditors.map(\.text)), ("tags", Array(tags)), ("segments", Array(segments)),
            ("kinds", kinds.map(\.rawValue)), ("countries", countries.map(\.code)),
        ]
        let words = lists.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.sorted().joined(separator: ", "))" }
        return words.isEmpty ? "those whose creditor, segment or account names it" : words.joined(separator: "; ")
    }
}
