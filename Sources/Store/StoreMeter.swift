import Synchronization

/// What a connection has done so far, for metrics and readiness.
package struct StoreMeasures: Sendable {
    package var commits = 0
    package var rollbacks = 0
    /// Transactions that the server undid for the sake of another and that began anew.
    package var conflicts = 0
    /// Rows inserted, updated or deleted by transactions that committed.
    package var rows = 0
    /// From asking for the turn to having it and the write lock.
    package var lastWait: Duration = .zero
    package var longestWait: Duration = .zero
    package var totalWait: Duration = .zero
    /// From having the write lock to having committed or rolled back.
    package var lastHold: Duration = .zero
    package var longestHold: Duration = .zero
    package var totalHold: Duration = .zero
    /// Since when the connection waits for its turn; nil when it does not wait.
    package var waitingSince: ContinuousClock.Instant?
    /// Since when it waits for its turn or has it: a database server that is silent holds it up in either. nil: it does
    /// neither. A worker is not ready after 10 s of it.
    package var busySince: ContinuousClock.Instant?
}

/// A connection's measures, which any thread may read while the connection's own thread works or waits.
package final class StoreMeter: Sendable {
    private let state = Mutex(StoreMeasures())

    package var measures: StoreMeasures { state.withLock { $0 } }

    func asked(at instant: ContinuousClock.Instant) {
        state.withLock {
            $0.waitingSince = instant
            $0.busySince = instant
        }
    }

    func entered(after wait: Duration) {
        state.withLock {
            $0.waitingSince = nil
            $0.lastWait = wait
            $0.longestWait = max($0.longestWait, wait)
            $0.totalWait += wait
        }
    }

    func beganAnew() {
        state.withLock { $0.conflicts += 1 }
    }

    func gaveUp() {
        state.withLock {
            $0.waitingSince = nil
            $0.busySince = nil
        }
    }

    /// - Parameter rows: the rows that were committed; nil when the transaction was rolled back.
    func left(after hold: Duration, rows: Int?) {
        state.withLock {
            $0.busySince = nil
            if let rows {
                $0.commits += 1
                $0.rows += rows
            } else {
                $0.rollbacks += 1
            }
            $0.lastHold = hold
            $0.longestHold = max($0.longestHold, hold)
            $0.totalHold += hold
        }
    }
}
