import Foundation
import TestSupport
import Testing

@testable import Transfer

@Suite struct `Mail over TLS and with a login` {
    private let folder: PeerFolder
    private let ca: String
    private let certificate: [String]

    init() throws {
        folder = try PeerFolder()
        ca = folder.path("ca.pem")
        certificate = ["--cert", folder.path("server.pem"), "--key", folder.path("server.key")]
        try "subjectAltName=DNS:localhost".write(toFile: folder.path("names"), atomically: true, encoding: .utf8)
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try openssl(
            ["req", "-x509"] + key + ["-keyout", folder.path("ca.key"), "-out", ca, "-subj", "/CN=CA", "-days", "2"])
        try openssl(
            ["req", "-x509"] + key
                + ["-keyout", folder.path("other.key"), "-out", folder.path("other.pem"), "-subj", "/CN=Other"])
        try openssl(
            ["req", "-new"] + key
                + ["-keyout", folder.path("server.key"), "-out", folder.path("server.csr"), "-subj", "/CN=localhost"])
        try openssl([
            "x509", "-req", "-in", folder.path("server.csr"), "-CA", ca, "-CAkey", folder.path("ca.key"),
            "-CAcreateserial", "-out", folder.path("server.pem"), "-days", "2", "-extfile", folder.path("names"),
        ])
    }

    private func openssl(_ arguments: [String]) throws { try Command.run(["openssl"] + arguments) }

    private func ending(_ sink: MailSink, scheme: String, host: String = "localhost", ca: String) throws -> Ending? {
        let security = scheme == "smtp" ? "starttls" : "tls"
        let server = try MailServer(url: "\(scheme)://\(host):\(sink.port)", security: security, caFile: ca)
        return try MailConversation.result(to: server, mail: MailConversation.mail(1)).map(Ending.init)
    }

    @Test(arguments: [("smtp", []), ("smtps", ["--smtps"])] as [(String, [String])])
    func `trusts the right authority and the right name only`(scheme: String, options: [String]) throws {
        let sink = try MailSink(certificate + options)
        let refused = Ending.notSent(isConfiguration: true)
        #expect(try ending(sink, scheme: scheme, ca: ca) == .accepted)
        #expect(try ending(sink, scheme: scheme, ca: folder.path("other.pem")) == refused)
        #expect(try ending(sink, scheme: scheme, host: "127.0.0.1", ca: ca) == refused)
        #expect(try sink.mails().count == 1)
    }

    @Test func `does without STARTTLS only where it may`() throws {
        let sink = try MailSink()
        let url = "smtp://127.0.0.1:\(sink.port)"
        let mail = try MailConversation.mail(1)
        let strict = try MailConversation.result(to: MailServer(url: url, security: "starttls"), mail: mail)
        #expect(strict.map(Ending.init) == .notSent(isConfiguration: true))
        let lax = try MailConversation.result(to: MailServer(url: url, security: "starttls-if-offered"), mail: mail)
        #expect(lax.map(Ending.init) == .accepted)
        #expect(try sink.mails().count == 1)
    }

    @Test func `logs in with the right password only`() throws {
        let sink = try MailSink(certificate + ["--user", "dunlin", "--password", "right"])
        let url = "smtp://localhost:\(sink.port)"
        let mail = try MailConversation.mail(1)
        let right = try MailServer(url: url, user: "dunlin", password: "right", caFile: ca)
        #expect(try MailConversation.result(to: right, mail: mail).map(Ending.init) == .accepted)
        let wrong = try MailServer(url: url, user: "dunlin", password: "wrong", caFile: ca)
        let refused = try MailConversation.result(to: wrong, mail: mail)
        #expect(refused.map(Ending.init) == .notSent(isConfiguration: true))
        #expect(!"\(refused as Any)".contains("wrong"))
        let none = try MailServer(url: url, caFile: ca)
        #expect(try MailConversation.result(to: none, mail: mail).map(Ending.init) == .notSent(isConfiguration: true))
        #expect(try sink.mails().count == 1)
    }
}
