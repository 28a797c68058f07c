/// An entry of the ledger's audit log, as it was written there.
///
/// `dunlin.audit.recorded.v1`. The message's id is made of number and hash: a copy has the same one.
package struct AuditRecord: Codable, Hashable, Sendable {
    /// From 1 without a gap.
    package var number: Int64
    /// Real time.
    package var at: Instant
    package var actor: String
    package var action: String
    package var subject: String
    /// JSON with sorted keys, as it was hashed.
    package var detail: String
    /// The hash of the entry before, in hexadecimal.
    package var previous: String
    /// Over the entry and ``previous``, in hexadecimal.
    package var hash: String

    package init(
        number: Int64, at: Instant, actor: String, action: String, subject: String, detail: String, previous: String,
        hash: String
    ) {
        self.number = number
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
        self.previous = previous
        self.hash = hash
    }
}
