import Contracts
import Policy

/// What it means for one open case to go by another version of its policy.
package struct VersionMove: Hashable, Sendable, Codable {
    package var caseNumber: Int64
    package var creditor: Identifier
    package var account: Identifier
    package var currency: Currency
    /// The hash of the version that it is pinned to.
    package var from: String
    package var before: Next
    package var after: Next

    /// The next step if no fact changes until then.
    package struct Next: Hashable, Sendable, Codable {
        /// nil: none comes.
        package var step: String?
        /// When; nil: with new facts only.
        package var at: Instant?
        /// What the case waits or rests for; nil: the step is due.
        package var reason: String?
    }
}

extension DunningPolicy {
    /// Looks past waits for hours, budgets and days: each may end in another one.
    func next(on facts: CaseFacts, after history: ContactHistory, now: Instant) -> VersionMove.Next {
        var at = now
        var first: String?
        // A wait that ends in a wait for something else is rare, and one that never ends in a step must end here.
        for _ in 0..<16 {
            switch decision(on: facts, after: history, now: at).action {
            case .send(let reminder): return VersionMove.Next(step: reminder.step.id, at: at, reason: first)
            case .task(let due): return VersionMove.Next(step: due.step.id, at: at, reason: first)
            case .wait(let until, let reason):
                first = first ?? reason.rawValue
                guard until > at else { return VersionMove.Next(at: at, reason: first) }
                at = until
            case .rest(let reason): return VersionMove.Next(reason: first ?? reason.rawValue)
            }
        }
        return VersionMove.Next(at: at, reason: first)
    }
}
