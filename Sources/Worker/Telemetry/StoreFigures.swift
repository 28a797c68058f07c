import CoreMetrics
import Metrics

/// What a worker's connection to the ledger has done so far.
package struct StoreFigures: Sendable {
    package let commits: Int
    package let rows: Int
    /// Transactions that the database undid for the sake of another and that began anew.
    package let conflicts: Int
    /// From asking for the turn to having the write lock, all in all.
    package let wait: Duration
    /// From having the write lock to having committed or rolled back, all in all.
    package let hold: Duration
    /// Since when the connection waits for its turn or has it; nil: neither.
    package let waitingSince: ContinuousClock.Instant?

    package init(
        commits: Int, rows: Int, conflicts: Int, wait: Duration, hold: Duration,
        waitingSince: ContinuousClock.Instant?
    ) {
        self.commits = commits
        self.rows = rows
        self.conflicts = conflicts
        self.wait = wait
        self.hold = hold
        self.waitingSince = waitingSince
    }
}

extension WorkerMetrics {
    /// Shows the figures with each exposition.
    func watch(_ figures: @escaping @Sendable () -> StoreFigures) {
        let help = [
            "dunlin_store_commits_total": "Transactions committed to the ledger.",
            "dunlin_store_rows_total": "Rows of the ledger inserted, updated or deleted.",
            "dunlin_store_conflicts_total":
                "Transactions that the database undid for the sake of another and that began anew.",
            "dunlin_store_wait_seconds_total": "Time spent waiting for the ledger's write lock.",
            "dunlin_store_hold_seconds_total": "Time spent holding the ledger's write lock.",
        ]
        for (name, text) in help { registry.describe(name, text) }
        let cells = Dictionary(
            uniqueKeysWithValues: help.keys.map {
                ($0, Recorder(label: $0, dimensions: [], aggregate: false, factory: registry))
            })
        registry.beforeExposition {
            let now = figures()
            cells["dunlin_store_commits_total"]?.record(now.commits)
            cells["dunlin_store_rows_total"]?.record(now.rows)
            cells["dunlin_store_conflicts_total"]?.record(now.conflicts)
            cells["dunlin_store_wait_seconds_total"]?.record(now.wait / .seconds(1))
            cells["dunlin_store_hold_seconds_total"]?.record(now.hold / .seconds(1))
        }
    }
}
