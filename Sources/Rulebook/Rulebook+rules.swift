import Contracts
import Policy

extension Rulebook {
    /// The rules for one creditor's cases; nil for a creditor that the folder does not have.
    package func rules(for creditor: Identifier) -> CaseRules? {
        guard let creditor = self.creditor(creditor), let policy = policy(creditor.policy),
            let zone = Zone(creditor.zone)
        else { return nil }
        return CaseRules(
            policy: policy, zone: zone, language: creditor.language, config: hash, country: creditor.country,
            calendars: calendars, legal: legal, zones: zones,
            accounts: AccountRules(of: creditor, policies: policies, selection: selection),
            charges: creditor.interest.map { $0.rules(with: rates) }, freshness: creditor.freshness,
            resendsUnknown: creditor.resendsUnknown)
    }
}

extension AccountRules {
    /// - Parameters:
    ///   - policies: all that an account may name.
    ///   - selection: which of them is chosen by what an account is.
    package init(of creditor: Creditor, policies: [DunningPolicy], selection: PolicySelection) {
        self.init(
            policies: Dictionary(policies.map { ($0.id, $0) }) { first, _ in first }, selection: selection,
            common: creditor.overrides.levels(of: creditor.id, segment: nil),
            segments: creditor.overrides.segmentLevels(of: creditor.id))
    }
}
