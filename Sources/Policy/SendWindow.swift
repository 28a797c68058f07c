import Contracts

/// The days and hours in which a debtor may be written to, by the wall clock of the debtor's zone.
///
/// A window that ends earlier in the day than it begins crosses midnight and belongs to the day on which it opens. The
/// wall clock alone counts: an hour that daylight saving shows twice is open, or closed, both times, and an opening
/// that it leaps over comes with the first instant after the leap that shows a time within the window.
package struct SendWindow: Hashable, Sendable {
    /// At least one.
    package let days: Set<Weekday>
    /// Minutes after midnight; the first minute in which sending is allowed.
    package let fromMinute: Int
    /// Minutes after midnight; the first minute in which it no longer is. 1440 is midnight. Never ``fromMinute``.
    package let untilMinute: Int

    package init(days: Set<Weekday>, fromMinute: Int, untilMinute: Int) {
        self.days = days
        self.fromMinute = fromMinute
        self.untilMinute = untilMinute
    }

    /// Reads `08:30` as minutes after midnight; `24:00` is the end of the day. nil for anything else.
    package static func minuteOfDay(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - Int(UInt8(ascii: "0")) }
        guard digits.allSatisfy((0...9).contains) else { return nil }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        return minute < 60 && hour * 60 + minute <= 1440 ? hour * 60 + minute : nil
    }

    package func isOpen(at instant: Instant, in zone: Zone) -> Bool {
        let (date, minute) = zone.local(instant)
        if fromMinute < untilMinute {
            return (fromMinute..<untilMinute).contains(minute) && days.contains(date.weekday)
        }
        return minute >= fromMinute && days.contains(date.weekday)
            || minute < untilMinute && days.contains(date.adding(days: -1).weekday)
    }

    /// `instant` itself while the window is open, else the first instant at which it is.
    package func opening(from instant: Instant, in zone: Zone) -> Instant {
        var instant = instant
        while !isOpen(at: instant, in: zone) {
            let wall = zone.wallClock(at: instant)
            let next = instant.adding(.milliseconds(nextOpening(after: wall) - wall))
            // Up to a change of the offset the wall clock runs with time; from there on it is asked again.
            instant = zone.firstChange(after: instant, until: next) ?? next
        }
        return instant
    }

    /// On a wall clock that nothing changes, in milliseconds like ``Zone/wallClock(at:)``.
    private func nextOpening(after wall: Int64) -> Int64 {
        let date = sendingDay(from: Zone.day(of: wall))
        let opening = self.opening(on: date)
        return opening > wall ? opening : self.opening(on: sendingDay(from: date.adding(days: 1)))
    }

    private func opening(on date: CivilDate) -> Int64 {
        (Int64(date.daysSince1970) * 1440 + Int64(fromMinute)) * 60_000
    }

    /// The first day from `date` on that is a sending day.
    package func sendingDay(from date: CivilDate) -> CivilDate {
        var date = date
        while !days.contains(date.weekday) { date = date.adding(days: 1) }
        return date
    }
}
