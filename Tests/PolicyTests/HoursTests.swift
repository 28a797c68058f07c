import Contracts
import Testing

@testable import Policy

@Suite struct `The hours of a contact` {
    private static let newYork = Zone("America/New_York")!
    private static let honolulu = Zone("Pacific/Honolulu")!

    private static func policy(from: Int, until: Int) -> DunningPolicy {
        DunningPolicy(
            id: "test",
            steps: [
                DunningPolicy.Step(
                    id: "late", timing: .due(1), template: "t", channels: [.email], role: "billing")
            ],
            window: SendWindow(days: Set(Weekday.allCases), fromMinute: from, untilMinute: until), minimum: [:],
            budget: ContactBudget(messages: 10, days: 7))
    }

    private static func debtor(_ zones: [Zone], limits: [ContactRule]? = nil) -> CaseFacts {
        var person = contact()
        person.zone = DebtorZone(zones, origin: .country)
        var facts = facts([item("i1", due: CivilDate(2026, 11, 2))], contacts: [person])
        facts.limits = limits.map { ContactLimits($0) }
        return facts
    }

    /// 10:00 in New York, 05:00 in Honolulu.
    private let morning = Instant("2026-11-16T15:00:00Z")!

    @Test func `are open while the window is open in every zone where the debtor may be`() {
        let policy = Self.policy(from: 480, until: 1080)
        let known = policy.decision(on: Self.debtor([Self.newYork]), after: .none, now: morning)
        #expect(known.step == "late")
        let unknown = policy.decision(on: Self.debtor([Self.newYork, Self.honolulu]), after: .none, now: morning)
        #expect(unknown.action == .wait(until: Instant("2026-11-16T18:00:00Z")!, .window))
    }

    @Test func `are closed by law where the window is open`() {
        let night = Instant("2026-11-17T03:00:00Z")!
        let hours = ContactRule(
            "hours", .hours(SendWindow(days: Set(Weekday.allCases), fromMinute: 480, untilMinute: 1260)))
        let decision = Self.policy(from: 0, until: 1440)
            .decision(on: Self.debtor([Self.newYork], limits: [hours]), after: .none, now: night)
        #expect(decision.action == .wait(until: Instant("2026-11-17T13:00:00Z")!, .law))
        let calls = ContactRule("calls", channels: [.voice], .atMostADay(count: 1))
        let mail = Self.policy(from: 0, until: 1440)
            .decision(on: Self.debtor([Self.newYork], limits: [calls]), after: .none, now: night)
        #expect(mail.step == "late")
    }

    @Test func `count what went out before`() {
        let rule = ContactRule("once", .atMost(count: 1, days: 7, perDebt: true))
        let before = Instant("2026-11-14T15:00:00Z")!
        let decision = Self.policy(from: 0, until: 1440).decision(
            on: Self.debtor([Self.newYork], limits: [rule]),
            after: ContactHistory(attempts: [], contacts: [before]), now: morning)
        #expect(decision.action == .wait(until: Instant("2026-11-21T15:00:00Z")!, .law))
    }

    @Test func `that never meet rest the case for a person`() {
        let decision = Self.policy(from: 480, until: 540)
            .decision(on: Self.debtor([Self.newYork, Self.honolulu]), after: .none, now: morning)
        #expect(decision.action == .rest(.noHour))
    }
}
