extension BrokerDefinition {
    static let allExchanges =
        [
            Topology.eventsExchange, Topology.commandsExchange, Topology.feedExchange, Topology.retryExchange,
            Topology.requeueExchange, Topology.deadExchange, Topology.auditExchange,
        ].sorted().map { BrokerExchange($0, type: "topic") } + [
            BrokerExchange(Topology.unroutedExchange, type: "fanout")
        ]

    static var allQueues: [BrokerQueue] {
        let names =
            Topology.workQueues + Topology.workQueues.map(Topology.deadLetterQueue)
            + RetryTier.allCases.map(Topology.retryQueue) + [Topology.unroutedQueue]
        return names.map { BrokerQueue($0, type: "quorum") } + Topology.streams.map { BrokerQueue($0, type: "stream") }
    }

    static var allBindings: [BrokerBinding] {
        // Explicit keys: with `#`, a message that no worker reads would count as routed, and nobody would hear of it.
        var bindings = MessageType.allCases.compactMap { type in
            type.queue.map { BrokerBinding(from: type.exchange, key: type.routingKey, to: $0) }
        }
        for queue in Topology.workQueues {
            bindings.append(BrokerBinding(from: Topology.requeueExchange, key: "*." + queue, to: queue))
            bindings.append(
                BrokerBinding(from: Topology.deadExchange, key: "*." + queue, to: Topology.deadLetterQueue(of: queue)))
        }
        for tier in RetryTier.allCases {
            bindings.append(
                BrokerBinding(
                    from: Topology.retryExchange, key: tier.rawValue + ".#", to: Topology.retryQueue(of: tier)))
        }
        bindings.append(BrokerBinding(from: Topology.unroutedExchange, key: "", to: Topology.unroutedQueue))
        // The log takes all of the feed: there, being kept is all that being routed means.
        bindings.append(BrokerBinding(from: Topology.feedExchange, key: "#", to: Topology.feedLog))
        return bindings
    }
}
