import Contracts
import Foundation
import Synchronization

/// The offsets of a zone from UTC, looked up without asking the system's calendar each time: a first planning of a
/// million invoices asks millions of times, and each took a microsecond.
final class ZoneOffsets: Sendable {
    /// Where the table begins and ends; before and after it the zone itself is asked.
    private static let range =
        Instant("2000-01-01T00:00:00Z")!
        .milliseconds..<Instant("2051-01-01T00:00:00Z")!
        .milliseconds
    private static let day: Int64 = 86_400_000

    private let zone: TimeZone
    /// Ascending; the first is the beginning of the range.
    private let begins: [Int64]
    /// In seconds, from the same place in `begins` on.
    private let offsets: [Int]

    private init(_ zone: TimeZone) {
        self.zone = zone
        var begins = [Self.range.lowerBound]
        var offsets = [Self.ask(zone, Self.range.lowerBound)]
        var before = Self.range.lowerBound
        while before < Self.range.upperBound {
            // No zone ever changed twice within a day.
            let after = before + Self.day
            let offset = Self.ask(zone, after)
            if offset != offsets.last {
                begins.append(Self.change(in: zone, between: before, and: after))
                offsets.append(offset)
            }
            before = after
        }
        self.begins = begins
        self.offsets = offsets
    }

    /// Made once for each zone.
    static func of(_ zone: TimeZone) -> ZoneOffsets {
        known.withLock { known in
            if let offsets = known[zone.identifier] { return offsets }
            let offsets = ZoneOffsets(zone)
            known[zone.identifier] = offsets
            return offsets
        }
    }

    private static let known = Mutex<[String: ZoneOffsets]>([:])

    /// Seconds to add to UTC.
    func offset(at milliseconds: Int64) -> Int {
        guard Self.range.contains(milliseconds) else { return Self.ask(zone, milliseconds) }
        var low = 0
        var high = begins.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if begins[middle] <= milliseconds { low = middle } else { high = middle }
        }
        return offsets[low]
    }

    /// The first whole second with the new offset.
    private static func change(in zone: TimeZone, between before: Int64, and after: Int64) -> Int64 {
        let old = ask(zone, before)
        var low = before / 1000
        var high = after / 1000
        while high - low > 1 {
            let middle = (low + high) / 2
            if ask(zone, middle * 1000) == old { low = middle } else { high = middle }
        }
        return high * 1000
    }

    private static func ask(_ zone: TimeZone, _ milliseconds: Int64) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }
}
