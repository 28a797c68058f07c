import Contracts
import Policy
import Testing

@Suite struct `The intersection of send windows` {
    @Test func `is open exactly while both are`() {
        var chance = Chance(7)
        for _ in 0..<300 {
            let (left, right) = (SendWindow(&chance), SendWindow(&chance))
            let both = left.intersection(right)
            var instant = Instant("2027-03-22T00:00:00Z")!
            for _ in 0..<(8 * 96) {
                let expected = left.isOpen(at: instant, in: berlin) && right.isOpen(at: instant, in: berlin)
                let open = both.contains { $0.isOpen(at: instant, in: berlin) }
                if open != expected { Issue.record("\(left) and \(right) at \(instant)") }
                instant = instant.adding(.seconds(900))
            }
        }
    }

    @Test(arguments: [
        ((480, 1080), (540, 1260), [(540, 1080)]), ((480, 720), (720, 900), []),
        ((1320, 360), (1200, 120), [(1320, 120)]), ((1320, 360), (300, 1380), [(300, 360), (1320, 1380)]),
        ((0, 1440), (1320, 360), [(0, 360), (1320, 1440)]), ((0, 1440), (0, 1440), [(0, 1440)]),
    ])
    func `has the hours in common`(left: (Int, Int), right: (Int, Int), both: [(Int, Int)]) {
        func daily(_ hours: (Int, Int)) -> SendWindow {
            SendWindow(days: Set(Weekday.allCases), fromMinute: hours.0, untilMinute: hours.1)
        }
        let found = daily(left).intersection(daily(right))
        #expect(covered(found) == covered(both.map(daily)))
        #expect(SendWindow.intersection([daily(left)], [daily(right)]) == found)
    }

    /// The minutes of the day that are open on every day.
    private func covered(_ windows: [SendWindow]) -> [Bool] {
        (0..<1440).map { minute in
            let instant = Zone.utc.instant(CivilDate(2027, 3, 3), minute: minute)
            return windows.contains { $0.isOpen(at: instant, in: .utc) }
        }
    }

    @Test func `keeps the day on which a window over midnight opens`() {
        let night = SendWindow(days: [.sunday], fromMinute: 1320, untilMinute: 360)
        let monday = SendWindow(days: [.monday], fromMinute: 300, untilMinute: 600)
        #expect(night.intersection(monday) == [SendWindow(days: [.monday], fromMinute: 300, untilMinute: 360)])
        #expect(monday.intersection(night) == night.intersection(monday))
    }
}

extension SendWindow {
    /// Any hours, in quarters, on any days.
    init(_ chance: inout Chance) {
        let from = chance.below(96) * 15
        let until = (from + chance.between(1...95) * 15) % 1440
        self.init(
            days: Set(chance.shuffled(Weekday.allCases).prefix(chance.between(1...7))), fromMinute: from,
            untilMinute: until == 0 ? 1440 : until)
    }
}
