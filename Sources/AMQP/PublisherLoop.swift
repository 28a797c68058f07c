import CRabbitMQ
import Faults
import Foundation
import Synchronization

/// The thread of a ``Publisher``: owns the connection, sends within the window, and reads confirms.
final class PublisherLoop {
    private static let framesATurn = 1024

    private let link: Link
    private let backlog: Monitor<Backlog>
    private let counters: PublisherCounters
    private let wake: @Sendable () -> Void

    private var queue = SendQueue()
    private var window = ConfirmWindow()
    private var assembly = MessageAssembly()
    private var encoder = MessageEncoder()
    private var isBlocked = false

    /// Refused by the broker with a negative confirm, until it is their time.
    private var nacked: [Item] = []
    private var nackedUntil: ContinuousClock.Instant?
    private var nackRounds = 0

    /// A message made the broker close the channel, and it is one of the next so many: they go out one at a time, so
    /// that it is alone on the wire when it does so again.
    private var suspects = 0

    private var doneMessages = 0
    private var doneBytes = 0
    private var completed = false

    init(link: Link, backlog: Monitor<Backlog>, counters: PublisherCounters, wake: @escaping @Sendable () -> Void) {
        self.link = link
        self.backlog = backlog
        self.counters = counters
        self.wake = wake
    }

    func run() {
        link.run(
            isOver: { backlog.withLock { $0.isOver || ($0.isClosing && $0.unfinished == 0) } },
            serve: { (connection) throws(AMQPError) in
                do throws(AMQPError) {
                    try serve(connection)
                } catch {
                    let reason = connection.reason(behind: error)
                    judge(reason)
                    throw reason
                }
            },
            lost: { sendAgain() })
        abandon()
        link.watchdog.stop()
    }

    private func serve(_ connection: borrowing Connection) throws(AMQPError) {
        link.watchdog.enter()
        isBlocked = false
        assembly = MessageAssembly()
        try openConfirmingChannel(connection)
        while true {
            link.watchdog.enter()
            link.signal.lower()
            var more = try drain(connection)
            let isOver = backlog.withLock { backlog -> Bool in
                queue.append(backlog.fresh)
                backlog.fresh.removeAll(keepingCapacity: true)
                return backlog.isOver || (backlog.isClosing && backlog.unfinished == doneMessages)
            }
            report()
            if isOver { return }
            let now = ContinuousClock.now
            takeBackNacked(now)
            more = try send(connection, now) || more
            try checkConfirms(now)
            connection.releaseBuffers()
            link.watchdog.leave()
            if !more { link.signal.wait(timeToSleep(now), or: connection.socket) }
        }
    }

    private func openConfirmingChannel(_ connection: borrowing Connection) throws(AMQPError) {
        try connection.openChannel()
        guard amqp_confirm_select(connection.state, Connection.channel) != nil else {
            throw connection.failure("confirm mode")
        }
    }

    private func timeToSleep(_ now: ContinuousClock.Instant) -> Duration {
        var sleep = link.settings.heartbeat / 2
        if let nackedUntil { sleep = min(sleep, now.duration(to: nackedUntil)) }
        if let oldest = window.oldest, !isBlocked {
            sleep = min(sleep, now.duration(to: oldest + link.settings.confirmTimeout))
        }
        return max(.zero, sleep)
    }
}

// MARK: - Sending

extension PublisherLoop {
    /// - Returns: whether the turn ended for lack of time, not of messages or room.
    private func send(_ connection: borrowing Connection, _ now: ContinuousClock.Instant) throws(AMQPError) -> Bool {
        let settings = link.settings
        while !isBlocked, window.count < (suspects > 0 ? 1 : settings.window), window.bytes < settings.windowBytes {
            guard let item = queue.next() else { return false }
            let isAwaited = !Faults.isOff("guard.confirm")
            if isAwaited { window.send(item, at: now) }
            try connection.publish(
                item.submission.messages[item.index], user: link.broker.user, sender: link.name, encoder: &encoder)
            if !isAwaited {
                finish(item, nil)
                report()
            }
        }
        return false
    }

    private func takeBackNacked(_ now: ContinuousClock.Instant) {
        guard let until = nackedUntil, until <= now else { return }
        counters.repeated.add(nacked.count, ordering: .relaxed)
        queue.prepend(nacked)
        nacked.removeAll()
        nackedUntil = nil
    }

    private func checkConfirms(_ now: ContinuousClock.Instant) throws(AMQPError) {
        guard !isBlocked, let oldest = window.oldest, oldest.duration(to: now) > link.settings.confirmTimeout else {
            return
        }
        link.log(.confirmsOverdue(count: window.count))
        throw .connectionLost(operation: "confirm", reason: "no confirm within \(link.settings.confirmTimeout)")
    }

    /// Everything unconfirmed goes out again, before everything else and in the old order.
    private func sendAgain() {
        let items = window.reset()
        counters.repeated.add(items.count, ordering: .relaxed)
        queue.prepend(items)
        report()
    }

    private func abandon() {
        for item in window.reset() + nacked { finish(item, .abandoned) }
        while let item = queue.next() { finish(item, .abandoned) }
        let late = backlog.change { backlog in
            backlog.isOver = true
            defer { backlog.fresh.removeAll() }
            return backlog.fresh
        }
        queue.append(late)
        while let item = queue.next() { finish(item, .abandoned) }
        report()
    }
}

// MARK: - What the broker says

extension PublisherLoop {
    /// - Returns: whether there may be more to read at once.
    private func drain(_ connection: borrowing Connection) throws(AMQPError) -> Bool {
        for _ in 0..<Self.framesATurn {
            guard let frame = try connection.receive() else { return false }
            switch Int32(frame.frame_type) {
            case AMQP_FRAME_METHOD: try method(frame, connection)
            case AMQP_FRAME_HEADER: if let finished = try assembly.header(frame) { try markReturned(finished) }
            case AMQP_FRAME_BODY:
                if let finished = try assembly.body(frame.payload.body_fragment) { try markReturned(finished) }
            default: break
            }
        }
        return true
    }

    private func method(_ frame: borrowing amqp_frame_t, _ connection: borrowing Connection) throws(AMQPError) {
        switch frame.payload.method.id {
        case amqp_method_number_t(AMQP_BASIC_ACK_METHOD):
            let ack = frame.arguments(amqp_basic_ack_t.self)
            nackRounds = 0
            resolve(ack.delivery_tag, multiple: ack.multiple != 0) { item, failure in finish(item, failure) }
        case amqp_method_number_t(AMQP_BASIC_NACK_METHOD):
            let nack = frame.arguments(amqp_basic_nack_t.self)
            postpone(nack.delivery_tag, multiple: nack.multiple != 0)
        case amqp_method_number_t(AMQP_BASIC_RETURN_METHOD):
            let back = frame.arguments(amqp_basic_return_t.self)
            try assembly.begin(
                .returned(code: Int(back.reply_code), reason: String(amqp: back.reply_text)), queue: "",
                exchange: back.exchange, routingKey: back.routing_key)
        case amqp_method_number_t(AMQP_CONNECTION_BLOCKED_METHOD):
            isBlocked = true
            link.blocked(String(amqp: frame.arguments(amqp_connection_blocked_t.self).reason))
        case amqp_method_number_t(AMQP_CONNECTION_UNBLOCKED_METHOD):
            isBlocked = false
            window.restartClocks(at: .now)
            link.unblocked()
        case amqp_method_number_t(AMQP_CHANNEL_CLOSE_METHOD):
            try reopenChannel(frame.arguments(amqp_channel_close_t.self), connection)
        default:
            throw .protocolViolation("method \(String(frame.payload.method.id, radix: 16)) on the publishing channel")
        }
    }

    private func resolve(_ tag: UInt64, multiple: Bool, _ each: (Item, PublishFailure?) -> Void) {
        let waited = window.resolve(tag, multiple: multiple) { item, failure in
            if suspects > 0 { suspects -= 1 }
            each(item, failure)
        }
        counters.confirmWait.add(Int(waited / .microseconds(1)), ordering: .relaxed)
    }

    private func postpone(_ tag: UInt64, multiple: Bool) {
        let before = nacked.count
        resolve(tag, multiple: multiple) { item, failure in
            if let failure { finish(item, failure) } else { nacked.append(item) }
        }
        counters.nacked.add(nacked.count - before, ordering: .relaxed)
        guard nackedUntil == nil, !nacked.isEmpty else { return }
        nackRounds += 1
        let delay = link.settings.reconnect.delay(afterAttempt: nackRounds)
        nackedUntil = .now + delay
        link.log(.publishesRefused(count: nacked.count, retryIn: delay))
    }

    private func markReturned(_ finished: MessageAssembly.Finished) throws(AMQPError) {
        guard case .returned(let code, let reason) = finished.origin else {
            throw .protocolViolation("a delivery on the publishing channel")
        }
        let message = finished.message
        guard
            window.markReturned(
                messageID: message.messageID, exchange: message.exchange, routingKey: message.routingKey,
                as: .returned(code: code, reason: reason))
        else { throw .protocolViolation("a returned message that is not on the wire") }
    }

    private func reopenChannel(_ close: amqp_channel_close_t, _ connection: borrowing Connection) throws(AMQPError) {
        let code = Int(close.reply_code)
        let reason = String(amqp: close.reply_text)
        try connection.acceptChannelClose(Connection.channel)
        link.log(.channelClosed(code: code, reason: reason))
        judge(.closedByBroker(scope: .channel, code: code, reason: reason))
        sendAgain()
        assembly = MessageAssembly()
        try openConfirmingChannel(connection)
    }

    /// Refuses the message that made the broker close, when it can be told which it was; else sends singly from now on.
    private func judge(_ error: AMQPError) {
        guard case .closedByBroker(_, let code, let reason) = error, AMQPReply.blamesMessage(code) else { return }
        let items = window.reset()
        if items.count == 1 {
            suspects = max(0, suspects - 1)
            finish(items[0], .refused(code: code, reason: reason))
        } else {
            suspects = max(suspects, items.count)
            counters.repeated.add(items.count, ordering: .relaxed)
            queue.prepend(items)
        }
    }
}

// MARK: - Results

extension PublisherLoop {
    private func finish(_ item: Item, _ failure: PublishFailure?) {
        if failure == nil {
            counters.confirmed.add(1, ordering: .relaxed)
        } else {
            counters.refused.add(1, ordering: .relaxed)
        }
        doneMessages += 1
        doneBytes += item.bytes
        if item.submission.receipt.finish(item.index, failure) { completed = true }
    }

    /// Gives callers that wait for room theirs, and tells that receipts completed.
    private func report() {
        if doneMessages > 0 {
            let (messages, bytes) = (doneMessages, doneBytes)
            backlog.change {
                $0.unfinished -= messages
                $0.unfinishedBytes -= bytes
            }
            doneMessages = 0
            doneBytes = 0
        }
        if completed {
            completed = false
            wake()
        }
    }
}
