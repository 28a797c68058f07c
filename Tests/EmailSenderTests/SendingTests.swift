import AMQP
import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

/// Each test runs the built sender against a real broker, a real ledger and a real or scripted mail server.
@Suite(.serialized) struct `The email sender` {
    @Test func `sends each mail once, stores that and tells it, and ends with 0`() throws {
        let fixture = try SenderFixture()
        let sink = try MailSink()
        let sends = try fixture.planned(40)
        let sender = try fixture.start(port: sink.port)
        try fixture.publish(sends)
        let outcomes = try fixture.outcomes(40)
        #expect(outcomes.allSatisfy { $0.result == .accepted && $0.outcome.code == 250 })
        #expect(Set(outcomes.map(\.outcome.attempt.id)) == Set(sends.map(\.attempt.id)))
        #expect(outcomes.allSatisfy { $0.outcome.at == SenderFixture.now })
        #expect(try sends.allSatisfy { try fixture.state($0) == "accepted" })
        // The same commands once more: the outcome is told again, and no mail goes out.
        try fixture.publish(sends)
        let again = try fixture.outcomes(40)
        #expect(again.allSatisfy { $0.result == .accepted && $0.outcome.code == 250 })
        #expect(fixture.stop(sender) == 0, "\(fixture.log)")
        #expect(try fixture.depth(Topology.emailSenderQueue) == 0)
        let mails = try sink.mails()
        #expect(mails.count == 40)
        #expect(Set(mails.compactMap { $0.firstMatch(of: /Message-ID: <([^@]+)@/)?.1 }).count == 40)
        #expect(mails.allSatisfy { $0.contains("X-Envelope-From: receivables@harbour-supplies.example.com") })
    }

    @Test func `signs each mail by its domain's key, and does not start with keys it cannot read`() throws {
        let fixture = try SenderFixture()
        let sink = try MailSink()
        var keys = try SigningKeys()
        try keys.make(.rsa, selector: "2026a", domain: "harbour-supplies.example.com")
        try keys.make(.ed25519, selector: "2026b", domain: "example.com")
        let sends = try fixture.planned(3)
        let sender = try fixture.start(port: sink.port, ["DUNLIN_EMAIL_DKIM_KEYS": keys.folder.url.path])
        try fixture.publish(sends)
        #expect(try fixture.outcomes(3).allSatisfy { $0.result == .accepted })
        #expect(fixture.stop(sender) == 0, "\(fixture.log)")
        let mails = try sink.mails()
        #expect(mails.count == 3)
        #expect(try keys.verdicts(mails.map { Data($0.utf8) }) == [[true], [true], [true]])
        // A key that is of no use is told at the start, not with the first mail.
        let refused = try fixture.start(port: sink.port, ["DUNLIN_EMAIL_DKIM_KEYS": fixture.folder.path("absent")])
        #expect(fixture.ended(refused) == 78)
        #expect(fixture.log.contains("DUNLIN_EMAIL_DKIM_KEYS: "), "\(fixture.log)")
    }

    @Test func `asks the ledger at the last instant: a paid reminder is declined, and its command is spent`() throws {
        let fixture = try SenderFixture()
        let sink = try MailSink()
        let sends = try fixture.planned(2)
        let paid = try #require(sends.first { $0.case.account == "a1" })
        try fixture.apply(
            .payment(
                Payment(
                    creditor: "harbour-supplies", account: "a1", payment: "p1",
                    amount: Money(minor: 10_000, currency: Currency("EUR")!), receivedOn: CivilDate("2026-11-24")!,
                    allocations: [Allocation(invoice: "i1", minor: 10_000)])))
        let sender = try fixture.start(port: sink.port)
        try fixture.publish(sends)
        let outcomes = try fixture.outcomes(2)
        let declined = try #require(outcomes.first { $0.result == .declined })
        #expect(declined.outcome.attempt == paid.attempt)
        #expect(declined.outcome.reason == "paid")
        #expect(outcomes.contains { $0.result == .accepted })
        // Superseded: acknowledged without a word.
        try fixture.publish([paid])
        let isTaken = eventually { (try? fixture.depth(Topology.emailSenderQueue)) == 0 }
        #expect(isTaken)
        #expect(fixture.stop(sender) == 0)
        #expect(try fixture.depth(Topology.emailSenderQueue) == 0)
        #expect(try fixture.depth(Topology.plannerQueue) == 0)
        #expect(try sink.mails().count == 1)
    }

    static let misbehaviours: [(ScriptedSMTPServer.Point, ScriptedSMTPServer.Behaviour, DeliveryResult, Int?, String)] =
        [
            (.recipient, .say("550 5.1.1 No such user"), .rejected, 550, "rejected"),
            (.dot, .say("554 5.6.0 Not wanted"), .rejected, 554, "rejected"),
            (.recipient, .say("451 4.7.1 Greylisted"), .deferred, 451, "planned"),
            (.dot, .say("452 4.3.1 Full"), .deferred, 452, "planned"),
            (.greeting, .sayAndClose("421 4.3.2 Busy"), .deferred, 421, "planned"),
            (.mail, .close, .deferred, nil, "planned"),
            (.body, .close, .unknown, nil, "unknown"),
            (.dot, .close, .unknown, nil, "unknown"),
        ]

    @Test(arguments: misbehaviours.indices)
    func `tells what the server made of a mail`(index: Int) throws {
        let (point, behaviour, result, code, state) = Self.misbehaviours[index]
        let fixture = try SenderFixture()
        let server = try ScriptedSMTPServer(at: point, behaviour)
        defer { server.stop() }
        let send = try fixture.planned(1)[0]
        let sender = try fixture.start(port: server.port)
        try fixture.publish([send])
        let told = try fixture.outcomes(1)[0]
        #expect(told.result == result && told.outcome.code == code, "\(told)")
        #expect(told.outcome.reason?.contains("@") == false)
        #expect(try fixture.state(send) == state)
        #expect(fixture.stop(sender) == 0)
        #expect(try fixture.depth(Topology.emailSenderQueue) == 0)
        #expect(server.mails.count == (point == .dot ? 1 : 0))
    }

    @Test func `killed between claim and body has not sent: the mail is taken again and goes out once`() throws {
        let fixture = try SenderFixture()
        let server = try ScriptedSMTPServer(at: .data, .stall)
        defer { server.stop() }
        let send = try fixture.planned(1)[0]
        let first = try fixture.start(port: server.port, ["DUNLIN_EMAIL_CLAIM_LIMIT": "60s"])
        try fixture.publish([send])
        let isClaimed = eventually { (try? fixture.state(send)) == "claimed" && server.connections > 0 }
        #expect(isClaimed, "\(fixture.log)")
        #expect(fixture.stop(first, SIGKILL) == 128 + SIGKILL)
        #expect(server.bodyBytes == 0)

        let sink = try MailSink()
        let second = try fixture.start(port: sink.port)
        let isAcknowledged = eventually { (try? fixture.depth(Topology.emailSenderQueue)) == 0 }
        #expect(isAcknowledged)
        let swept = try fixture.sweep()
        #expect(swept.givenBack == 1 && swept.unknown == 0)
        let again = try fixture.replanned(1)[0]
        #expect(again.attempt.id == send.attempt.id && again.attempt.revision == send.attempt.revision + 1)
        try fixture.publish([again])
        // The old command may come back after the sweep: then the planner is told to look again, and no more.
        #expect(try fixture.awaitOutcome(.accepted).attempt == again.attempt)
        #expect(try sink.mails().count == 1)
        #expect(fixture.stop(second) == 0)
    }

    @Test func `killed between body and answer leaves the outcome unknown, and the mail is never sent again`() throws {
        let fixture = try SenderFixture()
        let server = try ScriptedSMTPServer(at: .dot, .stall)
        defer { server.stop() }
        let send = try fixture.planned(1)[0]
        let first = try fixture.start(port: server.port)
        try fixture.publish([send])
        let isUnderWay = eventually { server.mails.count == 1 && (try? fixture.state(send)) == "submitting" }
        #expect(isUnderWay, "\(fixture.log)")
        #expect(fixture.stop(first, SIGKILL) == 128 + SIGKILL)

        let sink = try MailSink()
        let second = try fixture.start(port: sink.port)
        let isAcknowledged = eventually {
            fixture.log.contains("broker: consuming") && (try? fixture.depth(Topology.emailSenderQueue)) == 0
        }
        #expect(isAcknowledged)
        let swept = try fixture.sweep()
        #expect(swept.unknown == 1 && swept.givenBack == 0)
        #expect(try fixture.state(send) == "unknown")
        #expect(try fixture.replanned(0).isEmpty)
        // A replay of the command tells the outcome again, no more.
        try fixture.publish([send])
        #expect(try fixture.outcomes(1)[0].result == .unknown)
        #expect(fixture.stop(second) == 0)
        #expect(try fixture.depth(Topology.emailSenderQueue) == 0)
        #expect(try sink.mails().isEmpty)
    }

    @Test func `gives a mail back that the server does not ask for in time`() throws {
        let fixture = try SenderFixture()
        let server = try ScriptedSMTPServer(at: .data, .stall)
        defer { server.stop() }
        let send = try fixture.planned(1)[0]
        let sender = try fixture.start(port: server.port, ["DUNLIN_EMAIL_CLAIM_LIMIT": "300ms"])
        try fixture.publish([send])
        let told = try fixture.outcomes(1)[0]
        #expect(told.result == .declined && told.outcome.reason == "not sent in time")
        #expect(try fixture.state(send) == "planned")
        #expect(server.bodyBytes == 0)
        #expect(fixture.stop(sender) == 0)
    }

    @Test func `ends with 0 while mails wait for the server: they are given back, what is queued stays queued`() throws
    {
        let fixture = try SenderFixture()
        let server = try ScriptedSMTPServer(at: .data, .stall)
        defer { server.stop() }
        let sends = try fixture.planned(6)
        let sender = try fixture.start(
            port: server.port,
            [
                "DUNLIN_EMAIL_CONNECTIONS": "2", "DUNLIN_EMAIL_CLAIM_LIMIT": "60s", "DUNLIN_SHUTDOWN_GRACE": "4s",
            ])
        try fixture.publish(sends)
        #expect(eventually { server.connections == 2 })
        #expect(fixture.stop(sender) == 0, "\(fixture.log)")
        let outcomes = try fixture.outcomes(2)
        #expect(outcomes.allSatisfy { $0.result == .declined && $0.outcome.reason == "the sender ends" })
        #expect(try fixture.depth(Topology.emailSenderQueue) == 4)
        #expect(server.bodyBytes == 0)
    }

    @Test func `keeps to one mail at once for a domain while another domain goes on`() throws {
        let fixture = try SenderFixture()
        let server = try ScriptedSMTPServer { point, number in point == .data && number == 1 ? .stall : nil }
        defer { server.stop() }
        let slow = try fixture.planned(5, domain: "slow.example.com")
        let fast = try fixture.planned(5, domain: "fast.example.com")
        let sender = try fixture.start(
            port: server.port, ["DUNLIN_EMAIL_DOMAIN_CONNECTIONS": "1", "DUNLIN_EMAIL_CLAIM_LIMIT": "60s"])
        try fixture.publish([slow[0]])
        #expect(eventually { server.connections == 1 })
        try fixture.publish(Array(slow.dropFirst()) + fast)
        let outcomes = try fixture.outcomes(5)
        #expect(Set(outcomes.map(\.outcome.attempt.id)) == Set(fast.map(\.attempt.id)))
        #expect(try slow.dropFirst().allSatisfy { try fixture.state($0) == "dispatched" })
        _ = fixture.stop(sender, SIGKILL)
    }

    @Test func `parks what it cannot send, with class, path and word to the planner`() throws {
        let fixture = try SenderFixture()
        let sink = try MailSink()
        let send = try fixture.planned(1)[0]
        var hostile = send
        hostile.to.address = "a@example.com>\r\nRCPT TO:<b@example.com"
        let whole = Message(id: "m1", source: "tests", time: .now, payload: .emailSend(send)).encoded()
        let text = String(decoding: whole, as: UTF8.self)
        let sender = try fixture.start(port: sink.port)
        try fixture.publish([hostile])
        try fixture.publish(bodies: [
            Data(text.replacing("\"subject\":", with: "\"sbject\":").utf8),
            Data(text.replacing("dunlin.email.send.v1", with: "dunlin.email.send.v9").utf8), Data("{".utf8),
        ])
        let parked = try fixture.take(4, from: Topology.deadLetterQueue(of: Topology.emailSenderQueue))
        let marks = Set(
            parked.map { "\($0.headers[Header.errorClass]?.text ?? "") \($0.headers[Header.errorPath]?.text ?? "")" })
        #expect(marks == ["permanent $.data.to.address", "permanent $.data.subject", "schema $.type", "permanent $"])
        let told = try fixture.reports(3).compactMap { message -> AttemptParked? in
            guard case .attemptParked(let parked) = message.payload else { return nil }
            return parked
        }
        #expect(told.count == 3 && told.allSatisfy { $0.attempt == send.attempt && $0.case == send.case })
        // The attempt itself was not touched, and can still be sent.
        try fixture.publish([send])
        #expect(try fixture.outcomes(1)[0].result == .accepted)
        #expect(fixture.stop(sender) == 0)
        #expect(!fixture.log.contains("@example.com"))
    }

    @Test func `sends a command of another configuration through the retry tiers`() throws {
        let fixture = try SenderFixture()
        let sink = try MailSink()
        var send = try fixture.planned(1)[0]
        send.config = String(repeating: "0", count: 64)
        let sender = try fixture.start(port: sink.port)
        try fixture.publish([send])
        // One in ten takes the next tier.
        let isWaiting = eventually {
            [RetryTier.t5s, .t30s].contains { (try? fixture.depth(Topology.retryQueue(of: $0))) == 1 }
        }
        #expect(isWaiting)
        #expect(fixture.stop(sender) == 0)
        #expect(try fixture.state(send) == "dispatched")
        #expect(try sink.mails().isEmpty)
    }

    @Test func `refuses to start with 78 when its settings make no mail server`() throws {
        let fixture = try SenderFixture()
        let sender = try fixture.start(
            port: 25,
            [
                "DUNLIN_EMAIL_SERVER": "smtp://mail.example.com", "DUNLIN_EMAIL_USER": "u",
                "DUNLIN_EMAIL_PASSWORD": "p", "DUNLIN_EMAIL_SECURITY": "none",
            ])
        #expect(fixture.ended(sender) == 78)
        #expect(fixture.log.contains("leaves this machine only over TLS"))
    }
}
