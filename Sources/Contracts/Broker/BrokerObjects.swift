/// An exchange as the broker's management API writes it.
package struct BrokerExchange: Codable, Hashable, Sendable {
    package var name: String
    package var type: String
    package var durable = true
    package var autoDelete = false
    package var `internal` = false
    package var arguments: [String: JSONValue] = [:]

    enum CodingKeys: String, CodingKey {
        case name, type, durable, `internal`, arguments
        case autoDelete = "auto_delete"
    }

    package init(_ name: String, type: String, isInternal: Bool = false) {
        self.name = name
        self.type = type
        self.internal = isInternal
    }
}

/// A queue. Its type is its only argument: everything else can change later only when it is a policy.
package struct BrokerQueue: Codable, Hashable, Sendable {
    package var name: String
    package var durable = true
    package var autoDelete = false
    package var arguments: [String: JSONValue]

    enum CodingKeys: String, CodingKey {
        case name, durable, arguments
        case autoDelete = "auto_delete"
    }

    package init(_ name: String, type: String) {
        self.name = name
        self.arguments = ["x-queue-type": .text(type)]
    }
}

/// What an exchange sends to a queue.
package struct BrokerBinding: Codable, Hashable, Sendable {
    package var source: String
    package var destination: String
    package var destinationType = "queue"
    package var routingKey: String
    package var arguments: [String: JSONValue] = [:]

    enum CodingKeys: String, CodingKey {
        case source, destination, arguments
        case destinationType = "destination_type"
        case routingKey = "routing_key"
    }

    package init(from source: String, key: String, to queue: String) {
        self.source = source
        self.destination = queue
        self.routingKey = key
    }
}

/// Settings of the queues or exchanges whose name matches. Of all that match, only the highest priority counts.
package struct BrokerPolicy: Codable, Hashable, Sendable {
    package var name: String
    package var pattern: String
    package var appliesTo: String
    package var priority: Int
    package var definition: [String: JSONValue]

    enum CodingKeys: String, CodingKey {
        case name, pattern, priority, definition
        case appliesTo = "apply-to"
    }

    /// A policy for one queue or exchange, above the priority 0 that a policy for everything would have.
    package init(for name: String, appliesTo: String = "queues", _ definition: [String: JSONValue]) {
        self.name = name
        self.pattern = RoutingPattern.anyOf([name])
        self.appliesTo = appliesTo
        self.priority = 10
        self.definition = definition
    }
}

/// What a user may configure, write and read, each a regular expression over names of queues and exchanges.
package struct BrokerPermission: Codable, Hashable, Sendable {
    package var user: String
    package var configure: String
    package var write: String
    package var read: String
}

/// Which routing keys a user may publish on a topic exchange. Without one, the broker allows every key.
package struct BrokerTopicPermission: Codable, Hashable, Sendable {
    package var user: String
    package var exchange: String
    package var write: String
    package var read: String
}
