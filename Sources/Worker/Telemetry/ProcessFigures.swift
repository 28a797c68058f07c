import CoreMetrics
import Foundation
import Metrics

/// Memory and processor time of this process, under the names that every Prometheus dashboard knows.
enum ProcessFigures {
    static func report(to registry: PrometheusRegistry) {
        let memory = Recorder(
            label: "process_resident_memory_bytes", dimensions: [], aggregate: false, factory: registry)
        let processor = Recorder(
            label: "process_cpu_seconds_total", dimensions: [], aggregate: false, factory: registry)
        registry.beforeExposition {
            if let bytes = residentBytes() { memory.record(bytes) }
            processor.record(processorSeconds())
        }
    }

    /// nil where there is no /proc.
    static func residentBytes() -> Int? {
        guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// - Source: POSIX clock(3): a million ticks are a second of processor time, on every system.
    static func processorSeconds() -> Double {
        Double(clock()) / 1_000_000
    }
}
