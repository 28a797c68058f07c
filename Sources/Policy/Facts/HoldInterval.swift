import Contracts

/// One of several stops on the same thing, with the time that it covers.
///
/// Stops may overlap, follow each other without a break or enclose each other: lifting the inner one does not end the
/// outer one, and the end of the first is not an end if the next has begun by then.
package struct HoldInterval: Hashable, Sendable {
    package var reason: Stop.Reason
    /// nil: since ever.
    package var from: Instant?
    /// The first instant that it no longer covers; nil: until a fact ends it.
    package var until: Instant?

    package init(_ reason: Stop.Reason, from: Instant? = nil, until: Instant? = nil) {
        self.reason = reason
        self.from = from
        self.until = until
    }

    /// What the intervals together mean at `now`; nil: none covers it.
    ///
    /// The end is the first instant that none covers. The reason is that of the interval which lasts longest; of several
    /// the one that ``Stop/Reason`` names first.
    package static func stop(by intervals: [HoldInterval], at now: Instant) -> Stop? {
        let byBeginning = intervals.filter { $0.until.map { $0 > now } ?? true }.sorted { $0.begin < $1.begin }
        var longest: HoldInterval?
        for interval in byBeginning where interval.begin <= longest?.end ?? now.milliseconds {
            if longest.map({ interval.lastsLonger(than: $0) }) ?? true { longest = interval }
        }
        return longest.map { Stop($0.reason, until: $0.until) }
    }

    private var begin: Int64 { from?.milliseconds ?? .min }
    private var end: Int64 { until?.milliseconds ?? .max }

    private func lastsLonger(than other: HoldInterval) -> Bool {
        end == other.end ? reason.rank < other.reason.rank : end > other.end
    }
}

extension Stop.Reason {
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Stop {
    /// One stop for several that are all in force: the one that lasts longest.
    package static func lasting(of stops: [Stop], at now: Instant) -> Stop? {
        HoldInterval.stop(by: stops.map { HoldInterval($0.reason, until: $0.until) }, at: now)
    }
}
