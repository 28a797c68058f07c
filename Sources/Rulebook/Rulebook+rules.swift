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
            calendars: calendars, legal: legal, zones: zones)
    }
}
