import Contracts

/// The debtors that a policy is made for: the key `for` of its file.
///
/// A debtor must have something of each kind of mark that is named, and of each kind one is enough:
/// `for: {segments: [key, large], countries: [DE, AT-9]}` is for key and large accounts in Germany and Vienna.
package struct PolicyScope: Hashable, Sendable {
    package var creditors: Set<Identifier>
    package var tags: Set<String>
    package var segments: Set<String>
    package var kinds: Set<AccountKind>
    /// Countries, and parts of countries, which are more specific.
    package var countries: Set<Jurisdiction>

    package init(
        creditors: Set<Identifier> = [], tags: Set<String> = [], segments: Set<String> = [],
        kinds: Set<AccountKind> = [], countries: Set<Jurisdiction> = []
    ) {
        self.creditors = creditors
        self.tags = tags
        self.segments = segments
        self.kinds = kinds
        self.countries = countries
    }

    /// For nobody of its own accord: such a policy is taken by name only.
    package static let byName = PolicyScope()

    /// How specific it is for a debtor: more kinds of marks first, then those in the order of the members; a part of a
    /// country is more than the country. nil: it is not for this debtor.
    func specificity(for debtor: PolicySubject) -> Specificity? {
        var ranks: [Int] = []
        for isNamed in [
            Self.holds(creditors, [debtor.creditor]), Self.holds(tags, debtor.tags),
            Self.holds(segments, debtor.segment.map { [$0] } ?? []), Self.holds(kinds, [debtor.kind]),
        ] {
            guard let isNamed else { return nil }
            ranks.append(isNamed ? 1 : 0)
        }
        let part = debtor.subdivision.map { Jurisdiction(country: debtor.country, subdivision: $0) }
        if let part, countries.contains(part) {
            ranks.append(2)
        } else if countries.isEmpty || countries.contains(Jurisdiction(country: debtor.country)) {
            ranks.append(countries.isEmpty ? 0 : 1)
        } else {
            return nil
        }
        return ranks.allSatisfy { $0 == 0 } ? nil : Specificity(ranks: ranks)
    }

    /// Whether some debtor has both scopes, neither more specific for it.
    package func ties(with other: PolicyScope) -> Bool {
        func tie<Mark>(_ marks: Set<Mark>, _ others: Set<Mark>) -> Bool {
            marks.isEmpty ? others.isEmpty : !marks.isDisjoint(with: others)
        }
        // A debtor may have many tags, so any two lists of tags can meet in one.
        return self != .byName && tags.isEmpty == other.tags.isEmpty && tie(creditors, other.creditors)
            && tie(segments, other.segments) && tie(kinds, other.kinds) && tie(countries, other.countries)
    }

    /// What the debtor and the scope have in common: `creditor harbour-supplies, segment key`.
    func words(for debtor: PolicySubject) -> String {
        var words: [String] = []
        if !creditors.isEmpty { words.append("creditor \(debtor.creditor)") }
        if let tag = debtor.tags.intersection(tags).min() { words.append("tag \(tag)") }
        if !segments.isEmpty, let segment = debtor.segment { words.append("segment \(segment)") }
        if !kinds.isEmpty { words.append("kind \(debtor.kind.rawValue)") }
        if !countries.isEmpty {
            let part = debtor.subdivision.map { Jurisdiction(country: debtor.country, subdivision: $0) }
            words.append("country \(part.flatMap { countries.contains($0) ? $0.code : nil } ?? debtor.country)")
        }
        return words.joined(separator: ", ")
    }

    /// Whether marks are named and the debtor has one; nil: they are, and it has none.
    private static func holds<Mark>(_ marks: Set<Mark>, _ found: Set<Mark>) -> Bool? {
        if marks.isEmpty { return false }
        return marks.isDisjoint(with: found) ? nil : true
    }

    struct Specificity: Comparable {
        let ranks: [Int]

        static func < (left: Specificity, right: Specificity) -> Bool {
            let counts = [left, right].map { $0.ranks.count { $0 > 0 } }
            return counts[0] == counts[1] ? left.ranks.lexicographicallyPrecedes(right.ranks) : counts[0] < counts[1]
        }
    }
}

/// What a policy is chosen by: an account as its creditor knows it.
package struct PolicySubject: Hashable, Sendable {
    package var creditor: Identifier
    package var tags: Set<String>
    package var segment: String?
    package var kind: AccountKind
    /// ISO 3166-1.
    package var country: String
    /// The part of ISO 3166-2 after the hyphen.
    package var subdivision: String?

    package init(
        creditor: Identifier, tags: Set<String> = [], segment: String? = nil, kind: AccountKind = .business,
        country: String, subdivision: String? = nil
    ) {
        self.creditor = creditor
        self.tags = tags
        self.segment = segment
        self.kind = kind
        self.country = country
        self.subdivision = subdivision
    }

    /// - Parameter country: the creditor's, for an account without one.
    package init(_ account: Account, creditorCountry country: String) {
        self.init(
            creditor: account.creditor, tags: Set(account.tags ?? []), segment: account.segment,
            kind: account.kind ?? .business, country: account.country ?? country, subdivision: account.subdivision)
    }
}
