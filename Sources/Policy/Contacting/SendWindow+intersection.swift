import Contracts

extension SendWindow {
    /// Windows that are open exactly while this one and the other are; none if that is never.
    ///
    /// Two windows over midnight can leave two pieces of a day, and a window over midnight and one of few days pieces on
    /// different days: hence a list, by opening time.
    package func intersection(_ other: SendWindow) -> [SendWindow] {
        var days: [Piece: Set<Weekday>] = [:]
        for (mine, theirs) in pairs(with: other) {
            let (start, end) = (max(mine.lowerBound, theirs.lowerBound), min(mine.upperBound, theirs.upperBound))
            guard start < end else { continue }
            let (from, length) = (start % Self.day, end - start)
            let until = from + length <= Self.day ? from + length : from + length - Self.day
            days[Piece(from: from, until: until), default: []].insert(
                Weekday(rawValue: start % Self.week / Self.day + 1)!)
        }
        return days.sorted { ($0.key.from, $0.key.until) < ($1.key.from, $1.key.until) }
            .map { SendWindow(days: $0.value, fromMinute: $0.key.from, untilMinute: $0.key.until) }
    }

    /// Windows that are open exactly while one of the first list and one of the second are.
    package static func intersection(_ left: [SendWindow], _ right: [SendWindow]) -> [SendWindow] {
        left.flatMap { window in right.flatMap(window.intersection) }
    }

    private struct Piece: Hashable {
        var from: Int
        var until: Int
    }

    private static let day = 1440
    private static let week = 7 * day

    /// In minutes after the beginning of Monday; a window over midnight of Sunday ends after the week.
    private var openings: [Range<Int>] {
        let length = untilMinute - fromMinute + (untilMinute > fromMinute ? 0 : Self.day)
        return days.map { ($0.rawValue - 1) * Self.day + fromMinute }.map { $0..<($0 + length) }
    }

    /// What may overlap: the end of a week overlaps the beginning of the next.
    private func pairs(with other: SendWindow) -> [(Range<Int>, Range<Int>)] {
        let theirs = other.openings
        return openings.flatMap { mine in
            theirs.flatMap { their in
                [
                    (mine, their), (mine, Self.nextWeek(their)), (Self.nextWeek(mine), their),
                ]
            }
        }
    }

    private static func nextWeek(_ opening: Range<Int>) -> Range<Int> {
        (opening.lowerBound + week)..<(opening.upperBound + week)
    }
}
