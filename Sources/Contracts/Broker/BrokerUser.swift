/// A user of the broker with the least it needs: it configures nothing, writes to named exchanges with named routing
/// keys, and reads named queues.
package struct BrokerUser: Hashable, Sendable {
    package let name: String
    package var reads: [String] = []
    /// Pattern of the allowed routing keys by exchange.
    package var keysByExchange: [String: String] = [:]

    package init(name: String) { self.name = name }

    package var permission: BrokerPermission {
        BrokerPermission(
            user: name, configure: RoutingPattern.nothing, write: RoutingPattern.anyOf(keysByExchange.keys),
            read: RoutingPattern.anyOf(reads))
    }

    package var topicPermissions: [BrokerTopicPermission] {
        keysByExchange.sorted { $0.key < $1.key }.map { exchange, keys in
            BrokerTopicPermission(user: name, exchange: exchange, write: keys, read: RoutingPattern.nothing)
        }
    }
}

extension BrokerUser {
    /// One for each executable that speaks to the broker.
    package static let fleet = [dunlin, emailSender, planner, renderer, responseIngester]

    static let planner = BrokerUser(
        worker: "planner", reading: [Topology.plannerQueue, Topology.plannerStopQueue],
        publishing: [.reminderRender] + MessageType.allCases.filter { $0.direction == .feed || $0.direction == .audit })

    static let renderer = BrokerUser(
        worker: "renderer", reading: [Topology.rendererQueue], publishing: [.emailSend, .attemptParked])

    static let emailSender = BrokerUser(
        worker: "email-sender", reading: [Topology.emailSenderQueue],
        publishing: [
            .deliveryAccepted, .deliveryRejected, .deliveryDeferred, .deliveryUnknown, .deliveryDeclined,
            .attemptParked,
        ])

    static let responseIngester = BrokerUser(
        worker: "response-ingester", reading: [], publishing: [.responseOptedOut, .paymentReceived])

    /// The operator's: looks into dead letters, replays and parks them, imports events, accepts facts, resolves attempts
    /// in doubt, and reads the streams.
    static let dunlin: BrokerUser = {
        var user = BrokerUser(
            worker: "dunlin", reading: [],
            publishing: MessageType.allCases.filter { $0.direction == .upstream } + [.factsAccepted, .attemptResolved])
        user.reads = Topology.workQueues.map(Topology.deadLetterQueue) + [Topology.unroutedQueue] + Topology.streams
        user.keysByExchange[Topology.requeueExchange] = RoutingPattern.keys(anyWordAnd: Topology.workQueues)
        user.keysByExchange[Topology.deadExchange] = deadKeys(of: Topology.workQueues)
        return user
    }()

    /// A user of an upstream service: it publishes these types and does nothing else.
    package static func upstream(_ name: String, publishing types: [MessageType]) -> BrokerUser {
        BrokerUser(worker: name, reading: [], publishing: types)
    }

    /// What a worker reads it may also retry and park.
    private init(worker name: String, reading queues: [String], publishing types: [MessageType]) {
        self.init(name: name)
        self.reads = queues
        for (exchange, types) in Dictionary(grouping: types, by: \.exchange) {
            keysByExchange[exchange] = RoutingPattern.anyOf(types.map(\.routingKey))
        }
        guard !queues.isEmpty else { return }
        keysByExchange[Topology.retryExchange] = RoutingPattern.keys(RetryTier.allCases.map(\.rawValue), queues)
        keysByExchange[Topology.deadExchange] = Self.deadKeys(of: queues)
    }

    private static func deadKeys(of queues: [String]) -> String {
        RoutingPattern.keys(DeadLetterClass.allCases.map(\.rawValue), queues)
    }
}
