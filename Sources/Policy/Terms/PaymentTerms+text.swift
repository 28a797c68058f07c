import Contracts

extension PaymentTerms {
    package static let form =
        """
        such as 'due on receipt', 'net 30', 'end of month + 30', '1 month', '15th of next month', '2/10 net 30' or \
        '50 % on issue, 50 % net 30'
        """

    /// Reads the text form. Case and further spaces do not matter.
    package init(_ text: String) throws(TextRefusal) {
        let parts = text.lowercased().split(separator: ",", omittingEmptySubsequences: false).map(Self.words)
        guard parts.allSatisfy({ !$0.isEmpty }) else { throw TextRefusal("are no terms \(Self.form)") }
        if parts.count > 1 || parts[0].contains("%") {
            self.init(parts: try Self.instalments(parts))
        } else {
            try self.init(whole: parts[0])
        }
    }

    /// `2/10 net 30`, `net 30`
    private init(whole words: [String]) throws(TextRefusal) {
        guard let first = words.first, first.contains("/") else {
            self.init(try Rule(words[...]))
            return
        }
        let rule = try Rule(words.dropFirst())
        let discount = try Discount(first)
        guard discount.days < rule.leastDays else {
            throw TextRefusal("must have a discount that ends before the amount is due")
        }
        self.init(rule, discount: discount)
    }

    /// `50 % on issue`, `50 % net 30`
    private static func instalments(_ parts: [[String]]) throws(TextRefusal) -> [Part] {
        var instalments: [Part] = []
        for words in parts {
            guard let first = words.first, !first.contains("/"), words.count > 1, words[1] == "%" else {
                throw TextRefusal("must give each instalment a share, as in '50 % on issue, 50 % net 30'")
            }
            guard let share = Percent(first), share > .zero else {
                throw TextRefusal("must give each instalment more than 0 % and at most 100 %, with up to two decimals")
            }
            instalments.append(Part(share: share, rule: try Rule(words.dropFirst(2))))
        }
        let sum = instalments.reduce(Percent.zero) { $0 + $1.share }
        guard sum == .whole else { throw TextRefusal("must have instalments of 100 % in all, not of \(sum) %") }
        guard parts.count <= 60 else { throw TextRefusal("must have at most 60 instalments") }
        return instalments
    }

    /// The words between blanks; `%` and `+` are words of their own.
    private static func words(_ text: Substring) -> [String] {
        text.replacing("%", with: " % ").replacing("+", with: " + ")
            .split(whereSeparator: \.isWhitespace).map(String.init)
    }
}

extension PaymentTerms.Discount {
    /// `2/10`
    fileprivate init(_ text: String) throws(TextRefusal) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let share = Percent(parts[0]), share > .zero, share < .whole, let days = Int(parts[1]),
            days > 0
        else {
            throw TextRefusal("must write a discount as percent/days, more than 0 % and at least 1 day, as in '2/10'")
        }
        self.init(share: share, days: days)
    }
}

extension PaymentTerms.Rule {
    fileprivate init(_ words: ArraySlice<String>) throws(TextRefusal) {
        let words = Array(words)
        if words == ["due", "on", "receipt"] || words == ["on", "issue"] {
            self = .onIssue
        } else if words.count == 2, words[0] == "net" {
            let days = try Self.number(words[1], in: 0...3650, "days")
            self = days == 0 ? .onIssue : .days(days)
        } else if words == ["end", "of", "month"] {
            self = .endOfMonth(plus: 0)
        } else if words.count == 5, words[..<3] == ["end", "of", "month"], words[3] == "+" {
            self = .endOfMonth(plus: try Self.number(words[4], in: 0...3650, "days"))
        } else if words.count == 2, words[1] == "month" || words[1] == "months" {
            self = .months(try Self.number(words[0], in: 1...120, "months"))
        } else if words.count == 4, words[1...] == ["of", "next", "month"] {
            let day = try Self.number(String(words[0].dropLast(2)), in: 1...31, "as the day of a month")
            guard words[0] == "\(day)\(StepTiming.ending(of: day))" else {
                throw TextRefusal("must write that day as \(day)\(StepTiming.ending(of: day))")
            }
            self = .dayOfNextMonth(day)
        } else {
            throw TextRefusal("are no terms \(PaymentTerms.form)")
        }
    }

    private static func number(_ text: String, in range: ClosedRange<Int>, _ what: String) throws(TextRefusal) -> Int {
        guard text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let number = Int(text),
            range.contains(number)
        else { throw TextRefusal("must have a whole number from \(range.lowerBound) to \(range.upperBound) \(what)") }
        return number
    }

    fileprivate var text: String {
        switch self {
        case .onIssue: "on issue"
        case .days(let days): "net \(days)"
        case .endOfMonth(let days): days == 0 ? "end of month" : "end of month + \(days)"
        case .months(let months): months == 1 ? "1 month" : "\(months) months"
        case .dayOfNextMonth(let day): "\(day)\(StepTiming.ending(of: day)) of next month"
        }
    }
}

extension PaymentTerms: TextValue {
    package init(reading text: String) throws(TextRefusal) { try self.init(text) }

    /// The form that ``init(_:)`` reads.
    package var written: String {
        if let part = parts.first, parts.count == 1 {
            let rule = part.rule == .onIssue ? "due on receipt" : part.rule.text
            return discount.map { "\($0.share)/\($0.days) \(rule)" } ?? rule
        }
        return parts.map { "\($0.share) % \($0.rule.text)" }.joined(separator: ", ")
    }
}

extension PaymentTerms: CustomStringConvertible {
    package var description: String { written }
}
