import Contracts
import Foundation
import Policy

/// What a clock on the wall shows, reckoned with Foundation's zones alone so that a mistake of ``Zone`` is found.
struct WallClock {
    let date: CivilDate
    /// After midnight.
    let minute: Int

    private static let zones: [String: TimeZone] = Dictionary(
        uniqueKeysWithValues: [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC", "Pacific/Auckland",
        ].map { ($0, TimeZone(identifier: $0)!) })

    init(at instant: Instant, in zone: Zone) {
        let offset = Self.zones[zone.name]!
            .secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000))
        // The generator stays between 2025 and 2030, so nothing is negative.
        let seconds = Int(instant.milliseconds / 1_000) + offset
        date = CivilDate(daysSince1970: seconds / 86_400)
        minute = seconds % 86_400 / 60
    }

    func isWithin(_ window: SendWindow) -> Bool {
        // 1970-01-01, day 0, was a Thursday, the fourth day of its week.
        window.days.contains { $0.rawValue == (date.daysSince1970 + 3) % 7 + 1 } && minute >= window.fromMinute
            && minute < window.untilMinute
    }
}
