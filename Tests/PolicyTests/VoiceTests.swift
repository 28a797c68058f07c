import Contracts
import Policy
import Testing

@Suite struct `The voice of a step` {
    private let now = morning(2026, 11, 2)
    private let history = ContactHistory(
        attempts: [sent("due5", at: morning(2026, 9, 7), "a"), sent("due14", at: morning(2026, 9, 16), "a")],
        contacts: [])

    @Test(arguments: [(50, 5_000, "t28"), (50, 4_999, "t14"), (0, 1, "t28"), (100, 9_999, "t14")])
    func `is that of the step below when little of what was invoiced is open`(percent: Int, open: Int, template: String)
    {
        let facts = facts([item("a", due: CivilDate(2026, 9, 1), open: Int64(open))])
        let reminder = policy(minimumPercent: percent).decision(on: facts, after: history, now: now).reminder
        #expect(reminder?.template == template && reminder?.instance.step == "due28")
    }

    @Test func `of the first late step is its own however little is open`() {
        let facts = facts([item("a", due: CivilDate(2026, 9, 1), open: 1)])
        let reminder = policy(minimumPercent: 90).decision(on: facts, after: .none, now: now).reminder
        #expect(reminder?.template == "t5")
    }

    @Test(arguments: [(Speaker.carrying, "t28"), (.oldest, "t28"), (.highest, "t28")])
    func `is that of the case where the oldest invoice has come all the way`(speaker: Speaker, template: String) {
        let facts = facts([item("a", due: CivilDate(2026, 9, 1)), item("new", due: CivilDate(2026, 10, 20))])
        let reminder = policy(speaker: speaker).decision(on: facts, after: history, now: now).reminder
        #expect(reminder?.template == template)
    }

    @Test(arguments: [(Speaker.carrying, "t28"), (.oldest, "t5"), (.highest, "t14")])
    func `may be that of an invoice that was named less often`(speaker: Speaker, template: String) {
        // The oldest was held until now and never named; the other was named once.
        let facts = facts([item("held", due: CivilDate(2026, 8, 1)), item("b", due: CivilDate(2026, 9, 3))])
        let history = ContactHistory(
            attempts: [sent("due5", at: morning(2026, 9, 8), "a", "b"), sent("due14", at: morning(2026, 9, 17), "a")],
            contacts: [])
        let reminder = policy(speaker: speaker).decision(on: facts, after: history, now: now).reminder
        #expect(reminder?.template == template && reminder?.step.id == "due28")
    }
}

@Suite struct `A step left out` {
    private let now = morning(2026, 11, 2)

    @Test func `by the case is omitted, and the next keeps its day`() {
        var facts = facts([item("a", due: CivilDate(2026, 9, 1))])
        facts.leftOut = ["due5"]
        #expect(policy().decision(on: facts, after: .none, now: now).step == "due14")
    }

    @Test func `by an invoice does not name it, but others`() {
        var without = item("a", due: CivilDate(2026, 9, 1))
        without.leftOut = ["due5"]
        let decision = policy().decision(
            on: facts([without, item("b", due: CivilDate(2026, 9, 3))]), after: .none, now: now)
        #expect(decision.step == "due5" && decision.invoices == ["b"])
        #expect(policy().decision(on: facts([without]), after: .none, now: now).step == "due14")
    }

    @Test func `is not made up for after a higher one when another invoice comes`() {
        var without = item("a", due: CivilDate(2026, 8, 1))
        without.leftOut = ["due14"]
        let history = ContactHistory(
            attempts: [sent("due5", at: morning(2026, 8, 6), "a"), sent("due28", at: morning(2026, 8, 31), "a")],
            contacts: [])
        let decision = policy().decision(
            on: facts([without, item("b", due: CivilDate(2026, 9, 3))]), after: history, now: now)
        #expect(decision.action == .rest(.stepsTaken))
    }

    @Test func `of every kind keeps an invoice out of all messages and out of nobody's way`() {
        var never = item("a", due: CivilDate(2026, 9, 1))
        never.leftOut = ["due-7", "due0", "due5", "due14", "due28"]
        #expect(policy().decision(on: facts([never]), after: .none, now: now).action == .rest(.stepsTaken))
        let other = item("b", due: CivilDate(2026, 11, 2))
        let decision = policy().decision(on: facts([never, other]), after: .none, now: now)
        #expect(decision.step == "due0" && decision.invoices == ["b"])
    }
}

@Suite struct `One message an invoice` {
    @Test func `goes up a ladder of its own, the oldest first, under one budget`() {
        let policy = policy(budget: ContactBudget(messages: 2, days: 7), consolidation: .invoice)
        let items = [
            item("b", due: CivilDate(2026, 9, 15)), item("a", due: CivilDate(2026, 9, 1)),
            item("c", due: CivilDate(2026, 9, 20)),
        ]
        let now = morning(2026, 11, 2)
        var history = ContactHistory.none
        var named: [[Identifier]] = []
        while let reminder = policy.decision(on: facts(items, unapplied: 12_000), after: history, now: now).reminder {
            named.append(reminder.invoices)
            // The oldest is covered by what is unapplied, and the next one in part.
            #expect(reminder.step.id == "due5" && reminder.totalMinor == (reminder.invoices == ["b"] ? 8_000 : 10_000))
            history.attempts.append(
                PastAttempt(
                    instance: reminder.instance, standing: .taken, at: now, invoices: reminder.invoices))
            history.contacts.append(now)
        }
        #expect(named == [["b"], ["c"]])
        #expect(Set(history.attempts.map(\.instance)).count == 2)
    }
}
