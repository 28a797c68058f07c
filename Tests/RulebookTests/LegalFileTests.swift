import Contracts
import Policy
import Testing

@testable import Rulebook

@Suite struct `The file of legal rules` {
    private func names(
        _ place: String?, _ kind: DebtKind?, _ role: CreditorRole?, _ channel: Channel
    ) throws -> Set<String> {
        let profile = try Rulebook.shippedLegal()
            .profile(for: place.flatMap { Jurisdiction($0) }, kind: kind, role: role, on: CivilDate("2027-01-04")!)
        return Set(profile.rules.filter { $0.rule.channels.contains(channel) }.map(\.name))
    }

    @Test func `ships with what binds whom`() throws {
        #expect(
            try names("US-NY", .consumer, .thirdParty, .voice) == [
                "us-regulation-f-calls", "us-regulation-f-conversation", "us-regulation-f-hours", "us-telephone-hours",
                "us-cautious-hours",
            ])
        #expect(try names("US-NY", .business, .firstParty, .voice) == ["us-telephone-hours", "us-cautious-hours"])
        #expect(try names("US-NY", .business, .firstParty, .email) == [])
        #expect(try names("US-MA", .consumer, .firstParty, .sms).contains("us-ma-telephone"))
        #expect(try names("US-CA", .business, .firstParty, .voice).contains("us-ca-business-calls"))
        #expect(try names("NO", .consumer, .firstParty, .sms) == ["europe-cautious-hours", "europe-quiet-days"])
        #expect(try names("DE", .consumer, .firstParty, .email) == [])
        #expect(try names(nil, nil, nil, .voice).isSuperset(of: ["us-ma-telephone", "europe-quiet-days"]))
    }

    @Test func `limits calls to seven in seven days, none after a conversation, and two in Massachusetts`() throws {
        let limits = Dictionary(
            uniqueKeysWithValues: try Rulebook.shippedLegal().rules.map { ($0.name, $0.rule.limit) })
        #expect(limits["us-regulation-f-calls"] == .atMost(count: 7, days: 7, perDebt: true))
        #expect(limits["us-regulation-f-conversation"] == .afterConversation(days: 7))
        #expect(limits["us-ma-telephone"] == .atMost(count: 2, days: 7, perDebt: true))
        #expect(
            limits["us-cautious-hours"]
                == .hours(SendWindow(days: Set(Weekday.allCases), fromMinute: 480, untilMinute: 1200)))
        #expect(limits["europe-quiet-days"] == .quietDays([.sunday], holidays: true))
    }

    private static let good = """
        rules:
          - name: calls
            places: [US, DE-BY]
            channels: [voice]
            at_most: 7
            days: 7
            per: debt
            from: 2021-11-30
            source: a test
        relax:
          - rule: calls
            author: compliance@example.com
            reason: a test
        """

    @Test func `reads a rule and its relaxation`() throws {
        let notes = YAMLOutline.Notes(file: "legal.yaml")
        let profiles = try #require(LegalFile.profiles(in: Self.good, notes: notes))
        #expect(notes.problems.isEmpty)
        let rule = try #require(profiles.rules.first)
        #expect(rule.places.map(\.code) == ["US", "DE-BY"] && rule.debts == Set(DebtKind.allCases))
        #expect(rule.from == CivilDate("2021-11-30") && rule.until == nil && rule.source == "a test")
        #expect(profiles.relaxations == [Relaxation(rule: "calls", author: "compliance@example.com", reason: "a test")])
    }

    @Test(arguments: [
        ("rules:", "rule:", "legal.yaml:1: rules: must be a list"),
        ("name: calls", "name: the calls", "legal.yaml:2: rules[0].name: allowed is letters"),
        ("[US, DE-BY]", "[USA]", "legal.yaml:3: rules[0].places: allowed is countries"),
        ("[voice]", "[fax]", "legal.yaml:4: rules[0].channels: allowed is a list of email, sms, voice, letter"),
        ("at_most: 7", "at_most: 0", "legal.yaml:5: rules[0].at_most: allowed is 1 to 1000"),
        ("at_most: 7", "at_most: 7.5", "legal.yaml:5: rules[0].at_most: allowed is 1 to 1000"),
        ("    at_most: 7\n", "", "legal.yaml:2: rules[0]: has no limit"),
        ("at_most: 7", "at_most: 7\n    hours: 08:00-21:00", "legal.yaml:2: rules[0]: has several limits"),
        ("    days: 7\n", "", "legal.yaml:2: rules[0].days: is missing"),
        ("days: 7", "days: 400", "legal.yaml:6: rules[0].days: allowed is 1 to 366"),
        ("per: debt", "per: case", "legal.yaml:7: rules[0].per: allowed is debt or debtor"),
        ("2021-11-30", "2021-11-31", "legal.yaml:8: rules[0].from: allowed is a date"),
        ("from: 2021-11-30", "from: 2021-11-30\n    until: 2021-11-30", "rules[0].until: must be a day after"),
        ("    source: a test\n", "", "legal.yaml:2: rules[0].source: is missing"),
        ("source: a test", "source: a test\n    note: x", "legal.yaml:10: rules[0].note: is unknown"),
        ("- rule: calls", "- rule: texts", "legal.yaml:11: relax[0].rule: allowed is the name of a rule above"),
        ("    author: compliance@example.com\n", "", "legal.yaml:11: relax[0].author: is missing"),
        ("    at_most: 7\n    days: 7\n    per: debt\n", "    hours: 08:00-08:00\n", "rules[0].hours: allowed is"),
        ("    at_most: 7\n    days: 7\n    per: debt\n", "    quiet: [sonntag]\n", "rules[0].quiet: allowed is"),
        (
            "    at_most: 7\n    days: 7\n    per: debt\n",
            "    quiet: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]\n",
            "rules[0].quiet: allowed are"
        ),
        (
            "relax:", "  - name: calls\n    channels: [sms]\n    at_most_a_day: 1\n    source: x\nrelax:",
            "stands here twice"
        ),
    ])
    func `names the line and the key of a mistake`(old: String, new: String, problem: String) throws {
        try #require(Self.good.contains(old))
        let notes = YAMLOutline.Notes(file: "legal.yaml")
        #expect(LegalFile.profiles(in: Self.good.replacing(old, with: new), notes: notes) == nil)
        #expect(notes.problems.map(\.description).contains { $0.contains(problem) }, "\(notes.problems)")
    }
}
