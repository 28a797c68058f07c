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
            accounts: accountRules(of: creditor))
    }

    /// How the creditor's accounts come to their policies.
    package func accountRules(of creditor: Creditor) -> AccountRules {
        let overrides = creditor.overrides
        return AccountRules(
            policies: Dictionary(policies.map { ($0.id, $0) }) { first, _ in first }, selection: selection,
            common: overrides.levels(of: creditor.id, segment: nil),
            segments: overrides.segmentLevels(of: creditor.id))
    }
}
