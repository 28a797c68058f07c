import Contracts
import Foundation

/// What is on the broker now, in the words of ``BrokerDefinition``.
struct BrokerState {
    var exchanges: [BrokerExchange] = []
    var queues: [BrokerQueue] = []
    /// Without those of the default exchange, which every queue has.
    var bindings: [BrokerBinding] = []
    var policies: [BrokerPolicy] = []
    var operatorPolicies: [BrokerPolicy] = []
    var permissions: [BrokerPermission] = []
    var topicPermissions: [BrokerTopicPermission] = []

    /// Of this definition and older ones, sorted.
    var markers: [String] {
        exchanges.map(\.name).filter { $0.hasPrefix(BrokerDefinition.markerPrefix) }.sorted()
    }
}

extension BrokerState {
    init(of broker: ManagementAPI) throws(Failure) {
        let vhost = broker.vhost
        exchanges = try broker.get("exchanges", vhost)
        // Without the columns the broker would also gather statistics of every queue.
        queues = try broker.get("queues", vhost, columns: ["name", "durable", "auto_delete", "arguments"])
        let bindings: [BrokerBinding] = try broker.get("bindings", vhost)
        self.bindings = bindings.filter { !$0.source.isEmpty }
        policies = try broker.get("policies", vhost)
        operatorPolicies = try broker.get("operator-policies", vhost)
        permissions = try broker.get("vhosts", vhost, "permissions")
        topicPermissions = try broker.get("vhosts", vhost, "topic-permissions")
    }
}
