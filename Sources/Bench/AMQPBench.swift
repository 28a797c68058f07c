import AMQP
import ArgumentParser
import Foundation
import TestSupport

/// Publishing and consuming against a plain loop in C with the same window, in turns, on the same quorum queue.
struct AMQPBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amqp",
        abstract: "Confirmed publishing and consuming against a plain librabbitmq loop in C.",
        discussion: "Starts a private broker. The last line is: amqp publish_ratio=R consume_ratio=R")

    @Option(help: "Turns; in each, both publish and both consume once.")
    var turns = 5

    @Option(help: "Messages a run.")
    var messages = 40_000

    @Option(help: "Body size in bytes.")
    var size = 1024

    @Option(help: "Unconfirmed messages on the wire.")
    var window = 256

    @Option(help: "Unacknowledged messages that the broker sends ahead.")
    var prefetch = 1000

    func run() throws {
        let node = try PrivateBroker()
        defer { node.stop() }
        let queue = "bench"
        let inspection = try Inspection(broker: try BrokerAddress(url: node.url), name: "bench")
        try inspection.declareQuorumQueue(queue)

        let loop = try AMQPBenchLoop(node: node, queue: queue)
        let own = AMQPBenchOwn(broker: try BrokerAddress(url: node.url), queue: queue)
        // The first run warms the broker's files up and counts for nobody.
        _ = try loop.publish(messages / 4, window: window, size: size)
        try inspection.purge(queue)

        var publishRatios: [Double] = []
        var consumeRatios: [Double] = []
        for turn in 1...max(1, turns) {
            // Who goes first changes, so that neither always meets the broker in the state the other left it in.
            var rates: [String: Double] = [:]
            for side in turn.isMultiple(of: 2) ? ["swift", "c"] : ["c", "swift"] {
                let seconds =
                    side == "c"
                    ? try loop.publish(messages, window: window, size: size)
                    : try own.publish(messages, window: window, size: size)
                rates[side] = Double(messages) / seconds
                let consumed =
                    side == "c"
                    ? try loop.consume(messages, prefetch: prefetch) : try own.consume(messages, prefetch: prefetch)
                rates[side + " consume"] = Double(messages) / consumed
            }
            publishRatios.append(rates["swift", default: 0] / rates["c", default: 1])
            consumeRatios.append(rates["swift consume", default: 0] / rates["c consume", default: 1])
            let line = ["c", "swift", "c consume", "swift consume"].map { "\($0) \(Int(rates[$0, default: 0]))/s" }
            print("turn \(turn): publish/" + line.joined(separator: ", "))
        }
        try inspection.close()
        print(
            String(
                format: "amqp publish_ratio=%.2f consume_ratio=%.2f", Self.median(publishRatios),
                Self.median(consumeRatios)))
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
