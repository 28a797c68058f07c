import AMQP
import Foundation
import Metrics
import Synchronization

/// How old messages were when a worker began them, by queue: what a wait in the queue does to those who wait.
///
/// Told is the oldest of the last minute, in seconds since the time that its publisher put on it; 0 when none came in that
/// time. A message without a time stamp does not count.
final class MessageAges: Sendable {
    private struct Oldest {
        var age: Double
        var seen: Date
    }

    private static let memory: TimeInterval = 60
    private let registry: PrometheusRegistry
    private let oldest = Mutex<[String: Oldest]>([:])

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        registry.beforeExposition { [weak self] in self?.show(at: Date()) }
    }

    func note(_ messages: some Sequence<IncomingMessage>, at now: Date) {
        oldest.withLock { oldest in
            for message in messages {
                guard let stamp = message.timestamp else { continue }
                let age = max(0, now.timeIntervalSince(stamp))
                if let known = oldest[message.queue], known.age > age, !Self.isForgotten(known, at: now) { continue }
                oldest[message.queue] = Oldest(age: age, seen: now)
            }
        }
    }

    func show(at now: Date) {
        for (queue, known) in oldest.withLock({ $0 }) {
            Recorder(
                label: "dunlin_message_age_seconds", dimensions: [("queue", queue)], aggregate: false, factory: registry
            ).record(Self.isForgotten(known, at: now) ? 0 : known.age)
        }
    }

    private static func isForgotten(_ known: Oldest, at now: Date) -> Bool {
        known.seen.addingTimeInterval(memory) < now
    }
}
