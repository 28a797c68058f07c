import Contracts
import Ledger
import Logging
import Policy
import Store
import Worker

/// The sender's pages of the ledger: claims, marks, outcomes and the lease.
///
/// A ledger that is busy, full or unreadable for a while is waited for, with readiness off: nothing may go on without
/// it, and what was claimed before is given back when it took too long.
final class ClaimBook {
    /// Unique to this process.
    let worker: String
    private let ledger: Ledger
    private let lease: Duration
    private let health: HealthBoard
    private let logger: Logger
    /// When to stop waiting for the ledger; nil: not yet.
    private let deadline: () -> ContinuousClock.Instant?
    private var renewedAt = ContinuousClock.now

    init(
        ledger: Ledger, worker: String, lease: Duration, health: HealthBoard, logger: Logger,
        deadline: @escaping () -> ContinuousClock.Instant?
    ) {
        self.ledger = ledger
        self.worker = worker
        self.lease = lease
        self.health = health
        self.logger = logger
        self.deadline = deadline
    }

    /// The time ran out while the ledger could not be written.
    struct GaveUp: Error {}

    /// An answer for each request. A request that the ledger cannot take is answered by what is wrong with it.
    func claim(
        _ requests: [ClaimRequest], rules: (Identifier) -> CaseRules?
    ) throws -> [Result<ClaimAnswer, StoreError>] {
        do {
            return try stored("claiming") {
                try ledger.claim(requests, worker: worker, lease: lease, rules: rules).map { .success($0) }
            }.value
        } catch let error as StoreError where error.blamesData {
            guard requests.count > 1 else { return [.failure(error)] }
            return try requests.flatMap { try claim([$0], rules: rules) }
        }
    }

    /// For each claim whether its mail may go.
    func markSubmitting(_ claims: [Claim]) throws -> [Bool] {
        try stored("marking") { try ledger.markSubmitting(claims, worker: worker, lease: lease) }.value
    }

    /// What the ledger did with an outcome.
    enum Completion {
        case stored
        /// The claim had passed to someone else before.
        case passedOn
        /// An earlier try of the same failed without saying whether it was stored.
        case unclear
    }

    func complete(_ outcomes: [(claim: Claim, outcome: SubmissionOutcome)]) throws -> [Completion] {
        let result = try stored("completing") { try ledger.complete(outcomes, worker: worker, lease: lease) }
        return result.value.map { $0 ? .stored : result.tries > 1 ? .unclear : .passedOn }
    }

    /// Renews the lease if a quarter of it has gone by.
    func keepLease() throws {
        guard renewedAt.duration(to: .now) >= lease / 4 else { return }
        _ = try stored("renewing the lease") { try ledger.renewLease(of: worker, lease) }
    }

    /// The policy's time.
    func now() throws -> Instant {
        try stored("reading the clock") { try ledger.clock().now }.value
    }

    private func stored<Value>(
        _ what: String, _ body: () throws -> Value
    ) throws -> (value: Value, tries: Int) {
        var patience = Patience()
        while true {
            do {
                let value = try body()
                renewedAt = .now
                if patience.failures > 0 { health.report([], from: "ledger") }
                return (value, patience.failures + 1)
            } catch let error as StoreError where error.isTransient {
                patience.fail()
                health.report(["ledger: \(error)"], from: "ledger")
                if patience.isWorthTelling {
                    logger.error("the ledger failed while \(what), it is tried again", metadata: ["error": "\(error)"])
                }
                if let deadline = deadline(), .now >= deadline { throw GaveUp() }
                patience.wait()
            }
        }
    }
}
