import Contracts
import Foundation

/// A time zone of the IANA database.
package struct Zone: Hashable, Sendable {
    package let name: String
    private let offsets: ZoneOffsets

    package init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.offsets = ZoneOffsets.of(zone)
    }

    package static let utc = Zone("UTC")!

    /// The wall clock at `instant`: the day and the minutes after midnight.
    package func local(_ instant: Instant) -> (date: CivilDate, minute: Int) {
        let wall = wallClock(at: instant)
        let date = Self.day(of: wall)
        return (date, Int(wall - Int64(date.daysSince1970) * 86_400_000) / 60_000)
    }

    /// What the wall clock shows at `instant`, in milliseconds since it showed the beginning of 1970.
    func wallClock(at instant: Instant) -> Int64 {
        instant.milliseconds + Int64(offset(at: instant)) * 1000
    }

    /// The day of a time of the wall clock, as ``wallClock(at:)`` gives it.
    static func day(of wall: Int64) -> CivilDate {
        CivilDate(daysSince1970: Int(wall >= 0 ? wall / 86_400_000 : (wall - 86_399_999) / 86_400_000))
    }

    /// The first instant after `start` and up to `end` at which another offset holds than at `start`; nil: none does.
    func firstChange(after start: Instant, until end: Instant) -> Instant? {
        let old = offset(at: start)
        var low = start.milliseconds
        while low < end.milliseconds {
            // No zone ever changed twice within a day.
            var high = min(low + 86_400_000, end.milliseconds)
            if offset(at: Instant(milliseconds: high)) == old {
                low = high
                continue
            }
            while high - low > 1 {
                let middle = low + (high - low) / 2
                if offset(at: Instant(milliseconds: middle)) == old { low = middle } else { high = middle }
            }
            return Instant(milliseconds: high)
        }
        return nil
    }

    package func date(at instant: Instant) -> CivilDate {
        local(instant).date
    }

    /// The instant at which the wall clock shows `minute` minutes after midnight of `date`.
    ///
    /// In a gap of daylight saving: the first instant after the gap's beginning that shows a later time.
    /// In an overlap: the earlier of the two.
    package func instant(_ date: CivilDate, minute: Int) -> Instant {
        let wall = Int64(date.daysSince1970) * 86_400 + Int64(minute) * 60
        let before = offset(at: Instant(milliseconds: (wall - 86_400) * 1000))
        let after = offset(at: Instant(milliseconds: (wall + 86_400) * 1000))
        for offset in [before, after] {
            let candidate = Instant(milliseconds: (wall - Int64(offset)) * 1000)
            if self.offset(at: candidate) == offset { return candidate }
        }
        return Instant(milliseconds: (wall - Int64(before)) * 1000)
    }

    private func offset(at instant: Instant) -> Int { offsets.offset(at: instant.milliseconds) }

    package static func == (left: Zone, right: Zone) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
