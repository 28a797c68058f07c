import Contracts
import Policy

/// Gives a simulation its instants, one after the other, and writes down what is decided.
struct SimulationPlay: SimulationListener {
    /// Those of the days that are told, as they came.
    private(set) var told: [DecisionLine] = []
    private(set) var conflicts: [Simulation.Conflict] = []
    private(set) var decisions = 0
    /// Whether the last stretch ended before its time, to be gone on with.
    private(set) var isInterrupted = false

    private var events: ArraySlice<Simulation.Event>
    private let end: Instant
    private let days: ClosedRange<CivilDate>
    private let progress: (Instant, Int) -> Void
    private var journal = DecisionJournal()
    /// Instants that may still be played in this transaction: a commit costs as much as an instant does.
    private var left = 0
    /// The one instant to be played, if it is the last of all.
    private var last: Instant?

    private static let stretch = 4096

    /// - Parameter events: by time.
    init(
        _ events: ArraySlice<Simulation.Event>, until end: Instant, telling days: ClosedRange<CivilDate>,
        _ progress: @escaping (Instant, Int) -> Void
    ) {
        self.events = events
        self.end = end
        self.days = days
        self.progress = progress
    }

    /// Lines in their order.
    static func sorted(_ told: [DecisionLine]) -> [DecisionLine] {
        // All but the lapses come in the order of time: few pairs are looked at as a whole.
        let instants = told.map(\.at)
        let order = told.withUnsafeBufferPointer { told in
            instants.indices.sorted { left, right in
                instants[left] == instants[right] ? told[left] < told[right] : instants[left] < instants[right]
            }
        }
        return order.map { told[$0] }
    }

    /// Lines of several plays, each in its order, as those of one.
    static func merged(_ plays: [[DecisionLine]]) -> [DecisionLine] {
        var rests = plays.map { $0[...] }.filter { !$0.isEmpty }
        var lines: [DecisionLine] = []
        lines.reserveCapacity(plays.reduce(0) { $0 + $1.count })
        while rests.count > 1 {
            let first = rests.indices.min { rests[$0][rests[$0].startIndex] < rests[$1][rests[$1].startIndex] } ?? 0
            lines.append(rests[first].removeFirst())
            if rests[first].isEmpty { rests.remove(at: first) }
        }
        return lines + (rests.first ?? [])
    }

    mutating func beginStretch() {
        left = Self.stretch
        isInterrupted = false
    }

    mutating func playLast(_ instant: Instant) {
        last = instant
    }

    mutating func next(due: Instant?) -> SimulatedInstant? {
        if let last {
            self.last = nil
            left = 0
            return SimulatedInstant(at: last, events: [])
        }
        let instants = [events.first?.message.time, due].compactMap { $0 }
        guard let instant = instants.min(), instant < end else { return nil }
        guard left > 0 else {
            isInterrupted = true
            progress(instant, decisions)
            return nil
        }
        left -= 1
        let arriving = events.prefix { $0.message.time == instant }
        events = events.dropFirst(arriving.count)
        return SimulatedInstant(at: instant, events: arriving)
    }

    mutating func note(_ record: DecisionRecord, settledReason: ([Identifier]) throws -> String) throws {
        decisions += 1
        for line in try journal.lines(of: record, settledReason: settledReason)
        where days.contains(record.facts.creditorZone.date(at: line.at)) { told.append(line) }
    }

    mutating func note(_ event: Simulation.Event, conflict reason: String) {
        conflicts.append(Simulation.Conflict(line: event.line, event: event.message.id, reason: reason))
    }
}
