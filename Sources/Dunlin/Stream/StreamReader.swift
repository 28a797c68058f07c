import AMQP
import Contracts
import Foundation

/// Reads a stream of the broker from a point to its end, and takes nothing out of it.
///
/// A stream does not say where it ends. How many messages it holds is told by the broker, a few seconds late; so the
/// reading ends when that many were seen and nothing more came for a while.
struct StreamReader {
    let address: BrokerAddress
    let queue: String
    /// How long the broker may be silent before the end.
    let patience: Duration

    /// The broker counts a stream's messages every 5 s.
    private static let countedLate = Duration.seconds(6)
    private static let quiet = Duration.seconds(1)

    init(url: String, queue: String, patience: Duration) throws(Failure) {
        do throws(AMQPError) {
            address = try BrokerAddress(url: url)
        } catch {
            throw Failure(.configuration, "\(error)", remedy: "give --broker amqp://user:password@host:port/vhost")
        }
        self.queue = queue
        self.patience = patience
    }

    /// - Parameter take: given the messages in their order, some hundred at a time; after a reconnect earlier ones come
    ///   again.
    func read(from start: StreamStart, _ take: ([IncomingMessage]) throws -> Void) throws {
        let last = try lastOffset()
        let consumer = consumer(from: start, prefetch: 1000)
        defer { close(consumer) }
        var highest: Int64 = -1
        var heardAt = ContinuousClock.now
        while true {
            let batch = consumer.next(max: 1000, waiting: .milliseconds(200))
            if batch.isEmpty {
                batch.acknowledge()
                let silence = heardAt.duration(to: .now)
                if highest >= last, silence > (highest < 0 ? Self.countedLate : Self.quiet) { return }
                if silence > patience { throw silent() }
                continue
            }
            heardAt = .now
            highest = batch.messages.reduce(highest) { max($0, $1.streamOffset ?? -1) }
            do {
                try take(Array(batch.messages))
            } catch {
                batch.release()
                throw error
            }
            batch.acknowledge()
        }
    }

    /// The offset of the last message that the broker has counted; -1: it counts none.
    private func lastOffset() throws -> Int64 {
        let depth: Int?
        do throws(AMQPError) {
            let inspection = try Inspection(broker: address, name: "dunlin")
            depth = try inspection.queueDepth(queue)
            try inspection.close()
        } catch {
            throw Failure(
                .unavailable, "\(error)", remedy: "check that the broker runs and that the login may read \(queue)")
        }
        guard let depth else {
            throw Failure(.unavailable, "the broker has no queue \(queue)", remedy: "run 'dunlin topology apply'")
        }
        guard depth > 0 else { return -1 }
        let consumer = consumer(from: .first, prefetch: 1)
        defer { close(consumer) }
        let batch = consumer.next(max: 1, waiting: patience)
        let first = batch.messages.first?.streamOffset
        batch.acknowledge()
        guard let first else { throw silent() }
        return first + Int64(depth) - 1
    }

    private func consumer(from start: StreamStart, prefetch: Int) -> Consumer {
        let consumer = Consumer(
            broker: address, name: "dunlin stream",
            subscriptions: [Subscription(queue: queue, prefetch: prefetch, start: start)])
        consumer.start()
        return consumer
    }

    private func close(_ consumer: Consumer) {
        consumer.stopReceiving()
        consumer.close(within: .seconds(5))
    }

    private func silent() -> Failure {
        Failure(
            .unavailable, "the broker delivered nothing more of \(queue) for \(patience), and not all of it",
            remedy: "run the command again; --timeout says how long to wait")
    }
}
