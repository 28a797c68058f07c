import Contracts
import Ledger
import Policy
import Testing

@Suite struct `Where a debtor is` {
    /// 10:00 in New York, 05:00 in Honolulu, 16:00 in Berlin.
    private static let now = Instant("2026-11-16T15:00:00Z")!

    private static let lookup = DebtorZoneLookup { whereabouts in
        if whereabouts.phone?.hasPrefix("+1212") == true {
            return DebtorZone(Zone("America/New_York")!, origin: .phone)
        }
        let zones = ["America/New_York", "Pacific/Honolulu"].map { Zone($0)! }
        return whereabouts.country == "US" ? DebtorZone(zones, origin: .country) : nil
    }

    private static func rules(_ creditor: Identifier) -> CaseRules? {
        var rules = Books.rules
        rules.zones = lookup
        return rules
    }

    private func next(
        country: String? = nil, zone: String? = nil, contact: Contact = Contact(contact: "c1", email: "a@example.com")
    ) throws -> (String, Instant?) {
        let books = try Books(now: Self.now)
        try books.apply(
            .account(
                Account(
                    creditor: "creditor", account: "account", name: "Example Ltd", country: country, zone: zone,
                    contacts: [contact])), books.invoice("i1", due: "2026-11-02"))
        let entry = try #require(
            try books.ledger.view(of: "creditor", "account", rules: Self.rules)?.cases.first)
        return (entry.next, entry.nextAt)
    }

    @Test func `decides by the creditor's clock if nothing is known`() throws {
        #expect(try next() == ("send due5", Self.now))
    }

    @Test func `decides in all zones of a country of several`() throws {
        #expect(try next(country: "US") == ("outside the send window", Instant("2026-11-16T18:00:00Z")!))
    }

    @Test func `decides by the account's zone, and by the contact's before it`() throws {
        #expect(try next(country: "US", zone: "America/New_York") == ("send due5", Self.now))
        let tokyo = Contact(contact: "c1", email: "a@example.com", zone: "Asia/Tokyo")
        #expect(
            try next(country: "US", zone: "America/New_York", contact: tokyo)
                == ("outside the send window", Instant("2026-11-16T23:00:00Z")!))
    }

    @Test func `decides by the number's zone where the country has several`() throws {
        let number = Contact(contact: "c1", email: "a@example.com", phone: "+12125550100")
        #expect(try next(country: "US", contact: number) == ("send due5", Self.now))
    }
}
