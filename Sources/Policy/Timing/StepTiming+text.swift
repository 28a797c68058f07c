import Contracts

extension StepTiming {
    package static let form =
        """
        such as '7 days before due', 'on due', '3 business days after due', '1 month after issue', \
        '3 days after delivery', \
        '9 days after previous step', '2 days after end of due month', 'on 15th of month after due', \
        with ', next business day', ', previous business day' or ', next tuesday' behind
        """

    /// Reads the text form; nil if it is none.
    package init?(_ text: String) {
        let parts = text.lowercased().split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.split(separator: " ").map(String.init) }
        guard let rule = parts.first, let (count, unit, rest) = Self.distance(rule[...]),
            let point = Self.point(Array(rest))
        else { return nil }
        let moves = parts.dropFirst().map(Self.move)
        guard !moves.contains(nil), point != .previousStep || count > 0 else { return nil }
        self.init(point, count: count, unit: unit, moves: moves.compactMap { $0 })
    }

    /// `on`, `5 days after`, `3 business days before`.
    private static func distance(
        _ words: ArraySlice<String>
    ) -> (count: Int, unit: Unit, rest: ArraySlice<String>)? {
        if words.first == "on" { return (0, .days, words.dropFirst()) }
        guard let first = words.first, let number = Int(first), (0...3650).contains(number) else { return nil }
        var rest = words.dropFirst()
        let unit: Unit
        let factor: Int
        switch rest.first {
        case "day", "days": (unit, factor) = (.days, 1)
        case "week", "weeks": (unit, factor) = (.days, 7)
        case "month", "months": (unit, factor) = (.months, 1)
        case "business":
            rest = rest.dropFirst()
            guard rest.first == "days" || rest.first == "day" else { return nil }
            (unit, factor) = (.businessDays, 1)
        default: return nil
        }
        rest = rest.dropFirst()
        guard let sign = ["before": -1, "after": 1][rest.first ?? ""] else { return nil }
        return (number * factor * sign, unit, rest.dropFirst())
    }

    private static func point(_ words: [String]) -> Point? {
        switch words.count {
        case 1: return Origin(rawValue: words[0]).map(Point.day)
        case 2: return words == ["previous", "step"] ? .previousStep : nil
        case 4:
            // end of due month
            guard words[0] == "end", words[1] == "of", words[3] == "month" else { return nil }
            return Origin(rawValue: words[2]).map(Point.endOfMonth)
        case 5:
            // 15th of month after due
            guard words[1...3] == ["of", "month", "after"], let origin = Origin(rawValue: words[4]),
                let day = Int(words[0].dropLast(2)), (1...31).contains(day),
                ["st", "nd", "rd", "th"].contains(words[0].suffix(2))
            else { return nil }
            return .dayOfNextMonth(day, origin)
        default: return nil
        }
    }

    private static func move(_ words: [String]) -> Move? {
        switch words {
        case ["next", "business", "day"]: .nextBusinessDay
        case ["previous", "business", "day"]: .previousBusinessDay
        default: words.count == 2 && words[0] == "next" ? Weekday(name: words[1]).map(Move.next) : nil
        }
    }

    /// The form that ``init(_:)`` reads.
    package var text: String {
        let start =
            switch point {
            case .day(let origin): origin.rawValue
            case .endOfMonth(let origin): "end of \(origin.rawValue) month"
            case .dayOfNextMonth(let day, let origin): "\(day)\(Self.ending(of: day)) of month after \(origin.rawValue)"
            case .previousStep: "previous step"
            }
        let one = abs(count) == 1
        let name =
            switch unit {
            case .days: one ? "day" : "days"
            case .businessDays: one ? "business day" : "business days"
            case .months: one ? "month" : "months"
            }
        let distance = count == 0 ? "on" : "\(abs(count)) \(name) \(count < 0 ? "before" : "after")"
        return ([distance + " " + start] + moves.map(\.text)).joined(separator: ", ")
    }

    static func ending(of day: Int) -> String {
        switch day {
        case 1, 21, 31: "st"
        case 2, 22: "nd"
        case 3, 23: "rd"
        default: "th"
        }
    }
}

extension StepTiming.Move {
    fileprivate var text: String {
        switch self {
        case .nextBusinessDay: "next business day"
        case .previousBusinessDay: "previous business day"
        case .next(let weekday): "next \(weekday)"
        }
    }
}
