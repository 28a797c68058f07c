import Contracts

/// Something that was done and must not be forgotten.
///
/// Holds identifiers, hashes and counts; never a name of a debtor, an address, an amount or a text.
package struct AuditAct: Hashable, Sendable {
    /// Who did it: an operator's name on their system, or a worker's process.
    package var actor: String
    /// What was done, like `dead.replay` or `message.accepted`.
    package var action: String
    /// To what: an attempt, a dead letter, a plan.
    package var subject: String
    package var detail: [String: JSONValue]

    package init(actor: String, action: String, subject: String, detail: [String: JSONValue] = [:]) {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
    }
}
