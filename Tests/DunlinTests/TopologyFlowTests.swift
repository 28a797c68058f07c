import Contracts
import Foundation
import TestSupport
import Testing

@testable import Dunlin

extension `Topology on a real broker` {
    /// What the topology promises, shown on the broker that Debian ships.
    @Suite(.serialized) struct `Messages` {
        private let target: TopologyBroker
        private let renders = MessageType.reminderRender.routingKey
        private let queue = Topology.rendererQueue
        private let dead = Topology.deadLetterQueue(of: Topology.rendererQueue)

        private static let shared = Result { try TopologyBroker("flow").applied() }

        init() throws {
            target = try Self.shared.get()
        }

        private func take(_ queue: String, within limit: Duration = .seconds(20)) throws -> TopologySession.Found? {
            let session = try target.administrator()
            var found: TopologySession.Found?
            _ = eventually(within: limit) {
                found = session.get(queue)
                return found != nil
            }
            return found
        }

        @Test func `wait in a tier and come back with key and body, round after round`() throws {
            let session = try target.administrator()
            let key = Topology.retryRoutingKey(.t5s, queue: queue)
            for round in 1...2 {
                let start = ContinuousClock.now
                #expect(session.publish(Topology.retryExchange, key, body: #"{"round":\#(round)}"#) == .done)
                let found = try #require(try take(queue))
                #expect((.seconds(4.9) ... .seconds(8)).contains(ContinuousClock.now - start))
                #expect(found.routingKey == key)
                #expect(found.body == #"{"round":\#(round)}"#)
                // Published anew without the broker's headers, each round counts as the first.
                #expect(found.headers["x-death"] == 1)
            }
        }

        @Test func `that kill their worker again and again end in the dead-letter queue, as do those beside them`()
            throws
        {
            let publisher = try target.administrator()
            for number in 0..<10 {
                #expect(publisher.publish(Topology.commandsExchange, renders, body: "\(number)") == .done)
            }
            // A limit of 20 allows 21 deliveries. Every lost connection counts, for all messages it held.
            for _ in 0...Int(BrokerDefinition.deliveryLimit) {
                let worker = try target.administrator()
                #expect(worker.hold(10, of: queue))
            }
            var bodies: Set<String> = []
            for _ in 0..<10 {
                let found = try #require(try take(dead))
                #expect(found.routingKey == Topology.deadRoutingKey(.broker, queue: queue))
                bodies.insert(found.body)
            }
            #expect(bodies.count == 10)
            #expect(publisher.get(queue) == nil)
        }

        @Test func `that were dead, are replayed and die again are not taken for a cycle and dropped`() throws {
            let session = try target.administrator()
            #expect(session.publish(Topology.commandsExchange, renders, body: "poison") == .done)
            for _ in 1...3 {
                for _ in 0...BrokerDefinition.deliveryLimit {
                    var tag: UInt64?
                    _ = eventually {
                        tag = session.get(queue, acknowledging: false)?.tag
                        return tag != nil
                    }
                    session.giveBack(try #require(tag))
                }
                let found = try #require(try take(dead))
                #expect(found.body == "poison" && found.headers["x-death"] == 1)
                #expect(session.publish(Topology.requeueExchange, "replay." + queue, body: found.body) == .done)
            }
            #expect(try take(queue)?.body == "poison")
        }

        @Test func `that no worker reads come back from commands, and are kept from events`() throws {
            let session = try target.administrator()
            #expect(session.publish(Topology.commandsExchange, "fax.send.v1") == .returned)
            #expect(session.publish(Topology.eventsExchange, "invoice.pondered.v1", body: "kept") == .done)
            #expect(try take(Topology.unroutedQueue)?.body == "kept")
        }

        @Test func `that no worker reads are hidden by a binding for everything, which is why verify names it`() throws
        {
            try target.api().put("queues", target.vhost, "audit", body: BrokerQueue("audit", type: "quorum"))
            let session = try target.administrator()
            #expect(session.bind("audit", to: Topology.commandsExchange, key: "#") == .done)
            #expect(session.publish(Topology.commandsExchange, "fax.send.v1") == .done)
            #expect(session.delete(queue: "audit") == .done)
        }

        @Test func `of the feed are never returned`() throws {
            let session = try target.administrator()
            #expect(session.publish(Topology.feedExchange, MessageType.taskOpened.routingKey) == .done)
            #expect(session.publish(Topology.feedExchange, "anything.new.v9") == .done)
        }

        @Test func `are dead-lettered at least once, which the broker does only where a full queue refuses`() {
            for policy in BrokerDefinition.current.policies where policy.definition["dead-letter-exchange"] != nil {
                #expect(policy.definition["dead-letter-strategy"] == "at-least-once")
                #expect(policy.definition["overflow"] == "reject-publish")
            }
        }
    }
}
