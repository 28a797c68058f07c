import Contracts

/// Whether the debtor owes as a person or in trade.
package enum DebtKind: String, Word {
    /// Owed for personal, family or household purposes.
    case consumer
    case business
}

/// In what position whoever writes stands towards the debt.
package enum CreditorRole: String, Word {
    /// The creditor itself, in its own name.
    case firstParty = "first party"
    /// Somebody who collects for another.
    case thirdParty = "third party"
}

/// A place whose law may limit contacts: a country or one of its subdivisions.
package struct Jurisdiction: Hashable, Sendable {
    /// ISO 3166-1, two capitals.
    package let country: String
    /// The part of ISO 3166-2 after the hyphen; nil: the country as a whole, or a part of it that is not known.
    package let subdivision: String?

    package init(country: String, subdivision: String? = nil) {
        self.country = country
        self.subdivision = subdivision
    }

    /// Reads `US` or `US-MA`.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isCapital: (Character) -> Bool = { ("A"..."Z").contains($0) }
        guard let country = parts.first, country.count == 2, country.allSatisfy(isCapital) else { return nil }
        if parts.count == 2 {
            guard (1...3).contains(parts[1].count), parts[1].allSatisfy({ isCapital($0) || ("0"..."9").contains($0) })
            else { return nil }
        }
        self.init(country: country, subdivision: parts.count == 2 ? parts[1] : nil)
    }

    /// `US-MA`
    package var code: String { subdivision.map { "\(country)-\($0)" } ?? country }

    /// Whether the law of this place may bind somebody of whom `other` is known.
    func mayBind(_ other: Jurisdiction) -> Bool {
        country == other.country
            && (subdivision == nil || other.subdivision == nil || subdivision == other.subdivision)
    }
}

/// A limit that law, or our own caution, puts on contacts, where, for whom and when.
package struct LegalRule: Hashable, Sendable {
    package let rule: ContactRule
    /// Empty: everywhere.
    package let places: [Jurisdiction]
    package let debts: Set<DebtKind>
    package let roles: Set<CreditorRole>
    /// Its first day; nil: it has held for as long as anybody needs to know.
    package let from: CivilDate?
    /// The first day on which it no longer holds; nil: no end is known.
    package let until: CivilDate?
    /// Where the numbers come from.
    package let source: String

    package init(
        _ rule: ContactRule, places: [Jurisdiction], debts: Set<DebtKind> = Set(DebtKind.allCases),
        roles: Set<CreditorRole> = Set(CreditorRole.allCases), from: CivilDate? = nil, until: CivilDate? = nil,
        source: String
    ) {
        self.rule = rule
        self.places = places
        self.debts = debts
        self.roles = roles
        self.from = from
        self.until = until
        self.source = source
    }

    package var name: String { rule.name }

    func holds(on date: CivilDate) -> Bool {
        (from.map { $0 <= date } ?? true) && (until.map { date < $0 } ?? true)
    }
}
