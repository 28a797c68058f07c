import Foundation
import TestSupport
import Testing

@testable import AMQP

/// Mutual TLS with SASL EXTERNAL: the certificate's common name is the broker user.
@Suite struct `A login by client certificate` {
    private let fixture: Fixture
    private let authority: CertificateAuthority
    private let user = "worker-\(UUID().uuidString.prefix(8).lowercased())"

    init() throws {
        fixture = try .shared()
        authority = CertificateAuthority(in: fixture.node.folder.appending(path: "tls"))
        try fixture.node.control(["add_user", user, "a password that nobody uses"])
        try fixture.node.control(["clear_password", user])
        try fixture.node.control(["set_permissions", user, ".*", ".*", ".*"])
    }

    private func address(_ files: CertificateAuthority.Files, login: String = "", host: String = "localhost") throws
        -> BrokerAddress
    {
        try BrokerAddress(
            url: "amqps://\(login)\(host):\(fixture.node.tlsPort)/?cacertfile=\(authority.file)"
                + "&certfile=\(files.certificate)&keyfile=\(files.key)")
    }

    /// The error that a connection ends with.
    private func refusal(_ address: BrokerAddress) -> AMQPError? {
        #expect(throws: AMQPError.self) {
            try Inspection(broker: address, name: "external", settings: Fixture.settings).close()
        }
    }

    @Test func `publishes and consumes as the user that the common name names`() throws {
        let broker = try address(try authority.sign("/O=Example/CN=\(user)"))
        #expect(broker.user == user)
        let queue = try fixture.queue()
        let publisher = Publisher(broker: broker, name: "external", settings: Fixture.settings)
        publisher.start()
        let receipt = publisher.publish((0..<10).map { fixture.message($0, to: queue) })
        #expect(receipt.wait(until: .now + .seconds(20)) && receipt.failures.isEmpty)
        let consumer = Consumer(
            broker: broker, name: "external", subscriptions: [Subscription(queue: queue, prefetch: 10)],
            settings: Fixture.settings)
        consumer.start()
        let batch = consumer.next(max: 10, waiting: .seconds(20))
        // The broker has compared this with the login.
        #expect(batch.messages.first?.userID == user)
        batch.acknowledge()
        #expect(try fixture.node.control(["list_connections", "user", "auth_mechanism"]).contains("\(user)\tEXTERNAL"))
        consumer.close(within: .seconds(5))
        publisher.close(within: .seconds(5))
    }

    @Test func `is of no use for another user, whatever the address says`() throws {
        let files = try authority.sign("/CN=\(user)")
        // A user in the address asks for its password.
        let error = refusal(try address(files, login: "\(fixture.node.user)@"))
        guard case .loginRefused = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `is refused for a name that is no user, and the error names it`() throws {
        let error = refusal(try address(try authority.sign("/CN=stranger")))
        guard case .loginRefused(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("common name is stranger") && reason.contains("--certificate-logins"))
    }

    @Test func `is refused without a certificate`() throws {
        let broker = try BrokerAddress(
            url: "amqps://localhost:\(fixture.node.tlsPort)/?cacertfile=\(authority.file)")
        guard case .loginRefused = refusal(broker) else {
            Issue.record("a login without certificate or password was not refused")
            return
        }
    }

    @Test func `is refused with a certificate of another authority, and the error says so`() throws {
        let folder = try PeerFolder()
        let stranger = try CertificateAuthority(new: URL(filePath: folder.path("other")))
        let error = refusal(try address(try stranger.sign("/CN=\(user)")))
        #expect(
            error?.description.contains("certfile must be signed by an authority in the broker's cacertfile") == true,
            "\(String(describing: error))")
    }

    @Test func `is refused with a certificate that has expired, and the error says when`() throws {
        let error = refusal(try address(try authority.sign("/CN=\(user)", days: -1)))
        #expect(error?.description.contains("certfile expired at 20") == true, "\(String(describing: error))")
        #expect(error?.isWorthRetrying == true, "a renewed file is taken without a restart")
    }

    @Test func `takes a renewed certificate file at the next connection`() throws {
        let expired = try authority.sign("/CN=\(user)", days: -1)
        let broker = try address(expired)
        #expect(refusal(broker) != nil)
        let renewed = try authority.sign("/CN=\(user)")
        for (new, old) in [(renewed.certificate, expired.certificate), (renewed.key, expired.key)] {
            try Data(contentsOf: URL(filePath: new)).write(to: URL(filePath: old))
        }
        try Inspection(broker: broker, name: "external", settings: Fixture.settings).close()
    }

    @Test func `says what is wrong with files before it connects`() throws {
        let good = try authority.sign("/CN=\(user)")
        let nameless = try authority.sign("/O=Example")
        let twofold = try authority.sign("/CN=one/CN=two")
        for (files, part) in [
            (CertificateAuthority.Files(certificate: "/no/such/file", key: good.key), "certfile cannot be read"),
            (CertificateAuthority.Files(certificate: good.key, key: good.key), "certfile cannot be read"),
            (nameless, "exactly one common name"), (twofold, "exactly one common name"),
        ] {
            let error = #expect(throws: AMQPError.self) { try address(files) }
            #expect(error?.description.contains(part) == true, "\(String(describing: error))")
            #expect(error?.isWorthRetrying == false)
        }
        let mixed = CertificateAuthority.Files(certificate: good.certificate, key: nameless.key)
        #expect(refusal(try address(mixed))?.description.contains("do not match") == true)
    }

    @Test func `needs a broker that takes certificates, and the error says which plugin`() throws {
        let node = try PrivateBroker(tls: true)
        defer { node.stop() }
        try node.control(["eval", "application:set_env(rabbit, auth_mechanisms, ['PLAIN', 'AMQPLAIN'])."])
        let files = try CertificateAuthority(in: node.folder.appending(path: "tls")).sign("/CN=\(user)")
        let error = refusal(
            try BrokerAddress(
                url: "amqps://localhost:\(node.tlsPort)/?cacertfile=\(node.folder.path)/tls/ca.pem"
                    + "&certfile=\(files.certificate)&keyfile=\(files.key)"))
        #expect(
            error?.description.contains("rabbitmq_auth_mechanism_ssl") == true, "\(String(describing: error))")
    }
}
