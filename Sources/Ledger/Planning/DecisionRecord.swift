import Contracts
import Policy

/// What was decided about a case, and all that it rests on.
package struct DecisionRecord: Hashable, Sendable {
    /// When the decision fell due, by the policy's clock: the instant that the case waited for, else that of the
    /// planning that found new facts.
    package var at: Instant
    /// When it was taken; not before ``at``.
    package var decidedAt: Instant
    package var facts: CaseFacts
    package var history: ContactHistory
    package var policy: DunningPolicy
    package var action: Decision.Action
    /// Early steps that were found to have lapsed with this decision, none of them before.
    package var lapsed: [LapsedStep]
    /// Promises of which it was found, and told, what became of them.
    package var promises: [PromiseStanding] = []
    /// False: what is to be sent is under way already, or was refused when it was claimed, and is not told as sent.
    package var isNew = true
}

/// A case whose time has come.
struct DueCase {
    var number: Int64
    /// Since when.
    var since: Instant
    /// Facts, not time, made it due.
    var isTouched: Bool
}
