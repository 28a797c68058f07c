import Synchronization

/// How many links that are none of ours one address may try in a minute.
///
/// It keeps scanners cheap. No token is safe because of it: guessing one takes 2^127 tries.
final class MissLimit: Sendable {
    private struct Window {
        var began: ContinuousClock.Instant
        var misses: Int
    }

    private let windows = Mutex<[String: Window]>([:])
    private let perMinute: Int
    /// Addresses that are remembered at most: a scanner with many must not fill the memory.
    private static let capacity = 20_000

    init(perMinute: Int) {
        self.perMinute = perMinute
    }

    /// Counts a miss.
    /// - Returns: whether the address is still within its limit.
    func allowsMiss(from address: String, at now: ContinuousClock.Instant = .now) -> Bool {
        windows.withLock { windows in
            if windows.count >= Self.capacity, windows[address] == nil {
                windows = windows.filter { $0.value.began.duration(to: now) < .seconds(60) }
                if windows.count >= Self.capacity { windows.removeAll() }
            }
            var window = windows[address] ?? Window(began: now, misses: 0)
            if window.began.duration(to: now) >= .seconds(60) { window = Window(began: now, misses: 0) }
            window.misses += 1
            windows[address] = window
            return window.misses <= perMinute
        }
    }
}
