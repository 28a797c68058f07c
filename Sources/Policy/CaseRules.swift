import Contracts

/// The rules for one creditor's cases, as the configuration folder gives them.
package struct CaseRules: Hashable, Sendable {
    package var policy: DunningPolicy
    /// The creditor's own zone; accounts without one share it.
    package var zone: Zone
    /// The creditor's own language, the last of each account's chain.
    package var language: String
    /// The content hash of the folder they come from.
    package var config: String

    package init(policy: DunningPolicy, zone: Zone, language: String, config: String) {
        self.policy = policy
        self.zone = zone
        self.language = language
        self.config = config
    }
}
