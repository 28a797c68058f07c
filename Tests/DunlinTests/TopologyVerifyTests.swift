import Contracts
import Foundation
import TestSupport
import Testing

@testable import Dunlin

extension `Topology on a real broker` {
    @Suite(.serialized) struct `Verifying` {
        /// What somebody does to the broker, and the lines in which verify tells it.
        struct Tampering: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let lines: [String]
            let perform: @Sendable (TopologyBroker) throws -> Void
            /// What takes it back where a second apply does not.
            var undo: (@Sendable (TopologyBroker) throws -> Void)?
        }

        static let tamperings = [
            Tampering(
                testDescription: "a delivery limit on a dead-letter queue",
                lines: ["different  policy dunlin.renderer.dlq", "(dead letters can be dropped)"]
            ) { target in
                var policy = BrokerPolicy(for: "dunlin.renderer.dlq", ["delivery-limit": 3])
                policy.priority = 10
                try target.api().put("policies", target.vhost, policy.name, body: policy)
            },
            Tampering(
                testDescription: "no dead-letter exchange", lines: ["missing    exchange dunlin.dead"]
            ) { target in
                try target.api().delete("exchanges", target.vhost, Topology.deadExchange)
            },
            Tampering(
                testDescription: "a policy without dead-lettering",
                lines: ["different  policy dunlin.planner", "(messages that the broker gives up on are dropped)"]
            ) { target in
                let policy = BrokerPolicy(for: Topology.plannerQueue, ["delivery-limit": 20])
                try target.api().put("policies", target.vhost, policy.name, body: policy)
            },
            Tampering(
                testDescription: "a binding for everything on commands",
                lines: ["extra      binding dunlin.commands → audit by '#'", "nobody hears of it"]
            ) { target in
                try target.api().put("queues", target.vhost, "audit", body: BrokerQueue("audit", type: "quorum"))
                #expect(try target.administrator().bind("audit", to: Topology.commandsExchange, key: "#") == .done)
            } undo: { target in
                try target.api().delete("queues", target.vhost, "audit")
            },
            Tampering(
                testDescription: "another policy in force",
                lines: [
                    "different  policy in force for queue dunlin.planner.dlq: wanted dunlin.planner.dlq, found all"
                ]
            ) { target in
                var policy = BrokerPolicy(for: "all", ["message-ttl": 1_000_000])
                policy.pattern = ".*"
                policy.priority = 50
                try target.api().put("policies", target.vhost, policy.name, body: policy)
            } undo: { target in
                try target.api().delete("policies", target.vhost, "all")
            },
            Tampering(
                testDescription: "a lost queue with its bindings",
                lines: ["missing    queue dunlin.retry.t5s", "missing    binding dunlin.retry → dunlin.retry.t5s"]
            ) { target in
                try target.api().delete("queues", target.vhost, "dunlin.retry.t5s")
            },
            Tampering(
                testDescription: "routing keys that are no longer limited",
                lines: ["missing    routing keys of renderer on dunlin.commands", "allows every key"]
            ) { target in
                try target.api().delete("topic-permissions", target.vhost, "renderer")
            },
            Tampering(
                testDescription: "more rights than needed", lines: ["different  permission of email-sender"]
            ) { target in
                try target.api().put(
                    "permissions", target.vhost, "email-sender",
                    body: ["configure": ".*", "write": ".*", "read": ".*"])
            },
            Tampering(
                testDescription: "a missing marker", lines: ["missing    marker dunlin.topology."]
            ) { target in
                try target.api().delete("exchanges", target.vhost, BrokerDefinition.current.marker)
            },
        ]

        private static let target = Result { try TopologyBroker("verify").applied() }

        @Test(arguments: tamperings)
        func `finds what somebody changed, and applying again takes it back`(tampering: Tampering) throws {
            let target = try Self.target.get()
            try tampering.perform(target)
            let ending = try target.topology("verify")
            #expect(ending.status == ExitReason.differs.rawValue)
            for line in tampering.lines { #expect(ending.output.contains(line), "\(ending.output)") }
            try tampering.undo?(target)
            #expect(try target.apply().status == 0)
            #expect(try target.topology("verify").status == 0)
        }

        @Test func `allows others to listen on the feed`() throws {
            let target = try Self.target.get()
            try target.api().put("queues", target.vhost, "billing", body: BrokerQueue("billing", type: "quorum"))
            #expect(try target.administrator().bind("billing", to: Topology.feedExchange, key: "#") == .done)
            #expect(try target.topology("verify").status == 0)
        }
    }
}
