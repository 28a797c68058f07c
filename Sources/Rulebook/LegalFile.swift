import Contracts
import Policy

/// Reads `legal.yaml`: the limits that law puts on contacts.
enum LegalFile {
    /// nil if anything is wrong; what, is in `notes`.
    static func profiles(in text: String, notes: YAMLOutline.Notes) -> LegalProfiles? {
        guard let file = YAMLOutline(text: text, notes: notes) else { return nil }
        let before = notes.problems.count
        let outlines = file.outlines("rules") ?? []
        let rules = outlines.compactMap(rule)
        let relaxations = (file.has("relax") ? file.outlines("relax") ?? [] : []).compactMap { outline in
            relaxation(in: outline, of: Set(rules.map(\.name)))
        }
        file.refuseOtherKeys()
        for (index, rule) in rules.enumerated() where rules[..<index].contains(where: { $0.name == rule.name }) {
            file.refuse("rules", "'\(rule.name)' stands here twice")
        }
        guard notes.problems.count == before else { return nil }
        return LegalProfiles(rules: rules, relaxations: relaxations)
    }

    private static func rule(in outline: YAMLOutline) -> LegalRule? {
        let name = outline.text("name", allowed: "letters, digits and hyphens, at most 64", name)
        let places =
            outline.has("places")
            ? outline.texts("places", allowed: "countries and subdivisions such as US or US-MA", Jurisdiction.init) : []
        let debts = words("debts", of: DebtKind.self, in: outline)
        let roles = words("creditors", of: CreditorRole.self, in: outline)
        let channels = outline.texts("channels", allowed: list(Channel.self)) { Channel(rawValue: $0) }
        let from = date("from", in: outline)
        let until = date("until", in: outline)
        if let from, let until, until <= from { outline.refuse("until", "must be a day after 'from'") }
        let source = outline.text("source", allowed: "where the number comes from", line)
        let limit = limit(in: outline)
        outline.refuseOtherKeys()
        guard let name, let places, let debts, let roles, let channels, let source, let limit else { return nil }
        return LegalRule(
            ContactRule(name, channels: Set(channels), limit), places: places, debts: debts, roles: roles, from: from,
            until: until, source: source)
    }

    private static let limits = ["at_most", "at_most_a_day", "pause_after_conversation", "hours", "quiet"]

    /// The one limit that the rule sets.
    private static func limit(in outline: YAMLOutline) -> ContactRule.Limit? {
        let keys = limits.filter(outline.has)
        guard keys.count == 1 else {
            outline.refuse("\(keys.isEmpty ? "has no limit" : "has several limits"); allowed is one of \(all(limits))")
            limits.forEach(outline.skip)
            return nil
        }
        switch keys[0] {
        case "at_most": return frequency(in: outline)
        case "at_most_a_day":
            return count("at_most_a_day", 1...1000, in: outline).map { .atMostADay(count: $0) }
        case "pause_after_conversation":
            return count("pause_after_conversation", 1...ContactRule.longest, in: outline)
                .map { .afterConversation(days: $0) }
        case "hours":
            return outline.text("hours", allowed: "08:00-21:00, which may cross midnight", hours).map { .hours($0) }
        default: return quietDays(in: outline)
        }
    }

    private static func frequency(in outline: YAMLOutline) -> ContactRule.Limit? {
        let count = count("at_most", 1...1000, in: outline)
        let days = Self.count("days", 1...ContactRule.longest, in: outline)
        let perDebt = outline.text("per", allowed: "debt or debtor") { ["debt": true, "debtor": false][$0] }
        guard let count, let days, let perDebt else { return nil }
        return .atMost(count: count, days: days, perDebt: perDebt)
    }

    private static func quietDays(in outline: YAMLOutline) -> ContactRule.Limit? {
        let allowed = "days of the week, at most six, and public holidays"
        let names = Weekday.allCases.map { "\($0)" }
        let days = outline.texts("quiet", allowed: allowed) { text -> Weekday?? in
            if text == "public holidays" { return .some(nil) }
            return names.firstIndex(of: text).map { Weekday.allCases[$0] }
        }
        guard let days else { return nil }
        let weekdays = Set(days.compactMap { $0 })
        guard weekdays.count < Weekday.allCases.count else {
            outline.refuse("quiet", "allowed are \(allowed)")
            return nil
        }
        return .quietDays(weekdays, holidays: days.contains(nil))
    }

    private static func relaxation(in outline: YAMLOutline, of rules: Set<String>) -> Relaxation? {
        let rule = outline.text("rule", allowed: "the name of a rule above") { rules.contains($0) ? $0 : nil }
        let author = outline.text("author", allowed: "who answers for it", line)
        let reason = outline.text("reason", allowed: "why it does not bind you", line)
        outline.refuseOtherKeys()
        guard let rule, let author, let reason else { return nil }
        return Relaxation(rule: rule, author: author, reason: reason)
    }

    // MARK: Forms of values

    /// All of them if the key is left out.
    private static func words<Value: Word & Hashable>(
        _ key: String, of type: Value.Type, in outline: YAMLOutline
    ) -> Set<Value>? {
        guard outline.has(key) else { return Set(Value.allCases) }
        return outline.texts(key, allowed: list(type)) { Value(rawValue: $0) }.map(Set.init)
    }

    private static func list<Value: Word>(_ type: Value.Type) -> String {
        "a list of \(all(Value.allCases.map(\.rawValue)))"
    }

    private static func all(_ words: [String]) -> String { words.joined(separator: ", ") }

    private static func count(_ key: String, _ range: ClosedRange<Int>, in outline: YAMLOutline) -> Int? {
        outline.text(key, allowed: "\(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    private static func date(_ key: String, in outline: YAMLOutline) -> CivilDate? {
        outline.optionalText(key, allowed: "a date YYYY-MM-DD") { CivilDate($0) }
    }

    private static func hours(_ text: String) -> SendWindow? {
        let times = text.split(separator: "-", omittingEmptySubsequences: false)
            .compactMap { SendWindow.minuteOfDay(String($0)) }
        guard times.count == 2, times[0] != times[1], times[0] < 1440, text.utf8.count == 11 else { return nil }
        return SendWindow(days: Set(Weekday.allCases), fromMinute: times[0], untilMinute: times[1])
    }

    private static func name(_ text: String) -> String? {
        let isAllowed = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return isAllowed && (1...64).contains(text.utf8.count) ? text : nil
    }

    private static func line(_ text: String) -> String? {
        !text.isEmpty && text.utf8.count <= 500 && !text.contains(where: \.isNewline) ? text : nil
    }
}
