/// How one account, or one invoice, is reminded otherwise than the creditor's rules say. What is nil is as there.
///
/// An invoice has terms, steps left out and a pause of its own only: a message may speak of several invoices.
package struct DunningSettings: Codable, Hashable, Sendable {
    /// A policy's id.
    package var policy: String?
    /// Payment terms such as `net 30`, for invoices that come without a due date.
    package var terms: String?
    /// Ids of steps that are not taken.
    package var leftOut: [String]?
    /// The last day on which nothing is sent.
    package var pausedUntil: CivilDate?
    /// The preferred first.
    package var channels: [Channel]?

    package init(
        policy: String? = nil, terms: String? = nil, leftOut: [String]? = nil, pausedUntil: CivilDate? = nil,
        channels: [Channel]? = nil
    ) {
        self.policy = policy
        self.terms = terms
        self.leftOut = leftOut
        self.pausedUntil = pausedUntil
        self.channels = channels
    }
}
