import Foundation
import Synchronization
import TestSupport

@testable import AMQP

/// Queues and connections for one test on a node that other tests use too.
struct Fixture {
    let node: PrivateBroker
    let port: Int

    init(_ node: PrivateBroker, through proxy: FaultProxy? = nil) {
        self.node = node
        port = proxy?.port ?? node.port
    }

    static func shared() throws -> Fixture { Fixture(try .shared()) }

    var broker: BrokerAddress {
        get throws { try BrokerAddress(url: node.url(port: port)) }
    }

    /// Times that let a test see several reconnects in a second.
    static var settings: ConnectionSettings {
        var settings = ConnectionSettings()
        settings.reconnect = Backoff(first: .milliseconds(50), longest: .milliseconds(500))
        settings.connectTimeout = .seconds(2)
        settings.loginTimeout = .seconds(3)
        settings.replyTimeout = .seconds(3)
        return settings
    }

    func inspection() throws -> Inspection {
        try Inspection(broker: BrokerAddress(url: node.url), name: "inspection")
    }

    func queue(_ arguments: [String: HeaderValue] = [:]) throws -> String {
        let name = "test.\(UUID().uuidString.lowercased())"
        let inspection = try inspection()
        try inspection.declareQuorumQueue(name, arguments: arguments)
        try inspection.close()
        return name
    }

    func publisher(_ settings: ConnectionSettings = Fixture.settings, log: Journal = Journal()) throws -> Publisher {
        let publisher = Publisher(broker: try broker, name: "test publisher", settings: settings, log: log.note)
        publisher.start()
        return publisher
    }

    func consumer(
        _ queues: [String], prefetch: Int = 250, _ settings: ConnectionSettings = Fixture.settings,
        log: Journal = Journal()
    ) throws -> Consumer {
        let consumer = Consumer(
            broker: try broker, name: "test consumer",
            subscriptions: queues.map { Subscription(queue: $0, prefetch: prefetch) }, settings: settings, log: log.note
        )
        consumer.start()
        return consumer
    }

    /// Puts messages into a queue and waits until they are confirmed.
    func fill(_ queue: String, _ ids: some Sequence<Int>) throws -> Bool {
        let publisher = try publisher()
        defer { publisher.close(within: .seconds(5)) }
        return publisher.publish(ids.map { message($0, to: queue) }).wait(until: .now + .seconds(30))
    }

    func message(_ id: Int, to queue: String, body: Data = Data("body".utf8)) -> OutgoingMessage {
        OutgoingMessage(exchange: "", routingKey: queue, messageID: String(id), type: "test.made.v1", body: body)
    }

    /// All ids that a queue holds, acknowledged, until none came for `quiet`.
    func takeAll(_ queue: String, quiet: Duration = .milliseconds(700)) throws -> [Int] {
        let consumer = try consumer([queue])
        defer { consumer.close(within: .seconds(5)) }
        var ids: [Int] = []
        var wait = Duration.seconds(10)
        while true {
            let batch = consumer.next(max: 500, waiting: wait)
            if batch.isEmpty { return ids }
            ids += batch.messages.compactMap { $0.messageID.flatMap(Int.init) }
            batch.acknowledge()
            wait = quiet
        }
    }

    func depth(_ queue: String) throws -> Int? {
        let inspection = try inspection()
        let depth = try inspection.queueDepth(queue)
        try inspection.close()
        return depth
    }
}

/// The events of a connection, for tests that wait for one.
final class Journal: Sendable, CustomStringConvertible {
    private let events = Mutex<[AMQPEvent]>([])

    var note: @Sendable (AMQPEvent) -> Void {
        { [self] event in events.withLock { $0.append(event) } }
    }

    var description: String { events.withLock { $0.map(\.description).joined(separator: "; ") } }

    func count(_ matches: (AMQPEvent) -> Bool) -> Int {
        events.withLock { $0 }.count(where: matches)
    }

    func holds(within limit: Duration = .seconds(20), _ matches: (AMQPEvent) -> Bool) -> Bool {
        eventually(within: limit) { count(matches) > 0 }
    }
}

extension Consumer {
    /// One batch of exactly this many messages' ids, in order, from as many batches as it takes; nothing is settled twice.
    func ids(_ count: Int, within limit: Duration = .seconds(20)) -> [Int] {
        let deadline = ContinuousClock.now + limit
        var ids: [Int] = []
        while ids.count < count, ContinuousClock.now < deadline {
            let batch = next(max: count - ids.count, waiting: .milliseconds(200))
            ids += batch.messages.compactMap { $0.messageID.flatMap(Int.init) }
            batch.acknowledge()
        }
        return ids
    }
}
