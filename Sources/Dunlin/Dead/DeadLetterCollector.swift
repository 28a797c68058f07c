import AMQP
import Contracts
import Foundation
import Ledger

/// Moves dead letters from the broker into the ledger: stored and committed first, acknowledged then.
final class DeadLetterCollector {
    private let address: BrokerAddress
    private let patience: Duration
    private let desk: DeadDesk

    /// Messages of each queue that the broker sends ahead.
    private static let prefetch = 256

    /// - Parameter patience: how long the broker may be silent.
    init(url: String, patience: Duration, desk: DeadDesk) throws {
        do throws(AMQPError) {
            address = try BrokerAddress(url: url)
        } catch {
            throw Failure(.configuration, "\(error)", remedy: "give --broker amqp://user:password@host:port/vhost")
        }
        self.patience = patience
        self.desk = desk
    }

    /// Empties the queues, and ends when none has a message ready.
    ///
    /// - Parameter note: told after each transaction.
    func collectAll(_ note: (CollectionResult) -> Void = { _ in }) throws -> CollectionResult {
        var total = CollectionResult()
        let filled = try depths().filter { $0.value > 0 }.keys.sorted()
        if filled.isEmpty { return total }
        let intake = Intake(address, queues: filled, prefetch: Self.prefetch)
        defer { intake.close() }
        var heardAt = ContinuousClock.now
        while true {
            if let result = try take(from: intake, waiting: .milliseconds(500)) {
                total += result
                heardAt = .now
                note(total)
            } else if try depths().values.allSatisfy({ $0 == 0 }) {
                return total
            } else if heardAt.duration(to: .now) > patience {
                throw Failure(
                    .unavailable, "the broker holds dead letters and delivered none for \(patience)",
                    remedy: "run the command again: what is stored already is recognised")
            }
        }
    }

    /// Stores what arrives, until a time or until `isEnough`.
    func collect(until deadline: ContinuousClock.Instant, while goesOn: () throws -> Bool) throws {
        let intake = Intake(address, queues: DeadLetter.queues, prefetch: Self.prefetch)
        defer { intake.close() }
        while ContinuousClock.now < deadline, try goesOn() {
            let left = ContinuousClock.now.duration(to: deadline)
            _ = try take(from: intake, waiting: max(.zero, min(left, .milliseconds(500))))
        }
    }

    /// nil: nothing came.
    private func take(from intake: Intake, waiting: Duration) throws -> CollectionResult? {
        let batch = intake.consumer.next(max: 256, waiting: waiting)
        guard !batch.isEmpty else {
            batch.acknowledge()
            return nil
        }
        let count = batch.count
        do {
            let result = try desk.ledger.collect(batch.messages.map(DeadMessage.init), actor: desk.actor)
            batch.acknowledge()
            intake.acknowledged += count
            return result
        } catch {
            batch.release()
            throw error
        }
    }

    /// Messages that are ready, by queue.
    private func depths() throws(Failure) -> [String: Int] {
        do throws(AMQPError) {
            let inspection = try Inspection(broker: address, name: "dunlin")
            var depths: [String: Int] = [:]
            var missing: [String] = []
            for queue in DeadLetter.queues {
                if let depth = try inspection.queueDepth(queue) { depths[queue] = depth } else { missing.append(queue) }
            }
            try inspection.close()
            guard missing.isEmpty else { throw AMQPError.missing(queues: missing, exchanges: []) }
            return depths
        } catch {
            let remedy =
                if case .missing = error { "run 'dunlin topology apply'" } else {
                    "check that the broker runs and that the login is right"
                }
            throw Failure(.unavailable, "\(error)", remedy: remedy)
        }
    }
}

/// A consumer of dead-letter queues.
private final class Intake {
    let consumer: Consumer
    /// Messages settled so far.
    var acknowledged = 0

    init(_ address: BrokerAddress, queues: [String], prefetch: Int) {
        consumer = Consumer(
            broker: address, name: "dunlin dead",
            subscriptions: queues.map { Subscription(queue: $0, prefetch: prefetch) })
        consumer.start()
    }

    /// Lets the acknowledgements go out before receiving stops: RabbitMQ 3.10.8 loses some of a burst of single ones when
    /// the channel closes behind them. One that is lost all the same brings its letter again, which is recognised.
    func close() {
        let deadline = ContinuousClock.now + .seconds(2)
        while consumer.counts.acknowledged + consumer.counts.stale < acknowledged, ContinuousClock.now < deadline {
            Thread.sleep(forTimeInterval: 0.005)
        }
        consumer.stopReceiving()
        consumer.close(within: .seconds(5))
    }
}
