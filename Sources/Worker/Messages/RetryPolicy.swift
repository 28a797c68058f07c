import Contracts

/// Into which tier a message goes after a fault of our own parts, and when it has been there often enough.
///
/// One message in ten takes a neighbouring tier, so that what failed together does not come back together.
///
/// First waits of ``standard``: 5 s, 30 s, 5 min, 30 min, 2 h, 12 h; then parked, some 15 h after the first failure.
/// First waits of ``planner``: 5 s, 30 s; then parked, because an event that is not applied holds its account.
package struct RetryPolicy: Sendable, Equatable {
    package let tiers: [RetryTier]

    package init(tiers: [RetryTier]) {
        self.tiers = tiers
    }

    package static let standard = RetryPolicy(tiers: RetryTier.allCases)
    package static let planner = RetryPolicy(tiers: [.t5s, .t30s])

    /// - Parameters:
    ///   - failures: how often the message failed before this time, from 0.
    ///   - chance: 0 up to 1. Below 0.05 means the shorter neighbour, below 0.1 the longer one.
    /// - Returns: nil if it is to be parked.
    package func tier(afterFailures failures: Int, chance: Double) -> RetryTier? {
        guard tiers.indices.contains(failures) else { return nil }
        let neighbour = chance < 0.05 ? failures - 1 : chance < 0.1 ? failures + 1 : failures
        return tiers[min(max(neighbour, 0), tiers.count - 1)]
    }
}
