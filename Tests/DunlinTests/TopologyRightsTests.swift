import Contracts
import Foundation
import TestSupport
import Testing

@testable import Dunlin

extension `Topology on a real broker` {
    @Suite(.serialized) struct `Rights` {
        private static let target = Result { try TopologyBroker("rights").applied() }

        /// Every exchange and queue that may be of interest to somebody who should not.
        private static let exchanges = BrokerDefinition.current.exchanges.map(\.name) + ["", "amq.topic"]
        private static let queues = BrokerDefinition.current.queues.map(\.name)

        /// The users that there are, with what each may: written down here once more, apart from the code that grants it.
        private static let users = [
            ShippedUser(
                "planner", reads: ["dunlin.planner", "dunlin.planner.stop"],
                parks: ["dunlin.planner", "dunlin.planner.stop"]
            ) { $0 == .reminderRender || $0 == .auditRecorded || $0.direction == .feed },
            ShippedUser("renderer", reads: ["dunlin.renderer"], parks: ["dunlin.renderer"]) {
                $0 == .emailSend || $0 == .attemptParked
            },
            ShippedUser("email-sender", reads: ["dunlin.email-sender"], parks: ["dunlin.email-sender"]) {
                $0.rawValue.hasPrefix("dunlin.delivery.") || $0 == .attemptParked
            },
            ShippedUser("response-ingester") { $0 == .responseOptedOut || $0 == .paymentReceived },
            ShippedUser(
                "dunlin",
                reads: [
                    "dunlin.planner.dlq", "dunlin.planner.stop.dlq", "dunlin.renderer.dlq", "dunlin.email-sender.dlq",
                    "dunlin.unrouted", "dunlin.feed.log", "dunlin.audit.log",
                ], parks: Topology.workQueues, replays: true
            ) { $0.direction == .upstream || $0 == .factsAccepted || $0 == .attemptResolved },
            ShippedUser("erp") { $0 == .invoiceIssued || $0 == .invoiceVoided },
        ]

        /// Of the upstream service `erp`, which `dunlin topology user add` made.
        private static let upstreamURL = Result {
            let ending = try target.get().topology(
                "user", "add", "erp", "--publishes", "dunlin.invoice.issued.v1", "dunlin.invoice.voided.v1")
            return try #require(ending.lines.first, "\(ending.remarks)")
        }

        private func session(of user: ShippedUser) throws -> TopologySession {
            guard user.name == "erp" else { return try Self.target.get().session(as: user.name) }
            return try TopologySession(url: Self.upstreamURL.get())
        }

        @Test func `are shown for every user that there is`() {
            #expect(Set(Self.users.map(\.name)) == Set(BrokerUser.fleet.map(\.name)).union(["erp"]))
        }

        @Test(arguments: users)
        func `do not reach to another's queue, neither to read nor to purge it`(user: ShippedUser) throws {
            let session = try session(of: user)
            for queue in Self.queues {
                let isOwn = user.reads.contains(queue)
                #expect(session.read(queue) == (isOwn ? .done : .refused(403)), "read \(queue)")
                if !isOwn { #expect(session.purge(queue) == .refused(403), "purge \(queue)") }
            }
        }

        @Test(arguments: users)
        func `never include to declare, delete, bind or unbind`(user: ShippedUser) throws {
            let session = try session(of: user)
            #expect(session.declare(queue: "dunlin.mine") == .refused(403))
            #expect(session.declare(exchange: "dunlin.mine") == .refused(403))
            for queue in Self.queues {
                #expect(session.delete(queue: queue) == .refused(403), "delete \(queue)")
                #expect(session.bind(queue, to: Topology.eventsExchange, key: "#") == .refused(403))
            }
            for exchange in BrokerDefinition.current.exchanges.map(\.name) + [BrokerDefinition.current.marker] {
                #expect(session.delete(exchange: exchange) == .refused(403), "delete \(exchange)")
                let own = user.reads.first ?? Topology.plannerQueue
                #expect(session.bind(own, to: exchange, key: "#") == .refused(403))
            }
            let key = MessageType.reminderRender.routingKey
            #expect(
                session.unbind(Topology.rendererQueue, from: Topology.commandsExchange, key: key)
                    == .refused(403))
        }

        @Test(arguments: users)
        func `do not include exchanges of others, nor the default one`(user: ShippedUser) throws {
            let session = try session(of: user)
            for exchange in Self.exchanges where !user.writes(to: exchange) {
                for key in ["a.b", user.reads.first ?? Topology.plannerQueue, Topology.emailSenderQueue] {
                    #expect(session.publish(exchange, key) == .refused(403), "\(exchange) \(key)")
                }
            }
        }

        @Test(arguments: users)
        func `to publish a type are those of who says such things`(user: ShippedUser) throws {
            let session = try session(of: user)
            for type in MessageType.allCases {
                let expected: TopologySession.Answer = user.publishes(type) ? .done : .refused(403)
                #expect(session.publish(type.exchange, type.routingKey) == expected, "\(type.rawValue)")
            }
            for exchange in Self.exchanges where user.writes(to: exchange) {
                for key in ["", "a.b", "#", "*", "parked.dunlin.other", "t5s.dunlin.planner.stop.dlq"] {
                    #expect(session.publish(exchange, key) == .refused(403), "\(exchange) \(key)")
                }
            }
        }

        @Test(arguments: users)
        func `to retry, park and replay are those to one's own queue`(user: ShippedUser) throws {
            let session = try session(of: user)
            for queue in Topology.workQueues {
                for (exchange, key, may) in [
                    (Topology.retryExchange, Topology.retryRoutingKey(.t12h, queue: queue), user.reads.contains(queue)),
                    (
                        Topology.deadExchange, Topology.deadRoutingKey(.permanent, queue: queue),
                        user.parks.contains(queue)
                    ),
                    (Topology.requeueExchange, "replay." + queue, user.replays),
                ] {
                    let answer = session.publish(exchange, key)
                    #expect(answer == (may ? .done : .refused(403)), "\(exchange) \(key)")
                }
            }
        }

        @Test(arguments: users)
        func `do not include another's name`(user: ShippedUser) throws {
            let session = try session(of: user)
            let type = try #require(MessageType.allCases.first(where: user.publishes))
            #expect(session.publish(type.exchange, type.routingKey, userID: user.name) == .done)
            for other in Self.users.map(\.name) + ["guest", ""] where other != user.name {
                #expect(
                    session.publish(type.exchange, type.routingKey, userID: other) == .refused(406),
                    "as \(other)")
            }
        }

        @Test func `of an upstream service are to publish its types, until it is removed`() throws {
            let target = try Self.target.get()
            let added = try target.topology(
                "user", "add", "billing", "--publishes", "dunlin.invoice.issued.v1", "dunlin.invoice.voided.v1")
            #expect(added.status == 0, "\(added.remarks)")
            let url = try #require(added.lines.first)
            #expect(try TopologySession(url: url).publish(Topology.eventsExchange, "invoice.issued.v1") == .done)
            #expect(
                try TopologySession(url: url).publish(Topology.eventsExchange, "payment.received.v1") == .refused(403))
            #expect(try TopologySession(url: url).publish(Topology.commandsExchange, "email.send.v1") == .refused(403))
            #expect(try TopologySession(url: url).read(Topology.plannerQueue) == .refused(403))

            let changed = try target.topology("user", "add", "billing", "--publishes", "dunlin.payment.received.v1")
            #expect(changed.status == 0 && changed.output.isEmpty)
            #expect(try TopologySession(url: url).publish(Topology.eventsExchange, "payment.received.v1") == .done)
            #expect(
                try TopologySession(url: url).publish(Topology.eventsExchange, "invoice.issued.v1") == .refused(403))

            #expect(try target.topology("user", "remove", "billing").status == 0)
            #expect(throws: TopologySession.LoginRefused.self) { try TopologySession(url: url) }
            #expect(try target.topology("user", "remove", "billing").status == ExitReason.configuration.rawValue)
        }

        @Test func `of the fleet's own users are not for upstream commands to change`() throws {
            let target = try Self.target.get()
            #expect(try target.topology("user", "remove", "planner").status == ExitReason.configuration.rawValue)
            let ending = try target.topology("user", "add", "planner", "--publishes", "dunlin.invoice.issued.v1")
            #expect(ending.status == ExitReason.usage.rawValue)
            let unknown = try target.topology("user", "add", "erp", "--publishes", "dunlin.email.send.v1")
            #expect(unknown.status == ExitReason.usage.rawValue)
        }
    }
}

/// A user of the broker, and what it may do there.
struct ShippedUser: Sendable, CustomTestStringConvertible {
    let name: String
    var reads: [String] = []
    /// Work queues whose messages it may send to their dead-letter queue.
    var parks: [String] = []
    /// Whether it may put messages back into work queues.
    var replays = false
    let publishes: @Sendable (MessageType) -> Bool

    init(
        _ name: String, reads: [String] = [], parks: [String] = [], replays: Bool = false,
        publishes: @escaping @Sendable (MessageType) -> Bool
    ) {
        (self.name, self.reads, self.parks, self.replays) = (name, reads, parks, replays)
        self.publishes = publishes
    }

    func writes(to exchange: String) -> Bool {
        switch exchange {
        case Topology.retryExchange: reads.contains { Topology.workQueues.contains($0) }
        case Topology.deadExchange: !parks.isEmpty
        case Topology.requeueExchange: replays
        default: MessageType.allCases.contains { $0.exchange == exchange && publishes($0) }
        }
    }

    var testDescription: String { name }
}
