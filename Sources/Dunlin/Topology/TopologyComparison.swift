import Contracts

/// Compares what is on the broker with what must be there.
struct TopologyComparison {
    let wanted: BrokerDefinition
    let found: BrokerState

    /// All differences but the marker, sorted by subject. Queues that others bind to the feed are none.
    var differences: [TopologyDifference] {
        (exchanges + queues + bindings + policies + policiesInForce + permissions).sorted { $0.subject < $1.subject }
    }

    /// nil when the marker of the wanted definition is there.
    var missingMarker: TopologyDifference? {
        found.markers.contains(wanted.marker)
            ? nil : .missing("marker \(wanted.marker)", consequence: "workers of this version refuse to start")
    }

    /// Whether `name` is of the fleet's own name space, without the markers.
    private static func isOurs(_ name: String) -> Bool {
        name.hasPrefix("dunlin.") && !name.hasPrefix(BrokerDefinition.markerPrefix)
    }

    private var exchanges: [TopologyDifference] {
        compare("exchange", wanted.exchanges, found.exchanges, by: \.name) { exchange in
            exchange.name == Topology.deadExchange ? "what the broker gives up on is dropped or stuck" : nil
        }
    }

    private var queues: [TopologyDifference] {
        compare("queue", wanted.queues, found.queues, by: \.name)
    }

    private var bindings: [TopologyDifference] {
        let there = Set(found.bindings)
        let ours = Set(wanted.queues.map(\.name))
        let sources = Set(wanted.exchanges.map(\.name)).subtracting([Topology.feedExchange])
        let extra = there.subtracting(wanted.bindings).filter {
            ours.contains($0.destination) || sources.contains($0.source)
        }
        return wanted.bindings.filter { !there.contains($0) }.map { .missing($0.subject) }
            + extra.map { .extra($0.subject, consequence: $0.hidesUnroutable ? Self.hiding : nil) }
    }

    private static let hiding = "a message that no worker reads counts as routed, and nobody hears of it"

    private var policies: [TopologyDifference] {
        compare("policy", wanted.policies, found.policies, by: \.name)
    }

    /// Only one policy counts for each object: an operator's may outrank ours.
    private var policiesInForce: [TopologyDifference] {
        wanted.policies.flatMap { ours -> [TopologyDifference] in
            let kind = ours.appliesTo == "queues" ? "queue" : "exchange"
            let rivals = found.policies.filter {
                $0.name != ours.name && $0.priority >= ours.priority && $0.applies(to: ours.name, kind: ours.appliesTo)
            }
            let limits = found.operatorPolicies.filter { $0.applies(to: ours.name, kind: ours.appliesTo) }
            return rivals.map {
                .different(
                    "policy in force for \(kind) \(ours.name)", wanted: ours.name,
                    found: "\($0.name) of priority \($0.priority)", consequence: $0.danger(for: ours.name))
            }
                + limits.map {
                    .different(
                        "operator policy for \(kind) \(ours.name)", wanted: "none", found: $0.name,
                        consequence: $0.danger(for: ours.name))
                }
        }
    }

    private var permissions: [TopologyDifference] {
        let users = Set(wanted.permissions.map(\.user))
        return compare("permission of", wanted.permissions, found.permissions, by: \.user)
            + compare(
                "routing keys of", wanted.topicPermissions, found.topicPermissions.filter { users.contains($0.user) },
                by: \.subject, missing: { _ in "the broker then allows every key" })
    }

    /// Compares what has names: what is missing, what differs, and what of our name space is not wanted.
    private func compare<Item: Hashable & Encodable>(
        _ noun: String, _ wanted: [Item], _ found: [Item], by name: (Item) -> String,
        missing consequence: (Item) -> String? = { _ in nil }
    ) -> [TopologyDifference] {
        let there = Dictionary(found.map { (name($0), $0) }) { first, _ in first }
        let names = Set(wanted.map(name))
        var differences: [TopologyDifference] = []
        for item in wanted {
            let subject = "\(noun) \(name(item))"
            guard let other = there[name(item)] else {
                differences.append(.missing(subject, consequence: consequence(item)))
                continue
            }
            if other != item {
                let danger = (other as? BrokerPolicy)?.danger(for: name(item))
                differences.append(.different(subject, wanted: item, found: other, consequence: danger))
            }
        }
        let extra = found.map(name).filter { Self.isOurs($0) && !names.contains($0) }
        return differences + Set(extra).map { .extra("\(noun) \($0)") }
    }
}
