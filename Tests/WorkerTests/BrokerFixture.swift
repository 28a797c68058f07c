import AMQP
import Contracts
import Foundation
import Logging
import Synchronization
import TestSupport

@testable import Worker

/// The fleet's retry and dead-letter paths on a node of the tests' own, with tiers of a few milliseconds.
struct BrokerFixture {
    let node: PrivateBroker
    static let marker = "dunlin.topology.0123456789ab"

    private static let prepared = Result<PrivateBroker, any Error> {
        let node = try PrivateBroker.shared()
        let inspection = try Inspection(broker: BrokerAddress(url: node.url), name: "tests")
        for exchange in [
            Topology.retryExchange, Topology.requeueExchange, Topology.deadExchange, "test.out", marker,
        ] {
            try inspection.declareExchange(exchange, type: "topic")
        }
        for tier in RetryTier.allCases {
            try inspection.declareQuorumQueue(
                Topology.retryQueue(of: tier),
                arguments: [
                    "x-message-ttl": .int(20), "x-dead-letter-exchange": .string(Topology.requeueExchange),
                    "x-dead-letter-strategy": .string("at-least-once"), "x-overflow": .string("reject-publish"),
                ])
            try inspection.bind(
                queue: Topology.retryQueue(of: tier), to: Topology.retryExchange, routingKey: tier.rawValue + ".#")
        }
        try inspection.close()
        return node
    }

    init() throws {
        node = try Self.prepared.get()
    }

    var broker: BrokerAddress {
        get throws { try BrokerAddress(url: node.url) }
    }

    func inspection() throws -> Inspection {
        try Inspection(broker: broker, name: "tests")
    }

    /// A work queue with its way back and its dead-letter queue, and a queue for what follows from it.
    func queues() throws -> TestQueues {
        let name = "test.\(UUID().uuidString.prefix(8).lowercased())"
        let queues = TestQueues(work: name, dead: Topology.deadLetterQueue(of: name), out: name + ".out")
        let inspection = try inspection()
        for queue in [queues.work, queues.dead, queues.out] { try inspection.declareQuorumQueue(queue) }
        try inspection.bind(queue: queues.work, to: Topology.requeueExchange, routingKey: "*." + queues.work)
        try inspection.bind(queue: queues.dead, to: Topology.deadExchange, routingKey: "*." + queues.work)
        try inspection.bind(queue: queues.out, to: "test.out", routingKey: queues.out)
        try inspection.close()
        return queues
    }

    func depth(_ queue: String) throws -> Int {
        let inspection = try inspection()
        let depth = try inspection.queueDepth(queue) ?? -1
        try inspection.close()
        return depth
    }

    /// Puts messages `0..<count` into a queue.
    func fill(_ queue: String, _ count: Int) throws {
        let publisher = Publisher(broker: try broker, name: "filler")
        publisher.start()
        defer { publisher.close(within: .seconds(5)) }
        let messages = (0..<count).map { index in
            OutgoingMessage(
                exchange: "", routingKey: queue, messageID: "m\(index)", type: "test.made.v1",
                headers: ["x-sneaky": .string("1"), Header.traceparent: .string(`Trace context`.header)],
                body: Data("body \(index)".utf8))
        }
        guard publisher.publish(messages).wait(until: .now + .seconds(60)) else { throw Unfinished(what: "filling") }
    }

    /// Takes `count` messages out of a queue.
    func take(_ count: Int, from queue: String) throws -> [IncomingMessage] {
        let consumer = Consumer(
            broker: try broker, name: "taker", subscriptions: [Subscription(queue: queue, prefetch: 1000)])
        consumer.start()
        defer { consumer.close(within: .seconds(5)) }
        var messages: [IncomingMessage] = []
        let deadline = ContinuousClock.now + .seconds(20)
        while messages.count < count, ContinuousClock.now < deadline {
            let batch = consumer.next(max: count - messages.count, waiting: .seconds(1))
            messages += batch.messages
            batch.acknowledge()
        }
        return messages
    }

    struct Unfinished: Error {
        let what: String
    }
}

struct TestQueues {
    let work: String
    let dead: String
    let out: String

    /// A message that follows from one of the work queue.
    func consequence(_ message: IncomingMessage, to key: String? = nil) -> OutgoingMessage {
        OutgoingMessage(
            exchange: "test.out", routingKey: key ?? out, messageID: message.stableID, type: "test.followed.v1",
            body: message.body)
    }
}

/// A handler made of closures.
struct ScriptedHandler: BatchHandler {
    var onBatch: @Sendable ([IncomingMessage]) throws -> BatchEffects
    var onIdle: @Sendable () throws -> IdleEffects? = { nil }

    mutating func handle(_ messages: [IncomingMessage]) throws -> BatchEffects { try onBatch(messages) }

    mutating func idle() throws -> IdleEffects? { try onIdle() }
}

/// A batch loop on a thread of its own.
final class RunningLoop: Sendable {
    let consumer: Consumer
    let publisher: Publisher
    let health = HealthBoard()
    let shutdown: Shutdown
    private let result = Mutex<Bool?>(nil)

    init(
        _ fixture: BrokerFixture, _ queues: TestQueues, policy: RetryPolicy = .standard,
        through proxy: FaultProxy? = nil,
        batch: Int = 100, grace: Duration = .seconds(10), _ handler: ScriptedHandler
    ) throws {
        let quiet = Logger(label: "test") { _ in JSONLog(worker: "test", level: .critical) }
        var settings = ConnectionSettings()
        settings.reconnect = Backoff(first: .milliseconds(50), longest: .milliseconds(300))
        let consumer = Consumer(
            broker: try fixture.broker, name: "test consume",
            subscriptions: [Subscription(queue: queues.work, prefetch: 1000)], settings: settings)
        let publishURL = fixture.node.url(port: proxy?.port ?? fixture.node.port)
        let publisher = Publisher(
            broker: try BrokerAddress(url: publishURL), name: "test publish", settings: settings,
            wake: { consumer.interrupt() })
        consumer.start()
        publisher.start()
        shutdown = Shutdown(grace: grace, logger: quiet)
        shutdown.onRequest { consumer.interrupt() }
        self.consumer = consumer
        self.publisher = publisher
        var limits = BatchLimits()
        limits.batch = batch
        limits.tick = .milliseconds(50)
        let (health, shutdown) = (health, shutdown)
        let thread = Thread { [self, limits] in
            let loop = BatchLoop(
                handler: handler, consumer: consumer, publisher: publisher, outbound: Outbound(worker: "test"),
                policy: policy, limits: limits, metrics: WorkerMetrics(), health: health, shutdown: shutdown,
                logger: quiet)
            let finished = loop.run()
            result.withLock { $0 = finished }
        }
        thread.start()
    }

    /// Asks for the end and waits for it.
    /// - Returns: whether everything was settled; nil: it did not end.
    func stop() -> Bool? {
        shutdown.request("test over")
        _ = eventually { result.withLock { $0 } != nil }
        return result.withLock { $0 }
    }
}
