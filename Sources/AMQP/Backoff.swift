/// Waits between attempts that go on for ever: doubling bounds with full jitter.
///
/// Bounds with the defaults: 0.2 s, 0.4 s, 0.8 s … 30 s from the ninth on; each wait is anywhere between 50 ms and its
/// bound, so that a fleet that lost its broker at one instant does not come back at one instant.
package struct Backoff: Sendable {
    package var first: Duration = .milliseconds(200)
    package var longest: Duration = .seconds(30)

    package init() {}

    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// - Parameter attempt: failed attempts so far, from 1.
    package func delay(afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let bound = min(longest, first * (1 << min(max(attempt, 1) - 1, 20)))
        let least = min(.milliseconds(50), bound)
        return least + (bound - least) * Double.random(in: 0...1, using: &generator)
    }

    func delay(afterAttempt attempt: Int) -> Duration {
        var generator = SystemRandomNumberGenerator()
        return delay(afterAttempt: attempt, using: &generator)
    }
}
