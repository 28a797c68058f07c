import Foundation
import TestSupport
import Testing

@testable import Transfer

@Suite struct `How a mail ends` {
    typealias Case = (point: ScriptedSMTPServer.Point, does: ScriptedSMTPServer.Behaviour, ending: Ending)

    private static let temporary = Ending.notSent(isConfiguration: false)

    private static let refusals: [Case] = [
        (.greeting, .say("421 4.3.2 Later"), .refused(421, .greeting, isPermanent: false)),
        (.greeting, .sayAndClose("554 5.7.1 Blocked"), .refused(554, .greeting, isPermanent: false)),
        (.hello, .say("550 5.7.1 Blocked"), .refused(550, .hello, isPermanent: false)),
        (.mail, .say("451 4.3.0 Later"), .refused(451, .mail, isPermanent: false)),
        (.mail, .sayAndClose("421 4.3.2 Closing"), .refused(421, .mail, isPermanent: false)),
        (.mail, .say("552 5.3.4 Too big"), .refused(552, .mail, isPermanent: true)),
        (.mail, .say("530 5.7.0 Authentication required"), .notSent(isConfiguration: true)),
        (.recipient, .say("450 4.2.1 Greylisted"), .refused(450, .recipient, isPermanent: false)),
        (.recipient, .say("550 5.1.1 <b@example.com> unknown"), .refused(550, .recipient, isPermanent: true)),
        (.recipient, .sayAndClose("421 4.7.0 Enough"), .refused(421, .recipient, isPermanent: false)),
        (.data, .say("451 4.3.0 Later"), .refused(451, .data, isPermanent: false)),
        (.data, .say("554 5.5.1 No"), .refused(554, .data, isPermanent: true)),
        (.dot, .say("451 4.3.0 Later"), .refused(451, .message, isPermanent: false)),
        (.dot, .sayAndClose("421 4.3.2 Closing"), .refused(421, .message, isPermanent: false)),
        (.dot, .say("554 5.7.1 Spam"), .refused(554, .message, isPermanent: true)),
    ]

    private static let deaths: [Case] = [
        (.greeting, .close, temporary), (.hello, .close, temporary), (.mail, .close, temporary),
        (.recipient, .close, temporary), (.data, .close, temporary), (.data, .answerAndClose, temporary),
        (.body, .close, .unknown), (.dot, .close, .unknown), (.dot, .answerAndClose, .accepted),
    ]

    private static let stalls: [Case] = [
        (.greeting, .stall, temporary), (.hello, .stall, temporary), (.mail, .stall, temporary),
        (.recipient, .stall, temporary), (.data, .stall, temporary), (.dot, .stall, .unknown),
    ]

    @Test(arguments: refusals + deaths + stalls)
    func `follows from where the server stopped`(row: Case) throws {
        let server = try ScriptedSMTPServer(at: row.point, row.does)
        defer { server.stop() }
        let mail = try MailConversation.mail(7)
        let timeout: Duration = row.does == .stall ? .seconds(1) : .seconds(30)
        let loop = try MailLoop(server: MailConversation.server(port: server.port, timeout: timeout), connections: 1)
        try loop.start(mail)
        if row.point == .data, row.does == .answerAndClose {
            // The hang-up is seen before the first byte, also when it comes while the mail waits.
            MailConversation.awaitReady(7, in: loop)
            #expect(server.awaitAllClosed())
            loop.release([7])
        }
        let result = try #require(try MailConversation.finish([7], in: loop)[7])
        _ = loop.close()
        #expect(Ending(result) == row.ending, "\(row.point) \(row.does): \(result)")
        if row.ending != .unknown, row.point != .dot { #expect(server.bodyBytes == 0) }
        #expect(server.mails.count <= 1)
    }

    @Test func `with a large body that breaks in the middle is unknown`() throws {
        let server = try ScriptedSMTPServer(at: .body, .close)
        defer { server.stop() }
        let line = String(repeating: "x", count: 70) + "\r\n"
        let content = Data(("Subject: big\r\n\r\n" + String(repeating: line, count: 100_000)).utf8)
        let mail = try MailConversation.mail(1, content: content)
        let result = try MailConversation.result(to: MailConversation.server(port: server.port), mail: mail)
        #expect(result.map(Ending.init) == .unknown)
        #expect(server.mails.isEmpty)
        #expect(server.connections == 1)
    }

    @Test func `that is larger than the server takes is refused before its body`() throws {
        let sink = try MailSink(["--max-bytes", "10000"])
        let server = try MailConversation.server(port: sink.port)
        let big = Data(("Subject: x\r\n\r\n" + String(repeating: "0123456789\r\n", count: 2_000)).utf8)
        let result = try MailConversation.result(to: server, mail: MailConversation.mail(1, content: big))
        #expect(result.map(Ending.init) == .refused(552, .mail, isPermanent: true))
        #expect(try sink.mails().isEmpty)
    }

    @Test func `without a server is not sent`() throws {
        let server = try MailConversation.server(port: LoopbackPort.free())
        let result = try MailConversation.result(to: server, mail: MailConversation.mail(1))
        #expect(result.map(Ending.init) == .notSent(isConfiguration: false))
    }

    @Test func `tells the stage when one of several recipients is refused`() throws {
        let calls = Counter()
        let server = try ScriptedSMTPServer { point, _ in
            point == .recipient && calls.next() == 3 ? .say("550 5.1.1 no c@example.com here") : nil
        }
        defer { server.stop() }
        let mail = try MailConversation.mail(1, to: ["a@example.com", "b@example.com", "c@example.com"])
        let result = try MailConversation.result(to: MailConversation.server(port: server.port), mail: mail)
        #expect(result == .refused(code: 550, text: "5.1.1 no <address> here", stage: .recipient))
        #expect(server.bodyBytes == 0)
    }
}
