import Contracts
import Policy

/// Writes instants as a clock on a wall of a zone shows them.
struct WallClock {
    let zone: Zone

    /// `2026-11-24 10:00`
    func text(_ instant: Instant) -> String {
        let (date, minute) = zone.local(instant)
        let digits = String(10_000 + minute / 60 * 100 + minute % 60).dropFirst()
        return "\(date) \(digits.prefix(2)):\(digits.suffix(2))"
    }
}
