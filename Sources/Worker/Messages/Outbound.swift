import AMQP
import Contracts
import Foundation
import Synchronization

/// Turns what a worker has to say into what goes on the wire: new messages, retries and dead letters.
package struct Outbound: Sendable {
    /// Stamped on retries and dead letters.
    package let worker: String

    package init(worker: String) {
        self.worker = worker
    }

    /// A new message, to the exchange and key of its type.
    ///
    /// - Parameters:
    ///   - body: the message's bytes, where they are known already.
    ///   - cause: the message it follows from. Its trace goes on; without one, that of the message's own
    ///     `traceparent`, or a new one.
    package func message(
        _ message: Message, encoded body: Data? = nil, causedBy cause: IncomingMessage? = nil, now: Instant = .now
    ) -> OutgoingMessage {
        let attempt = message.payload.attempt
        var headers: [String: HeaderValue] = [
            Header.firstAt: .string(now.description),
            Header.traceparent: .string(Self.trace(message, cause).header),
        ]
        if let state = cause?.headers[Header.tracestate]?.text, state.utf8.count <= 512 {
            headers[Header.tracestate] = .string(state)
        }
        if let attempt { headers[Header.generation] = .int(Int64(attempt.generation)) }
        return OutgoingMessage(
            exchange: message.type.exchange, routingKey: message.type.routingKey, messageID: message.id,
            type: message.type.rawValue, correlationID: attempt?.id, contentType: Message.contentType,
            timestamp: Date(timeIntervalSince1970: Double(now.milliseconds) / 1000), headers: headers,
            body: body ?? message.encoded())
    }

    /// The same message again after the tier's wait, to the queue it came from.
    ///
    /// Body, id and properties stay as they are, `dunlin-attempt` grows by one. Headers that begin with `x-` go: with the
    /// broker's own history in them it would take the next round for a cycle and drop the message.
    package func retry(
        of message: IncomingMessage, in tier: RetryTier, reason: String, now: Instant = .now
    ) -> OutgoingMessage {
        let key = Topology.retryRoutingKey(tier, queue: message.queue)
        var copy = Republication(of: message, exchange: Topology.retryExchange, routingKey: key)
        copy.stamp(reason: reason, worker: worker, now: now)
        return copy.message
    }

    /// The same message into the dead-letter queue of the queue it came from.
    ///
    /// - Parameters:
    ///   - reason: without personal data; cut at 500 bytes.
    ///   - path: where in the body, as a JSON path.
    package func park(
        _ message: IncomingMessage, as class: DeadLetterClass, reason: String, path: String? = nil, now: Instant = .now
    ) -> OutgoingMessage {
        let key = Topology.deadRoutingKey(`class`, queue: message.queue)
        var copy = Republication(of: message, exchange: Topology.deadExchange, routingKey: key)
        copy.stamp(reason: reason, worker: worker, now: now)
        copy.stamp(class: `class`, path: path)
        return copy.message
    }

    private static func trace(_ message: Message, _ cause: IncomingMessage?) -> TraceContext {
        var generator = SystemRandomNumberGenerator()
        let parent = cause?.headers[Header.traceparent]?.text ?? message.traceparent
        if let parent = parent.flatMap(TraceContext.init) { return parent.child(using: &generator) }
        return .fresh(using: &generator)
    }
}

extension IncomingMessage {
    /// How often this message failed before, from 0; whatever else a hostile sender wrote counts as 0.
    package var failures: Int {
        guard let attempt = headers[Header.attempt]?.integer, attempt > 0 else { return 0 }
        return Int(min(attempt, 1_000_000))
    }

    /// Its id, or, where the sender gave none that can be sent on, one that follows from its queue and body.
    package var stableID: String {
        if let messageID, !messageID.isEmpty, messageID.utf8.count <= 255, !messageID.utf8.contains(0) {
            return messageID
        }
        return MessageID.named("unnamed", queue, String(decoding: body, as: UTF8.self))
    }
}

extension Payload {
    /// The attempt that the message is about.
    var attempt: AttemptReference? {
        switch self {
        case .reminderRender(let render): render.attempt
        case .emailSend(let send): send.attempt
        case .delivery(let outcome, _): outcome.attempt
        case .attemptParked(let parked): parked.attempt
        default: nil
        }
    }
}
