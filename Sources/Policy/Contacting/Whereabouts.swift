import Contracts

/// A postal address, as far as it tells a time zone.
package struct ZoneAddress: Hashable, Sendable {
    /// ISO 3166-1.
    package var country: String
    /// ISO 3166-2, with or without the country: `US-TN` or `TN`.
    package var subdivision: String?
    package var postalCode: String?

    package init(country: String, subdivision: String? = nil, postalCode: String? = nil) {
        self.country = country
        self.subdivision = subdivision
        self.postalCode = postalCode
    }
}

/// What is known of where a debtor is. All of it may be missing.
package struct Whereabouts: Hashable, Sendable {
    /// What the contact's own record says.
    package var contact: Zone?
    package var address: ZoneAddress?
    /// E.164, `+12125550100`; blanks, hyphens, dots and parentheses do not count.
    package var phone: String?
    /// ISO 3166-1.
    package var country: String?

    package init(
        contact: Zone? = nil, address: ZoneAddress? = nil, phone: String? = nil, country: String? = nil
    ) {
        self.contact = contact
        self.address = address
        self.phone = phone
        self.country = country
    }
}

/// Tells the zones in which a debtor may be; who makes it knows the world's zones. Two are equal if they are one.
package final class DebtorZoneLookup: Hashable, Sendable {
    private let find: @Sendable (Whereabouts) -> DebtorZone?

    /// - Parameter find: the same for the same whereabouts; nil if nothing tells the zone.
    package init(_ find: @escaping @Sendable (Whereabouts) -> DebtorZone?) {
        self.find = find
    }

    package func zone(of whereabouts: Whereabouts) -> DebtorZone? { find(whereabouts) }

    package static func == (left: DebtorZoneLookup, right: DebtorZoneLookup) -> Bool { left === right }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
