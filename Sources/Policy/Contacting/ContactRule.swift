import Contracts

/// One limit on contacts, by the name under which explanations speak of it.
package struct ContactRule: Hashable, Sendable {
    package let name: String
    /// The channels that it limits, and whose contacts count towards it.
    package let channels: Set<Channel>
    package let limit: Limit

    package enum Limit: Hashable, Sendable {
        /// At most `count` contacts, 1 or more, in any `days` times 24 hours, 1 to 366.
        ///
        /// Law mostly means whole days. Sliding hours are never laxer: contacts of the same seven days in a row are
        /// less than 168 hours apart, save for the one hour by which a change of daylight saving lengthens a week, and
        /// that hour lies in the night.
        case atMost(count: Int, days: Int, perDebt: Bool)
        /// At most `count` contacts, 1 or more, on one day of the debtor's calendar.
        case atMostADay(count: Int)
        /// None sooner than this after the last.
        case gap(Duration)
        /// None about a debt within `days` times 24 hours, 1 to 366, of a conversation about it, by whichever channel.
        case afterConversation(days: Int)
        /// By the wall clock of the debtor's zone.
        case hours(SendWindow)
        /// None on these days of the week, at most six, nor on public holidays if they are meant.
        case quietDays(Set<Weekday>, holidays: Bool)
    }

    package init(_ name: String, channels: Set<Channel> = Set(Channel.allCases), _ limit: Limit) {
        switch limit {
        case .atMost(let count, let days, _):
            precondition(count >= 1 && (1...Self.longest).contains(days), "a limit that allows nothing")
        case .atMostADay(let count): precondition(count >= 1, "a limit that allows nothing")
        case .afterConversation(let days): precondition((1...Self.longest).contains(days), "a pause of no length")
        case .quietDays(let weekdays, _): precondition(weekdays.count < Weekday.allCases.count, "a week of quiet days")
        case .gap, .hours: break
        }
        self.name = name
        self.channels = channels
        self.limit = limit
    }

    /// The longest time, in days, over which contacts are counted.
    package static let longest = 366
}

extension ContactRule {
    /// A policy's own budget over all channels; nil leaves a part out.
    /// - Parameters:
    ///   - perDay: on one day of the debtor's calendar, 1 or more.
    ///   - perWeek: in any 7 times 24 hours, 1 or more.
    package static func budget(perDay: Int?, perWeek: Int?, gap: Duration?) -> [ContactRule] {
        var rules: [ContactRule] = []
        if let perDay { rules.append(ContactRule("budget per day", .atMostADay(count: perDay))) }
        if let perWeek {
            rules.append(ContactRule("budget per week", .atMost(count: perWeek, days: 7, perDebt: false)))
        }
        if let gap { rules.append(ContactRule("budget gap", .gap(gap))) }
        return rules
    }

    /// A policy's own hours and days, for all channels.
    package static func window(_ window: SendWindow) -> ContactRule {
        ContactRule("send window", .hours(window))
    }
}
