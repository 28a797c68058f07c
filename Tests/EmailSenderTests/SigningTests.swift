import Contracts
import Foundation
import TestSupport
import Testing
import Transfer

@testable import EmailSender

/// Signatures are verified by dkimpy, which shares no line with ours.
@Suite struct `A signed mail` {
    private static let now = Instant("2026-11-23T16:05:09Z")!
    private static let text = "Guten Tag,\n\nbitte  zahlen Sie 1.250,00 €. \n\t\n.\nFrom uns\n\n\n"

    private let mail: Data
    private let keys: SigningKeys

    init() throws {
        mail = try MailComposer.mail(
            Commands.send(
                subject: "Zahlungserinnerung: Rechnung 4711 über 1.250,00 € ist seit dem 12. März fällig",
                text: Self.text, to: Mailbox(name: "Café Zoë Ürgüp & Söhne GmbH", address: "billing@example.com")),
            number: 1, now: Self.now
        ).content
        var keys = try SigningKeys()
        try keys.make(.rsa, selector: "2026a", domain: "harbour.example.com")
        try keys.make(.ed25519, selector: "2026b", domain: "harbour.example.com")
        self.keys = keys
    }

    private func signed(_ mail: Data) throws -> Data {
        let keys = try keys.keys().keys(for: "harbour.example.com")
        return Data(try DKIMSigner.signatures(of: mail, by: keys, time: Self.now)) + mail
    }

    @Test func `is verified by RSA and by Ed25519`() throws {
        let signed = try signed(mail)
        #expect(try keys.verdicts([signed]) == [[true, true]])
        let text = String(decoding: signed, as: UTF8.self)
        #expect(text.hasPrefix("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; t=1795449909;\r\n"))
        #expect(text.contains("DKIM-Signature: v=1; a=ed25519-sha256; "))
        #expect(text.contains("\r\n d=harbour.example.com; s=2026a;\r\n h=from:to:subject:"))
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(try MailReader(signed).defects.isEmpty)
    }

    @Test func `is verified whatever its body`() throws {
        let bodies = ["\r\nHi\r\n", "", "\r\n \r\n\t\r\n", "no end", "one\r\n\r\n"]
        let mails = try bodies.map { body in
            try signed(Data("From: a@harbour.example.com\r\nSubject:  x \r\n\ty\r\n\r\n\(body)".utf8))
        }
        #expect(try keys.verdicts(mails) == bodies.map { _ in [true, true] })
    }

    /// What a thief of the mail would change, and what may be lost on its way.
    @Test func `is not verified with another content`() throws {
        let changes = [
            ("1.250,00", "1.350,00"), ("\r\nFrom: ", "\r\nFrom: <a@evil.example.com>\r\nFrom: "),
            ("\r\nSubject: ", "\r\nSubject: Won\r\nSubject: "), ("\r\nTo: ", "\r\nCc: <b@example.com>\r\nTo: "),
            ("pay.example.com/u/", "evil.example.com/u/"),
            ("List-Unsubscribe-Post: List", "List-Unsubscribe-Post: Lost"),
            ("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click", ""),
            ("\r\nReply-To: <billing", "\r\nReply-To: <killing"), ("Date: Mon", "Date: Tue"),
            ("Content-Type: multipart/alternative", "Content-Type: multipart/mixed"),
            ("t=1795449909", "t=1795449910"), ("MIME-Version: 1.0", "MIME-Version: 1.1"),
        ]
        let signed = String(decoding: try signed(mail), as: UTF8.self)
        let mails = changes.map { old, new in Data(signed.replacing(old, with: new).utf8) }
        for ((old, _), verdicts) in zip(changes, try keys.verdicts(mails)) {
            #expect(signed.contains(old))
            #expect(verdicts == [false, false], "\(old)")
        }
    }

    @Test func `is verified after what relays do to mails`() throws {
        var text = String(decoding: try signed(mail), as: UTF8.self)
        text = "Received: from a by b; Mon, 23 Nov 2026 16:05:10 +0000\r\n" + text
        for (old, new) in [
            ("MIME-Version: 1.0", "mime-version:  1.0 "), ("Auto-Submitted: ", "Auto-Submitted:\r\n\t"),
            ("bitte  zahlen", "bitte zahlen"),
        ] {
            try #require(text.contains(old))
            text = text.replacing(old, with: new)
        }
        #expect(try keys.verdicts([Data((text + "\r\n\r\n").utf8)]) == [[true, true]])
    }

    @Test func `is in the relaxed form of RFC 6376`() {
        #expect(RelaxedForm.field("a", " X\r\n".utf8) == Array("a:X".utf8))
        #expect(RelaxedForm.field("b", " Y\t\r\n\tZ  \r\n".utf8) == Array("b:Y Z".utf8))
        func body(_ text: String) -> String {
            String(decoding: Array(text.utf8).withUnsafeBytes(RelaxedForm.body), as: UTF8.self)
        }
        #expect(body(" C \r\nD \t E\r\n\r\n\r\n") == " C\r\nD E\r\n")
        #expect(body("") == "" && body("\r\n \r\n") == "" && body("x") == "x\r\n" && body("\r\nx\r\n") == "\r\nx\r\n")
    }

    @Test func `carries the signature of its sender's domain, or of one above`() throws {
        let keys = try keys.keys()
        #expect(keys.keys(for: "harbour.example.com").map(\.selector) == ["2026a", "2026b"])
        #expect(keys.keys(for: "mail.harbour.example.com").map(\.domain).first == "harbour.example.com")
        for domain in ["example.com", "xharbour.example.com", "", "example.org"] {
            #expect(keys.keys(for: domain).isEmpty)
            #expect(try DKIMSigner.signatures(of: mail, by: keys.keys(for: domain), time: Self.now).isEmpty)
        }
    }

    @Test func `can have its key from one file, in the older form too`() throws {
        let name = "2026a._domainkey.harbour.example.com.pem"
        let other = try PeerFolder()
        try Command.run(["openssl", "rsa", "-traditional", "-in", keys.folder.path(name), "-out", other.path(name)])
        let key = try DKIMKeys(path: other.path(name)).keys(for: "harbour.example.com")
        let signed = Data(try DKIMSigner.signatures(of: mail, by: key, time: Self.now)) + mail
        #expect(try keys.verdicts([signed]) == [[true]])
    }

    @Test func `needs keys that receivers take`() throws {
        var weak = try SigningKeys()
        try weak.make(.rsa, selector: "weak", domain: "example.com", bits: 1024)
        let file = weak.folder.path("weak._domainkey.example.com.pem")
        #expect(
            try reason(weak.folder.url.path).contains(
                "weak._domainkey.example.com.pem holds an RSA key of less than 2048"))
        for (name, text) in [("s._domainkey.example.com.pem", "none"), ("s._domainkey.example.com.pem", "")] {
            let folder = try PeerFolder()
            try text.write(toFile: folder.path(name), atomically: false, encoding: .utf8)
            #expect(try reason(folder.url.path).contains("holds no unencrypted private key"))
        }
        for name in ["key.pem", "s._domainkey.pem", "s._domainkey.exa mple.com.pem", "._domainkey.example.com.pem"] {
            let folder = try PeerFolder()
            try FileManager.default.copyItem(atPath: file, toPath: folder.path(name))
            #expect(try reason(folder.path(name)).contains("is not named SELECTOR._domainkey.DOMAIN.pem"))
        }
        let empty = try PeerFolder()
        #expect(try reason(empty.url.path).contains("holds no file that ends with .pem"))
        #expect(try reason(weak.folder.path("absent")).contains("is not there"))
    }

    private func reason(_ path: String) throws -> String {
        let problem = #expect(throws: DKIMKeysProblem.self) { try DKIMKeys(path: path) }
        return try #require(problem).description
    }
}
