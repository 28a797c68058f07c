import CoreMetrics
import Synchronization

/// The figures behind one metric with one set of labels.
protocol MetricCell: AnyObject, Sendable {
    static var kind: String { get }
    func write(_ name: String, _ labels: String, to text: inout String)
}

final class CounterCell: MetricCell, CounterHandler {
    static let kind = "counter"
    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { count.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: String, to text: inout String) {
        text += sample(name, labels, String(count.load(ordering: .relaxed)))
    }
}

final class GaugeCell: MetricCell, RecorderHandler, MeterHandler {
    static let kind = "gauge"
    private let value = Mutex(0.0)

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func write(_ name: String, _ labels: String, to text: inout String) {
        text += sample(name, labels, decimal(value.withLock { $0 }))
    }
}

/// Durations by the longest that still counts as so long, in seconds.
final class HistogramCell: MetricCell, TimerHandler {
    static let kind = "histogram"
    /// From a tenth of a millisecond, which is a good batch of nothing, to ten seconds, which is a stall.
    static let bounds = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Figures {
        var counts = [Int](repeating: 0, count: HistogramCell.bounds.count + 1)
        var sum = 0.0
    }

    private let figures = Mutex(Figures())

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        figures.withLock {
            $0.counts[bucket] += 1
            $0.sum += seconds
        }
    }

    func write(_ name: String, _ labels: String, to text: inout String) {
        let figures = figures.withLock { $0 }
        let prefix = labels.isEmpty ? "" : labels + ","
        var total = 0
        for (bound, count) in zip(Self.bounds.map(decimal) + ["+Inf"], figures.counts) {
            total += count
            text += sample(name + "_bucket", prefix + "le=\"\(bound)\"", String(total))
        }
        text += sample(name + "_sum", labels, decimal(figures.sum))
        text += sample(name + "_count", labels, String(total))
    }
}

private func sample(_ name: String, _ labels: String, _ value: String) -> String {
    labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
}

/// A whole number without `.0`, anything else as Swift writes it, which Prometheus reads.
private func decimal(_ value: Double) -> String {
    if let whole = Int64(exactly: value) { return String(whole) }
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value.description
}
