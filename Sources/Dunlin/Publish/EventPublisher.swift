import AMQP
import Contracts
import Dispatch
import Foundation
import Synchronization

/// An event as it goes on the wire. The body is what upstream wrote, byte for byte.
struct WireEvent {
    let message: Message
    let body: Data

    init(_ message: Message) {
        self.message = message
        self.body = message.encoded()
    }

    init(_ message: Message, body: Data) {
        self.message = message
        self.body = body
    }

    var outgoing: OutgoingMessage {
        OutgoingMessage(
            exchange: message.type.exchange, routingKey: message.type.routingKey, messageID: message.id,
            type: message.type.rawValue,
            timestamp: Date(timeIntervalSince1970: TimeInterval(message.time.milliseconds / 1000)),
            headers: message.traceparent.map { [Header.traceparent: .string($0)] } ?? [:], body: body)
    }
}

/// Publishes events and waits until the broker has them.
final class EventPublisher {
    private let publisher: Publisher
    private let patience: Duration

    /// Connects, and tells at once when nobody is there.
    init(url: String, patience: Duration) throws(Failure) {
        let address: BrokerAddress
        do throws(AMQPError) {
            address = try BrokerAddress(url: url)
        } catch {
            throw Failure(.configuration, "\(error)", remedy: "give --broker amqp://user:password@host:port/vhost")
        }
        let arrival = Arrival(hosts: address.hosts.count)
        self.patience = patience
        publisher = Publisher(broker: address, name: "dunlin", log: arrival.note)
        publisher.start()
        guard !arrival.isConnected(within: patience) else { return }
        publisher.close(within: .zero)
        let reason = arrival.lastError.map { "\($0)" } ?? "broker \(address) did not answer in \(patience)"
        throw Failure(.unavailable, reason, remedy: "check that the broker runs and that the login is right")
    }

    /// - Returns: why single events were refused, by their place. All others are confirmed.
    func publish(_ events: [WireEvent]) throws(Failure) -> [Int: PublishFailure] {
        try publish(messages: events.map(\.outgoing))
    }

    /// - Parameter meanwhile: called about once a second while confirms are awaited.
    /// - Returns: why single messages were refused, by their place. All others are confirmed.
    func publish(
        messages: [OutgoingMessage], meanwhile: () throws(Failure) -> Void = {}
    ) throws(Failure) -> [Int: PublishFailure] {
        let receipt = publisher.publish(messages)
        var finished = publisher.counts.confirmed
        var deadline = ContinuousClock.now + patience
        while !receipt.wait(until: min(deadline, .now + .seconds(1))) {
            try meanwhile()
            let now = publisher.counts.confirmed
            if now > finished {
                deadline = .now + patience
            } else if deadline <= .now {
                throw Failure(
                    .unavailable, "the broker confirmed nothing for \(patience)",
                    remedy: "run the command again: what it has already is recognised by its id")
            }
            finished = now
        }
        return receipt.failures
    }

    func close() {
        publisher.close(within: .seconds(5))
    }
}

extension PublishFailure {
    /// A short word for programs.
    var code: String {
        switch self {
        case .returned: "unrouted"
        case .refused: "broker"
        case .oversize: "oversize"
        case .abandoned: "abandoned"
        }
    }

    var reason: String {
        switch self {
        case .returned(let code, let reason):
            "no queue takes it (\(code) \(reason)): run dunlin topology apply"
        case .refused(let code, let reason):
            "the broker refused it (\(code) \(reason)): check topology and the user's rights"
        case .oversize(let reason): reason
        case .abandoned: "not confirmed before the connection was closed"
        }
    }
}

/// The first connection: made, or given up when every host was tried or the login is wrong.
private final class Arrival: Sendable {
    private let state: Mutex<(isConnected: Bool, attempts: Int, error: AMQPError?)>
    private let change = DispatchSemaphore(value: 0)

    init(hosts: Int) {
        state = Mutex((false, hosts, nil))
    }

    var lastError: AMQPError? { state.withLock { $0.error } }

    func note(_ event: AMQPEvent) {
        state.withLock { state in
            switch event {
            case .connected:
                state.isConnected = true
            case .disconnected(let error, _):
                if case .loginRefused = error { state.attempts = 0 }
                state.attempts -= 1
                state.error = error
            default: return
            }
            if state.isConnected || state.attempts <= 0 { change.signal() }
        }
    }

    func isConnected(within limit: Duration) -> Bool {
        _ = change.wait(timeout: .now() + .seconds(Int(limit.components.seconds)))
        return state.withLock { $0.isConnected }
    }
}
