import CoreMetrics
import Synchronization

/// Every metric of the process, told in Prometheus' text format.
///
/// Counters, gauges (recorders and meters) and timers (histograms in seconds). The same name with the same labels is one
/// metric, however often it is made.
/// - Source: Prometheus exposition formats, text format 0.0.4.
package final class PrometheusRegistry: MetricsFactory {
    struct Key: Hashable {
        let name: String
        let labels: String

        init(_ name: String, _ dimensions: [(String, String)]) {
            self.name = name
            labels = dimensions.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        }

        private static func escaped(_ text: String) -> String {
            text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        }
    }

    private struct Metrics {
        var cells: [Key: any MetricCell] = [:]
        var help: [String: String] = [:]
        var collectors: [@Sendable () -> Void] = []
    }

    private let metrics = Mutex(Metrics())

    package init() {}

    /// Gives a metric the sentence that its readers see.
    package func describe(_ name: String, _ help: String) {
        metrics.withLock { $0.help[name] = help }
    }

    /// Has `collect` called before each exposition, to set gauges that somebody else keeps.
    package func beforeExposition(_ collect: @escaping @Sendable () -> Void) {
        metrics.withLock { $0.collectors.append(collect) }
    }

    package func exposition() -> String {
        for collect in metrics.withLock({ $0.collectors }) { collect() }
        let (cells, help) = metrics.withLock { ($0.cells, $0.help) }
        var text = ""
        var family = ""
        for (key, cell) in cells.sorted(by: { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }) {
            if key.name != family {
                family = key.name
                if let help = help[family] { text += "# HELP \(family) \(help)\n" }
                // A total with decimals is kept in a gauge's cell.
                text += "# TYPE \(family) \(family.hasSuffix("_total") ? CounterCell.kind : type(of: cell).kind)\n"
            }
            cell.write(key.name, key.labels, to: &text)
        }
        return text
    }

    private func cell<Cell: MetricCell>(_ name: String, _ dimensions: [(String, String)], _ make: () -> Cell) -> Cell {
        metrics.withLock { metrics in
            let key = Key(name, dimensions)
            if let known = metrics.cells[key] as? Cell { return known }
            let new = make()
            // A name stands for one kind of metric; the first kind is the one that is told.
            if metrics.cells[key] == nil { metrics.cells[key] = new }
            return new
        }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, dimensions, CounterCell.init)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        cell(label, dimensions, GaugeCell.init)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions, GaugeCell.init)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(label, dimensions, HistogramCell.init)
    }

    // A metric lives as long as the process: a series that vanishes and comes back reads as a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
