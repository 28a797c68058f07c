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

        @Test(arguments: BrokerUser.fleet.map(\.name))
        func `of a worker end at its own queues, exchanges and routing keys`(name: String) throws {
            let target = try Self.target.get()
            let user = try #require(BrokerUser.fleet.first { $0.name == name })
            for queue in Self.queues {
                // A stream is read with a prefetch only, which the broker says after it has looked at the rights.
                let expected: TopologySession.Answer = user.reads.contains(queue) ? .done : .refused(403)
                #expect(try target.session(as: name).read(queue) == expected, "read \(queue)")
            }
            for exchange in Self.exchanges where user.keysByExchange[exchange] == nil {
                #expect(try target.session(as: name).publish(exchange, "a.b") == .refused(403), "write \(exchange)")
            }
            for exchange in user.keysByExchange.keys {
                for key in ["", "a.b", "#", "parked.dunlin.other", "t5s.dunlin.planner.stop.dlq"] {
                    #expect(try target.session(as: name).publish(exchange, key) == .refused(403), "\(exchange) \(key)")
                }
            }
            let own = user.reads.first ?? Topology.plannerQueue
            #expect(try target.session(as: name).declare(queue: "dunlin.mine") == .refused(403))
            #expect(try target.session(as: name).declare(exchange: "dunlin.mine") == .refused(403))
            #expect(try target.session(as: name).delete(queue: own) == .refused(403))
            #expect(try target.session(as: name).bind(own, to: Topology.commandsExchange, key: "#") == .refused(403))
        }

        @Test(arguments: [
            ("planner", MessageType.reminderRender, true), ("planner", .reminderSent, true),
            ("planner", .emailSend, false),
            ("renderer", .emailSend, true), ("renderer", .reminderRender, false), ("renderer", .attemptParked, true),
            ("renderer", .deliveryAccepted, false), ("email-sender", .deliveryAccepted, true),
            ("email-sender", .paymentReceived, false), ("response-ingester", .responseOptedOut, true),
            ("response-ingester", .invoiceIssued, false), ("dunlin", .invoiceIssued, true),
            ("dunlin", .factsAccepted, true), ("dunlin", .deliveryAccepted, false), ("dunlin", .emailSend, false),
        ])
        func `to publish a type are those of who says such things`(user: String, type: MessageType, may: Bool) throws {
            let session = try Self.target.get().session(as: user)
            #expect(session.publish(type.exchange, type.routingKey, userID: user) == (may ? .done : .refused(403)))
        }

        @Test func `do not include another's name`() throws {
            let session = try Self.target.get().session(as: "renderer")
            #expect(
                session.publish(Topology.commandsExchange, MessageType.emailSend.routingKey, userID: "planner")
                    == .refused(406))
        }

        @Test func `to retry and park are those to one's own queue`() throws {
            let target = try Self.target.get()
            for (key, answer) in [
                (Topology.retryRoutingKey(.t12h, queue: Topology.rendererQueue), TopologySession.Answer.done),
                (Topology.retryRoutingKey(.t12h, queue: Topology.emailSenderQueue), .refused(403)),
            ] {
                #expect(try target.session(as: "renderer").publish(Topology.retryExchange, key) == answer)
            }
            for (key, answer) in [
                (Topology.deadRoutingKey(.permanent, queue: Topology.rendererQueue), TopologySession.Answer.done),
                (Topology.deadRoutingKey(.permanent, queue: Topology.plannerQueue), .refused(403)),
            ] {
                #expect(try target.session(as: "renderer").publish(Topology.deadExchange, key) == answer)
            }
            #expect(
                try target.session(as: "dunlin").publish(Topology.requeueExchange, "replay.dunlin.renderer") == .done)
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
