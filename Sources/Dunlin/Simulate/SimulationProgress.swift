import Contracts
import Synchronization

/// Says every two seconds which day is played, to people who wait at a terminal.
final class SimulationProgress: Sendable {
    private let end: CivilDate
    private let isWatched = StandardError.isTerminal
    private let last = Mutex(ContinuousClock.now)

    init(until end: CivilDate) {
        self.end = end
    }

    func note(_ now: Instant, decisions: Int) {
        let isTime =
            isWatched
            && last.withLock { last in
                guard last.duration(to: .now) >= .seconds(2) else { return false }
                last = .now
                return true
            }
        if isTime { StandardError.say("… \("\(now)".prefix(10)) of \(end), \(decisions) decisions") }
    }
}
