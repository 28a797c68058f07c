import CRabbitMQ
import Foundation
import Synchronization

/// The thread of a ``Consumer``: owns the connection, receives, and sends acknowledgements.
final class ConsumerLoop {
    private enum Line {
        case idle(failures: Int, next: ContinuousClock.Instant)
        case active
    }

    /// Frames read before acknowledgements get their turn.
    private static let framesATurn = 1024

    private let link: Link
    private let subscriptions: [Subscription]
    private let inbox: Monitor<Inbox>
    private let settlements: Settlements
    private let wake: @Sendable () -> Void

    private var epoch: UInt64 = 0
    private var window = AcknowledgementWindow()
    private var pace = AcknowledgementPace()
    private var assembly = MessageAssembly()
    private var lines: [Line] = []
    private var received: [(line: Int, received: Inbox.Received)] = []
    private var channelWasUsed = false
    private var isConsuming = false

    init(
        link: Link, subscriptions: [Subscription], inbox: Monitor<Inbox>, settlements: Settlements,
        wake: @escaping @Sendable () -> Void
    ) {
        self.link = link
        self.subscriptions = subscriptions
        self.inbox = inbox
        self.settlements = settlements
        self.wake = wake
    }

    func run() {
        link.run(
            isOver: { inbox.withLock { $0.isClosing } },
            serve: { (connection) throws(AMQPError) in try serve(connection) },
            lost: { beginEpoch(isConsuming: false) })
        // Settlements that come later are counted by nobody; the process is on its way out.
        beginEpoch(isConsuming: false)
        settle()
        link.watchdog.stop()
        wake()
    }

    private func serve(_ connection: borrowing Connection) throws(AMQPError) {
        link.watchdog.enter()
        beginEpoch(isConsuming: false)
        try connection.openChannel()
        while true {
            link.watchdog.enter()
            link.signal.lower()
            let more = try drain(connection)
            handOver()
            let (wish, isClosing) = inbox.withLock { ($0.wish, $0.isClosing) }
            switch wish {
            case .receiving: try consume(connection)
            case .paused, .stopped: try cancel(connection)
            }
            settle()
            try acknowledge(connection, all: isClosing || wish != .receiving)
            if isClosing { return }
            connection.releaseBuffers()
            link.watchdog.leave()
            if !more, !connection.holdsUnreadData { link.signal.wait(timeToSleep, or: connection.socket) }
        }
    }

    /// What came before is void: the broker has it back.
    private func beginEpoch(isConsuming: Bool) {
        epoch += 1
        let epoch = epoch
        window = AcknowledgementWindow()
        pace = AcknowledgementPace()
        assembly = MessageAssembly()
        received.removeAll()
        channelWasUsed = false
        self.isConsuming = isConsuming
        lines = subscriptions.map { _ in .idle(failures: 0, next: .now) }
        inbox.change { inbox in
            _ = inbox.clear()
            inbox.epoch = epoch
            inbox.isConsuming = isConsuming
        }
    }

    private var timeToSleep: Duration {
        var sleep = min(link.settings.heartbeat / 2, pace.timeLeft(window, at: .now) ?? .seconds(3600))
        guard isConsuming else { return sleep }
        for case .idle(_, let next) in lines { sleep = min(sleep, max(.zero, ContinuousClock.now.duration(to: next))) }
        return sleep
    }
}

// MARK: - Receiving

extension ConsumerLoop {
    /// - Returns: whether there may be more to read at once.
    private func drain(_ connection: borrowing Connection) throws(AMQPError) -> Bool {
        for _ in 0..<Self.framesATurn {
            guard let frame = try connection.receive() else { return false }
            switch Int32(frame.frame_type) {
            case AMQP_FRAME_METHOD: try method(frame, connection)
            case AMQP_FRAME_HEADER: if let finished = try assembly.header(frame) { try take(finished) }
            case AMQP_FRAME_BODY:
                if let finished = try assembly.body(frame.payload.body_fragment) { try take(finished) }
            default: break
            }
        }
        return true
    }

    private func method(_ frame: borrowing amqp_frame_t, _ connection: borrowing Connection) throws(AMQPError) {
        switch frame.payload.method.id {
        case amqp_method_number_t(AMQP_BASIC_DELIVER_METHOD):
            let deliver = frame.arguments(amqp_basic_deliver_t.self)
            guard let line = Self.line(of: deliver.consumer_tag), line < subscriptions.count else {
                throw .protocolViolation("a delivery for a consumer unknown here")
            }
            try assembly.begin(
                .delivery(consumer: line, tag: deliver.delivery_tag, redelivered: deliver.redelivered != 0),
                queue: subscriptions[line].queue, exchange: deliver.exchange, routingKey: deliver.routing_key)
        case amqp_method_number_t(AMQP_BASIC_CANCEL_METHOD):
            guard let line = Self.line(of: frame.arguments(amqp_basic_cancel_t.self).consumer_tag),
                line < subscriptions.count
            else { throw .protocolViolation("a cancel for a consumer unknown here") }
            postpone(line, failures: 0)
        case amqp_method_number_t(AMQP_CHANNEL_CLOSE_METHOD):
            let close = frame.arguments(amqp_channel_close_t.self)
            let error = AMQPError.closedByBroker(
                scope: .channel, code: Int(close.reply_code), reason: String(amqp: close.reply_text))
            try connection.acceptChannelClose(frame.channel)
            throw error
        case amqp_method_number_t(AMQP_CONNECTION_BLOCKED_METHOD):
            link.blocked(String(amqp: frame.arguments(amqp_connection_blocked_t.self).reason))
        case amqp_method_number_t(AMQP_CONNECTION_UNBLOCKED_METHOD):
            link.unblocked()
        case amqp_method_number_t(AMQP_BASIC_CANCEL_OK_METHOD), amqp_method_number_t(AMQP_BASIC_CONSUME_OK_METHOD):
            break
        default:
            throw .protocolViolation("method \(String(frame.payload.method.id, radix: 16)) on the consuming channel")
        }
    }

    private func take(_ finished: MessageAssembly.Finished) throws(AMQPError) {
        guard case .delivery(let line, let tag, _) = finished.origin else {
            throw .protocolViolation("a returned message on the consuming channel")
        }
        guard tag == window.nextTag else { throw .protocolViolation("deliveries are not numbered one by one") }
        window.deliver()
        received.append((line, Inbox.Received(message: finished.message, tag: tag)))
    }

    private func handOver() {
        guard !received.isEmpty else { return }
        settlements.counters.delivered.add(received.count, ordering: .relaxed)
        let batch = received
        received.removeAll(keepingCapacity: true)
        let dropped = inbox.change { inbox -> [UInt64] in
            inbox.append(batch)
            return inbox.wish == .receiving ? [] : inbox.clear()
        }
        release(dropped)
        if dropped.isEmpty { wake() }
    }

    private func release(_ tags: [UInt64]) {
        for tag in tags where window.release(tag) { settlements.counters.released.add(1, ordering: .relaxed) }
    }

    /// Tells the broker what is settled, when enough is or it has waited long enough.
    private func acknowledge(_ connection: borrowing Connection, all: Bool) throws(AMQPError) {
        let enough = window.untold >= subscriptions.reduce(0) { $0 + $1.prefetch } / 5
        guard let number = pace.due(window, at: .now, isEnough: enough, all: all) else { return }
        for frame in window.frames(singlyBefore: number) {
            try connection.acknowledge(frame.tag, multiple: frame.multiple)
        }
    }

    private func settle() {
        for settlement in settlements.take() {
            let counters = settlements.counters
            if settlement.epoch != epoch {
                counters.stale.add(1, ordering: .relaxed)
            } else if settlement.isAcknowledged {
                if window.settle(settlement.tag) { counters.acknowledged.add(1, ordering: .relaxed) }
            } else {
                release([settlement.tag])
            }
        }
    }
}

// MARK: - Subscribing

extension ConsumerLoop {
    /// The consumer tag begins with a letter for the line.
    private static func line(of consumerTag: amqp_bytes_t) -> Int? {
        guard consumerTag.len > 0, let letter = consumerTag.bytes?.load(as: UInt8.self) else { return nil }
        return Int(letter) - Int(UInt8(ascii: "a"))
    }

    private func consumerTag(_ line: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "a") + UInt8(line))) + String(epoch)
    }

    private func consume(_ connection: borrowing Connection) throws(AMQPError) {
        if !isConsuming {
            if channelWasUsed {
                // RabbitMQ 3.10.8 can fail on a consumer that comes back to a channel with deliveries in flight.
                guard window.outstanding == 0, assembly.isIdle else { return }
                try renewChannel(connection)
            }
            isConsuming = true
            channelWasUsed = true
            inbox.change { $0.isConsuming = true }
        }
        for line in lines.indices {
            guard case .idle(let failures, let next) = lines[line], next <= .now else { continue }
            if try exists(subscriptions[line].queue, connection) {
                try subscribe(line, connection)
            } else {
                postpone(line, failures: failures)
            }
        }
    }

    private func renewChannel(_ connection: borrowing Connection) throws(AMQPError) {
        settle()
        try acknowledge(connection, all: true)
        let reply = amqp_channel_close(connection.state, Connection.channel, AMQP_REPLY_SUCCESS)
        guard reply.reply_type == AMQP_RESPONSE_NORMAL else { throw connection.failure("close channel") }
        settle()
        beginEpoch(isConsuming: false)
        try connection.openChannel()
    }

    /// Asked on a channel of its own: consuming a missing queue would close the channel of the others.
    private func exists(_ queue: String, _ connection: borrowing Connection) throws(AMQPError) -> Bool {
        try connection.openChannel(Connection.probeChannel)
        do throws(AMQPError) {
            _ = try connection.passivelyDeclare(queue: queue, on: Connection.probeChannel)
        } catch {
            if case .closedByBroker(.channel, AMQPReply.notFound, _) = error { return false }
            throw error
        }
        let reply = amqp_channel_close(connection.state, Connection.probeChannel, AMQP_REPLY_SUCCESS)
        guard reply.reply_type == AMQP_RESPONSE_NORMAL else { throw connection.failure("close channel") }
        return true
    }

    private func subscribe(_ line: Int, _ connection: borrowing Connection) throws(AMQPError) {
        let subscription = subscriptions[line]
        // Not global: quorum queues refuse a prefetch over a whole channel. It holds for the consumer made next.
        guard amqp_basic_qos(connection.state, Connection.channel, 0, UInt16(subscription.prefetch), 0) != nil else {
            throw connection.failure("prefetch")
        }
        var encoder = MessageEncoder()
        let queue = encoder.text(subscription.queue)
        let tag = encoder.text(consumerTag(line))
        let arguments = encoder.table(subscription.start.map { ["x-stream-offset": $0.header] } ?? [:])
        guard amqp_basic_consume(connection.state, Connection.channel, queue, tag, 0, 0, 0, arguments) != nil
        else {
            throw connection.failure("consume")
        }
        lines[line] = .active
        link.log(.subscribed(queue: subscription.queue))
    }

    private func postpone(_ line: Int, failures: Int) {
        let delay = link.settings.reconnect.delay(afterAttempt: failures + 1)
        lines[line] = .idle(failures: failures + 1, next: .now + delay)
        link.log(.consumerCancelled(queue: subscriptions[line].queue, retryIn: delay))
    }

    private func cancel(_ connection: borrowing Connection) throws(AMQPError) {
        guard isConsuming else { return }
        for line in lines.indices {
            guard case .active = lines[line] else { continue }
            var encoder = MessageEncoder()
            guard amqp_basic_cancel(connection.state, Connection.channel, encoder.text(consumerTag(line))) != nil else {
                throw connection.failure("cancel")
            }
        }
        // What was on its way when the broker stopped is read now, so that none of it is left for a later channel.
        while try drain(connection) {}
        handOver()
        isConsuming = false
        lines = subscriptions.map { _ in .idle(failures: 0, next: .now) }
        let dropped = inbox.change { inbox -> [UInt64] in
            inbox.isConsuming = false
            return inbox.clear()
        }
        release(dropped)
    }
}
