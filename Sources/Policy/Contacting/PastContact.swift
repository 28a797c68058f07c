import Contracts

/// A message or call that went out to a debtor before.
package struct PastContact: Hashable, Sendable {
    /// When it was claimed; a call counts when it was dialled.
    package var at: Instant
    package var channel: Channel
    /// The number of the case.
    package var debt: Int64
    /// Whether somebody was spoken to.
    package var wasConversation: Bool

    package init(at: Instant, channel: Channel, debt: Int64, wasConversation: Bool = false) {
        self.at = at
        self.channel = channel
        self.debt = debt
        self.wasConversation = wasConversation
    }
}
