import Contracts
import Foundation
import Policy

/// What an account has of its own, beside the rules of its creditor.
struct AccountSettings {
    /// The terms of invoices that come without a due date and without terms.
    var terms: PaymentTerms?
    var leftOut: Set<String> = []
    /// The last day on which nothing is sent.
    var pausedUntil: CivilDate?
    /// A policy's id.
    var policy: String?
    /// In which days are counted.
    var zone: Zone

    /// - Parameter json: as the account's row holds it.
    init(_ json: String?, zone: Zone, memory: inout LoadingMemory) throws {
        self.zone = zone
        guard let json else { return }
        let settings = try JSONDecoder().decode(DunningSettings.self, from: Data(json.utf8))
        terms = try settings.terms.map { try memory.terms($0) }
        leftOut = Set(settings.leftOut ?? [])
        pausedUntil = settings.pausedUntil
        policy = settings.policy
    }

    /// The stop until the end of the account's pause; nil: there is none, or it is over.
    func pause(at now: Instant) -> Stop? { pause(until: pausedUntil, at: now) }

    func pause(until day: CivilDate?, at now: Instant) -> Stop? {
        guard let end = day.map({ zone.instant($0.adding(days: 1), minute: 0) }), end > now else { return nil }
        return Stop(.held, until: end)
    }
}
