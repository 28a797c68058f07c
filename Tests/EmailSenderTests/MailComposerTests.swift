import Contracts
import Foundation
import Testing
import Transfer

@testable import EmailSender

@Suite struct `A composed mail` {
    static let now = Instant("2026-11-23T16:05:09Z")!

    private func content(_ send: EmailSend) throws -> Data {
        try MailComposer.mail(send, number: 1, now: Self.now).content
    }

    private func lines(_ content: Data) -> [String] {
        String(decoding: content, as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test func `carries what receivers and their machines need`() throws {
        let mail = try MailReader(content(Commands.send()))
        #expect(mail.defects.isEmpty)
        let expected = [
            "Date": "Mon, 23 Nov 2026 16:05:09 +0000",
            "From": "Harbour Supplies <receivables@harbour.example.com>",
            "To": "Example Ltd <billing@example.com>",
            "Reply-To": "billing+0123456789abcdef@harbour.example.com",
            "Subject": "Invoice 4711 is due",
            "Message-ID": "<0f8fad5b-d9cb-569f-a165-70867728950e@harbour.example.com>",
            "List-Unsubscribe": "<https://pay.example.com/u/token>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": "en",
            "MIME-Version": "1.0",
        ]
        for (name, value) in expected { #expect(mail.headers[name] == [value], "\(name)") }
        #expect(mail.headers.count == expected.count + 1)
        #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(mail.parts.map(\.text) == ["Hello,\nplease pay.\n", "<p>Please</p>\n"])
    }

    @Test func `is the same for the same command, but for its date`() throws {
        var later = Commands.send()
        later.attempt.revision = 9
        #expect(try content(Commands.send()) == content(later))
    }

    @Test func `without HTML is one part`() throws {
        let mail = try MailReader(content(Commands.send(html: nil)))
        #expect(mail.defects.isEmpty)
        #expect(mail.headers["Content-Type"] == ["text/plain; charset=\"utf-8\""])
        #expect(mail.parts.map(\.text) == ["Hello,\nplease pay.\n"])
    }

    static let names = [
        "Plain Name", "Café Zoë Ürgüp & Söhne GmbH", "\"Quoted\" \\ back\\slash", "Comma, Inc.; (Berlin) <x@y>",
        "株式会社サンプル商事 第二営業部 請求書担当係 東京都港区芝公園四丁目二番八号", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
        String(repeating: "Very Long Name ", count: 14) + "End", String(repeating: "x", count: 300), "=?UTF-8?Q?fake?=",
        "it's a `test` $5 {brace} ~", "e\u{301}", "a@b.example.com",
    ]

    @Test(arguments: names)
    func `keeps a name whatever it holds`(name: String) throws {
        let send = Commands.send(
            to: Mailbox(name: name, address: "b@example.com"), from: Mailbox(name: name, address: "a@example.com"))
        let content = try content(send)
        let mail = try MailReader(content)
        #expect(mail.defects.isEmpty)
        #expect(mail.addresses["To"] == [[name, "b@example.com"]])
        #expect(mail.addresses["From"] == [[name, "a@example.com"]])
        #expect(lines(content).allSatisfy { $0.utf8.count <= 78 })
    }

    static let subjects = [
        "Rechnung 4711 über 1.250,00 € ist fällig", "Relance : votre facture n° 12 — à régler", "🧾🔔 4711",
        String(repeating: "A long subject of plain words ", count: 9) + "end", String(repeating: "ü", count: 200),
        String(repeating: "x", count: 500), "  two  blanks  ", "=?utf-8?q?not_encoded?= by us", "dot.", "~!@#$%^&*()",
    ]

    @Test(arguments: subjects)
    func `keeps a subject whatever its length and letters`(subject: String) throws {
        let content = try content(Commands.send(subject: subject))
        let mail = try MailReader(content)
        #expect(mail.defects.isEmpty)
        #expect(mail.headers["Subject"] == [subject.trimmingCharacters(in: .whitespaces)])
        #expect(lines(content).allSatisfy { $0.utf8.count <= 78 })
    }

    static let injections = [
        "x\r\nBcc: victim@example.com", "x\nBcc: victim@example.com", "x\rBcc: victim@example.com",
        "x\r\n\r\nbody", "x\u{2028}Bcc: victim@example.com", "x\u{85}Bcc: victim@example.com", "x\0y",
        "\u{7f}\u{1b}[31m x",
    ]

    @Test(arguments: injections)
    func `cannot be given another header field`(text: String) throws {
        var send = Commands.send(subject: text)
        send.to.name = text
        send.from.name = text
        send.replyTo.name = text
        let mail = try MailReader(content(send))
        #expect(mail.defects.isEmpty)
        #expect(mail.headers["Bcc"] == nil)
        #expect(mail.headers.count == 13)
        #expect(mail.addresses["To"]?.count == 1)
        #expect(mail.parts.count == 2)
    }

    static let texts = [
        ".\n..\n.hidden\nend.\n", "From here\nFrom: there\n>From\n", "trailing blank \nand tab\t\n", "= =3D =\n",
        String(repeating: "word", count: 500) + "\n", String(repeating: "🧾", count: 120) + "\n", "no line end",
        "\n\n\nx\n",
        String(repeating: "a", count: 75) + " \n" + String(repeating: "b", count: 76) + "\n"
            + String(repeating: "c", count: 77) + "\n", "--=_x\n--\n",
    ]

    @Test(arguments: texts)
    func `keeps its text to the letter`(text: String) throws {
        let content = try content(Commands.send(text: text, html: text))
        let mail = try MailReader(content)
        #expect(mail.defects.isEmpty)
        let expected = text.hasSuffix("\n") ? text : text + "\n"
        #expect(mail.parts.map(\.text) == [expected, expected])
        let all = lines(content)
        #expect(all.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 0x80 } })
        #expect(!all.contains { $0.hasPrefix(".") || $0.hasPrefix("From ") })
    }

    @Test func `takes every kind of line break for one`() throws {
        let mail = try MailReader(content(Commands.send(text: "a\r\nb\rc\nd\r\n\r\ne", html: nil)))
        #expect(mail.parts.map(\.text) == ["a\nb\nc\nd\n\ne\n"])
    }

    static let problems: [(path: String, @Sendable (inout EmailSend) -> Void)] = [
        ("$.data.to.address", { $0.to.address = "a@b@example.com" }),
        ("$.data.to.address", { $0.to.address = "a b@example.com" }),
        ("$.data.to.address", { $0.to.address = "a@example.com>\r\nRCPT TO:<b@example.com" }),
        ("$.data.to.address", { $0.to.address = "jörg@example.com" }),
        ("$.data.to.address", { $0.to.address = "a@exämple.com" }),
        ("$.data.to.address", { $0.to.address = "" }),
        ("$.data", { $0.to.address = String(repeating: "a", count: 65) + "@example.com" }),
        ("$.data.from.address", { $0.from.address = "nobody" }),
        ("$.data.replyTo.address", { $0.replyTo.address = "a@example.com, b@example.com" }),
        ("$.data.subject", { $0.subject = " \r\n " }),
        ("$.data.text", { $0.text = "" }),
        ("$.data.language", { $0.language = "en\r\nBcc: x@example.com" }),
        ("$.data.attempt.id", { $0.attempt.id = "x>\r\nBcc: <y" }),
        ("$.data.unsubscribe", { $0.unsubscribe = "https://example.com/>\r\nBcc: x@example.com" }),
        ("$.data.unsubscribe", { $0.unsubscribe = "javascript:alert(1)" }),
    ]

    @Test(arguments: problems.indices)
    func `does not come of a command that makes none`(index: Int) throws {
        var send = Commands.send()
        Self.problems[index].1(&send)
        let problem = #expect(throws: MailProblem.self) { try MailComposer.mail(send, number: 1, now: Self.now) }
        #expect(problem?.path == Self.problems[index].path)
    }
}
