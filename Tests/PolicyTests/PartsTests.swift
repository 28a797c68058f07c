import Contracts
import Policy
import Testing

/// 2026-11-02 is a Monday.
@Suite struct `An amount that rests in part` {
    private let now = morning(2026, 11, 2)

    @Test(
        arguments: [
            // open, disputed, rest goes on, asked for
            (10_000, 4_000, true, 6_000), (10_000, 4_000, false, nil), (10_000, 10_000, true, nil),
            (3_000, 4_000, true, nil), (10_000, 1, true, 9_999),
        ] as [(Int64, Int64, Bool, Int64?)])
    func `is left out, or rests the whole invoice`(open: Int64, disputed: Int64, goesOn: Bool, asked: Int64?) {
        var part = item("a", due: CivilDate(2026, 10, 1), open: open)
        part.rests = [PartRest(disputed, .disputed)]
        let decision = policy(disputes: DisputeRules(restGoesOn: goesOn)).decision(
            on: facts([part]), after: .none, now: now)
        #expect(decision.reminder?.totalMinor == asked)
        if asked == nil { #expect(decision.action == .rest(.disputed)) }
    }

    @Test func `wakes when the first of its parts goes on`() {
        var part = item("a", due: CivilDate(2026, 10, 1))
        part.rests = [
            PartRest(6_000, .disputed), PartRest(5_000, .promised, until: morning(2026, 11, 10)),
        ]
        let decision = policy().decision(on: facts([part]), after: .none, now: now)
        #expect(decision.action == .wait(until: morning(2026, 11, 10), .promised))
        let later = policy().decision(on: facts([part]), after: .none, now: morning(2026, 11, 10))
        #expect(later.reminder?.totalMinor == 4_000)
    }

    @Test(arguments: [
        // opened before the due date, on it, after it
        (CivilDate(2026, 9, 21), CivilDate(2026, 10, 20), CivilDate(2026, 10, 30)),
        (CivilDate(2026, 10, 1), CivilDate(2026, 10, 20), CivilDate(2026, 10, 20)),
        (CivilDate(2026, 10, 5), CivilDate(2026, 10, 20), CivilDate(2026, 10, 20)),
        (CivilDate(2026, 9, 1), CivilDate(2026, 9, 2), CivilDate(2026, 10, 2)),
    ])
    func `ages anew with what was left of its term`(opened: CivilDate, closed: CivilDate, age: CivilDate) {
        #expect(DisputeRules.age(dueOn: CivilDate(2026, 10, 1), openedOn: opened, closedOn: closed) == age)
    }

    @Test func `goes by its new age only if the policy says so, and shows its due date`() {
        var aged = item("a", due: CivilDate(2026, 10, 1))
        aged.agesFrom = CivilDate(2026, 10, 30)
        let decision = policy(disputes: DisputeRules(agesAnew: true)).decision(
            on: facts([aged]), after: .none, now: now)
        #expect(decision.waitsUntil == berlin.instant(CivilDate(2026, 11, 4), minute: 480))
        let due = policy(disputes: DisputeRules(agesAnew: true)).decision(
            on: facts([aged]), after: .none, now: morning(2026, 11, 4))
        #expect(due.reminder?.items.map(\.dueOn) == [CivilDate(2026, 10, 1)])
        #expect(policy().decision(on: facts([aged]), after: .none, now: now).step == "due5")
    }
}

@Suite struct `Money that came and has no invoice yet` {
    @Test(arguments: [(0, true), (1, true), (2, false), (5, false)])
    func `holds the case for so many days`(daysAgo: Int, waits: Bool) {
        var facts = facts([item("a", due: CivilDate(2026, 10, 1))], unapplied: 1_000)
        facts.unappliedSince = CivilDate(2026, 11, 4).adding(days: -daysAgo)
        let policy = policy(unapplied: UnappliedCashRules(holdDays: 2))
        let decision = policy.decision(on: facts, after: .none, now: morning(2026, 11, 4))
        if waits {
            let end = berlin.instant(CivilDate(2026, 11, 6).adding(days: -daysAgo), minute: 0)
            #expect(decision.action == .wait(until: end, .unapplied))
        } else {
            #expect(decision.reminder?.totalMinor == 9_000)
        }
    }
}

@Suite struct `Several stops` {
    private func at(_ day: Int) -> Instant { morning(2026, 11, day) }

    @Test func `overlap, enclose and follow each other to one end`() {
        func end(_ intervals: (Int, Int)...) -> Instant? {
            HoldInterval.stop(
                by: intervals.map { HoldInterval(.held, from: at($0.0), until: at($0.1)) }, at: at(10))?.until
        }
        #expect(end((5, 12), (11, 15)) == at(15))
        #expect(end((5, 20), (6, 12)) == at(20))
        #expect(end((6, 12), (5, 20)) == at(20))
        #expect(end((5, 12), (12, 15)) == at(15))
        #expect(end((5, 12), (13, 15)) == at(12))
        #expect(end((11, 15)) == nil)
        #expect(end((5, 10)) == nil)
    }

    @Test func `have the reason of the one that lasts longest, and no end if one has none`() {
        let held = HoldInterval(.held, from: at(1), until: at(20))
        let disputed = HoldInterval(.disputed, from: at(15))
        #expect(HoldInterval.stop(by: [held, disputed], at: at(10)) == Stop(.disputed))
        #expect(
            HoldInterval.stop(by: [held, HoldInterval(.disputed, until: at(12))], at: at(10))
                == Stop(.held, until: at(20)))
        #expect(
            Stop.lasting(of: [Stop(.held), Stop(.balanceDiffers), Stop(.disputed)], at: at(10))
                == Stop(.balanceDiffers))
    }

    /// Against a walk over every day.
    @Test(arguments: 0..<200)
    func `cover what a walk from day to day finds covered`(seed: UInt64) {
        var chance = Chance(seed)
        let intervals = (0..<chance.below(6)).map { _ in
            let from = chance.below(25) + 1
            return HoldInterval(.held, from: at(from), until: at(min(30, from + chance.below(8))))
        }
        var day = 10
        while intervals.contains(where: { $0.from! <= at(day) && at(day) < $0.until! }) { day += 1 }
        let stop = HoldInterval.stop(by: intervals, at: at(10))
        #expect(stop?.until == (day == 10 ? nil : at(day)))
    }
}
