import Contracts

/// How old a creditor's facts may be before nothing is sent on them.
///
/// Off until the creditor's source sent its first heartbeat, unless the creditor's file states a limit.
package struct FactsFreshness: Hashable, Sendable {
    /// With a heartbeat and no limit of the creditor's own.
    package static let standard = Duration.seconds(900)

    /// nil: the gate is off.
    package let limit: Duration?
    /// The instant up to which all was told; nil: no heartbeat has come.
    package let asOf: Instant?

    /// - Parameter limit: the creditor's own.
    package init(limit: Duration?, asOf: Instant?) {
        self.limit = limit ?? (asOf == nil ? nil : Self.standard)
        self.asOf = asOf
    }

    /// While the gate holds: the instant up to which an account must have been told to be sent to; nil: it doesn't.
    package func oldestAllowed(at now: Instant) -> Instant? {
        guard let limit else { return nil }
        let oldest = now.adding(.zero - limit)
        return asOf.map { $0 >= oldest } ?? false ? nil : oldest
    }

    /// When the facts became, or become, too old; nil: the gate is off, or no heartbeat has come.
    package var tooOldFrom: Instant? {
        guard let limit, let asOf else { return nil }
        return asOf.adding(limit)
    }
}
