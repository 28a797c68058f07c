import Contracts
import Policy
import Testing

@testable import Calendars

@Suite struct `The debtor's zone` {
    private let finder: ZoneFinder
    private let oslo = Zone("Europe/Oslo")!

    init() throws {
        finder = try ZoneFinder()
    }

    @Test(arguments: [
        ("+1 212 555 0100", "America/New_York"), ("+49 30 23125000", "Europe/Berlin"),
        ("+49 (1522) 3433333", "Europe/Berlin"), ("+97714000000", "Asia/Kathmandu"), ("+81 3-1234-5678", "Asia/Tokyo"),
        ("+1.808.555.0100", "Pacific/Honolulu"), ("+34928000000", "Atlantic/Canary"),
        ("+61299999999", "Australia/Sydney"),
        ("+74012000000", "Europe/Kaliningrad"), ("+5568000000000", "America/Rio_Branco"),
        ("+16715550100", "Pacific/Guam"), ("+442079460000", "Europe/London"),
    ])
    func `is that of a number's area or country`(phone: String, zone: String) throws {
        let found = try finder.zone(of: Whereabouts(phone: phone), creditor: oslo)
        #expect(found.zones.first?.name == zone && found.origin == .phone)
    }

    @Test(arguments: [
        ("+18005550100", "America/St_Johns"), ("+79160000000", "Asia/Kamchatka"), ("+61400000000", "Australia/Perth"),
        ("+34600000000", "Atlantic/Canary"), ("+12195550100", "America/Chicago"),
        ("+61740000000", "Australia/Brisbane"),
    ])
    func `is any of those where a number may be`(phone: String, zone: String) throws {
        let found = try finder.zone(of: Whereabouts(phone: phone), creditor: oslo)
        #expect(found.zones.map(\.name).contains(zone) && found.zones.count > 1)
    }

    @Test func `is any of the country's for a toll-free number or no more than the country`() throws {
        let american = [
            "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
            "America/Anchorage", "America/Adak", "Pacific/Honolulu",
        ]
        for phone in ["+18005550100", nil, "212 555 0100", "0049 30 23125000", "+", "+1"] {
            let found = try finder.zone(of: Whereabouts(phone: phone, country: "US"), creditor: oslo)
            #expect(found.zones.map(\.name) == american && found.origin == .country)
        }
    }

    @Test(arguments: [
        (ZoneAddress(country: "AU", subdivision: "QLD"), ["Australia/Brisbane"]),
        (
            ZoneAddress(country: "AU", subdivision: "AU-NSW"),
            ["Australia/Sydney", "Australia/Broken_Hill", "Australia/Lord_Howe"]
        ),
        (ZoneAddress(country: "AU", postalCode: "4000"), ["Australia/Brisbane"]),
        (ZoneAddress(country: "US", subdivision: "TN"), ["America/New_York", "America/Chicago"]),
        (ZoneAddress(country: "US", subdivision: "XX", postalCode: "96813-0001"), ["Pacific/Honolulu"]),
        (ZoneAddress(country: "US", postalCode: "32501"), ["America/Chicago"]),
        (
            ZoneAddress(country: "CA", postalCode: "v6b 1a1"),
            ["America/Vancouver", "America/Edmonton", "America/Fort_Nelson"]
        ),
        (ZoneAddress(country: "FR", postalCode: "97400"), ["Indian/Reunion"]),
        (ZoneAddress(country: "FR", postalCode: "75001"), ["Europe/Paris"]),
        (ZoneAddress(country: "PT", postalCode: "9500-150"), ["Atlantic/Azores"]),
        (ZoneAddress(country: "NP"), ["Asia/Kathmandu"]),
    ])
    func `is that of an address`(address: ZoneAddress, zones: [String]) throws {
        let found = try finder.zone(
            of: Whereabouts(address: address, phone: "+12125550100", country: "DE"), creditor: oslo)
        #expect(found.zones.map(\.name) == zones && found.origin == .address)
    }

    @Test func `comes from the most trustworthy origin that tells it`() throws {
        var known = Whereabouts(
            contact: .utc, address: ZoneAddress(country: "US", subdivision: "HI"), phone: "+12125550100", country: "NP")
        func origin() throws -> DebtorZone.Origin { try finder.zone(of: known, creditor: oslo).origin }
        #expect(try origin() == .contact)
        known.contact = nil
        #expect(try origin() == .address)
        known.address = ZoneAddress(country: "US")
        #expect(try origin() == .phone)
        known.phone = "212 555 0100"
        #expect(try origin() == .country)
        known.address = nil
        known.country = "XX"
        #expect(try finder.zone(of: known, creditor: oslo) == DebtorZone(oslo, origin: .creditor))
    }

    @Test func `can be told for every line of the shipped file`() throws {
        let text = try ZoneFile.shippedText()
        var countries: Set<String> = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            if fields[0] == "country" { countries.insert(String(fields[1])) }
            // A prefix has two columns of zones; a dash in one stands for what a shorter prefix says.
            let columns = fields[0] == "prefix" ? fields[2...].filter { $0 != "-" } : Array(fields.suffix(1))
            for name in columns.flatMap({ $0.split(separator: " ") }) where fields[0] != "code" {
                #expect(Zone(String(name)) != nil, "\(name)")
            }
        }
        #expect(countries.count > 240)
        for country in countries { #expect(try finder.zones(ofCountry: country) != nil) }
    }

    @Test(arguments: ["country\tDE", "place\tDE-BY\t", "zone\tDE\tEurope/Berlin", "postal\tDE\tEurope/Berlin"])
    func `is not told from a damaged file`(line: String) {
        #expect(throws: ZoneDataError.self) { try ZoneFile(text: "# remark\n" + line + "\n") }
    }

    @Test func `needs the zones of the system to be as new as the file's`() throws {
        let finder = ZoneFinder(file: try ZoneFile(text: "country\tXX\tMars/Base\n"))
        #expect(throws: ZoneDataError.unknownZone("Mars/Base")) {
            try finder.zone(of: Whereabouts(country: "XX"), creditor: oslo)
        }
    }
}

@Suite struct `The zones of a number` {
    /// Where the numbering plan puts it, and where its bearer may be.
    @Test(arguments: [
        ("493023125000", ["Europe/Berlin"], ["Europe/Berlin"]),
        // An exchange of Pensacola, in an area code of which most shows another time.
        ("18504331234", ["America/Chicago"], ["America/New_York", "America/Chicago"]),
        // The package writes the same time of another country's zone.
        ("34928123456", ["Atlantic/Canary"], ["Atlantic/Canary"]),
    ])
    func `differ where numbers are ported`(digits: String, plan: [String], bearer: [String]) throws {
        let finder = try ZoneFinder()
        #expect(try finder.zones(byPlan: digits).map(\.name) == plan)
        let found = try finder.zone(of: Whereabouts(phone: "+" + digits))
        #expect(Set(found?.zones.map(\.name) ?? []) == Set(bearer))
    }

    @Test func `stand in one table, where each column may leave the word to a shorter beginning`() throws {
        let file = try ZoneFile(
            text: "prefix\t1\t-\tEurope/Rome Europe/Paris\nprefix\t12\tEurope/Rome\nprefix\t123\t-\tEurope/Paris\n"
                + "prefix\t124\t\t-\nprefix\t125\t\n")
        func answers(_ digits: String) -> [[Substring]?] { [file.zones(ofBearer: digits), file.zones(byPlan: digits)] }
        #expect(answers("19") == [nil, ["Europe/Rome", "Europe/Paris"]])
        #expect(answers("129") == [["Europe/Rome"], ["Europe/Rome"]])
        #expect(answers("1234") == [["Europe/Rome"], ["Europe/Paris"]])
        #expect(answers("1245") == [nil, ["Europe/Rome"]])
        #expect(answers("2") == [nil, nil])
    }
}
