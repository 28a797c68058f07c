import Contracts

/// Everything that limits when a debtor may be contacted: the policy's window and budget, and what the law adds.
///
/// All rules hold at once, so more rules are never laxer than fewer.
package struct ContactLimits: Hashable, Sendable {
    package let rules: [ContactRule]
    /// The public holidays of the debtor's place.
    package let calendar: BusinessCalendar

    package init(_ rules: [ContactRule], calendar: BusinessCalendar = .weekdays) {
        self.rules = rules
        self.calendar = calendar
    }

    /// The first instant not before `at` at which a contact by this channel is allowed.
    ///
    /// Exact: at the answer all rules allow the contact, and at every instant between `at` and it one forbids it. The
    /// debt is the case's number.
    package func nextAllowed(
        channel: Channel, debt: Int64, at: Instant, zone: DebtorZone, history: [PastContact]
    ) -> ContactOpening {
        let contact = ProspectiveContact(
            channel: channel, debt: debt, zone: zone, history: history, calendar: calendar)
        let rules = rules.filter { $0.channels.contains(channel) }
        let last = at.adding(Self.horizon)
        var opening = ContactOpening(at: at, rule: "")
        while let instant = opening.at, instant <= last {
            // Each step passes over forbidden instants alone, so the first instant that nobody moves is the earliest.
            guard let moved = Self.move(instant, by: rules, contact) else { return opening }
            opening = moved
        }
        return ContactOpening(at: nil, rule: opening.rule)
    }

    private static func move(
        _ instant: Instant, by rules: [ContactRule], _ contact: ProspectiveContact
    ) -> ContactOpening? {
        for rule in rules {
            let next = rule.opening(from: instant, for: contact)
            if next > instant { return ContactOpening(at: next, rule: rule.name) }
        }
        return nil
    }

    /// What was sent holds a contact up for a year at most; hours and days that never meet in the year after that,
    /// with all its changes of daylight saving, never do.
    private static let horizon = Duration.seconds((ContactRule.longest + 366) * 86_400)
}

/// When a contact is allowed, and which rule said so.
package struct ContactOpening: Hashable, Sendable {
    /// nil: never, because the rules leave no common time in all of the debtor's zones.
    package let at: Instant?
    /// The name of the rule that moved it last; empty if none did.
    package let rule: String

    package init(at: Instant?, rule: String) {
        self.at = at
        self.rule = rule
    }
}
