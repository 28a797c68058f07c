import Contracts
import Foundation
import Policy

/// What the loading of cases need not work out again: zones by name, contacts by their stored text.
///
/// Nothing in it can become wrong: the same text always means the same.
struct LoadingMemory {
    typealias KnownContact = (contact: Contact, address: String?)

    /// Entries of each kind; beyond it all are forgotten. nil: no limit, for ledgers that live in memory anyway.
    var limit: Int? = 4096
    private var zones: [String: Zone?] = [:]
    private var terms: [String: PaymentTerms] = [:]
    private var places: [Place: DebtorZone?] = [:]
    private var contacts: [String: [KnownContact]] = [:]
    /// The versions of the policies in use, by id: the last one of each that was asked for.
    private var versions: [String: PolicyVersion] = [:]
    private var policies: [String: DunningPolicy] = [:]

    private struct Place: Hashable {
        var whereabouts: Whereabouts
        var lookup: DebtorZoneLookup
    }

    mutating func zone(of whereabouts: Whereabouts, by lookup: DebtorZoneLookup) -> DebtorZone? {
        let place = Place(whereabouts: whereabouts, lookup: lookup)
        if let known = places[place] { return known }
        let zone = lookup.zone(of: whereabouts)
        if let limit, places.count >= limit { places = [:] }
        places[place] = zone
        return zone
    }

    mutating func zone(_ name: String) -> Zone? {
        if let known = zones[name] { return known }
        let zone = Zone(name)
        Self.keep(zone, for: name, in: &zones, limit)
        return zone
    }

    /// - Parameter text: one that was readable when its event was taken.
    mutating func terms(_ text: String) throws -> PaymentTerms {
        if let known = terms[text] { return known }
        let read = try PaymentTerms(text)
        Self.keep(read, for: text, in: &terms, limit)
        return read
    }

    /// - Parameters:
    ///   - stored: as the account's row holds them.
    ///   - hash: what the ledger finds an address by.
    ///   - open: makes JSON of what is stored.
    mutating func contacts(
        in stored: String, hash: (String) -> String, open: (String) throws -> String
    ) throws -> [KnownContact] {
        if let known = contacts[stored] { return known }
        let read = try JSONDecoder().decode([Contact].self, from: Data(open(stored).utf8)).map { contact in
            (contact: contact, address: contact.email.map(hash))
        }
        Self.keep(read, for: stored, in: &contacts, limit)
        return read
    }

    /// With a text that can be read as a policy file.
    mutating func version(of policy: DunningPolicy) -> PolicyVersion {
        // The same value again costs next to nothing to compare: it shares its steps.
        if let known = versions[policy.id], known.policy == policy { return known }
        let text = String(decoding: JSONValue.document(policy.document), as: UTF8.self)
        let version = PolicyVersion(policy, text: text)
        Self.keep(version, for: policy.id, in: &versions, limit)
        return version
    }

    func policy(withHash hash: String) -> DunningPolicy? { policies[hash] }

    mutating func keep(_ policy: DunningPolicy, withHash hash: String) {
        Self.keep(policy, for: hash, in: &policies, limit)
    }

    private static func keep<Value>(_ value: Value, for key: String, in memory: inout [String: Value], _ limit: Int?) {
        if let limit, memory.count >= limit { memory = [:] }
        memory[key] = value
    }
}
