/// When a connection that could not be made may be tried again: after 50 ms, 100 ms, 200 ms, …, 2 s.
///
/// Callers have waits of their own; this keeps those that ask often from knocking at a server that is starting.
struct ReconnectPace {
    private var failures = 0
    private var last: (error: StoreError, notBefore: ContinuousClock.Instant)?

    /// Why the last try failed, while it is too early for another.
    func refusal(at now: ContinuousClock.Instant) -> StoreError? {
        last.flatMap { now < $0.notBefore ? $0.error : nil }
    }

    mutating func failed(_ error: StoreError, at now: ContinuousClock.Instant) {
        let wait = Duration.milliseconds(50 << min(failures, 6))
        failures += 1
        last = (error, now + min(wait, .seconds(2)))
    }

    mutating func succeeded() { self = ReconnectPace() }
}
