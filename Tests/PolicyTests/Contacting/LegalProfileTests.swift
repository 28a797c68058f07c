import Contracts
import Policy
import Testing

@Suite struct `A legal profile` {
    private static func rule(
        _ name: String, _ places: [String], debts: Set<DebtKind> = [.consumer, .business],
        roles: Set<CreditorRole> = [.firstParty, .thirdParty], from: CivilDate? = nil, until: CivilDate? = nil
    ) -> LegalRule {
        LegalRule(
            ContactRule(name, .atMostADay(count: 1)), places: places.map { Jurisdiction($0)! }, debts: debts,
            roles: roles, from: from, until: until, source: "a test")
    }

    private let rules = [
        rule("everywhere", []), rule("us", ["US"]), rule("us-third", ["US"], debts: [.consumer], roles: [.thirdParty]),
        rule("us-ma", ["US-MA"], debts: [.consumer]),
        rule("us-ca", ["US-CA"], debts: [.business], from: CivilDate(2025, 7, 1)),
        rule("fr", ["FR"], until: CivilDate(2027, 1, 1)),
    ]

    private func names(
        _ place: String?, _ kind: DebtKind? = nil, _ role: CreditorRole? = nil,
        on date: CivilDate = CivilDate(2026, 6, 1)
    ) -> [String] {
        LegalProfiles(rules: rules)
            .profile(for: place.map { Jurisdiction($0)! }, kind: kind, role: role, on: date).rules.map(\.name)
    }

    @Test(
        arguments: [
            ("US-MA", .consumer, .thirdParty, ["everywhere", "us", "us-third", "us-ma"]),
            ("US-MA", .consumer, .firstParty, ["everywhere", "us", "us-ma"]),
            ("US-MA", .business, .firstParty, ["everywhere", "us"]),
            ("US-NY", .consumer, .thirdParty, ["everywhere", "us", "us-third"]),
            ("US-CA", .business, .firstParty, ["everywhere", "us", "us-ca"]),
            // Which state is unknown: any of them.
            ("US", .consumer, .firstParty, ["everywhere", "us", "us-ma"]),
            ("US-MA", nil, nil, ["everywhere", "us", "us-third", "us-ma"]),
            ("FR", .business, .firstParty, ["everywhere", "fr"]),
        ] as [(String, DebtKind?, CreditorRole?, [String])])
    func `has all rules that may apply`(place: String, kind: DebtKind?, role: CreditorRole?, expected: [String]) {
        #expect(names(place, kind, role) == expected)
    }

    @Test func `takes all places where the place is unknown or nothing is known of its law`() {
        for place in [nil, "JP", "JP-13"] {
            #expect(names(place) == ["everywhere", "us", "us-third", "us-ma", "us-ca", "fr"])
            #expect(names(place, .business, .firstParty) == ["everywhere", "us", "us-ca", "fr"])
        }
        let profiles = LegalProfiles(rules: rules)
        let date = CivilDate(2026, 6, 1)
        #expect(profiles.profile(for: nil, kind: nil, role: nil, on: date).isStrictest)
        #expect(!profiles.profile(for: Jurisdiction("US"), kind: nil, role: nil, on: date).isStrictest)
    }

    @Test func `begins and ends with the days of its rules`() {
        #expect(!names("US-CA", on: CivilDate(2025, 6, 30)).contains("us-ca"))
        #expect(names("US-CA", on: CivilDate(2025, 7, 1)).contains("us-ca"))
        #expect(names("FR", on: CivilDate(2026, 12, 31)).contains("fr"))
        #expect(names("FR", on: CivilDate(2027, 1, 1)) == ["everywhere"])
    }

    @Test func `keeps what was relaxed, by whom and why`() {
        let relaxation = Relaxation(rule: "us-ma", author: "compliance@example.com", reason: "counsel's opinion")
        let profile = LegalProfiles(rules: rules, relaxations: [relaxation])
            .profile(for: Jurisdiction("US-MA"), kind: .consumer, role: .firstParty, on: CivilDate(2026, 6, 1))
        #expect(profile.rules.map(\.name) == ["everywhere", "us"])
        #expect(profile.relaxed.map(\.relaxation) == [relaxation] && profile.relaxed.map(\.rule.name) == ["us-ma"])
        let limits = profile.limits(with: [ContactRule("own", .atMostADay(count: 2))], calendar: .weekdays)
        #expect(limits.rules.map(\.name) == ["own", "everywhere", "us"])
    }

    @Test(arguments: ["US", "US-MA", "DE-BY", "JP-13"])
    func `is asked by code`(code: String) {
        #expect(Jurisdiction(code)?.code == code)
    }

    @Test(arguments: ["", "us", "USA", "US-", "US-MASS", "US-ma", "-MA", "Ü1"])
    func `has no place by another name`(code: String) {
        #expect(Jurisdiction(code) == nil)
    }
}
