import Contracts
import Foundation
import Testing

@Suite struct `The documents below topology` {
    @Test func `are as this version renders them`() throws {
        for (path, content) in TopologyDocuments.all {
            let file = GoldenFiles.topology.appending(path: path)
            #expect(
                try Data(contentsOf: file) == content, "\(path) is old: run `dunlin topology render --into topology`")
        }
    }

    @Test func `have no schema of a type that is gone`() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: GoldenFiles.topology.appending(path: "schemas").path
        )
        // The schemas of policies and creditors are those of files, not of messages.
        .filter { $0.hasPrefix("dunlin.") }
        #expect(Set(names) == Set(MessageType.allCases.map { $0.rawValue + ".json" }))
    }

    @Test func `hold each type of upstream and the feed in the AsyncAPI document, and no other`() {
        let text = AsyncAPIDocument.document.yaml
        for type in MessageType.allCases {
            let isPublic = type.direction == .upstream || type.direction == .feed
            #expect(text.contains("\"schemas/\(type.rawValue).json\"") == isPublic)
        }
    }
}

@Suite struct `The broker definition` {
    let definition = BrokerDefinition.current

    @Test func `names its marker by the first digits of its hash`() {
        #expect(definition.hash.utf8.count == 64)
        #expect(definition.marker == "dunlin.topology." + definition.hash.prefix(12))
    }

    @Test func `leads every type to exactly the queue that reads it`() {
        for type in MessageType.allCases {
            let queues = definition.bindings
                .filter { $0.source == type.exchange && ($0.routingKey == type.routingKey || $0.routingKey == "#") }
                .map(\.destination)
            #expect(queues == [type.queue ?? Topology.feedLog])
        }
    }

    @Test func `has no wildcard where a message without a worker must be noticed`() {
        let watched = definition.bindings.filter {
            [Topology.eventsExchange, Topology.commandsExchange].contains($0.source)
        }
        #expect(!watched.isEmpty && watched.allSatisfy { !$0.routingKey.contains { "#*".contains($0) } })
    }

    @Test func `sets a queue's type by argument and everything else by policy`() {
        #expect(definition.queues.allSatisfy { Array($0.arguments.keys) == ["x-queue-type"] && $0.durable })
        #expect(Set(definition.policies.map(\.name)).isSuperset(of: definition.queues.map(\.name)))
    }

    @Test func `never drops what waits for a person`() throws {
        for queue in Topology.workQueues.map(Topology.deadLetterQueue) + [Topology.unroutedQueue] {
            let policy = try #require(definition.policies.first { $0.name == queue })
            #expect(Array(policy.definition.keys) == ["queue-leader-locator"])
        }
    }

    @Test func `holds neither a password nor a virtual host`() {
        let text = String(decoding: definition.rendered, as: UTF8.self)
        #expect(!text.contains("password") && !text.contains("vhost"))
    }

    @Test func `lets no user configure anything, nor write without named routing keys`() {
        for permission in definition.permissions {
            #expect(permission.configure == "^$")
            let keyed = definition.topicPermissions.filter { $0.user == permission.user }.map(\.exchange)
            #expect(permission.write == RoutingPattern.anyOf(keyed))
        }
    }
}
