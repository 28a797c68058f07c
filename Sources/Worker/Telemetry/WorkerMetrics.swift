import AMQP
import Contracts
import CoreMetrics
import Foundation
import Metrics
import Synchronization

/// What every worker counts, whatever its loop looks like.
package final class WorkerMetrics: Sendable {
    package let registry: PrometheusRegistry
    /// From the delivery of a batch to its acknowledgement.
    package let batchTime: Metrics.Timer
    /// Of the handler alone, for a batch.
    package let handlerTime: Metrics.Timer
    /// By the last word of its name: queue, tier and class.
    private let counters = Mutex<[String: Counter]>([:])
    private let ages: MessageAges

    package init(registry: PrometheusRegistry = PrometheusRegistry()) {
        self.registry = registry
        batchTime = Metrics.Timer(label: "dunlin_batch_seconds", dimensions: [], factory: registry)
        handlerTime = Metrics.Timer(label: "dunlin_handler_seconds", dimensions: [], factory: registry)
        ages = MessageAges(registry)
        for (name, help) in Self.help { registry.describe(name, help) }
        ProcessFigures.report(to: registry)
    }

    private static let help = [
        "dunlin_messages_consumed_total": "Messages handed to the handler, by queue.",
        "dunlin_messages_acknowledged_total": "Messages settled with the broker, by queue.",
        "dunlin_messages_published_total": "Messages the broker confirmed.",
        "dunlin_publish_refused_total": "Messages that were returned or refused for good.",
        "dunlin_publish_inflight": "Messages handed in and not yet confirmed.",
        "dunlin_confirm_wait_seconds_total": "From the wire to the broker's confirm, of all messages together.",
        "dunlin_message_age_seconds": "Age of the oldest message begun in the last minute, by queue.",
        "dunlin_ready": "Whether the worker does its work: 0 says what /readyz gives reasons for.",
        "dunlin_retries_total": "Messages sent into a retry tier.",
        "dunlin_parked_total": "Messages sent to a dead-letter queue, by class.",
        "dunlin_unsettled_total": "Deliveries that were dropped unsettled: a fault of this worker.",
        "dunlin_stale_settlements_total": "Settlements that came after their connection was gone.",
        "dunlin_amqp_reconnects_total": "Connections to the broker beyond the first, by direction.",
        "dunlin_amqp_connected": "Whether there is a connection to the broker, by direction.",
        "dunlin_amqp_blocked": "Whether the broker refuses publishes for lack of memory or disk.",
        "dunlin_batch_seconds": "From the delivery of a batch to its acknowledgement.",
        "dunlin_handler_seconds": "Time of the handler for a batch.",
        "process_resident_memory_bytes": "Resident memory.",
        "process_cpu_seconds_total": "Processor time, user and system.",
    ]

    package func consumed(_ messages: some Sequence<IncomingMessage>) {
        count("dunlin_messages_consumed_total", messages)
        ages.note(messages, at: Date())
    }

    package func acknowledged(_ messages: some Sequence<IncomingMessage>) {
        count("dunlin_messages_acknowledged_total", messages)
    }

    package func retried(_ tier: RetryTier) {
        counter("dunlin_retries_total", "tier", tier.rawValue).increment()
    }

    package func parked(_ class: DeadLetterClass) {
        counter("dunlin_parked_total", "class", `class`.rawValue).increment()
    }

    private func count(_ name: String, _ messages: some Sequence<IncomingMessage>) {
        // Neighbours mostly come from the same queue; one lookup serves the run.
        var queue: String?
        var run = 0
        for message in messages {
            if let queue, queue != message.queue {
                counter(name, "queue", queue).increment(by: run)
                run = 0
            }
            queue = message.queue
            run += 1
        }
        if let queue { counter(name, "queue", queue).increment(by: run) }
    }

    private func counter(_ name: String, _ label: String, _ value: String) -> Counter {
        counters.withLock { counters in
            let key = name + " " + value
            if let known = counters[key] { return known }
            let new = Counter(label: name, dimensions: [(label, value)], factory: registry)
            counters[key] = new
            return new
        }
    }

    /// Shows with each exposition whether the worker is ready.
    func watch(_ health: HealthBoard) {
        let ready = Recorder(label: "dunlin_ready", dimensions: [], aggregate: false, factory: registry)
        registry.beforeExposition { ready.record(health.notReady().isEmpty ? 1 : 0) }
    }

    /// Shows the consumer's own figures with each exposition.
    package func watch(_ consumer: Consumer) {
        let cells = Cells(registry, direction: "consume")
        let unsettled = Totals("dunlin_unsettled_total", [], registry)
        let stale = Totals("dunlin_stale_settlements_total", [], registry)
        registry.beforeExposition { [weak consumer] in
            guard let consumer else { return }
            let counts = consumer.counts
            cells.show(consumer.state, reconnects: counts.reconnects)
            unsettled.raise(to: counts.unsettled)
            stale.raise(to: counts.stale)
        }
    }

    /// Shows the publisher's own figures with each exposition.
    package func watch(_ publisher: Publisher) {
        let cells = Cells(registry, direction: "publish")
        let published = Totals("dunlin_messages_published_total", [], registry)
        let refused = Totals("dunlin_publish_refused_total", [], registry)
        let inflight = Recorder(
            label: "dunlin_publish_inflight", dimensions: [], aggregate: false, factory: registry)
        let confirmWait = Recorder(
            label: "dunlin_confirm_wait_seconds_total", dimensions: [], aggregate: false, factory: registry)
        registry.beforeExposition { [weak publisher] in
            guard let publisher else { return }
            let counts = publisher.counts
            cells.show(publisher.state, reconnects: counts.reconnects)
            published.raise(to: counts.confirmed)
            refused.raise(to: counts.refused)
            inflight.record(counts.unfinished)
            confirmWait.record(counts.confirmWait / .seconds(1))
        }
    }
}

/// What both directions tell about their connection.
private struct Cells: Sendable {
    private let reconnects: Totals
    private let connected: Recorder
    private let blocked: Recorder

    init(_ registry: PrometheusRegistry, direction: String) {
        let dimensions = [("direction", direction)]
        reconnects = Totals("dunlin_amqp_reconnects_total", dimensions, registry)
        connected = Recorder(
            label: "dunlin_amqp_connected", dimensions: dimensions, aggregate: false, factory: registry)
        blocked = Recorder(label: "dunlin_amqp_blocked", dimensions: dimensions, aggregate: false, factory: registry)
    }

    func show(_ state: LinkState, reconnects count: Int) {
        reconnects.raise(to: count)
        if case .disconnected = state { connected.record(0) } else { connected.record(1) }
        if case .blocked = state { blocked.record(1) } else { blocked.record(0) }
    }
}

/// A counter that follows a total kept elsewhere.
private final class Totals: Sendable {
    private let counter: Counter
    private let shown = Mutex(0)

    init(_ name: String, _ dimensions: [(String, String)], _ registry: PrometheusRegistry) {
        counter = Counter(label: name, dimensions: dimensions, factory: registry)
    }

    func raise(to total: Int) {
        shown.withLock { shown in
            if total > shown { counter.increment(by: total - shown) }
            shown = max(shown, total)
        }
    }
}
