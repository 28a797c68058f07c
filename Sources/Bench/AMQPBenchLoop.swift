import AMQP
import Foundation
import Synchronization
import TestSupport

/// The loop in C, compiled anew for each bench. Answers in seconds.
struct AMQPBenchLoop {
    private let node: PrivateBroker
    private let queue: String
    private let program: String

    init(node: PrivateBroker, queue: String) throws {
        self.node = node
        self.queue = queue
        program = node.folder.appending(path: "amqp_loop").path
        let source = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "scripts/peers/amqp_loop.c").path
        try Command.run(["cc", "-O2", "-o", program, source, "-lrabbitmq"])
    }

    func publish(_ count: Int, window: Int, size: Int) throws -> Double {
        try run("publish", count, window, size)
    }

    /// Acknowledges every fifth of the prefetch.
    func consume(_ count: Int, prefetch: Int) throws -> Double {
        try run("consume", count, prefetch, max(1, prefetch / 5))
    }

    private func run(_ verb: String, _ numbers: Int...) throws -> Double {
        let output = try Command.run(
            [program, verb, "127.0.0.1", "\(node.port)", node.user, node.password, queue] + numbers.map(String.init))
        guard let seconds = Double(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CommandFailure(command: program, status: 0, output: output)
        }
        return seconds
    }
}

/// The same by way of ``Publisher`` and ``Consumer``. Answers in seconds.
struct AMQPBenchOwn {
    struct Incomplete: Error {}

    let broker: BrokerAddress
    let queue: String

    /// Handed in 256 at a time, as a worker does, with the next handed in while the last are on the wire.
    func publish(_ count: Int, window: Int, size: Int) throws -> Double {
        var settings = ConnectionSettings()
        settings.window = window
        let publisher = Publisher(broker: broker, name: "bench", settings: settings)
        publisher.start()
        guard eventually({ publisher.state == .connected }) else { throw Incomplete() }
        let body = Data(repeating: UInt8(ascii: "x"), count: size)
        let start = ContinuousClock.now
        var receipts: [Receipt] = []
        var next = 0
        while next < count {
            let end = min(count, next + 256)
            receipts.append(
                publisher.publish(
                    (next..<end).map { number in
                        OutgoingMessage(
                            exchange: "", routingKey: queue,
                            messageID: "00000000-0000-4000-8000-" + String(1_000_000_000_000 + number).dropFirst(),
                            type: "dunlin.bench.made.v1", body: body)
                    }))
            next = end
        }
        for receipt in receipts {
            guard receipt.wait(until: start + .seconds(300)), receipt.failures.isEmpty else { throw Incomplete() }
        }
        let took = start.duration(to: .now)
        publisher.close(within: .seconds(5))
        return took / .seconds(1)
    }

    func consume(_ count: Int, prefetch: Int) throws -> Double {
        // The loop in C counts from its login on.
        let connected = Mutex<ContinuousClock.Instant?>(nil)
        let consumer = Consumer(
            broker: broker, name: "bench", subscriptions: [Subscription(queue: queue, prefetch: prefetch)],
            log: { event in
                if case .connected = event { connected.withLock { $0 = .now } }
            })
        consumer.start()
        var taken = 0
        while taken < count {
            let batch = consumer.next(max: max(1, prefetch / 5), waiting: .seconds(30))
            guard !batch.isEmpty else {
                batch.acknowledge()
                throw Incomplete()
            }
            taken += batch.count
            batch.acknowledge()
        }
        // Closing sends the acknowledgements that wait.
        guard let start = connected.withLock({ $0 }), consumer.close(within: .seconds(30)),
            consumer.counts.acknowledged == count
        else { throw Incomplete() }
        return start.duration(to: .now) / .seconds(1)
    }
}
