import Contracts
import Foundation

/// A time zone of the IANA database.
package struct Zone: Hashable, Sendable {
    package let name: String
    private let zone: TimeZone

    package init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    package static let utc = Zone("UTC")!

    /// The wall clock at `instant`: the day and the minutes after midnight.
    package func local(_ instant: Instant) -> (date: CivilDate, minute: Int) {
        let seconds = instant.milliseconds / 1000 + Int64(offset(at: instant))
        let days = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
        return (CivilDate(daysSince1970: days), Int(seconds - Int64(days) * 86_400) / 60)
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

    private func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
    }
}
