import Contracts

/// How the accounts of one creditor come to their policy and to what they have otherwise.
package struct AccountRules: Hashable, Sendable {
    /// By id.
    package var policies: [String: DunningPolicy]
    package var selection: PolicySelection
    /// The creditor's own level, in whatever number of parts.
    package var common: [OverrideLevel]
    package var segments: [String: [OverrideLevel]]

    package init(
        policies: [String: DunningPolicy], selection: PolicySelection, common: [OverrideLevel] = [],
        segments: [String: [OverrideLevel]] = [:]
    ) {
        self.policies = policies
        self.selection = selection
        self.common = common
        self.segments = segments
    }
}

/// What an account goes by, and why.
package struct AccountRuling: Hashable, Sendable {
    package var policy: DunningPolicy
    package var choice: PolicyChoice
    package var overrides: EffectiveOverrides

    /// Whether the policy is the one that the account's own settings name.
    package var isNamedByAccount: Bool {
        guard let named = overrides.policy, case .account = named.origin else { return false }
        return named.value == policy.id
    }
}

extension CaseRules {
    /// - Parameter own: what the account itself has otherwise.
    package func ruling(for subject: PolicySubject, own: OverrideLevel) -> AccountRuling {
        let overrides = overrides(ofSegment: subject.segment, own: own)
        guard let accounts else {
            return AccountRuling(
                policy: policy, choice: PolicyChoice(policy: policy.id, rule: "the only policy"), overrides: overrides)
        }
        let choice = accounts.selection.choice(for: subject, named: overrides.policy, creditorPolicy: policy.id)
        guard let chosen = accounts.policies[choice.policy] else {
            // Nobody is dunned by rules that are not there, and nobody is forgotten for a misspelt name.
            let rule = "\(choice.rule), but there is no policy '\(choice.policy)': the creditor's"
            return AccountRuling(
                policy: policy, choice: PolicyChoice(policy: policy.id, rule: rule), overrides: overrides)
        }
        return AccountRuling(policy: chosen, choice: choice, overrides: overrides)
    }

    /// What an account of the segment has otherwise than its policy says.
    package func overrides(ofSegment segment: String?, own: OverrideLevel) -> EffectiveOverrides {
        guard let accounts else { return Overrides.merged([own]) }
        let segment = segment.flatMap { accounts.segments[$0] } ?? []
        return Overrides.merged(accounts.common + segment + [own])
    }
}
