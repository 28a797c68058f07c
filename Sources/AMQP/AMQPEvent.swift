/// What a connection went through, for the log. None of it holds message content.
package enum AMQPEvent: Sendable, CustomStringConvertible {
    case connected(host: String, port: Int)
    /// The connection is gone or never came about; the next attempt follows after `retryIn`.
    case disconnected(AMQPError, retryIn: Duration)
    case channelClosed(code: Int, reason: String)
    case blocked(reason: String)
    case unblocked
    /// The broker cancelled the consumer, mostly because the queue is gone; it is tried again after `retryIn`.
    case consumerCancelled(queue: String, retryIn: Duration)
    case subscribed(queue: String)
    /// The broker refused to store messages (a full queue, mostly); they are published again after `retryIn`.
    case publishesRefused(count: Int, retryIn: Duration)
    /// Confirms did not come in time; the connection is given up and the messages are published again.
    case confirmsOverdue(count: Int)
    /// A library call hung for longer than this and its socket was shut down.
    case hung(for: Duration)
    /// The connection was not closed in good order; it is closed anyhow.
    case uncleanClose(AMQPError)

    package var description: String {
        switch self {
        case .connected(let host, let port): "connected to \(host):\(port)"
        case .disconnected(let error, let delay): "disconnected, next attempt in \(delay): \(error)"
        case .channelClosed(let code, let reason): "broker closed the channel: \(code) \(reason)"
        case .blocked(let reason): "broker blocks this connection: \(reason)"
        case .unblocked: "broker no longer blocks this connection"
        case .consumerCancelled(let queue, let delay): "consumer on \(queue) cancelled, next attempt in \(delay)"
        case .subscribed(let queue): "consuming \(queue)"
        case .publishesRefused(let count, let delay): "broker refused \(count) messages, next attempt in \(delay)"
        case .confirmsOverdue(let count): "\(count) confirms are overdue, reconnecting"
        case .hung(let duration): "a call hung for \(duration), its socket was shut down"
        case .uncleanClose(let error): "closed, but not in good order: \(error)"
        }
    }
}

/// What a connection is doing now. Readable from any thread.
package enum LinkState: Sendable, Equatable {
    case connected
    case disconnected(since: ContinuousClock.Instant)
    /// The broker takes no publishes on this connection; consuming goes on.
    case blocked(reason: String, since: ContinuousClock.Instant)
}
