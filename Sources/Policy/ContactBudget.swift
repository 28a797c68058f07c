import Contracts

/// How many messages an account, and an address, may get in a sliding window.
package struct ContactBudget: Hashable, Sendable {
    /// At least 1.
    package let messages: Int
    /// The window's length in days of 24 hours, at least 1.
    package let days: Int

    package init(messages: Int, days: Int) {
        self.messages = messages
        self.days = days
    }

    /// When another message may go out, given those that went out; nil: now.
    package func nextAllowed(sent: [Instant], now: Instant) -> Instant? {
        let length = Duration.seconds(days * 86_400)
        let counted = sent.filter { now.since($0) < length }.sorted()
        guard counted.count >= messages else { return nil }
        return counted[counted.count - messages].adding(length)
    }
}
