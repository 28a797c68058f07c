import Contracts
import Foundation

extension BrokerBinding {
    var subject: String { "binding \(source) → \(destination) by '\(routingKey)'" }

    /// Whether it takes messages for which there may be no worker.
    var hidesUnroutable: Bool {
        [Topology.commandsExchange, Topology.eventsExchange].contains(source)
            && routingKey.split(separator: ".", omittingEmptySubsequences: false).contains { $0 == "#" || $0 == "*" }
    }
}

extension BrokerTopicPermission {
    var subject: String { "\(user) on \(exchange)" }
}

extension BrokerPolicy {
    func applies(to name: String, kind: String) -> Bool {
        guard appliesTo == "all" || appliesTo == kind else { return false }
        guard let expression = try? NSRegularExpression(pattern: pattern) else {
            // What cannot be read here may still match there: better one difference too many.
            return true
        }
        return expression.firstMatch(in: name, range: NSRange(name.startIndex..., in: name)) != nil
    }

    /// What this policy would do to a queue of ours, if that is a loss of messages.
    func danger(for queue: String) -> String? {
        let limits = ["delivery-limit", "max-length", "max-length-bytes", "message-ttl", "expires"]
        if queue.hasSuffix(".dlq") || queue == Topology.unroutedQueue {
            return limits.contains { definition[$0] != nil } ? "dead letters can be dropped" : nil
        }
        if Topology.workQueues.contains(queue), definition["dead-letter-exchange"] == nil {
            return "messages that the broker gives up on are dropped"
        }
        return nil
    }
}
