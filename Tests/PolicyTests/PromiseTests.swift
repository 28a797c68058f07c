import Contracts
import Policy
import Testing

@Suite struct `A promise to pay` {
    private let rules = PromiseRules(graceDays: 2, extensions: 1, brokenTemplate: "broken")

    private func promise(
        _ id: Identifier = "p", _ amount: Int64 = 10_000, paid: Int64 = 0, made: Int = 2, by day: Int = 10,
        _ invoices: Identifier...
    ) -> PromiseToPay {
        PromiseToPay(
            id: id, amountMinor: amount, promisedOn: CivilDate(2026, 11, day), madeAt: morning(2026, 11, made),
            invoices: invoices, paidMinor: paid)
    }

    @Test(
        arguments: [
            (0, 10, .open), (0, 12, .open), (0, 13, .broken), (1, 12, .open), (1, 13, .partlyKept),
            (9_999, 13, .partlyKept),
            (10_000, 3, .kept), (10_000, 20, .kept), (12_000, 13, .kept),
        ] as [(Int64, Int, PromiseToPay.Outcome)])
    func `is open, kept, partly kept or broken by what was paid`(paid: Int64, day: Int, outcome: PromiseToPay.Outcome) {
        #expect(promise(paid: paid).outcome(on: morning(2026, 11, day), zone: berlin, rules: rules) == outcome)
    }

    @Test func `is over with the midnight of the creditor's zone`() {
        #expect(promise().end(in: berlin, by: rules) == berlin.instant(CivilDate(2026, 11, 13), minute: 0))
    }

    @Test func `is replaced by a later one while it is open, so many times`() {
        let row = [
            promise("a", made: 2, by: 5), promise("b", made: 3, by: 8), promise("c", made: 4, by: 20),
        ]
        let standings = PromiseToPay.standings(of: row, at: morning(2026, 11, 6), in: berlin, by: rules)
        #expect(standings.map(\.outcome) == [.superseded, .superseded, .open])
        #expect(standings.map(\.rests) == [false, false, false])
        let two = PromiseToPay.standings(of: Array(row.prefix(2)), at: morning(2026, 11, 6), in: berlin, by: rules)
        #expect(two.map(\.outcome) == [.superseded, .open] && two.map(\.rests) == [false, true])
    }

    @Test func `about other invoices, or after a broken one, replaces nothing`() {
        let apart = PromiseToPay.standings(
            of: [promise("a", made: 2, by: 20, "x"), promise("b", made: 3, by: 20, "y")], at: morning(2026, 11, 6),
            in: berlin, by: rules)
        #expect(apart.map(\.outcome) == [.open, .open])
        let after = PromiseToPay.standings(
            of: [promise("a", made: 1, by: 2), promise("b", made: 9, by: 20)], at: morning(2026, 11, 10), in: berlin,
            by: rules)
        #expect(after.map(\.outcome) == [.broken, .open] && after[1].rests)
    }

    @Test(
        arguments: [
            // promised, invoices, asked for in the order of age
            (10_000, ["b"], ["a": 10_000, "c": 10_000]), (4_000, ["b"], ["a": 10_000, "b": 6_000, "c": 10_000]),
            (15_000, [], ["b": 5_000, "c": 10_000]), (25_000, ["a", "c"], ["b": 10_000]),
        ] as [(Int64, [Identifier], [Identifier: Int64])])
    func `rests what it names, oldest first, up to its amount`(
        amount: Int64, invoices: [Identifier], asked: [Identifier: Int64]
    ) {
        var facts = facts([
            item("c", due: CivilDate(2026, 10, 3)), item("a", due: CivilDate(2026, 10, 1)),
            item("b", due: CivilDate(2026, 10, 2)),
        ])
        var named = promise("p", amount, made: 2, by: 10)
        named.invoices = invoices
        facts.promises = [named]
        let reminder = policy(promises: rules).decision(on: facts, after: .none, now: morning(2026, 11, 3)).reminder
        let found = (reminder?.items ?? []).map { ($0.invoice, $0.openMinor) }
        #expect(Dictionary(uniqueKeysWithValues: found) == asked)
    }

    @Test func `that was broken goes on at the next step with its own text, once`() {
        var facts = facts([item("a", due: CivilDate(2026, 10, 1))])
        facts.promises = [promise()]
        let policy = policy(promises: rules)
        var history = ContactHistory(attempts: [sent("due5", at: morning(2026, 10, 6), "a")], contacts: [])
        #expect(
            policy.decision(on: facts, after: history, now: morning(2026, 11, 12)).action
                == .wait(until: berlin.instant(CivilDate(2026, 11, 13), minute: 0), .promised))
        let next = policy.decision(on: facts, after: history, now: morning(2026, 11, 13)).reminder
        #expect(next?.step.id == "due14" && next?.template == "broken")
        history.attempts.append(sent("due14", at: morning(2026, 11, 13), "a"))
        let later = policy.decision(on: facts, after: history, now: morning(2026, 11, 27)).reminder
        #expect(later?.step.id == "due28" && later?.template == "t28")
    }
}

@Suite struct `A payment plan` {
    private let invoices: [Identifier] = ["a", "b"]
    private let items = [item("a", due: CivilDate(2026, 9, 1)), item("b", due: CivilDate(2026, 9, 15))]

    private func plan(_ days: Int...) -> PaymentPlan {
        PaymentPlan(
            id: "plan", invoices: invoices,
            instalments: days.map {
                Instalment(dueOn: CivilDate(2026, 11, $0), amountMinor: 20_000 / Int64(days.count))
            })
    }

    private func facts(_ plan: PaymentPlan, open: [Int64] = [10_000, 10_000]) -> CaseFacts {
        var facts = PolicyTests.facts(zip(items, open).map { $0.with(open: $1) }.filter { $0.openMinor > 0 })
        facts.plans = [plan]
        return facts
    }

    @Test func `replaces the due dates of its invoices`() {
        let decision = policy(late: [1, 14], early: []).decision(
            on: facts(plan(2, 9, 16, 23)), after: .none, now: morning(2026, 11, 4))
        #expect(decision.reminder?.items.map(\.instalment) == [1])
        #expect(decision.reminder?.items.map(\.dueOn) == [CivilDate(2026, 11, 2)])
        #expect(decision.reminder?.totalMinor == 5_000 && decision.invoices == ["a"])
    }

    @Test func `covers its earliest instalments with what was paid`() {
        // 6,000 were paid: the first instalment, and 1,000 of the second.
        let decision = policy(late: [1, 14], early: []).decision(
            on: facts(plan(2, 9, 16, 23), open: [4_000, 10_000]), after: .none, now: morning(2026, 11, 11))
        #expect(decision.reminder?.items.map(\.instalment) == [2] && decision.reminder?.totalMinor == 4_000)
    }

    @Test(
        arguments: [
            (5, [10_000, 10_000], .running(until: CivilDate(2026, 11, 6))),
            (6, [10_000, 10_000], .broken(on: CivilDate(2026, 11, 6))),
            (6, [5_000, 10_000], .running(until: CivilDate(2026, 11, 13))),
            (6, [5_001, 10_000], .broken(on: CivilDate(2026, 11, 6))), (30, [0, 0], .kept),
        ] as [(Int, [Int64], PaymentPlan.Standing)])
    func `breaks when an instalment is unpaid after its date and grace`(
        day: Int, open: [Int64], standing: PaymentPlan.Standing
    ) {
        let items = zip(items, open).map { $0.with(open: $1) }
        #expect(
            plan(2, 9, 16, 23).standing(on: CivilDate(2026, 11, day), items: items, rules: PlanRules(graceDays: 3))
                == standing)
    }

    @Test func `reinstates the due dates once it is broken, for good`() {
        let broken = policy().decision(on: facts(plan(2, 9)), after: .none, now: morning(2026, 11, 6))
        #expect(broken.invoices == ["a", "b"] && broken.reminder?.items.map(\.instalment) == [nil, nil])
        var known = plan(2, 9)
        known.brokenOn = CivilDate(2026, 11, 6)
        #expect(
            known.standing(on: CivilDate(2026, 11, 7), items: [items[0].with(open: 1)], rules: PlanRules())
                == .broken(on: CivilDate(2026, 11, 6)))
        known.isCancelled = true
        #expect(known.standing(on: CivilDate(2026, 11, 7), items: items, rules: PlanRules()) == .cancelled)
    }

    @Test func `wakes the case when it breaks`() {
        let decision = policy(late: [30], early: []).decision(
            on: facts(plan(2, 9)), after: .none, now: morning(2026, 11, 3))
        #expect(decision.waitsUntil == berlin.instant(CivilDate(2026, 11, 6), minute: 0))
    }

    @Test func `of one invoice ages each instalment alone`() {
        var invoice = item("a", due: CivilDate(2026, 10, 1), open: 8_000)
        invoice.instalments = [
            Instalment(dueOn: CivilDate(2026, 11, 20), amountMinor: 5_000),
            Instalment(dueOn: CivilDate(2026, 10, 20), amountMinor: 5_000),
        ]
        let reminder = policy().decision(
            on: PolicyTests.facts([invoice]), after: .none, now: morning(2026, 11, 2)
        ).reminder
        #expect(reminder?.items.map(\.openMinor) == [3_000] && reminder?.items.map(\.instalment) == [1])
        #expect(reminder?.invoices == ["a"])
    }
}

extension OpenItem {
    fileprivate func with(open: Int64) -> OpenItem {
        var item = self
        item.openMinor = open
        return item
    }
}
