import Contracts
import Policy

/// Tells a debtor's time zone from what is known, the most trustworthy first: the contact's record, the address, the
/// telephone number, the country, the creditor's own zone.
///
/// An address that names no more than a country of several zones leaves the answer to what comes after it, and so does
/// a number that belongs to no area, when the country is known. A mobile number tells no more than its calling code.
package struct ZoneFinder: Sendable {
    private let file: ZoneFile

    /// - Throws: ``ZoneDataError/damaged(line:reason:)`` if the shipped file cannot be read.
    package init() throws(ZoneDataError) {
        self.init(file: try ZoneFile.shipped.get())
    }

    init(file: ZoneFile) {
        self.file = file
    }

    /// - Throws: ``ZoneDataError/unknownZone(_:)`` if this system has no such zone.
    package func zone(of whereabouts: Whereabouts, creditor: Zone) throws(ZoneDataError) -> DebtorZone {
        try zone(of: whereabouts) ?? DebtorZone(creditor, origin: .creditor)
    }

    /// nil if nothing tells it.
    package func zone(of whereabouts: Whereabouts) throws(ZoneDataError) -> DebtorZone? {
        if let zone = whereabouts.contact { return DebtorZone(zone, origin: .contact) }
        if let names = whereabouts.address.flatMap(zones) { return try Self.zone(names, .address) }
        let country = whereabouts.address?.country ?? whereabouts.country
        let number = whereabouts.phone.flatMap(Self.digits)
        if let names = number.flatMap(file.zones(ofBearer:)) { return try Self.zone(names, .phone) }
        // Where the number's countries include the debtor's, the number adds nothing to it.
        if let shared = number.flatMap(file.countries(ofNumber:))?.map(String.init),
            !(country.map(shared.contains) ?? false)
        {
            return try Self.zone(shared.flatMap { file.countries[$0] ?? [] }, .phone)
        }
        if let names = country.flatMap({ file.countries[$0] }) { return try Self.zone(names, .country) }
        return nil
    }

    /// The zones of a country as a whole; nil for what is no country.
    package func zones(ofCountry country: String) throws(ZoneDataError) -> DebtorZone? {
        guard let names = file.countries[country] else { return nil }
        return try Self.zone(names, .country)
    }

    /// The zones in which the numbering plan puts a number, or all numbers of a calling code.
    ///
    /// Not where its bearer may be: mobile numbers travel, and many are ported. For send windows use
    /// ``zone(of:creditor:)``.
    /// - Parameter digits: with the calling code, at the beginning, or it alone. Empty if it is nowhere's.
    package func zones(byPlan digits: String) throws(ZoneDataError) -> [Zone] {
        try Self.zones(file.zones(byPlan: digits) ?? [])
    }

    /// nil unless the address tells more than a country of several zones.
    private func zones(of address: ZoneAddress) -> [Substring]? {
        if let subdivision = address.subdivision {
            let code =
                subdivision.hasPrefix(address.country + "-") ? subdivision : "\(address.country)-\(subdivision)"
            if let names = file.places[code] { return names }
        }
        if let code = address.postalCode?.uppercased().filter({ $0.isLetter || $0.isNumber }),
            let names = file.zones(ofPostalCode: code, in: address.country)
        {
            return names
        }
        let country = file.countries[address.country]
        return country?.count == 1 ? country : nil
    }

    /// The digits of a number in international form; nil for any other.
    /// - Source: ITU-T E.164: at most 15 digits, none of them 0 at the beginning.
    private static func digits(of phone: String) -> String? {
        guard phone.first == "+" else { return nil }
        let digits = phone.dropFirst().filter { !" -.()".contains($0) }
        guard (7...15).contains(digits.count), digits.first != "0", digits.allSatisfy({ ("0"..."9").contains($0) })
        else { return nil }
        return String(digits)
    }

    private static func zone(_ names: [Substring], _ origin: DebtorZone.Origin) throws(ZoneDataError) -> DebtorZone {
        DebtorZone(try zones(names), origin: origin)
    }

    private static func zones(_ names: [Substring]) throws(ZoneDataError) -> [Zone] {
        var zones: [Zone] = []
        for name in names {
            guard let zone = Zone(String(name)) else { throw .unknownZone(String(name)) }
            if !zones.contains(zone) { zones.append(zone) }
        }
        return zones
    }
}

extension ZoneFinder {
    /// For rules, which know no files. A zone that this system does not have tells nothing.
    package var lookup: DebtorZoneLookup {
        DebtorZoneLookup { whereabouts in
            do throws(ZoneDataError) {
                return try zone(of: whereabouts)
            } catch {
                return nil
            }
        }
    }
}
