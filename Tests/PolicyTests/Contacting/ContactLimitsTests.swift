import Contracts
import Policy
import Testing

private let hour = Duration.seconds(3600)
private let day = Duration.seconds(86_400)
/// 12:00 in Berlin, a Monday.
private let noon = berlin.instant(CivilDate(2027, 3, 1), minute: 720)
private let home = DebtorZone(berlin, origin: .contact)

private func call(_ at: Instant, debt: Int64 = 1, talked: Bool = false) -> PastContact {
    PastContact(at: at, channel: .voice, debt: debt, wasConversation: talked)
}

@Suite struct `Contact limits` {
    private func next(
        _ rules: [ContactRule], _ channel: Channel = .voice, debt: Int64 = 1, at: Instant = noon,
        zone: DebtorZone = home, calendar: BusinessCalendar = .weekdays, after history: [PastContact]
    ) -> ContactOpening {
        ContactLimits(rules, calendar: calendar)
            .nextAllowed(channel: channel, debt: debt, at: at, zone: zone, history: history)
    }

    private let sevenInSeven = [
        ContactRule("seven", channels: [.voice], .atMost(count: 7, days: 7, perDebt: true)),
        ContactRule("pause", channels: [.voice], .afterConversation(days: 7)),
    ]

    @Test func `allow at once what nothing forbids`() {
        #expect(next([], after: [call(noon)]) == ContactOpening(at: noon, rule: ""))
        #expect(next(sevenInSeven, after: []) == ContactOpening(at: noon, rule: ""))
    }

    @Test func `allow a seventh call within seven days and no eighth`() {
        let first = noon.adding(.zero - day * 6)
        let six = (0..<6).map { call(first.adding(day * $0)) }
        #expect(next(sevenInSeven, after: six).at == noon)
        let seven = six + [call(noon.adding(.zero - hour))]
        #expect(next(sevenInSeven, after: seven) == ContactOpening(at: first.adding(day * 7), rule: "seven"))
        // At the first call's hour a week later, to the millisecond.
        #expect(next(sevenInSeven, at: first.adding(day * 7), after: seven).rule == "")
        #expect(next(sevenInSeven, at: first.adding(day * 7 - .milliseconds(1)), after: seven).rule == "seven")
    }

    @Test func `count calls for each debt by itself, and no other channel`() {
        let calls = (0..<7).map { call(noon.adding(.zero - hour * ($0 + 1))) }
        #expect(next(sevenInSeven, debt: 2, after: calls).at == noon)
        #expect(next(sevenInSeven, .sms, after: calls).at == noon)
    }

    @Test func `leave seven days after a conversation about the debt`() {
        let talk = noon.adding(.zero - day * 6)
        #expect(
            next(sevenInSeven, after: [call(talk, talked: true)])
                == ContactOpening(at: talk.adding(day * 7), rule: "pause"))
        #expect(next(sevenInSeven, debt: 2, after: [call(talk, talked: true)]).at == noon)
        #expect(next(sevenInSeven, after: [call(talk)]).at == noon)
    }

    @Test func `count calls and texts together where telephone communications are meant`() {
        let two = [ContactRule("two", channels: [.voice, .sms], .atMost(count: 2, days: 7, perDebt: true))]
        let text = PastContact(at: noon.adding(.zero - day), channel: .sms, debt: 1)
        let letter = PastContact(at: noon.adding(.zero - day), channel: .letter, debt: 1)
        #expect(next(two, after: [text, letter]).at == noon)
        #expect(next(two, .sms, after: [text, call(noon.adding(.zero - hour))]).at == noon.adding(day * 6))
        #expect(next(two, .email, after: [text, call(noon.adding(.zero - hour))]).at == noon)
    }

    @Test func `hold one budget over all channels and debts`() {
        let rules = ContactRule.budget(perDay: 1, perWeek: 3, gap: .seconds(20 * 3600))
        let text = PastContact(at: noon.adding(.zero - hour), channel: .sms, debt: 9)
        #expect(next(rules, .email, after: [text]).at == noon.adding(hour * 19))
        let late = PastContact(at: berlin.instant(CivilDate(2027, 2, 28), minute: 1439), channel: .letter, debt: 9)
        #expect(next(ContactRule.budget(perDay: 1, perWeek: nil, gap: nil), .email, after: [late]).at == noon)
        #expect(
            next(ContactRule.budget(perDay: 1, perWeek: nil, gap: nil), .email, after: [text])
                == ContactOpening(at: berlin.instant(CivilDate(2027, 3, 2), minute: 0), rule: "budget per day"))
    }

    @Test func `keep quiet on Sundays and public holidays`() {
        let easter = BusinessCalendar(
            weekend: [.saturday, .sunday],
            holidays: [CivilDate(2027, 3, 26): "Good Friday", CivilDate(2027, 3, 29): "Easter Monday"],
            range: CivilDate(2027, 1, 1)...CivilDate(2027, 12, 31))
        let rules = [
            ContactRule("quiet", .quietDays([.sunday], holidays: true)),
            .window(SendWindow(days: Set(Weekday.allCases), fromMinute: 480, untilMinute: 1260)),
        ]
        let friday = berlin.instant(CivilDate(2027, 3, 26), minute: 600)
        #expect(
            next(rules, at: friday, calendar: easter, after: [])
                == ContactOpening(at: berlin.instant(CivilDate(2027, 3, 27), minute: 480), rule: "send window"))
        let saturdayNight = berlin.instant(CivilDate(2027, 3, 27), minute: 1260)
        // Daylight saving begins on the Sunday that is passed over.
        #expect(
            next(rules, at: saturdayNight, calendar: easter, after: []).at
                == berlin.instant(CivilDate(2027, 3, 30), minute: 480))
    }

    @Test func `wait for an hour that is open in every zone where the debtor may be`() {
        let zones = DebtorZone(
            [Zone("America/New_York")!, Zone("Pacific/Honolulu")!], origin: .country)
        let hours = [
            ContactRule("hours", .hours(SendWindow(days: Set(Weekday.allCases), fromMinute: 480, untilMinute: 1200)))
        ]
        let morning = Instant("2027-01-11T13:00:00Z")!
        #expect(next(hours, at: morning, zone: zones, after: []).at == Instant("2027-01-11T18:00:00Z"))
        #expect(next(hours, at: Instant("2027-01-12T00:59:59.999Z")!, zone: zones, after: []).rule == "")
        #expect(
            next(hours, at: Instant("2027-01-12T01:00:00Z")!, zone: zones, after: []).at
                == Instant("2027-01-12T18:00:00Z"))
    }

    @Test func `say so where no hour is open in all zones`() {
        let far = DebtorZone([Zone("Europe/Kaliningrad")!, Zone("Asia/Kamchatka")!], origin: .country)
        let narrow = ContactLimits([
            .window(SendWindow(days: Set(Weekday.allCases), fromMinute: 540, untilMinute: 1080))
        ])
        #expect(
            narrow.nextAllowed(channel: .email, debt: 1, at: noon, zone: far, history: [])
                == ContactOpening(at: nil, rule: "send window"))
        let problem = narrow.problem(with: .email, in: far, from: noon)
        #expect(problem?.zones == far.zones && problem?.rule == "send window" && problem?.from == noon)
        #expect(narrow.problem(with: .email, in: home, from: noon) == nil)
        let wide = ContactLimits([.window(SendWindow(days: [.monday], fromMinute: 480, untilMinute: 1200))])
        #expect(wide.problem(with: .email, in: far, from: noon) == nil)
    }

    @Test func `find hours that only one season leaves open`() {
        // In winter New York is 14 hours behind Tokyo, whose 08:00 is its 18:00; in summer it is 19:00 there.
        let zones = DebtorZone([Zone("America/New_York")!, Zone("Asia/Tokyo")!], origin: .phone)
        let hours = ContactLimits([
            ContactRule("hours", .hours(SendWindow(days: Set(Weekday.allCases), fromMinute: 480, untilMinute: 1110)))
        ])
        let summer = Instant("2027-06-01T12:00:00Z")!
        let opening = hours.nextAllowed(channel: .sms, debt: 1, at: summer, zone: zones, history: [])
        #expect(opening.at == Instant("2027-11-07T23:00:00Z"))
        #expect(
            hours.nextAllowed(channel: .sms, debt: 1, at: noon, zone: zones, history: []).at == noon.adding(hour * 12))
        #expect(hours.problem(with: .sms, in: zones, from: summer)?.from == summer)
        #expect(hours.problem(with: .sms, in: DebtorZone(zones.zones[0], origin: .phone), from: summer) == nil)
    }
}
