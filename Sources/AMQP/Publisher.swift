import Synchronization

/// Publishes with confirms, on a thread and a connection of its own that comes back by itself.
///
/// A message that the broker did not confirm is published again, with the same message id, until it is confirmed or
/// refused for good: after a lost connection, a negative confirm, an overdue confirm, and when a block ends. So the broker may
/// hold a message twice, and never not at all. May be called from any plain thread.
package final class Publisher: Sendable {
    package struct Counts: Sendable, Equatable {
        package let confirmed: Int
        package let refused: Int
        /// Negative confirms.
        package let nacked: Int
        /// Publishes of a message that had been on the wire before.
        package let repeated: Int
        package let reconnects: Int
        package let unfinished: Int
        /// From the wire to the broker's word, of all messages together.
        package let confirmWait: Duration
    }

    private let link: Link
    private let backlog: Monitor<Backlog>
    private let completions = Monitor(())
    private let counters = PublisherCounters()
    private let thread = Mutex<OwnedThread?>(nil)
    private let wake: @Sendable () -> Void

    /// - Parameters:
    ///   - name: shown by the broker as the connection's name, and the `app_id` of each message.
    ///   - wake: called from the connection's thread when a receipt completes. Must not block.
    package init(
        broker: BrokerAddress, name: String, settings: ConnectionSettings = ConnectionSettings(),
        log: @escaping @Sendable (AMQPEvent) -> Void = { _ in }, wake: @escaping @Sendable () -> Void = {}
    ) {
        precondition(name.utf8.count <= 255, "a name is at most 255 bytes")
        link = Link(broker: broker, name: name, settings: settings, log: log)
        backlog = Monitor(Backlog())
        self.wake = wake
    }

    deinit {
        link.watchdog.stop()
    }

    package var state: LinkState { link.state }

    package var counts: Counts {
        Counts(
            confirmed: counters.confirmed.load(ordering: .relaxed), refused: counters.refused.load(ordering: .relaxed),
            nacked: counters.nacked.load(ordering: .relaxed), repeated: counters.repeated.load(ordering: .relaxed),
            reconnects: link.reconnects, unfinished: backlog.withLock { $0.unfinished },
            confirmWait: .microseconds(counters.confirmWait.load(ordering: .relaxed)))
    }

    /// Connects from now on. A second call changes nothing.
    package func start() {
        thread.withLock { thread in
            guard thread == nil else { return }
            let link = link
            let backlog = backlog
            let counters = counters
            let wake = wake
            thread = OwnedThread(name: "amqp-publish") {
                PublisherLoop(link: link, backlog: backlog, counters: counters, wake: wake).run()
            }
        }
    }

    /// Hands messages in, in this order; waits only while too much is unfinished (``ConnectionSettings/backlog``).
    ///
    /// Messages that cannot be sent are failures of the receipt at once; the others go on.
    package func publish(_ messages: [OutgoingMessage]) -> Receipt {
        let receipt = Receipt(count: messages.count, completions: completions)
        let limits = link.settings.limits
        var refused: [Int: PublishFailure] = [:]
        for index in messages.indices {
            do throws(OversizeMessage) {
                try messages[index].check(limits)
            } catch {
                refused[index] = .oversize(reason: error.reason)
            }
        }
        guard !messages.isEmpty else { return receipt }
        let submission = Submission(messages: messages, receipt: receipt, refused: refused)
        counters.refused.add(refused.count, ordering: .relaxed)
        enqueue(submission)
        return receipt
    }

    private func enqueue(_ submission: Submission) {
        let settings = link.settings
        let (count, bytes) = submission.weight
        var isAccepted: Bool?
        while isAccepted == nil {
            isAccepted = backlog.wait(until: .now + .seconds(60)) { backlog in
                if backlog.isOver || backlog.isClosing { return false }
                guard backlog.unfinished < settings.backlog, backlog.unfinishedBytes < settings.backlogBytes else {
                    return nil
                }
                backlog.unfinished += count
                backlog.unfinishedBytes += bytes
                if count > 0 { backlog.fresh.append(submission) }
                return true
            }
        }
        var isComplete = false
        for (index, failure) in submission.refused {
            isComplete = submission.receipt.finish(index, failure) || isComplete
        }
        if isAccepted == true {
            link.signal.raise()
        } else {
            for index in submission.messages.indices where submission.refused[index] == nil {
                isComplete = submission.receipt.finish(index, .abandoned) || isComplete
            }
        }
        if isComplete { wake() }
    }

    /// Sends and confirms what was handed in, then closes channel and connection.
    ///
    /// - Returns: whether everything was finished in time. What was not reports ``PublishFailure/abandoned``.
    @discardableResult
    package func close(within limit: Duration) -> Bool {
        let deadline = ContinuousClock.now + limit
        backlog.change { $0.isClosing = true }
        link.signal.raise()
        guard let thread = thread.withLock({ $0 }) else { return true }
        let isFinished = backlog.wait(until: deadline) { $0.unfinished == 0 || $0.isOver ? $0.unfinished == 0 : nil }
        backlog.change { $0.isOver = true }
        link.signal.raise()
        // Past the deadline the thread has a moment to report what it could not finish.
        if !thread.join(until: max(deadline, .now + .milliseconds(500))) {
            link.watchdog.interrupt()
            _ = thread.join(until: .now + link.settings.connectTimeout)
        }
        return isFinished ?? false
    }
}

final class PublisherCounters: Sendable {
    let confirmed = Atomic<Int>(0)
    let refused = Atomic<Int>(0)
    let nacked = Atomic<Int>(0)
    let repeated = Atomic<Int>(0)
    /// Microseconds.
    let confirmWait = Atomic<Int>(0)
}
