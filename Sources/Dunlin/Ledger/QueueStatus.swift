import Contracts

/// The fleet's queues as the broker's management API counts them; it counts anew about every 5 s.
struct QueueStatus: Encodable {
    /// Those of the fleet, by name.
    var queues: [Queue]
    /// Queues that workers need and that are not there.
    var missing: [String]
    /// Messages in all dead-letter queues and in the one of unrouted events.
    var dead: Int
    /// Messages that wait to be tried again.
    var retrying: Int

    struct Queue: Codable, Equatable {
        var name: String
        /// nil: not counted yet.
        var ready: Int?
        /// Handed to a worker and not acknowledged.
        var unacked: Int?
        var consumers: Int?

        private enum CodingKeys: String, CodingKey {
            case name, consumers
            case ready = "messages_ready"
            case unacked = "messages_unacknowledged"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Names.self)
            try container.encode(name, forKey: .name)
            try container.encodeIfPresent(ready, forKey: .ready)
            try container.encodeIfPresent(unacked, forKey: .unacked)
            try container.encodeIfPresent(consumers, forKey: .consumers)
        }

        private enum Names: String, CodingKey { case name, ready, unacked, consumers }

        var depth: Int { (ready ?? 0) + (unacked ?? 0) }
    }

    init(of broker: ManagementAPI) throws(Failure) {
        self.init(try broker.get("queues", broker.vhost))
    }

    init(_ all: [Queue]) {
        queues = all.filter { $0.name.hasPrefix("dunlin.") }.sorted { $0.name < $1.name }
        let names = Set(queues.map(\.name))
        let needed = Topology.workQueues.flatMap { [$0, Topology.deadLetterQueue(of: $0)] }
        missing = (needed + [Topology.unroutedQueue]).filter { !names.contains($0) }
        let dead = Set(Topology.workQueues.map(Topology.deadLetterQueue) + [Topology.unroutedQueue])
        self.dead = queues.filter { dead.contains($0.name) }.reduce(0) { $0 + $1.depth }
        let tiers = Set(RetryTier.allCases.map(Topology.retryQueue))
        retrying = queues.filter { tiers.contains($0.name) }.reduce(0) { $0 + $1.depth }
    }

    var lines: [String] {
        var table = TextTable([
            ("Queue", .left), ("Ready", .right), ("Unacked", .right), ("Consumers", .right),
        ])
        func text(_ count: Int?) -> String { count.map(String.init) ?? "-" }
        for queue in queues {
            table.add([queue.name, text(queue.ready), text(queue.unacked), text(queue.consumers)])
        }
        var lines = table.isEmpty ? [] : table.lines
        lines.append("dead letters \(dead), waiting to be tried again \(retrying)")
        if !missing.isEmpty {
            lines.append("missing: \(missing.joined(separator: ", ")); run 'dunlin topology apply'")
        }
        let idle = queues.filter { Topology.workQueues.contains($0.name) && $0.consumers == 0 && $0.depth > 0 }
        lines += idle.map { "nobody works on \($0.name)" }
        return lines
    }
}
