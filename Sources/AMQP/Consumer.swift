import Synchronization

/// A queue to consume, and how many unacknowledged messages of it the broker may send ahead (1 to 65,535).
package struct Subscription: Sendable, Equatable {
    package let queue: String
    package let prefetch: Int
    /// Where the reading of a stream begins, also after every reconnect; nil: the queue is no stream.
    package let start: StreamStart?

    package init(queue: String, prefetch: Int, start: StreamStart? = nil) {
        precondition((1...65_535).contains(prefetch), "prefetch is 1 to 65,535")
        self.queue = queue
        self.prefetch = prefetch
        self.start = start
    }
}

/// Where the reading of a stream begins.
///
/// - Source: https://www.rabbitmq.com/streams.html#consuming
package enum StreamStart: Sendable, Equatable {
    /// The oldest message that is kept.
    case first
    /// The chunk that holds this instant, in seconds since 1970: some messages may be older.
    case timestamp(UInt64)

    var header: HeaderValue {
        switch self {
        case .first: .string("first")
        case .timestamp(let seconds): .timestamp(seconds)
        }
    }
}

/// What a consumer counted since it was made.
final class ConsumerCounters: Sendable {
    let delivered = Atomic<Int>(0)
    let acknowledged = Atomic<Int>(0)
    let released = Atomic<Int>(0)
    let stale = Atomic<Int>(0)
    let unsettled = Atomic<Int>(0)
}

/// Receives from queues, on a thread and a connection of its own that comes back by itself.
///
/// One other thread, the handler's, calls ``next(max:waiting:)``; the rest may be called from any plain thread.
package final class Consumer: Sendable {
    package struct Counts: Sendable, Equatable {
        package let delivered: Int
        package let acknowledged: Int
        /// Given up on purpose or by fault; the broker delivers them again.
        package let released: Int
        /// Settled after their connection was gone, without effect.
        package let stale: Int
        /// Faults: deliveries that went out of scope unsettled.
        package let unsettled: Int
        package let reconnects: Int
    }

    private let link: Link
    private let subscriptions: [Subscription]
    private let inbox: Monitor<Inbox>
    private let settlements: Settlements
    private let wake: @Sendable () -> Void
    private let thread = Mutex<OwnedThread?>(nil)

    /// - Parameters:
    ///   - name: shown by the broker as the connection's name.
    ///   - subscriptions: at most 26; earlier ones are served first.
    ///   - wake: called from the connection's thread whenever messages arrived. Must not block.
    package init(
        broker: BrokerAddress, name: String, subscriptions: [Subscription],
        settings: ConnectionSettings = ConnectionSettings(), log: @escaping @Sendable (AMQPEvent) -> Void = { _ in },
        wake: @escaping @Sendable () -> Void = {}
    ) {
        precondition((1...26).contains(subscriptions.count), "one to 26 subscriptions")
        link = Link(broker: broker, name: name, settings: settings, log: log)
        self.subscriptions = subscriptions
        inbox = Monitor(Inbox(lines: subscriptions.count))
        settlements = Settlements(signal: link.signal, counters: ConsumerCounters())
        self.wake = wake
    }

    deinit {
        link.watchdog.stop()
    }

    package var state: LinkState { link.state }

    package var counts: Counts {
        let counters = settlements.counters
        return Counts(
            delivered: counters.delivered.load(ordering: .relaxed),
            acknowledged: counters.acknowledged.load(ordering: .relaxed),
            released: counters.released.load(ordering: .relaxed), stale: counters.stale.load(ordering: .relaxed),
            unsettled: counters.unsettled.load(ordering: .relaxed), reconnects: link.reconnects)
    }

    /// Connects and consumes from now on. A second call changes nothing.
    package func start() {
        thread.withLock { thread in
            guard thread == nil else { return }
            let link = link
            let subscriptions = subscriptions
            let inbox = inbox
            let settlements = settlements
            let wake = wake
            thread = OwnedThread(name: "amqp-consume") {
                let loop = ConsumerLoop(
                    link: link, subscriptions: subscriptions, inbox: inbox, settlements: settlements, wake: wake)
                loop.run()
            }
        }
    }

    /// The next messages of the first queue that has any.
    ///
    /// - Parameter waiting: how long to wait for the first message; more than the first is never waited for.
    /// - Returns: an empty batch when the time is over, after ``interrupt()``, or once receiving has stopped.
    package func next(max: Int, waiting: Duration) -> Batch {
        let taken = inbox.wait(until: .now + waiting) { inbox -> Inbox.Taken? in
            if let taken = inbox.take(max) { return taken }
            guard inbox.isInterrupted || inbox.wish == .stopped || inbox.isClosing else { return nil }
            inbox.isInterrupted = false
            return Inbox.Taken(messages: [], tags: [], epoch: inbox.epoch)
        }
        return Batch(
            messages: taken?.messages ?? [], tags: taken?.tags ?? [], epoch: taken?.epoch ?? 0, settlements: settlements
        )
    }

    /// Makes the current or the next wait in ``next(max:waiting:)`` end at once.
    package func interrupt() {
        inbox.change { $0.isInterrupted = true }
    }

    /// Stops the broker's deliveries for now. What was not handed out goes back to the broker on ``resume()``.
    package func pause() {
        inbox.change { if $0.wish == .receiving { $0.wish = .paused } }
        link.signal.raise()
    }

    /// Consumes again, on a new channel, as soon as everything handed out before is settled.
    package func resume() {
        inbox.change { if $0.wish == .paused { $0.wish = .receiving } }
        link.signal.raise()
    }

    /// Stops the broker's deliveries for good and waits until it has. What was not handed out stays unacknowledged.
    package func stopReceiving() {
        inbox.change { $0.wish = .stopped }
        link.signal.raise()
        _ = inbox.wait(until: .now + link.settings.replyTimeout * subscriptions.count) { $0.isConsuming ? nil : true }
    }

    /// Sends the acknowledgements that wait, and closes channel and connection.
    ///
    /// - Returns: whether it ended in time; if not, its socket is shut down and the broker delivers again.
    @discardableResult
    package func close(within limit: Duration) -> Bool {
        inbox.change {
            $0.wish = .stopped
            $0.isClosing = true
        }
        link.signal.raise()
        let ended = thread.withLock { $0 }.map { $0.join(until: .now + limit) } ?? true
        if !ended { link.watchdog.interrupt() }
        return ended
    }
}
