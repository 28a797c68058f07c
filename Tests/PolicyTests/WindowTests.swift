import Contracts
import Policy
import Testing

@Suite struct `A send window` {
    private let window = SendWindow(
        days: [.monday, .tuesday, .wednesday, .thursday, .friday], fromMinute: 8 * 60, untilMinute: 18 * 60)

    @Test(arguments: [
        (479, false), (480, true), (1079, true), (1080, false),
    ])
    func `opens with its first minute and closes with its last`(minute: Int, isOpen: Bool) {
        let instant = berlin.instant(CivilDate(2026, 11, 2), minute: minute)
        #expect(window.isOpen(at: instant, in: berlin) == isOpen)
    }

    @Test func `passes over the weekend`() {
        let friday = berlin.instant(CivilDate(2026, 11, 6), minute: 1100)
        #expect(window.opening(from: friday, in: berlin) == berlin.instant(CivilDate(2026, 11, 9), minute: 480))
    }

    @Test func `keeps the wall clock over both changes of daylight saving`() {
        for day in [CivilDate(2026, 3, 29), CivilDate(2026, 10, 25)] {
            let eve = berlin.instant(day, minute: -300)
            let daily = SendWindow(days: Set(Weekday.allCases), fromMinute: 480, untilMinute: 1080)
            #expect(berlin.local(daily.opening(from: eve, in: berlin)) == (day, 480))
        }
    }

    @Test func `passes over a day whose whole window falls into the gap`() {
        let night = SendWindow(days: Set(Weekday.allCases), fromMinute: 120, untilMinute: 180)
        let eve = berlin.instant(CivilDate(2026, 3, 28), minute: 1200)
        #expect(berlin.local(night.opening(from: eve, in: berlin)) == (CivilDate(2026, 3, 30), 120))
    }
}

@Suite struct `A zone` {
    @Test func `takes the earlier of two equal wall clocks`() {
        let instant = berlin.instant(CivilDate(2026, 10, 25), minute: 150)
        #expect(instant == Instant("2026-10-25T00:30:00Z"))
    }

    @Test func `shows a later time where the wall clock leaps`() {
        let instant = berlin.instant(CivilDate(2026, 3, 29), minute: 150)
        #expect(berlin.local(instant) == (CivilDate(2026, 3, 29), 210))
    }
}

@Suite struct `A basis` {
    private let instance = StepInstance(episode: 1, step: "s", occurrence: 0)
    private let items = [item("a", due: CivilDate(2026, 10, 1)), item("b", due: CivilDate(2026, 10, 2))]

    private func hash(_ facts: CaseFacts, config: String = "c") -> String {
        Basis.hash(of: facts, instance: instance, slot: contact().slot, invoices: ["a"], config: config)
    }

    @Test func `changes with everything the message rests on and with nothing else`() {
        let same = hash(facts(items))
        var other = facts(items)
        other.items[1].openMinor = 1
        other.items.append(item("new", due: CivilDate(2026, 10, 3)))
        #expect(hash(other) == same)

        var changes: [CaseFacts] = []
        for change in [
            { $0.items[0].openMinor = 9_999 }, { $0.items[0].dueOn = CivilDate(2026, 10, 9) },
            { $0.items[0].stop = Stop(.disputed) }, { $0.unappliedMinor = 1 }, { $0.stop = Stop(.held) },
            { $0.contacts[0].email = "other@example.com" }, { $0.contacts[0].hasOptedOut = true },
            { $0.items.removeFirst() },
        ] as [(inout CaseFacts) -> Void] {
            var changed = facts(items)
            change(&changed)
            changes.append(changed)
        }
        let hashes = changes.map { hash($0) } + [hash(facts(items), config: "d")]
        #expect(!hashes.contains(same) && Set(hashes).count == hashes.count)
    }
}
