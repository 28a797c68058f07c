import Foundation

/// A point in time, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Written as RFC 3339 in UTC with three decimals: `2026-11-23T09:00:00.000Z`. Reading takes any offset and any number
/// of decimals and cuts to milliseconds. `Date`'s own coding is not used because it loses precision.
package struct Instant: Hashable, Sendable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The system's clock. Policy never asks it: see the ledger's clock.
    package static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Reads RFC 3339 `date-time`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let date = CivilDate(text.prefix(10)),
            let hour = Self.number(bytes, 11, 2), bytes[13] == UInt8(ascii: ":"), hour < 24,
            let minute = Self.number(bytes, 14, 2), bytes[16] == UInt8(ascii: ":"), minute < 60,
            let second = Self.number(bytes, 17, 2), second < 61
        else { return nil }
        var position = 19
        var fraction = 0
        if bytes[position] == UInt8(ascii: ".") {
            position += 1
            var decimals = 0
            while position < bytes.count, let digit = Self.number(bytes, position, 1) {
                if decimals < 3 { fraction = fraction * 10 + digit }
                decimals += 1
                position += 1
            }
            guard decimals > 0 else { return nil }
            for _ in decimals..<max(3, decimals) { fraction *= 10 }
        }
        guard position < bytes.count else { return nil }
        var offset = 0
        switch bytes[position] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            guard position == bytes.count - 1 else { return nil }
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard bytes.count == position + 6, let hours = Self.number(bytes, position + 1, 2), hours < 24,
                bytes[position + 3] == UInt8(ascii: ":"), let minutes = Self.number(bytes, position + 4, 2),
                minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[position] == UInt8(ascii: "-") ? -1 : 1)
        default:
            return nil
        }
        let seconds = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset * 60)
        // An offset must not carry the instant out of the years that can be written.
        guard Self.writableSeconds.contains(seconds) else { return nil }
        self.milliseconds = seconds * 1000 + Int64(fraction)
    }

    /// From 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    private static let writableSeconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var number = 0
        for index in start..<(start + count) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
            number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        return number
    }

    package func adding(_ duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(milliseconds: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    /// The time from `other` to this instant; negative if this one is earlier.
    package func since(_ other: Instant) -> Duration {
        .milliseconds(milliseconds - other.milliseconds)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static let distantPast = Instant(milliseconds: 0)
}

extension Instant: CustomStringConvertible {
    package var description: String {
        let days = Int((milliseconds >= 0 ? milliseconds : milliseconds - 86_399_999) / 86_400_000)
        let rest = Int(milliseconds - Int64(days) * 86_400_000)
        let date = CivilDate(daysSince1970: days)
        let time = [
            zeroPadded(rest / 3_600_000, 2), zeroPadded(rest / 60_000 % 60, 2), zeroPadded(rest / 1000 % 60, 2),
        ]
        return "\(date)T\(time[0]):\(time[1]):\(time[2]).\(zeroPadded(rest % 1000, 3))Z"
    }
}

extension Instant: TextValue {
    package init(reading text: String) throws(TextRefusal) {
        guard let instant = Instant(text) else { throw TextRefusal("is not a date-time of RFC 3339") }
        self = instant
    }

    package var written: String { description }
}
