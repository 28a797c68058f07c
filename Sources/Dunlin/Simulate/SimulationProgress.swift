import Contracts

/// Says every two seconds which day is played, to people who wait at a terminal.
struct SimulationProgress {
    private let end: CivilDate
    private let isWatched = StandardError.isTerminal
    private var last = ContinuousClock.now

    init(until end: CivilDate) {
        self.end = end
    }

    mutating func note(_ now: Instant, decisions: Int) {
        guard isWatched, last.duration(to: .now) >= .seconds(2) else { return }
        last = .now
        StandardError.say("… \("\(now)".prefix(10)) of \(end), \(decisions) decisions")
    }
}
