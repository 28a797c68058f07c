/// Says how far long work is: each second on a terminal, else every five, and nothing about short work.
struct Progress {
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant
    private let interval: Duration

    init(isTerminal: Bool = StandardError.isTerminal) {
        last = .now
        interval = isTerminal ? .seconds(1) : .seconds(5)
    }

    mutating func note(_ state: @autoclosure () -> String) {
        guard clock.now - last >= interval else { return }
        last = clock.now
        StandardError.say("… " + state())
    }
}
