import AMQP
import Contracts

/// What a worker does with its messages. Runs on the main thread, synchronously; may block as long as its work takes.
package protocol BatchHandler {
    /// Works on a batch: stores its effects and says what follows from it.
    ///
    /// The messages stay unacknowledged until everything in the answer that goes to the broker is confirmed; after a crash
    /// they come again, so the effects must be such that a second time changes nothing.
    /// - Throws: a fault of our own part, like a database that does not answer. The same batch is handed over again after
    ///   a while, and again, until it is done or the worker ends. What is wrong with a message is no error but a settlement.
    mutating func handle(_ messages: [IncomingMessage]) throws -> BatchEffects

    /// Work that no message asks for, like a step that falls due. Called between batches, at least once a `tick`.
    ///
    /// - Returns: nil if there was nothing to do.
    mutating func idle() throws -> IdleEffects?

    /// Why this worker should count as not ready; empty: it is.
    var notReady: [String] { get }
}

extension BatchHandler {
    package mutating func idle() throws -> IdleEffects? { nil }

    package var notReady: [String] { [] }
}

/// What becomes of one message.
package enum Settlement: Sendable, Equatable {
    /// Its effects are stored: acknowledge it.
    case done
    /// A fault of our own part concerns this message alone: through a retry tier, and parked after the last one.
    case retry(reason: String)
    /// It can't be processed as it is: into the dead-letter queue. The reason holds no personal data.
    case park(DeadLetterClass, reason: String, path: String?)
}

/// What follows from a batch.
package struct BatchEffects {
    /// One for each message, in order.
    package var settlements: [Settlement]
    package private(set) var publish: [OutgoingMessage] = []
    private(set) var causes: [Int] = []
    /// Called on the main thread when all of ``publish`` is confirmed or refused, before the batch is acknowledged.
    ///
    /// A throw is a fault of our own part and the call is repeated.
    package var afterConfirm: ((Refusals) throws -> Void)?
    /// Asks for ``BatchHandler/idle()`` right after this batch instead of at the next tick.
    package var wantsIdle = false

    /// - Parameter settlements: one for each message, in order.
    package init(settlements: [Settlement]) {
        self.settlements = settlements
    }

    /// All of `count` messages are done.
    package init(done count: Int) {
        settlements = Array(repeating: .done, count: count)
    }

    /// Publishes a message that follows from the message at `index` of the batch.
    ///
    /// If the broker refuses it for good, that message is settled anew: retried when it was returned or refused, parked as
    /// `permanent` when it was too large.
    package mutating func send(_ message: OutgoingMessage, causedBy index: Int) {
        precondition(settlements.indices.contains(index), "a message follows from one of the batch")
        publish.append(message)
        causes.append(index)
    }
}

/// What follows from work that no message asked for.
package struct IdleEffects {
    package var publish: [OutgoingMessage]
    /// Called on the main thread when all of ``publish`` is confirmed or refused. A throw means that it is called again.
    package var afterConfirm: ((Refusals) throws -> Void)?
    /// There is more to do at once.
    package var hasMore: Bool

    package init(
        publish: [OutgoingMessage] = [], hasMore: Bool = false, afterConfirm: ((Refusals) throws -> Void)? = nil
    ) {
        self.publish = publish
        self.hasMore = hasMore
        self.afterConfirm = afterConfirm
    }
}

/// Messages that the broker or our own guard refused for good, by their place in `publish`; mostly empty.
package typealias Refusals = [Int: PublishFailure]
