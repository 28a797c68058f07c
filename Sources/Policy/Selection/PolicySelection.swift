import Contracts

/// Which of several policies an account goes by.
///
/// In this order: the one that its own settings name, or its segment's in the creditor's file; the policy whose scope is
/// the most specific for it; the creditor's. Of two scopes the one with more kinds of marks wins; of two with as many,
/// the one that names the creditor, then a tag, the segment, the kind, the country, a part of a country before a whole.
package struct PolicySelection: Hashable, Sendable {
    private let scopes: [Entry]

    private struct Entry: Hashable, Sendable {
        let policy: String
        let scope: PolicyScope
    }

    /// - Parameter policies: in any order. None of them tie, see ``ties``.
    package init(_ policies: [DunningPolicy]) {
        scopes = policies.filter { $0.scope != .byName }.map { Entry(policy: $0.id, scope: $0.scope) }
            .sorted { $0.policy < $1.policy }
    }

    /// Pairs of policies that some account could go by alike, the ids of each sorted: a mistake of their writer.
    package var ties: [(first: String, second: String)] {
        scopes.indices.flatMap { index in
            scopes[(index + 1)...].filter { scopes[index].scope.ties(with: $0.scope) }
                .map { (scopes[index].policy, $0.policy) }
        }
    }

    /// - Parameters:
    ///   - named: the policy that the account's overrides name, and where; it goes before every scope.
    ///   - creditorPolicy: the id of the one that the creditor's file names, for all others.
    package func choice(
        for subject: PolicySubject, named: Ruled<String>? = nil, creditorPolicy: String
    ) -> PolicyChoice {
        if let named { return PolicyChoice(policy: named.value, rule: "named by \(named.origin)") }
        var best: (entry: Entry, specificity: PolicyScope.Specificity)?
        for entry in scopes {
            guard let specificity = entry.scope.specificity(for: subject) else { continue }
            if let found = best, found.specificity >= specificity { continue }
            best = (entry, specificity)
        }
        if let best {
            return PolicyChoice(policy: best.entry.policy, rule: "for \(best.entry.scope.words(for: subject))")
        }
        return PolicyChoice(policy: creditorPolicy, rule: "the policy of creditor \(subject.creditor)")
    }
}

/// The policy that an account goes by, and the rule that won.
package struct PolicyChoice: Hashable, Sendable {
    /// Its id.
    package let policy: String
    /// For people who ask why: `for segment key, country DE`.
    package let rule: String

    package init(policy: String, rule: String) {
        self.policy = policy
        self.rule = rule
    }
}

extension PolicyChoice: CustomStringConvertible {
    package var description: String { "policy \(policy): \(rule)" }
}
