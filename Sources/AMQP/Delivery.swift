import Synchronization

/// Takes what handlers settled back to the thread that owns the connection.
final class Settlements: Sendable {
    struct Settlement: Sendable {
        let epoch: UInt64
        let tag: UInt64
        let isAcknowledged: Bool
    }

    private let waiting = Mutex<[Settlement]>([])
    private let signal: Signal
    let counters: ConsumerCounters

    init(signal: Signal, counters: ConsumerCounters) {
        self.signal = signal
        self.counters = counters
    }

    func settle(_ tags: ArraySlice<UInt64>, epoch: UInt64, isAcknowledged: Bool) {
        let wasEmpty = waiting.withLock { waiting in
            let wasEmpty = waiting.isEmpty
            for tag in tags { waiting.append(Settlement(epoch: epoch, tag: tag, isAcknowledged: isAcknowledged)) }
            return wasEmpty
        }
        if wasEmpty { signal.raise() }
    }

    func fault(_ tags: ArraySlice<UInt64>, epoch: UInt64) {
        counters.unsettled.add(tags.count, ordering: .relaxed)
        settle(tags, epoch: epoch, isAcknowledged: false)
    }

    func take() -> [Settlement] {
        waiting.withLock { waiting in
            let taken = waiting
            waiting = []
            return taken
        }
    }
}

/// One delivered message, to be settled once.
///
/// A delivery that goes out of scope unsettled counts as a fault (``Consumer/Counts/unsettled``) and is released. One of
/// a connection that is gone settles nothing: the broker has given the message back to the queue already, and the
/// number may mean another message by now.
package struct Delivery: ~Copyable {
    package let message: IncomingMessage
    private let tag: UInt64
    private let epoch: UInt64
    private let settlements: Settlements
    private var isSettled = false

    init(message: IncomingMessage, tag: UInt64, epoch: UInt64, settlements: Settlements) {
        self.message = message
        self.tag = tag
        self.epoch = epoch
        self.settlements = settlements
    }

    /// The broker forgets the message. Everything that follows from it must be stored and confirmed before.
    package consuming func acknowledge() {
        settlements.settle([tag], epoch: epoch, isAcknowledged: true)
        isSettled = true
    }

    /// Leaves the message unacknowledged; the broker delivers it again once this channel is gone.
    package consuming func release() {
        settlements.settle([tag], epoch: epoch, isAcknowledged: false)
        isSettled = true
    }

    deinit {
        if !isSettled { settlements.fault([tag], epoch: epoch) }
    }
}
