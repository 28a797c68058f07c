import Ledger
import Metrics

/// What alert rules ask, as gauges. Each planner tells the same: take the highest.
struct FleetGauges {
    /// So often they are read, at most.
    static let interval = Duration.seconds(60)

    func record(_ figures: OperatingFigures) {
        for (kind, count) in figures.gaps { record("dunlin_watchdog_missing", count, ("kind", kind.rawValue)) }
        record("dunlin_unknown_attempts", figures.unknownAttempts)
        record("dunlin_unknown_oldest_seconds", figures.oldestUnknown?.components.seconds ?? 0)
        for (hold, count) in figures.heldCases { record("dunlin_held_cases", count, ("reason", hold.rawValue)) }
        for (scope, count) in figures.killSwitches { record("dunlin_kill_switches", count, ("scope", scope.rawValue)) }
        record("dunlin_facts_too_old_creditors", figures.creditorsTooOld)
    }

    private func record(_ label: String, _ value: Int64, _ dimensions: (String, String)...) {
        Gauge(label: label, dimensions: dimensions).record(value)
    }
}
