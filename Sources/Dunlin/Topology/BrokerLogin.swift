import Contracts
import Foundation

/// A user's name, and what it logs in with.
struct BrokerLogin {
    let user: String
    /// nil: none is taken; the user logs in with a client certificate whose common name is its own.
    let password: String?

    /// A new password of 128 random bits.
    init(user: String) {
        var generator = SystemRandomNumberGenerator()
        self.user = user
        self.password = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }.hexadecimal
    }

    init(certificateOf user: String) {
        self.user = user
        self.password = nil
    }
}

/// Where workers and upstream services find the broker: scheme, hosts, and options for TLS.
struct BrokerEndpoint {
    private let scheme: String
    private let hosts: String
    private let query: String
    private let vhost: String

    /// - Parameter text: `amqp://host:port,host2:port?cacertfile=…`; nil: the listener that the broker itself names.
    init(_ text: String?, of broker: ManagementAPI) throws(Failure) {
        let text = if let text { text } else { try Self.listener(of: broker) }
        let halves = text.split(separator: "?", maxSplits: 1)
        let parts = String(halves.first ?? "").components(separatedBy: "://")
        guard parts.count == 2, ["amqp", "amqps"].contains(parts[0]), !parts[1].isEmpty,
            !parts[1].contains(where: { "/@ ".contains($0) })
        else {
            throw Failure(
                .usage, "--broker cannot be read", remedy: "write it as amqp(s)://host:port[,host:port][?cacertfile=…]")
        }
        scheme = parts[0]
        hosts = parts[1]
        query = halves.count > 1 ? "?\(halves[1])" : ""
        vhost = broker.vhost.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    /// The URL of who logs in with a password; one with a certificate differs by where its files are.
    func url(user: String, password: String) -> String {
        "\(scheme)://\(user):\(password)@\(hosts)/\(vhost)\(query)"
    }

    private static func listener(of broker: ManagementAPI) throws(Failure) -> String {
        let overview: Overview = try broker.get("overview")
        for (protocolName, scheme) in [("amqp", "amqp"), ("amqp/ssl", "amqps")] {
            if let listener = overview.listeners.first(where: { $0.protocol == protocolName }) {
                return "\(scheme)://\(broker.host):\(listener.port)"
            }
        }
        throw Failure(
            .configuration, "the broker names no AMQP listener", remedy: "say where workers find it with --broker")
    }

    private struct Overview: Decodable {
        struct Listener: Decodable {
            var `protocol`: String
            var port: Int
        }
        var listeners: [Listener]
    }
}
