import Contracts

/// A decision of the operator that a rule does not bind him. The audit shows it with each contact it made possible.
package struct Relaxation: Hashable, Sendable {
    /// The rule's name.
    package let rule: String
    /// Who answers for it.
    package let author: String
    package let reason: String

    package init(rule: String, author: String, reason: String) {
        self.rule = rule
        self.author = author
        self.reason = reason
    }
}

/// What the law asks of contacts with one kind of debtor on one day.
package struct LegalProfile: Hashable, Sendable {
    /// All that may apply; all of them hold at once.
    package let rules: [LegalRule]
    /// What would apply too, had nobody relaxed it, and who did.
    package let relaxed: [Relaxed]
    /// Whether the place is unknown, or nothing is known of its law, so that the rules of all places are taken.
    package let isStrictest: Bool

    package struct Relaxed: Hashable, Sendable {
        package let rule: LegalRule
        package let relaxation: Relaxation
    }

    /// Together with the policy's own rules, which come first and so give their names first.
    package func limits(with own: [ContactRule], calendar: BusinessCalendar) -> ContactLimits {
        ContactLimits(own + rules.map(\.rule), calendar: calendar)
    }
}

/// The legal rules that are known, and which of them were relaxed.
package struct LegalProfiles: Hashable, Sendable {
    package let rules: [LegalRule]
    package let relaxations: [Relaxation]

    package init(rules: [LegalRule], relaxations: [Relaxation] = []) {
        self.rules = rules
        self.relaxations = relaxations
    }

    /// Everything that may apply, the strictest combination of it.
    ///
    /// What is not known counts as whatever is stricter: without a subdivision the rules of all of the country's apply,
    /// without a country, or in one of which no rule tells anything, those of all places. The answer is that day's;
    /// a contact that is put off past a day on which a rule begins is decided anew then.
    /// - Parameters:
    ///   - jurisdiction: the debtor's; nil if unknown.
    ///   - kind: nil if unknown.
    ///   - role: nil if unknown.
    package func profile(
        for jurisdiction: Jurisdiction?, kind: DebtKind?, role: CreditorRole?, on date: CivilDate
    ) -> LegalProfile {
        let known = jurisdiction.flatMap { place in
            rules.contains { $0.places.contains { $0.country == place.country } } ? place : nil
        }
        let applying = rules.filter { rule in
            let isThere = known.map { place in rule.places.contains { $0.mayBind(place) } } ?? true
            return (isThere || rule.places.isEmpty) && rule.holds(on: date)
                && (kind.map(rule.debts.contains) ?? true) && (role.map(rule.roles.contains) ?? true)
        }
        let relaxed = applying.compactMap { rule in
            relaxations.first { $0.rule == rule.name }
                .map { LegalProfile.Relaxed(rule: rule, relaxation: $0) }
        }
        let names = Set(relaxed.map(\.rule.name))
        return LegalProfile(
            rules: applying.filter { !names.contains($0.name) }, relaxed: relaxed, isStrictest: known == nil)
    }
}
