/// A person has dealt with a task that the fleet opened.
///
/// `dunlin.task.closed.v1`
package struct TaskClosed: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    /// As `task.opened` named it.
    package var task: Identifier
    package var outcome: TaskOutcome
    package var author: String?
    package var reason: String?

    package init(
        creditor: Identifier, account: Identifier, task: Identifier, outcome: TaskOutcome, author: String? = nil,
        reason: String? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.task = task
        self.outcome = outcome
        self.author = author
        self.reason = reason
    }
}

package enum TaskOutcome: String, Word {
    /// It was done, or approved.
    case done
    /// It will not be done, or was not approved.
    case declined
}

/// A fee or interest is not asked for after all. It stays in the charge ledger, with the reason.
///
/// `dunlin.charge.waived.v1`
package struct ChargeWaived: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    /// As `charge.raised` named it.
    package var charge: Identifier
    package var author: String?
    package var reason: String

    package init(
        creditor: Identifier, account: Identifier, charge: Identifier, author: String? = nil, reason: String
    ) {
        self.creditor = creditor
        self.account = account
        self.charge = charge
        self.author = author
        self.reason = reason
    }
}
