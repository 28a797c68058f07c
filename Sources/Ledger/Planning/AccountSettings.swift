import Contracts
import Policy

/// What creditor, segment and account have otherwise than the policy says.
struct AccountSettings {
    /// The terms of invoices that come without a due date and without terms.
    var terms: PaymentTerms?
    var leftOut: Set<String> = []
    /// The last day on which nothing is sent.
    var pausedUntil: CivilDate?
    /// In which days are counted.
    var zone: Zone

    init(_ overrides: EffectiveOverrides, zone: Zone) {
        self.zone = zone
        terms = overrides.terms?.value
        leftOut = overrides.leftOut?.value ?? []
        pausedUntil = overrides.pausedUntil?.value
    }

    /// The stop until the end of the account's pause; nil: there is none, or it is over.
    func pause(at now: Instant) -> Stop? { pause(until: pausedUntil, at: now) }

    func pause(until day: CivilDate?, at now: Instant) -> Stop? {
        guard let end = day.map({ zone.instant($0.adding(days: 1), minute: 0) }), end > now else { return nil }
        return Stop(.held, until: end)
    }
}
