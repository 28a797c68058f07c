import Contracts
import Testing

@testable import Policy

@Suite struct `The day of a step` {
    typealias Row = (rule: String, issued: CivilDate, due: CivilDate, day: CivilDate)

    /// Terms of payment counted from the issue: the due date stands far away on purpose.
    static let fromIssue: [Row] = [
        ("30 days after issue", .init(2027, 1, 31), .init(2030, 1, 1), .init(2027, 3, 2)),
        ("30 days after end of issue month", .init(2027, 1, 15), .init(2030, 1, 1), .init(2027, 3, 2)),
        ("1 month after issue", .init(2028, 1, 31), .init(2030, 1, 1), .init(2028, 2, 29)),
        ("on 15th of month after issue", .init(2027, 12, 20), .init(2030, 1, 1), .init(2028, 1, 15)),
        ("on issue", .init(2027, 1, 31), .init(2030, 1, 1), .init(2027, 1, 31)),
        ("14 days after issue", .init(2028, 2, 20), .init(2030, 1, 1), .init(2028, 3, 5)),
        ("10 days after issue", .init(2027, 12, 31), .init(2030, 1, 1), .init(2028, 1, 10)),
        ("2 weeks after issue", .init(2027, 2, 15), .init(2030, 1, 1), .init(2027, 3, 1)),
        ("1 month after issue", .init(2027, 1, 31), .init(2030, 1, 1), .init(2027, 2, 28)),
        ("1 month after issue", .init(2027, 12, 31), .init(2030, 1, 1), .init(2028, 1, 31)),
        ("3 months after issue", .init(2027, 11, 30), .init(2030, 1, 1), .init(2028, 2, 29)),
        ("12 months after issue", .init(2028, 2, 29), .init(2030, 1, 1), .init(2029, 2, 28)),
        ("on end of issue month", .init(2028, 2, 3), .init(2030, 1, 1), .init(2028, 2, 29)),
        ("on end of issue month", .init(2027, 4, 30), .init(2030, 1, 1), .init(2027, 4, 30)),
        ("60 days after end of issue month", .init(2027, 12, 1), .init(2030, 1, 1), .init(2028, 2, 29)),
        ("1 month after end of issue month", .init(2027, 1, 15), .init(2030, 1, 1), .init(2027, 2, 28)),
        ("on 31st of month after issue", .init(2027, 1, 10), .init(2030, 1, 1), .init(2027, 2, 28)),
        ("on 31st of month after issue", .init(2027, 3, 10), .init(2030, 1, 1), .init(2027, 4, 30)),
        ("on 1st of month after issue", .init(2027, 12, 1), .init(2030, 1, 1), .init(2028, 1, 1)),
        ("on 2nd of month after issue", .init(2027, 5, 31), .init(2030, 1, 1), .init(2027, 6, 2)),
        ("5 days after 3rd of month after issue", .init(2027, 5, 31), .init(2030, 1, 1), .init(2027, 6, 8)),
    ]

    /// Monday, 2 August 2027, and days around it.
    static let fromDue: [Row] = [
        ("on due", .init(2027, 7, 3), .init(2027, 8, 2), .init(2027, 8, 2)),
        ("7 days before due", .init(2027, 7, 3), .init(2027, 8, 2), .init(2027, 7, 26)),
        ("1 day before due", .init(2027, 7, 3), .init(2027, 8, 2), .init(2027, 8, 1)),
        ("1 day before due", .init(2028, 2, 1), .init(2028, 3, 1), .init(2028, 2, 29)),
        ("5 days after due", .init(2027, 7, 3), .init(2027, 8, 2), .init(2027, 8, 7)),
        ("3 weeks after due", .init(2027, 7, 3), .init(2027, 8, 2), .init(2027, 8, 23)),
        ("1 week before due", .init(2027, 7, 3), .init(2027, 8, 2), .init(2027, 7, 26)),
        ("1 month before due", .init(2027, 2, 28), .init(2027, 3, 31), .init(2027, 2, 28)),
        ("1 month after due", .init(2027, 7, 1), .init(2027, 8, 31), .init(2027, 9, 30)),
        ("6 months after due", .init(2027, 7, 1), .init(2027, 8, 31), .init(2028, 2, 29)),
        ("on end of due month", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 31)),
        ("2 days after end of due month", .init(2027, 7, 1), .init(2027, 12, 2), .init(2028, 1, 2)),
        ("2 days before end of due month", .init(2028, 1, 1), .init(2028, 2, 2), .init(2028, 2, 27)),
        ("on 10th of month after due", .init(2027, 7, 1), .init(2027, 12, 2), .init(2028, 1, 10)),
        ("on 23rd of month after due", .init(2027, 7, 1), .init(2027, 8, 31), .init(2027, 9, 23)),
    ]

    /// 14 August 2027 is a Saturday; 16 August, a Monday, is the only holiday.
    static let moved: [Row] = [
        ("12 days after due, next business day", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 17)),
        ("12 days after due, previous business day", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 13)),
        ("14 days after due, next business day", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 17)),
        ("14 days after due, previous business day", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 13)),
        ("11 days after due, next business day", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 13)),
        ("5 days after due, next tuesday", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 10)),
        ("8 days after due, next tuesday", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 10)),
        ("9 days after due, next tuesday", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 17)),
        ("10 days after due, next monday, next business day", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 17)),
        (
            "10 days after due, next monday, previous business day", .init(2027, 7, 1), .init(2027, 8, 2),
            .init(2027, 8, 13)
        ),
        ("on end of due month, previous business day", .init(2027, 9, 1), .init(2027, 10, 2), .init(2027, 10, 29)),
        ("on 15th of month after due, next business day", .init(2027, 6, 1), .init(2027, 7, 2), .init(2027, 8, 17)),
        ("on due, next sunday", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 8)),
        ("0 days after due, next monday", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 2)),
        ("1 business day after due", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 3)),
        ("5 business days after due", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 9)),
        ("10 business days after due", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 8, 17)),
        ("1 business day after due", .init(2027, 7, 1), .init(2027, 8, 13), .init(2027, 8, 17)),
        ("1 business day before due", .init(2027, 7, 1), .init(2027, 8, 17), .init(2027, 8, 13)),
        ("3 business days before due", .init(2027, 7, 1), .init(2027, 8, 2), .init(2027, 7, 28)),
        ("1 business day after due", .init(2027, 7, 1), .init(2027, 8, 7), .init(2027, 8, 9)),
        ("1 business day before due", .init(2027, 7, 1), .init(2027, 8, 8), .init(2027, 8, 6)),
    ]

    /// Issued on 29 January 2028, due on 1 January 2030.
    @Test(
        arguments: [
            ("on delivery", CivilDate(2028, 2, 2), CivilDate(2028, 2, 2)),
            ("3 days after delivery", CivilDate(2028, 2, 27), CivilDate(2028, 3, 1)),
            ("1 month after delivery", CivilDate(2028, 1, 31), CivilDate(2028, 2, 29)),
            ("2 days after end of delivery month", CivilDate(2028, 2, 2), CivilDate(2028, 3, 2)),
            ("on 15th of month after delivery", CivilDate(2028, 12, 31), CivilDate(2029, 1, 15)),
            ("3 days after delivery", nil, CivilDate(2028, 2, 1)),
        ] as [(String, CivilDate?, CivilDate)])
    func `may follow from the day of delivery, which is that of issue if it is not known`(
        rule: String, delivered: CivilDate?, day: CivilDate
    ) throws {
        let timing = try #require(StepTiming(rule))
        let date = timing.date(
            dueOn: CivilDate(2030, 1, 1), issuedOn: CivilDate(2028, 1, 29), deliveredOn: delivered, previous: nil,
            calendar: .weekdays)
        #expect(date == day)
        #expect(StepTiming(timing.text) == timing && timing.isEarly)
    }

    @Test(arguments: fromIssue + fromDue + moved)
    func `follows from its rule and the invoice's dates`(row: Row) throws {
        let timing = try #require(StepTiming(row.rule))
        let calendar = BusinessCalendar(
            weekend: [.saturday, .sunday], holidays: [CivilDate(2027, 8, 16): "Holiday"],
            range: CivilDate(2026, 1, 1)...CivilDate(2030, 12, 31))
        #expect(timing.date(dueOn: row.due, issuedOn: row.issued, previous: nil, calendar: calendar) == row.day)
        // What is shown can be read again and means the same.
        #expect(StepTiming(timing.text) == timing)
    }

    @Test func `counts from the step before`() throws {
        let timing = try #require(StepTiming("9 days after previous step, next business day"))
        func day(after previous: CivilDate?) -> CivilDate {
            timing.date(
                dueOn: CivilDate(2027, 8, 2), issuedOn: CivilDate(2027, 7, 3), previous: previous, calendar: .weekdays)
        }
        #expect(day(after: CivilDate(2027, 8, 10)) == CivilDate(2027, 8, 19))
        #expect(day(after: CivilDate(2027, 8, 12)) == CivilDate(2027, 8, 23))
    }

    @Test(arguments: [
        "", "due", "5 due", "5 days due", "after due", "-5 days after due", "5 fortnights after due",
        "5.5 days after due",
        "5 days after departure", "5 days after previous", "on previous step", "3 days before previous step",
        "5 business after due", "on 0th of month after due", "on 32nd of month after due", "on 15 of month after due",
        "on 15th of month before due", "end of due month", "2 days after end of month", "4000 days after due",
        "5 days after due,", "5 days after due, tuesday", "5 days after due, next businessday",
        "5 days after due, previous tuesday", "5 days after due; next tuesday", "5 days after due next tuesday",
    ])
    func `is refused when its rule is none`(rule: String) {
        #expect(StepTiming(rule) == nil)
    }

    @Test(arguments: [
        ("7 days before due", true), ("on due", true), ("1 day after due", false), ("14 days after issue", true),
        ("on end of issue month", true), ("on end of due month", false), ("9 days after previous step", false),
        ("1 business day before due", true), ("on 1st of month after due", false),
    ])
    func `is early when it speaks of what is not overdue`(rule: String, isEarly: Bool) {
        #expect(StepTiming(rule)?.isEarly == isEarly)
    }
}

@Suite struct `A ladder with rules in words` {
    private static func ladder(_ rules: String..., grace: Int = 0) -> DunningPolicy {
        DunningPolicy(
            id: "test",
            steps: rules.enumerated().map { index, rule in
                DunningPolicy.Step(
                    id: "step\(index)", timing: StepTiming(rule)!, template: "t", channels: [.email], role: "billing")
            },
            window: policy().window, minimum: [:], budget: ContactBudget(messages: 10, days: 7), grace: grace)
    }

    /// Due on Monday, 2 August 2027.
    private let facts = PolicyTests.facts([item("a", due: CivilDate(2027, 8, 2))])

    private func history(_ sent: (step: String, at: Instant)...) -> ContactHistory {
        ContactHistory(attempts: sent.map { PolicyTests.sent($0.step, at: $0.at, "a") }, contacts: [])
    }

    @Test func `takes the step after the previous one so many days after it was taken`() {
        let ladder = Self.ladder("5 days after due", "9 days after previous step", "1 month after previous step")
        let first = history(("step0", morning(2027, 8, 20)))
        #expect(
            ladder.decision(on: facts, after: first, now: morning(2027, 8, 27)).waitsUntil
                == berlin.instant(CivilDate(2027, 8, 30), minute: 480))
        #expect(ladder.decision(on: facts, after: first, now: morning(2027, 8, 30)).step == "step1")
        let second = history(("step0", morning(2027, 8, 20)), ("step1", morning(2027, 8, 31)))
        #expect(ladder.decision(on: facts, after: second, now: morning(2027, 9, 29)).step == nil)
        #expect(ladder.decision(on: facts, after: second, now: morning(2027, 9, 30)).step == "step2")
    }

    @Test func `keeps the days between two steps when the first was late`() {
        let ladder = Self.ladder("5 days after due", "on end of due month")
        // On their own days 7 and 31 August: 24 days between them.
        let late = history(("step0", morning(2027, 8, 20)))
        #expect(ladder.decision(on: facts, after: late, now: morning(2027, 9, 10)).step == nil)
        #expect(ladder.decision(on: facts, after: late, now: morning(2027, 9, 13)).step == "step1")
    }

    @Test func `sends nothing late within the days of grace`() {
        let ladder = Self.ladder("2 days after due", grace: 10)
        #expect(
            ladder.decision(on: facts, after: .none, now: morning(2027, 8, 12)).waitsUntil
                == berlin.instant(CivilDate(2027, 8, 13), minute: 480))
        #expect(ladder.decision(on: facts, after: .none, now: morning(2027, 8, 13)).step == "step0")
    }

    @Test func `sends a note counted from the issue once, and never after the due date`() {
        let ladder = Self.ladder("10 days after issue", "5 days after due")
        // Issued on 3 July; the tenth day after it is a Tuesday.
        #expect(ladder.decision(on: facts, after: .none, now: morning(2027, 7, 13)).step == "step0")
        let decision = ladder.decision(on: facts, after: .none, now: morning(2027, 7, 14))
        #expect(decision.step == nil && decision.lapsed.map(\.step) == ["step0"])
        let long = Self.ladder("60 days after issue", "5 days after due")
        #expect(long.decision(on: facts, after: .none, now: morning(2027, 7, 14)).lapsed.map(\.step) == ["step0"])
    }
}
