import Foundation
import Synchronization

/// Runs `work` on as many threads of its own, all at once, and returns what they returned.
package func onThreads<T: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Int) throws -> T
) async throws -> [T] {
    try await withThrowingTaskGroup(of: T.self) { group in
        for index in 0..<count {
            group.addTask {
                try await withCheckedThrowingContinuation { continuation in
                    Thread.detachNewThread { continuation.resume(with: Result { try work(index) }) }
                }
            }
        }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}

/// Where threads wait for each other, again and again.
package final class MeetingPoint: Sendable {
    private let parties: Int
    private let arrivals = Atomic(0)

    package init(of parties: Int) { self.parties = parties }

    /// Returns when all have arrived as often as this thread has, or after 20 s without them.
    package func meet() {
        let number = arrivals.add(1, ordering: .acquiringAndReleasing).newValue
        let needed = (number + parties - 1) / parties * parties
        let end = ContinuousClock.now + .seconds(20)
        while arrivals.load(ordering: .acquiring) < needed, ContinuousClock.now < end { usleep(20) }
    }
}
