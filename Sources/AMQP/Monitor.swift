import Foundation

/// A value behind a lock, and a way to wait until it has changed.
///
/// For plain threads only: a waiting thread is blocked, so it must not be one of Swift's shared pool.
final class Monitor<Value>: @unchecked Sendable {
    // Sendable: `value` is only reached in `withLock` and `wait`, both of which hold `condition`'s lock.
    private let condition = NSCondition()
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
    }

    func withLock<Result>(_ body: (inout Value) -> sending Result) -> sending Result {
        condition.lock()
        defer { condition.unlock() }
        return body(&value)
    }

    /// Changes the value and wakes all who wait.
    func change<Result>(_ body: (inout Value) -> sending Result) -> sending Result {
        condition.lock()
        defer { condition.unlock() }
        let result = body(&value)
        condition.broadcast()
        return result
    }

    /// Waits until `body` answers something or the deadline is over, then gives its last answer.
    func wait<Result>(
        until deadline: ContinuousClock.Instant, _ body: (inout Value) -> sending Result?
    ) -> sending Result? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let result = body(&value) { return result }
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return nil }
            // NSCondition waits on the wall clock; a second at most keeps a clock that is set back from mattering.
            _ = condition.wait(until: Date(timeIntervalSinceNow: min(left.inSeconds, 1)))
        }
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// Rounded up, for poll(2): a wait must not end just before its instant.
    var pollMilliseconds: Int32 {
        Int32(clamping: max(0, Int((inSeconds * 1000).rounded(.up))))
    }
}
