import Foundation
import TestSupport
import Testing

@testable import AMQP

@Suite struct `TLS connections` {
    private let fixture: Fixture
    private var tls: URL { fixture.node.folder.appending(path: "tls") }

    init() throws {
        fixture = try .shared()
    }

    private func connect(port: Int? = nil, authorities: String) throws -> Int? {
        let (user, password) = (fixture.node.user, fixture.node.password)
        let broker = try BrokerAddress(
            url: "amqps://\(user):\(password)@localhost:\(port ?? fixture.node.tlsPort)/?cacertfile=\(authorities)")
        let inspection = try Inspection(broker: broker, name: "tls", settings: Fixture.settings)
        let depth = try inspection.queueDepth("no such queue")
        try inspection.close()
        return depth
    }

    @Test func `come about with the right authority and host name`() throws {
        #expect(try connect(authorities: tls.appending(path: "ca.pem").path) == nil)
    }

    @Test func `are refused when another authority signed the certificate`() throws {
        let error = #expect(throws: AMQPError.self) {
            try connect(authorities: "/etc/ssl/certs/ca-certificates.crt")
        }
        #expect(
            error?.description.contains("the authority that signed it is not in cacertfile") == true,
            "\(String(describing: error))")
    }

    @Test func `are refused when the authority's file is missing`() throws {
        let error = #expect(throws: AMQPError.self) { try connect(authorities: "/no/such/file") }
        #expect(error?.isWorthRetrying == false)
    }

    @Test func `are refused when the certificate is for another host`() throws {
        let other = try CertificateAuthority(in: tls).sign("/CN=elsewhere.example.com", host: "elsewhere.example.com")
        let port = try LoopbackPort.free()
        let server = try Command.spawn([
            "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-cert", other.certificate, "-key", other.key,
            "-quiet",
        ])
        defer {
            kill(server, SIGKILL)
            _ = Command.wait(for: server)
        }
        try LoopbackPort.awaitListener(port)
        let error = #expect(throws: AMQPError.self) {
            try connect(port: port, authorities: tls.appending(path: "ca.pem").path)
        }
        #expect(error?.description.contains("hostname") == true, "\(String(describing: error))")
        #expect(error?.description.contains("its certificate is not for localhost; use a name that") == true)
    }

    @Test func `are refused by a peer that speaks nothing newer than TLS 1.1`() throws {
        let port = try LoopbackPort.free()
        let server = try Command.spawn([
            "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-cert", tls.appending(path: "server.pem").path,
            "-key", tls.appending(path: "server.key").path, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0", "-quiet",
        ])
        defer {
            kill(server, SIGKILL)
            _ = Command.wait(for: server)
        }
        try LoopbackPort.awaitListener(port)
        let error = #expect(throws: AMQPError.self) {
            try connect(port: port, authorities: tls.appending(path: "ca.pem").path)
        }
        #expect(error?.description.contains("TLS 1.2 or newer") == true, "\(String(describing: error))")
    }

    @Test func `carry confirmed messages`() throws {
        let queue = try fixture.queue()
        let (user, password) = (fixture.node.user, fixture.node.password)
        let broker = try BrokerAddress(
            url: "amqps://\(user):\(password)@localhost:\(fixture.node.tlsPort)/?cacertfile="
                + tls.appending(path: "ca.pem").path)
        let publisher = Publisher(broker: broker, name: "tls", settings: Fixture.settings)
        publisher.start()
        let receipt = publisher.publish((0..<2000).map { fixture.message($0, to: queue) })
        #expect(receipt.wait(until: .now + .seconds(20)))
        let consumer = Consumer(
            broker: broker, name: "tls", subscriptions: [Subscription(queue: queue, prefetch: 250)],
            settings: Fixture.settings)
        consumer.start()
        #expect(consumer.ids(2000) == Array(0..<2000))
        consumer.close(within: .seconds(5))
        publisher.close(within: .seconds(5))
    }
}
