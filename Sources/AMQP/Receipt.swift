import Synchronization

/// Why a message was refused for good. Publishing it again without a change would end the same way.
package enum PublishFailure: Error, Sendable, Equatable {
    /// The broker knows no queue for it.
    case returned(code: Int, reason: String)
    /// The broker closed the channel or the connection over this message: exchange missing, no permission, too large.
    case refused(code: Int, reason: String)
    /// Refused on this side, before the wire.
    case oversize(reason: String)
    /// The publisher was closed before the message was confirmed. The broker may have it or not.
    case abandoned
}

/// What became of messages that were published together. Completes when each is confirmed or refused for good.
package final class Receipt: Sendable {
    /// Completed receipts take this lock once, so that nobody waits for one that completed a moment ago.
    private let completions: Monitor<Void>
    private let remaining: Atomic<Int>
    private let failed = Mutex<[Int: PublishFailure]>([:])

    init(count: Int, completions: Monitor<Void>) {
        remaining = Atomic(count)
        self.completions = completions
    }

    package var isComplete: Bool { remaining.load(ordering: .acquiring) == 0 }

    /// The messages that were refused, by their place in the call. Final once the receipt is complete.
    package var failures: [Int: PublishFailure] { failed.withLock { $0 } }

    /// - Returns: whether the receipt is complete.
    package func wait(until deadline: ContinuousClock.Instant) -> Bool {
        completions.wait(until: deadline) { _ in isComplete ? true : nil } ?? isComplete
    }

    /// - Returns: whether this was the last message.
    func finish(_ index: Int, _ failure: PublishFailure?) -> Bool {
        if let failure { failed.withLock { $0[index] = failure } }
        guard remaining.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return false }
        completions.change { _ in }
        return true
    }
}

/// The messages of one call until all are done.
final class Submission: Sendable {
    let messages: [OutgoingMessage]
    let receipt: Receipt
    /// Those that never go on the wire, by their place.
    let refused: [Int: PublishFailure]

    init(messages: [OutgoingMessage], receipt: Receipt, refused: [Int: PublishFailure]) {
        self.messages = messages
        self.receipt = receipt
        self.refused = refused
    }

    /// Messages that go on the wire, and the bytes of their bodies.
    var weight: (count: Int, bytes: Int) {
        var bytes = 0
        for index in messages.indices where refused[index] == nil { bytes += messages[index].body.count }
        return (messages.count - refused.count, bytes)
    }
}

/// One message of a submission.
struct Item {
    let submission: Submission
    let index: Int

    var bytes: Int { submission.messages[index].body.count }
}
