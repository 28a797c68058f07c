extension BrokerDefinition {
    static var allPolicies: [BrokerPolicy] {
        Topology.workQueues.map(workPolicy)
            + RetryTier.allCases.map(retryPolicy)
            + (Topology.workQueues.map(Topology.deadLetterQueue) + [Topology.unroutedQueue]).map(keepingPolicy)
            + [feedLogPolicy, auditLogPolicy, eventsPolicy]
    }

    /// Returns of a message before the broker gives up on it. Every return counts, also of messages that were never
    /// looked at when their worker died, so it only breaks crash loops: attempts are counted in ``Header/attempt``.
    package static let deliveryLimit: Int64 = 20

    /// Messages; publishers are refused beyond it and try again.
    package static let longestWorkQueue: Int64 = 2_000_000
    package static let longestRetryQueue: Int64 = 1_000_000

    // At-least-once dead-lettering holds only together with `reject-publish`; the broker falls back without a word
    // to the caller otherwise (RabbitMQ 3.10, rabbit_quorum_queue.erl).
    private static let neverLosing: [String: JSONValue] = [
        "dead-letter-strategy": "at-least-once", "overflow": "reject-publish", "queue-leader-locator": "balanced",
    ]

    private static func workPolicy(_ queue: String) -> BrokerPolicy {
        var definition = neverLosing
        definition["delivery-limit"] = .integer(deliveryLimit)
        definition["dead-letter-exchange"] = .text(Topology.deadExchange)
        definition["dead-letter-routing-key"] = .text(Topology.deadRoutingKey(.broker, queue: queue))
        definition["max-length"] = .integer(longestWorkQueue)
        return BrokerPolicy(for: queue, definition)
    }

    /// No dead-letter routing key: the message keeps its own, which names the queue it goes back to.
    private static func retryPolicy(_ tier: RetryTier) -> BrokerPolicy {
        var definition = neverLosing
        definition["message-ttl"] = .integer(tier.wait.components.seconds * 1000)
        definition["dead-letter-exchange"] = .text(Topology.requeueExchange)
        definition["max-length"] = .integer(longestRetryQueue)
        return BrokerPolicy(for: Topology.retryQueue(of: tier), definition)
    }

    /// What waits for a person has no limit of any kind. The policy outranks one that an operator sets for all queues.
    private static func keepingPolicy(_ queue: String) -> BrokerPolicy {
        BrokerPolicy(for: queue, ["queue-leader-locator": "balanced"])
    }

    /// 30 days and 10 GB, whichever is less. The broker drops whole segments of 500 MB, so a quiet feed keeps more.
    private static let feedLogPolicy = BrokerPolicy(
        for: Topology.feedLog, ["max-age": "30D", "max-length-bytes": 10_000_000_000])

    /// Ten years, which is longer than a merchant must keep its books in any country of the European Union.
    private static let auditLogPolicy = BrokerPolicy(for: Topology.auditLog, ["max-age": "3650D"])

    private static let eventsPolicy = BrokerPolicy(
        for: Topology.eventsExchange, appliesTo: "exchanges", ["alternate-exchange": .text(Topology.unroutedExchange)])
}
