/// Where a debtor's wall clock stands, as far as it is known, and what told it.
///
/// Several zones mean that the debtor is in one of them and nobody knows in which: a time counts as allowed only while
/// it is allowed in all of them.
package struct DebtorZone: Hashable, Sendable {
    /// What told the zone, the most trustworthy first.
    package enum Origin: String, Sendable, CaseIterable {
        case contact, address, phone, country, creditor
    }

    /// At least one.
    package let zones: [Zone]
    package let origin: Origin

    package init(_ zones: [Zone], origin: Origin) {
        precondition(!zones.isEmpty, "a debtor without a zone")
        self.zones = zones
        self.origin = origin
    }

    package init(_ zone: Zone, origin: Origin) {
        self.init([zone], origin: origin)
    }
}
