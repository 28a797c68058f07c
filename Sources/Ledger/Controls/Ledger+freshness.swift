import Contracts
import Policy
import Store

/// Where the freshness gate of a creditor stands, as `dunlin status` tells it.
package struct FreshnessStanding: Hashable, Sendable, Codable {
    package enum State: String, Sendable, Codable {
        /// No heartbeat has come, and the creditor's file states no limit.
        case off
        case on
        /// Nothing is sent but to accounts that were stated within the limit.
        case holding
    }

    package var creditor: Identifier
    package var state: State
    package var limitSeconds: Int64?
    /// Up to which instant the source has told everything; nil: no heartbeat has come.
    package var asOf: Instant?
    /// While it holds: since when; nil: since ever, as no heartbeat has come.
    package var since: Instant?
}

extension Ledger {
    /// Of each creditor that is known from facts, or named by its rules.
    /// - Parameter rules: nil for a creditor without any: it has no limit of its own.
    package func freshness(
        of named: [Identifier], rules: (Identifier) -> CaseRules?
    ) throws -> [FreshnessStanding] {
        try database.read { transaction in
            let now = try transaction.policyNow()
            var heartbeats: [Identifier: Instant] = [:]
            try transaction.query("SELECT creditor, as_of FROM heartbeat") { row in
                heartbeats[try Self.identifier(row.text(0))] = Instant(milliseconds: row.int(1))
            }
            return Set(named).union(heartbeats.keys).sorted().map { creditor in
                FreshnessStanding(
                    of: creditor, FactsFreshness(limit: rules(creditor)?.freshness, asOf: heartbeats[creditor]),
                    at: now)
            }
        }
    }

    /// The creditors of all accounts.
    package func creditors() throws -> [Identifier] {
        try database.read { transaction in
            var creditors: [Identifier] = []
            // From one to the next by the index, however many accounts each has.
            while let next = try transaction.first(
                "SELECT creditor FROM account WHERE creditor > $1 ORDER BY creditor LIMIT 1",
                .text(creditors.last?.text ?? ""), map: { try Self.identifier($0.text(0)) })
            {
                creditors.append(next)
            }
            return creditors
        }
    }
}

extension FreshnessStanding {
    fileprivate init(of creditor: Identifier, _ freshness: FactsFreshness, at now: Instant) {
        let isHolding = freshness.oldestAllowed(at: now) != nil
        self.init(
            creditor: creditor, state: freshness.limit == nil ? .off : isHolding ? .holding : .on,
            limitSeconds: freshness.limit?.components.seconds, asOf: freshness.asOf,
            since: isHolding ? freshness.tooOldFrom : nil)
    }
}
