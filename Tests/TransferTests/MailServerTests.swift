import Foundation
import Testing

@testable import Transfer

@Suite struct `Mail server settings` {
    @Test(
        arguments: [
            ("smtp://mail.example.com:587", nil, MailServer.Security.startTLSIfOffered, 587),
            ("smtp://mail.example.com", "none", .none, 25),
            ("smtp://mail.example.com:25", "starttls", .startTLSRequired, 25),
            ("smtps://mail.example.com", nil, .implicitTLS, 465),
            ("smtps://mail.example.com:4650/", "tls", .implicitTLS, 4650),
        ] as [(String, String?, MailServer.Security, Int)])
    func `say where and how safely`(url: String, security: String?, expected: MailServer.Security, port: Int) throws {
        let server = try MailServer(url: url, security: security)
        #expect(server.security == expected)
        #expect(server.port == port)
    }

    @Test(arguments: [
        "", "mail.example.com:25", "http://mail.example.com", "smtp://", "smtp://a:b@mail.example.com",
        "smtp://mail.example.com/path", "smtp://mail.example.com?x=1", "smtp://mail.example.com:0",
        "smtp://mail.example.com:70000", "smtp://mail example.com",
    ])
    func `refuse a URL that is none`(url: String) {
        #expect(throws: MailServer.Problem.url) { try MailServer(url: url) }
    }

    @Test func `refuse contradictions and bad values`() {
        let url = "smtp://mail.example.com"
        #expect(throws: MailServer.Problem.security) { try MailServer(url: url, security: "ssl") }
        #expect(throws: MailServer.Problem.security) { try MailServer(url: url, security: "tls") }
        #expect(throws: MailServer.Problem.security) { try MailServer(url: "smtps://m.example.com", security: "none") }
        #expect(throws: MailServer.Problem.credentials) { try MailServer(url: url, user: "u") }
        #expect(throws: MailServer.Problem.credentials) { try MailServer(url: url, password: "p") }
        #expect(throws: MailServer.Problem.caFile) { try MailServer(url: url, caFile: "/nowhere/ca.pem") }
        #expect(throws: MailServer.Problem.helloName) { try MailServer(url: url, helloName: "a\r\nMAIL") }
        #expect(throws: MailServer.Problem.timeout) { try MailServer(url: url, responseTimeout: .zero) }
    }

    @Test func `keep a password off plain text, except on this machine`() throws {
        #expect(throws: MailServer.Problem.passwordWithoutTLS) {
            try MailServer(url: "smtp://mail.example.com", user: "u", password: "p", security: "starttls-if-offered")
        }
        #expect(throws: MailServer.Problem.passwordWithoutTLS) {
            try MailServer(url: "smtp://127.0.0.1.example.com", user: "u", password: "p", security: "none")
        }
        let url = "smtp://mail.example.com"
        #expect(try MailServer(url: url, user: "u", password: "p").security == .startTLSRequired)
        let local = try MailServer(url: "smtp://127.0.0.1:2525", user: "u", password: "secret", security: "none")
        #expect(local.description == "smtp://127.0.0.1:2525 (none)")
    }
}

@Suite struct `An outgoing mail` {
    private static let content = Data("Subject: x\r\n\r\nHello\r\n".utf8)

    @Test(arguments: [
        ("a b@example.com", OutgoingMail.Problem.hostileAddress), ("a@example.com>\r\nDATA", .hostileAddress),
        ("a@example.com\0", .hostileAddress), ("<a@example.com>", .hostileAddress), ("", .malformedAddress),
        ("example.com", .malformedAddress), ("@example.com", .malformedAddress), ("a@", .malformedAddress),
        (String(repeating: "a", count: 65) + "@example.com", .malformedAddress),
        ("jos\u{E9}@example.com", .addressNotASCII), ("a@b\u{FC}cher.example", .addressNotASCII),
    ])
    func `refuses an address that could not be delivered or says more`(address: String, problem: OutgoingMail.Problem) {
        #expect(throws: problem) {
            try OutgoingMail(id: 1, sender: "a@example.com", recipients: [address], content: Self.content)
        }
    }

    @Test(arguments: [
        ("", OutgoingMail.Problem.noContent), ("a\n.\r\nb", .bareLineBreak), ("a\rb\r\n", .bareLineBreak),
        ("a\r", .bareLineBreak), (String(repeating: "x", count: 999) + "\r\n", .lineTooLong),
    ])
    func `refuses content that servers read differently`(content: String, problem: OutgoingMail.Problem) {
        #expect(throws: problem) {
            try OutgoingMail(id: 1, sender: "", recipients: ["a@example.com"], content: Data(content.utf8))
        }
    }

    @Test func `needs a recipient, and may have the null sender`() throws {
        #expect(throws: OutgoingMail.Problem.noRecipient) {
            try OutgoingMail(id: 1, sender: "", recipients: [], content: Self.content)
        }
        _ = try OutgoingMail(id: 1, sender: "", recipients: ["\"a.b\"+x@example.com"], content: Self.content)
    }
}

@Suite struct `A server's reply` {
    private func reader(_ lines: String...) -> ReplyReader {
        var reader = ReplyReader()
        for line in lines { Data((line + "\r\n").utf8).withUnsafeBytes { reader.read(line: $0) } }
        return reader
    }

    @Test func `of several lines counts once`() {
        let reader = reader("250-first", "250-second", "250 third", "354 go")
        #expect(reader.count == 2)
        #expect(reader.last == ServerReply(code: 354, lines: ["go"]))
    }

    @Test func `keeps no address and nothing unprintable`() {
        let reader = reader("550-5.1.1 <someone@example.com>: unknown", "550 5.1.1 \u{7}b\u{E9}ye user=a@b.example")
        #expect(reader.last?.text == "5.1.1 <address> unknown 5.1.1 b ye <address>")
        #expect(reader.last?.lastLine == "550 5.1.1 b ye <address>")
    }

    @Test func `is cut at 200 characters`() {
        #expect(reader("250 " + String(repeating: "x", count: 480)).last?.text.count == 200)
    }
}
