import Foundation

/// How often something failed in a row, and how long to wait before it is tried again.
struct Patience {
    private(set) var failures = 0

    /// 0.1 s, doubling up to 2 s.
    var rest: Duration { min(.milliseconds(100) * (1 << min(max(failures, 1) - 1, 5)), .seconds(2)) }

    /// The first failure, then about one in half a minute.
    var isWorthTelling: Bool { failures == 1 || failures.isMultiple(of: 15) }

    mutating func fail() { failures += 1 }

    /// Blocks the thread for ``rest``.
    func wait() { Thread.sleep(forTimeInterval: rest / .seconds(1)) }
}
