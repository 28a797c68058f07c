import Contracts

/// The days and hours in which a debtor may be written to, by the wall clock of the debtor's zone.
package struct SendWindow: Hashable, Sendable {
    package let days: Set<Weekday>
    /// Minutes after midnight; the first minute in which sending is allowed.
    package let fromMinute: Int
    /// Minutes after midnight; the first minute in which it no longer is. 1440 is midnight.
    package let untilMinute: Int

    package init(days: Set<Weekday>, fromMinute: Int, untilMinute: Int) {
        self.days = days
        self.fromMinute = fromMinute
        self.untilMinute = untilMinute
    }

    package func isOpen(at instant: Instant, in zone: Zone) -> Bool {
        let local = zone.local(instant)
        return days.contains(local.date.weekday) && (fromMinute..<untilMinute).contains(local.minute)
    }

    /// `instant` itself while the window is open, else its next opening.
    ///
    /// A day whose whole window falls into a gap of daylight saving is passed over.
    package func opening(from instant: Instant, in zone: Zone) -> Instant {
        if isOpen(at: instant, in: zone) { return instant }
        var date = zone.local(instant).date
        while true {
            let opening = zone.instant(date, minute: fromMinute)
            if opening > instant, isOpen(at: opening, in: zone) { return opening }
            date = date.adding(days: 1)
        }
    }

    /// The first day from `date` on that is a sending day.
    package func sendingDay(from date: CivilDate) -> CivilDate {
        var date = date
        while !days.contains(date.weekday) { date = date.adding(days: 1) }
        return date
    }
}
