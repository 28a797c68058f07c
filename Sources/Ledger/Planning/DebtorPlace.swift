import Contracts
import Policy

/// Where an account says that it is.
struct DebtorPlace {
    /// The account's own.
    var zone: Zone?
    var country: String?
    var subdivision: String?

    /// Where a contact's clock may stand: its own zone, the account's, what address, number or country tell; nil if
    /// nothing does, and the creditor's zone counts.
    func zone(of contact: Contact, _ rules: CaseRules, memory: inout LoadingMemory) -> DebtorZone? {
        if let own = contact.zone.flatMap({ memory.zone($0) }) ?? zone { return DebtorZone(own, origin: .contact) }
        guard let zones = rules.zones, country != nil || contact.phone != nil else { return nil }
        let country = country ?? rules.country
        let address = subdivision.map { ZoneAddress(country: country, subdivision: $0) }
        return memory.zone(
            of: Whereabouts(address: address, phone: contact.phone, country: country), by: zones)
    }
}

extension CaseFacts {
    /// Takes the first contact's zone for the account's, by which waits end: no window opens later there than in all the
    /// zones that the contact may be in. Contacts of other zones keep theirs.
    mutating func takeZone(of place: DebtorPlace) {
        accountZone = contacts.first?.zone?.zones.first ?? place.zone ?? creditorZone
        for index in contacts.indices {
            let zone = contacts[index].zone ?? DebtorZone(creditorZone, origin: .creditor)
            contacts[index].zone = zone.zones == [accountZone] ? nil : zone
        }
    }
}
