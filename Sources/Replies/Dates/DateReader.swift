import Contracts

/// Reads the days that a text names: calendar dates, weekdays, spans, waits, feasts, in ten languages.
///
/// Names without a year mean the next such day from the day of receipt on; what is over by its own words ("last Friday",
/// "3 days ago") is not named.
package struct DateReader: Sendable {
    /// The customer's day when the text came.
    package let received: CivilDate
    package let language: Language
    /// How 3/4 is read: 4 March for North American accounts, 3 April for all others.
    package let monthFirst: Bool

    package init(received: CivilDate, language: Language, monthFirst: Bool = false) {
        self.received = received
        self.language = language
        self.monthFirst = monthFirst
    }

    package func mentions(in text: String) -> [DateMention] {
        mentions(in: Token.tokens(of: text))
    }

    func mentions(in tokens: [Token]) -> [DateMention] {
        let items = DateItems(tokens, language: language, monthFirst: monthFirst).items
        let phrases = DatePhrases(tokens: tokens, items: items, received: received, language: language)
        var mentions: [DateMention] = []
        var index = 0
        while index < items.count {
            if items[index].atom == .other || items[index].atom == .stop {
                index += 1
                continue
            }
            guard let (mention, next) = phrases.mention(at: index) else {
                index += 1
                continue
            }
            if let mention { mentions.append(mention) }
            index = max(next, index + 1)
        }
        if mentions.isEmpty, let hour = hour(in: tokens) {
            mentions.append(
                DateMention(first: received, last: received, bound: .none, isInclusive: false, tokens: hour))
        }
        return mentions
    }

    /// "by 5pm", "bis 17 Uhr", "8h30" without a day are of today.
    private func hour(in tokens: [Token]) -> Range<Int>? {
        for (index, token) in tokens.enumerated() where token.kind == .number {
            guard let number = token.number, number <= 24, index + 1 < tokens.count else { continue }
            let next = tokens[index + 1]
            let last = index + 2 < tokens.count ? tokens[index + 2].text : ""
            switch next.text {
            case "pm",
                "am" where next.isGlued || language == .english, "uhr":
                return index..<(index + 2)
            case "h" where next.isGlued && (language == .french || language == .portuguese): return index..<(index + 2)
            case "at" where last == "night": return index..<(index + 3)
            case "in"
            where last == "the" && index + 3 < tokens.count
                && ["morning", "evening", "afternoon"].contains(tokens[index + 3].text):
                return index..<(index + 4)
            default: continue
            }
        }
        return nil
    }
}
