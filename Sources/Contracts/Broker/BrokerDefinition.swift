import Crypto
import Foundation

/// Everything that must be on the broker, rendered from ``Topology`` and ``MessageType``.
///
/// The rendering is what `topology/definitions.json` holds. It names no virtual host and no password.
package struct BrokerDefinition: Codable, Hashable, Sendable {
    package var exchanges: [BrokerExchange]
    package var queues: [BrokerQueue]
    package var bindings: [BrokerBinding]
    package var policies: [BrokerPolicy]
    package var permissions: [BrokerPermission]
    package var topicPermissions: [BrokerTopicPermission]

    enum CodingKeys: String, CodingKey {
        case exchanges, queues, bindings, policies, permissions
        case topicPermissions = "topic_permissions"
    }

    /// What this version of the fleet needs.
    package static let current = BrokerDefinition()

    private init() {
        self.exchanges = Self.allExchanges
        self.queues = Self.allQueues.sorted { $0.name < $1.name }
        self.bindings = Self.allBindings.sorted {
            ($0.source, $0.destination, $0.routingKey) < ($1.source, $1.destination, $1.routingKey)
        }
        self.policies = Self.allPolicies.sorted { $0.name < $1.name }
        self.permissions = BrokerUser.fleet.map(\.permission)
        self.topicPermissions = BrokerUser.fleet.flatMap(\.topicPermissions)
    }

    /// Sorted and indented JSON: equal definitions have equal bytes.
    package var rendered: Data { JSONValue.document(self) }

    /// SHA-256 over ``rendered``, in lower-case hexadecimal.
    package var hash: String {
        SHA256.hash(data: rendered).hexadecimal
    }

    package static let markerPrefix = "dunlin.topology."

    /// The exchange that proves that this definition was applied: workers look for it when they start.
    package var marker: String { Self.markerPrefix + hash.prefix(12) }

    /// The marker as it is declared. It is internal, so that nobody can publish to it.
    package var markerExchange: BrokerExchange { BrokerExchange(marker, type: "fanout", isInternal: true) }
}
