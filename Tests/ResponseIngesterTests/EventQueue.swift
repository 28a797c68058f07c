import AMQP
import Contracts
import Foundation
import TestSupport

/// A queue that gets every event of the site.
struct EventQueue: Sendable {
    let name: String

    /// The tests' broker with what the response ingester needs of the topology.
    static func broker() throws -> PrivateBroker { try prepared.get() }

    private static let prepared = Result<PrivateBroker, any Error> {
        let node = try PrivateBroker.shared()
        let inspection = try Inspection(broker: BrokerAddress(url: node.url), name: "tests")
        for exchange in [Topology.eventsExchange, BrokerDefinition.current.marker] {
            try inspection.declareExchange(exchange, type: "topic")
        }
        try inspection.close()
        return node
    }

    static func make() async throws -> EventQueue {
        try await onThread {
            let queue = EventQueue(name: "test.\(UUID().uuidString)")
            let inspection = try Inspection(broker: BrokerAddress(url: try broker().url), name: "tests")
            try inspection.declareQuorumQueue(queue.name)
            for type in [MessageType.responseOptedOut, .paymentReceived] {
                try inspection.bind(queue: queue.name, to: Topology.eventsExchange, routingKey: type.routingKey)
            }
            try inspection.close()
            return queue
        }
    }

    /// What is in the queue now and satisfies `isOurs`: other tests' events are in it too.
    func take(where isOurs: @escaping @Sendable (Message) -> Bool) async throws -> [Message] {
        let name = name
        return try await onThread {
            let consumer = Consumer(
                broker: try BrokerAddress(url: try Self.broker().url), name: "taker",
                subscriptions: [Subscription(queue: name, prefetch: 1000)])
            consumer.start()
            defer { consumer.close(within: .seconds(5)) }
            var found: [Message] = []
            let inspection = try Inspection(broker: BrokerAddress(url: try Self.broker().url), name: "tests")
            var left = try inspection.queueDepth(name) ?? 0
            try inspection.close()
            let deadline = ContinuousClock.now + .seconds(15)
            // What is under way to this consumer already no longer counts as depth.
            while ContinuousClock.now < deadline, found.isEmpty || left > 0 {
                let batch = consumer.next(max: 1000, waiting: .milliseconds(300))
                left -= batch.count
                found += batch.messages.compactMap { try? Message(body: $0.body) }.filter(isOurs)
                batch.acknowledge()
            }
            return found
        }
    }
}
