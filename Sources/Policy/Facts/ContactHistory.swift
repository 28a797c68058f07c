import Contracts

/// What was sent to an account before, as far as a decision needs it.
package struct ContactHistory: Hashable, Sendable {
    /// The attempts of this case.
    package var attempts: [PastAttempt]
    /// When the account's messages, in all its cases, were claimed: what the budget counts.
    package var contacts: [Instant]
    /// The tasks that steps of this case have opened.
    package var tasks: [PastTask]

    package init(attempts: [PastAttempt], contacts: [Instant], tasks: [PastTask] = []) {
        self.attempts = attempts
        self.contacts = contacts
        self.tasks = tasks
    }

    package static let none = ContactHistory(attempts: [], contacts: [])
}

/// An attempt of the case and what it means for the order of steps.
package struct PastAttempt: Hashable, Sendable {
    package enum Standing: Sendable {
        /// Claimed or later: the step counts as taken, whether the answer is known or not.
        case taken
        /// Planned, dispatched or parked: its outcome is awaited.
        case open
        /// Cancelled: as if it had never been.
        case void
    }

    package var instance: StepInstance
    package var standing: Standing
    /// When it was claimed, or planned while it is open.
    package var at: Instant
    /// The invoices it names.
    package var invoices: [Identifier]

    package init(instance: StepInstance, standing: Standing, at: Instant, invoices: [Identifier]) {
        self.instance = instance
        self.standing = standing
        self.at = at
        self.invoices = invoices
    }
}
