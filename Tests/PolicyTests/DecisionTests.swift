import Contracts
import Policy
import Testing

/// 2026-11-02 is a Monday.
@Suite struct `A decision` {
    @Test func `names all overdue invoices in one message, the oldest first`() {
        let facts = facts([
            item("b", due: CivilDate(2026, 10, 20)), item("a", due: CivilDate(2026, 10, 1)),
            item("later", due: CivilDate(2026, 12, 1)),
        ])
        let decision = policy().decision(on: facts, after: .none, now: morning(2026, 11, 2))
        #expect(decision.step == "due5")
        #expect(decision.invoices == ["a", "b"])
    }

    @Test(arguments: [(-8, nil), (-7, "due-7"), (-3, nil), (0, "due0"), (1, nil), (4, nil), (5, "due5"), (40, "due5")])
    func `takes the step of the day, and a late one from its day on`(offset: Int, step: String?) {
        // Due on a Thursday: 7 days before, on it, and 5 days after are working days.
        let due = CivilDate(2026, 11, 12)
        let day = due.adding(days: offset).components
        let decision = policy().decision(
            on: facts([item("a", due: due)]), after: .none, now: morning(day.year, day.month, day.day))
        #expect(decision.step == step ?? (offset == 40 ? "due5" : nil))
    }

    @Test func `after an outage of a month owes one step, the lowest not taken`() {
        let facts = facts([item("a", due: CivilDate(2026, 9, 1))])
        let history = ContactHistory(attempts: [sent("due5", at: morning(2026, 9, 7), "a")], contacts: [])
        let decision = policy().decision(on: facts, after: history, now: morning(2026, 11, 2))
        #expect(decision.step == "due14")
        let after = ContactHistory(
            attempts: history.attempts + [sent("due14", at: morning(2026, 11, 2), "a")], contacts: [])
        let next = policy().decision(on: facts, after: after, now: morning(2026, 11, 2))
        // 14 days lie between the steps of day 14 and day 28.
        #expect(next.waitsUntil == berlin.instant(CivilDate(2026, 11, 16), minute: 480))
    }

    @Test func `still takes the middle step when the two oldest invoices were paid`() {
        let policy = policy(late: [5, 7, 11], early: [])
        let third = item("third", due: CivilDate(2026, 11, 3))
        let history = ContactHistory(
            attempts: [sent("due5", at: morning(2026, 11, 6), "first", "second", "third")], contacts: [])
        let decision = policy.decision(on: facts([third]), after: history, now: morning(2026, 11, 16))
        #expect(decision.step == "due7")
    }

    @Test func `lets early steps lapse with their day and never sends them late`() {
        let due = CivilDate(2026, 11, 12)
        let decision = policy().decision(
            on: facts([item("a", due: due)]), after: .none, now: morning(2026, 11, 13))
        #expect(
            Set(decision.lapsed.map(\.step)) == ["due-7", "due0"]
                && decision.lapsed.allSatisfy { $0.occurrence == due.daysSince1970 })
    }

    @Test func `moves an early step off a weekend only if that is not after the due date`() {
        // Due on a Saturday: the step of the due date has no sending day; 7 days before, a Saturday too, has Monday.
        let facts = facts([item("a", due: CivilDate(2026, 11, 14))])
        #expect(policy().decision(on: facts, after: .none, now: morning(2026, 11, 9)).step == "due-7")
        #expect(policy().decision(on: facts, after: .none, now: morning(2026, 11, 16)).step == nil)
    }

    @Test func `begins anew when everything of the last episode was paid`() {
        let facts = facts([item("new", due: CivilDate(2026, 10, 20))])
        let history = ContactHistory(
            attempts: [
                sent("due5", at: morning(2026, 5, 5), "old"), sent("due14", at: morning(2026, 5, 14), "old"),
            ], contacts: [])
        guard
            case .send(let reminder) = policy().decision(on: facts, after: history, now: morning(2026, 11, 2)).action
        else { return #expect(Bool(false), "nothing is sent") }
        #expect(reminder.instance == StepInstance(episode: 2, step: "due5", occurrence: 0))
    }

    @Test func `goes on where it stood when a payment is taken back`() {
        let facts = facts([item("old", due: CivilDate(2026, 5, 1))])
        let history = ContactHistory(attempts: [sent("due5", at: morning(2026, 5, 6), "old")], contacts: [])
        guard
            case .send(let reminder) = policy().decision(on: facts, after: history, now: morning(2026, 11, 2)).action
        else { return #expect(Bool(false), "nothing is sent") }
        #expect(reminder.instance == StepInstance(episode: 1, step: "due14", occurrence: 0))
    }

    @Test func `asks for the open amounts less what is unapplied, and never for nothing`() {
        let items = [item("a", due: CivilDate(2026, 10, 1), open: 7_000)]
        func action(_ unapplied: Int64) -> Decision.Action {
            policy().decision(on: facts(items, unapplied: unapplied), after: .none, now: morning(2026, 11, 2)).action
        }
        guard case .send(let reminder) = action(2_500) else { return #expect(Bool(false), "nothing is sent") }
        #expect(reminder.totalMinor == 4_500)
        #expect(action(7_000) == .rest(.covered))
        #expect(action(9_000) == .rest(.covered))
    }

    @Test func `rests below the minimum`() {
        let facts = facts([item("a", due: CivilDate(2026, 10, 1), open: 499)])
        #expect(
            policy(minimum: 500).decision(on: facts, after: .none, now: morning(2026, 11, 2)).action
                == .rest(.belowMinimum))
    }

    @Test func `leaves held and disputed invoices out and wakes when a hold ends`() {
        let end = morning(2026, 11, 20)
        let held = item("a", due: CivilDate(2026, 10, 1), stop: Stop(.held, until: end))
        let other = item("b", due: CivilDate(2026, 10, 5))
        #expect(
            policy().decision(on: facts([held, other]), after: .none, now: morning(2026, 11, 2)).invoices == ["b"])
        #expect(policy().decision(on: facts([held]), after: .none, now: morning(2026, 11, 2)).waitsUntil == end)
        let disputed = item("a", due: CivilDate(2026, 10, 1), stop: Stop(.disputed))
        #expect(
            policy().decision(on: facts([disputed]), after: .none, now: morning(2026, 11, 2)).action
                == .rest(.disputed))
    }

    @Test(arguments: [Stop.Reason.factsIncomplete, .balanceDiffers, .held, .disputed])
    func `sends nothing while the case as a whole is stopped`(reason: Stop.Reason) {
        let facts = facts([item("a", due: CivilDate(2026, 10, 1))], stop: Stop(reason))
        #expect(policy().decision(on: facts, after: .none, now: morning(2026, 11, 2)).step == nil)
    }

    @Test func `waits for the window of the account's zone`() {
        var facts = facts([item("a", due: CivilDate(2026, 10, 1))])
        facts.accountZone = Zone("America/New_York")!
        // 10:00 in Berlin is 04:00 in New York, which opens at 08:00, 14:00 in Berlin.
        #expect(
            policy().decision(on: facts, after: .none, now: morning(2026, 11, 2)).waitsUntil
                == berlin.instant(CivilDate(2026, 11, 2), minute: 14 * 60))
    }

    @Test func `keeps the budget of the account and of the address`() {
        var facts = facts([item("a", due: CivilDate(2026, 10, 1))])
        let policy = policy(budget: ContactBudget(messages: 1, days: 7))
        let yesterday = morning(2026, 11, 2)
        let byAccount = policy.decision(
            on: facts, after: ContactHistory(attempts: [], contacts: [yesterday]), now: morning(2026, 11, 3))
        #expect(byAccount.waitsUntil == morning(2026, 11, 9))
        facts.contacts[0].messages = [yesterday]
        #expect(policy.decision(on: facts, after: .none, now: morning(2026, 11, 3)).waitsUntil == morning(2026, 11, 9))
    }

    @Test func `finds no channel without a contact that may be written to`() {
        let items = [item("a", due: CivilDate(2026, 10, 1))]
        for contacts in [[], [contact(optedOut: true)], [contact(undeliverable: true)]] {
            let decision = policy().decision(
                on: facts(items, contacts: contacts), after: .none, now: morning(2026, 11, 2))
            #expect(decision.action == .rest(.noChannel))
        }
    }

    /// A year of days, each asked at 10:00, with everything sent at once: no step twice, none skipped, none out of order.
    @Test(arguments: 0..<50)
    func `takes each late step once and in order, whatever is paid meanwhile`(seed: UInt64) {
        var chance = Chance(seed)
        let policy = policy()
        var items = (0..<6).map { index in
            item(Identifier("i\(index)")!, due: CivilDate(2026, 1, 1).adding(days: chance.below(60)))
        }
        var history = ContactHistory.none
        for day in 0..<200 {
            let date = CivilDate(2026, 1, 1).adding(days: day)
            if !items.isEmpty, chance.below(25) == 0 { items.remove(at: chance.below(items.count)) }
            // Some days nothing runs at all.
            if chance.below(10) < 3 { continue }
            let now = berlin.instant(date, minute: 600)
            let decision = policy.decision(on: facts(items), after: history, now: now)
            guard case .send(let reminder) = decision.action else { continue }
            #expect(!history.attempts.contains { $0.instance == reminder.instance }, "a step instance came twice")
            let index = policy.lateSteps.firstIndex(of: reminder.step)
            if let index, index > 0 {
                let before = policy.lateSteps[index - 1].id
                let wasTaken = history.attempts.contains {
                    $0.instance.episode == reminder.instance.episode && $0.instance.step == before
                }
                #expect(wasTaken, "a late step was skipped")
            }
            history.attempts.append(
                PastAttempt(
                    instance: reminder.instance, standing: .taken, at: now, invoices: reminder.items.map(\.invoice)))
            history.contacts.append(now)
        }
    }
}

/// SplitMix64.
struct Chance {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }
}
