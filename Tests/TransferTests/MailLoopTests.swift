import Foundation
import TestSupport
import Testing

@testable import Transfer

@Suite struct `A mail loop` {
    @Test func `delivers the mail as it was written`() throws {
        let sink = try MailSink()
        let server = try MailConversation.server(port: sink.port)
        let mail = try MailConversation.mail(1, to: ["b@example.com", "c@example.com"])
        let result = try #require(try MailConversation.result(to: server, mail: mail))
        guard case .accepted(let response) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(response.hasPrefix("250 2.0.0 Ok: queued as "))
        let envelope =
            "X-Envelope-From: a@example.com\r\nX-Envelope-To: b@example.com\r\nX-Envelope-To: c@example.com\r\n"
        #expect(try sink.mails() == [envelope + String(decoding: MailConversation.content, as: UTF8.self)])
    }

    @Test func `sends nothing of a body that is not released`() throws {
        let server = try ScriptedSMTPServer { _, _ in nil }
        defer { server.stop() }
        let loop = try MailLoop(server: MailConversation.server(port: server.port), connections: 2)
        try loop.start(MailConversation.mail(1))
        MailConversation.awaitReady(1, in: loop)
        #expect(throws: TransferError.alreadyInProgress(id: 1)) { try loop.start(MailConversation.mail(1)) }
        #expect(loop.abort(1))
        let results = try MailConversation.finish([1], in: loop)
        #expect(results[1] == .notSent(reason: "given back before the body began", isConfiguration: false))
        #expect(loop.freeSlots == 2)
        #expect(!loop.abort(1))
        try loop.start(MailConversation.mail(2))
        MailConversation.awaitReady(2, in: loop)
        #expect(
            loop.close() == [
                .finished(id: 2, .notSent(reason: "given back before the body began", isConfiguration: false))
            ])
        #expect(server.bodyBytes == 0)
        #expect(server.mails.isEmpty)
    }

    @Test func `holds a mail longer than the time-outs of the server`() throws {
        let server = try ScriptedSMTPServer { _, _ in nil }
        defer { server.stop() }
        let loop = try MailLoop(
            server: MailConversation.server(port: server.port, timeout: .seconds(1)), connections: 1)
        try loop.start(MailConversation.mail(1))
        MailConversation.awaitReady(1, in: loop)
        #expect(loop.poll(for: .milliseconds(2500)).isEmpty)
        loop.release([1])
        #expect(try MailConversation.finish([1], in: loop)[1] == .accepted(response: "250 2.0.0 Ok: queued as 4ABC"))
        _ = loop.close()
        #expect(server.mails == ["Subject: Reminder\r\n\r\nHello\r\n..hidden dot\r\n"])
    }

    @Test func `takes back a mail that hangs before its body`() throws {
        let server = try ScriptedSMTPServer(at: .mail, .stall)
        defer { server.stop() }
        let loop = try MailLoop(
            server: MailConversation.server(port: server.port, timeout: .seconds(600)), connections: 1)
        try loop.start(MailConversation.mail(1))
        #expect(loop.abort(1))
        #expect(try MailConversation.finish([1], in: loop)[1].map(Ending.init) == .notSent(isConfiguration: false))
        _ = loop.close()
    }

    @Test func `is full when every connection has a mail, and wakes from another thread`() throws {
        let server = try ScriptedSMTPServer { _, _ in nil }
        defer { server.stop() }
        let loop = try MailLoop(server: MailConversation.server(port: server.port), connections: 1)
        try loop.start(MailConversation.mail(1))
        #expect(throws: TransferError.noFreeSlot) { try loop.start(MailConversation.mail(2)) }
        MailConversation.awaitReady(1, in: loop)
        let waker = loop.waker
        Thread { waker() }.start()
        let start = ContinuousClock.now
        #expect(loop.poll(for: .seconds(20)).isEmpty)
        #expect(ContinuousClock.now - start < .seconds(10))
        _ = loop.close()
    }

    @Test func `keeps its connection, and opens a new one when the server closed the old`() throws {
        // Connection 1 closes when the second mail comes, connection 2 says 421 to its second, connection 3 stays.
        let calls = Counter()
        let server = try ScriptedSMTPServer { point, connection in
            guard point == .mail else { return nil }
            return switch calls.next() {
            case 2: .close
            case 4: .sayAndClose("421 4.4.2 Idle too long")
            default: nil
            }
        }
        defer { server.stop() }
        let loop = try MailLoop(server: MailConversation.server(port: server.port), connections: 1)
        for id in 1...6 as ClosedRange<UInt64> {
            try loop.start(MailConversation.mail(id))
            #expect(try MailConversation.finish([id], in: loop)[id].map(Ending.init) == .accepted)
        }
        _ = loop.close()
        #expect(server.mails.count == 6)
        #expect(server.connections == 3)
    }

    @Test func `never sends a body again after a kept connection died in it`() throws {
        let calls = Counter()
        let server = try ScriptedSMTPServer { point, _ in point == .dot && calls.next() == 2 ? .close : nil }
        defer { server.stop() }
        let loop = try MailLoop(server: MailConversation.server(port: server.port), connections: 1)
        var endings: [Ending] = []
        for id in 1...3 as ClosedRange<UInt64> {
            try loop.start(MailConversation.mail(id))
            endings += try MailConversation.finish([id], in: loop).values.map(Ending.init)
        }
        _ = loop.close()
        #expect(endings == [.accepted, .unknown, .accepted])
        #expect(server.mails.count == 3)
    }

    @Test func `is not held up by a slow answer on another connection`() throws {
        let sink = try MailSink(["--delay-ms", "300"])
        let server = try MailConversation.server(port: sink.port)
        let loop = try MailLoop(server: server, connections: 16)
        let start = ContinuousClock.now
        for id in 1...16 as ClosedRange<UInt64> { try loop.start(MailConversation.mail(id)) }
        let results = try MailConversation.finish(Set(1...16), in: loop)
        // One after the other they would take 4.8 s.
        #expect(ContinuousClock.now - start < .seconds(3))
        #expect(results.values.allSatisfy { Ending($0) == .accepted })
        _ = loop.close()
    }

    @Test func `carries thousands of mails over few connections`() throws {
        let sink = try SMTPSink()
        let server = try MailConversation.server(port: sink.port)
        let loop = try MailLoop(server: server, connections: 8)
        var next: UInt64 = 0
        var accepted = 0
        let deadline = ContinuousClock.now + .seconds(60)
        while accepted < 3_000, ContinuousClock.now < deadline {
            while next < 3_000, loop.freeSlots > 0 {
                try loop.start(MailConversation.mail(next))
                next += 1
            }
            var ready: [UInt64] = []
            for event in loop.poll(for: .seconds(1)) {
                switch event {
                case .readyForBody(let id): ready.append(id)
                case .finished(_, let result):
                    #expect(Ending(result) == .accepted)
                    accepted += 1
                }
            }
            loop.release(ready)
        }
        #expect(loop.close().isEmpty)
        #expect(accepted == 3_000)
        #expect(sink.received == 3_000)
    }
}
