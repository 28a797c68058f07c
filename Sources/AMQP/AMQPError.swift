/// Why the broker could not be used, in words that hold no password and no message content.
package enum AMQPError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The address cannot be used as it stands; nothing was tried. Mend the setting.
    case invalidAddress(reason: String)
    /// No connection to this host came about: name, network, certificate or time-out. A retry can help.
    case unreachable(host: String, port: Int, reason: String)
    /// The broker answered and refused the user, the password or the virtual host.
    case loginRefused(reason: String)
    /// The connection ended in the middle of an operation. A retry on a new connection can help.
    case connectionLost(operation: String, reason: String)
    /// The broker closed the connection, or with it one channel, and said why.
    case closedByBroker(scope: Scope, code: Int, reason: String)
    /// The broker sent what the protocol does not allow at this place; the connection is given up.
    case protocolViolation(String)
    /// Queues or exchanges that should exist do not.
    case missing(queues: [String], exchanges: [String])

    package enum Scope: String, Sendable {
        case connection, channel
    }

    package var description: String {
        switch self {
        case .invalidAddress(let reason): "broker address: \(reason)"
        case .unreachable(let host, let port, let reason): "broker \(host):\(port) not reached: \(reason)"
        case .loginRefused(let reason): "broker refused the login: \(reason)"
        case .connectionLost(let operation, let reason): "connection lost during \(operation): \(reason)"
        case .closedByBroker(let scope, let code, let reason): "broker closed the \(scope.rawValue): \(code) \(reason)"
        case .protocolViolation(let what): "unexpected from the broker: \(what)"
        case .missing(let queues, let exchanges):
            "missing at the broker: "
                + (queues.map { "queue \($0)" } + exchanges.map { "exchange \($0)" })
                .joined(separator: ", ")
        }
    }

    /// Whether the same attempt may succeed later without anybody mending a setting.
    package var isWorthRetrying: Bool {
        switch self {
        case .invalidAddress, .missing: false
        case .unreachable, .loginRefused, .connectionLost, .closedByBroker, .protocolViolation: true
        }
    }
}
