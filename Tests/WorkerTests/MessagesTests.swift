import AMQP
import Contracts
import Foundation
import Testing

@testable import Worker

@Suite struct `Retry policy` {
    @Test(arguments: [
        (RetryPolicy.standard, 0, 0.5, RetryTier.t5s), (.standard, 3, 0.5, .t30m), (.standard, 5, 0.1, .t12h),
        (.standard, 1, 0.04, .t5s), (.standard, 1, 0.09, .t5m), (.standard, 0, 0.0, .t5s), (.standard, 5, 0.09, .t12h),
        (.planner, 0, 0.5, .t5s), (.planner, 1, 0.99, .t30s), (.planner, 1, 0.09, .t30s), (.planner, 0, 0.09, .t30s),
    ])
    func `climbs tier by tier, and one in ten takes a neighbour`(
        policy: RetryPolicy, failures: Int, chance: Double, tier: RetryTier
    ) {
        #expect(policy.tier(afterFailures: failures, chance: chance) == tier)
    }

    @Test(arguments: [(RetryPolicy.standard, 6), (.standard, 1_000_000), (.planner, 2), (.standard, -1)])
    func `parks what was in the last tier`(policy: RetryPolicy, failures: Int) {
        #expect(policy.tier(afterFailures: failures, chance: 0.05) == nil)
    }
}

@Suite struct `Trace context` {
    static let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func `keeps trace and flags and changes the span`() throws {
        var generator = SystemRandomNumberGenerator()
        let parent = try #require(TraceContext(Self.header))
        let child = parent.child(using: &generator)
        #expect(parent.header == Self.header)
        #expect(child.trace == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(child.flags == 1)
        #expect(child.span != parent.span)
        #expect(TraceContext(child.header) == child)
    }

    @Test func `reads a later version and writes its own`() {
        #expect(TraceContext("cc" + Self.header.dropFirst(2) + "-what-else")?.header == Self.header)
    }

    @Test(arguments: [
        "", "00", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", header + "-", "ff" + header.dropFirst(2),
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0é",
    ])
    func `takes nothing that W3C forbids`(header: String) {
        #expect(TraceContext(header) == nil)
    }

    @Test func `begins anew with ids that are valid`() {
        var generator = SystemRandomNumberGenerator()
        let fresh = TraceContext.fresh(using: &generator)
        #expect(TraceContext(fresh.header) == fresh)
    }
}

@Suite struct `Outgoing messages` {
    let outbound = Outbound(worker: "planner")
    let now = Instant(milliseconds: 1_795_000_000_123)

    private func incoming(_ headers: [String: HeaderValue], id: String? = "m1") -> IncomingMessage {
        IncomingMessage(
            queue: "dunlin.planner.stop", exchange: "dunlin.events", routingKey: "payment.received.v1", messageID: id,
            type: "dunlin.payment.received.v1", correlationID: "c1", contentType: "application/cloudevents+json",
            timestamp: Date(timeIntervalSince1970: 1000), headers: headers, body: Data([0xFF, 0x00, 0x7B]))
    }

    @Test func `go to the exchange and key of their type, in the trace of their cause`() throws {
        let optOut = OptOut(attempt: "a1", channel: .email, evidence: "page", at: now)
        let message = Message(id: "e1", source: "/dunlin", time: now, payload: .optOut(optOut))
        let cause = incoming([Header.traceparent: .string(`Trace context`.header)])
        let outgoing = outbound.message(message, causedBy: cause, now: now)
        #expect(outgoing.exchange == "dunlin.events")
        #expect(outgoing.routingKey == "response.opted_out.v1")
        #expect(outgoing.messageID == "e1")
        #expect(outgoing.type == "dunlin.response.opted_out.v1")
        #expect(outgoing.body == message.encoded())
        #expect(outgoing.headers[Header.firstAt]?.text == now.description)
        let trace = try #require(outgoing.headers[Header.traceparent]?.text.flatMap(TraceContext.init))
        #expect(trace.trace == "4bf92f3577b34da6a3ce929d0e0e4736")
        try outgoing.check()
    }

    @Test func `about an attempt are correlated by it and carry its generation`() {
        let outcome = DeliveryOutcome(
            attempt: AttemptReference(id: "a1", revision: 2, generation: 3),
            case: CaseReference(number: 1, creditor: "c", account: "a", currency: Currency("EUR")!), channel: .email,
            at: now,
            code: 250, reason: nil, worker: "email-sender")
        let message = Message(id: "e2", source: "/dunlin", time: now, payload: .delivery(outcome, .accepted))
        let outgoing = outbound.message(message, now: now)
        #expect(outgoing.correlationID == "a1")
        #expect(outgoing.headers[Header.generation] == .int(3))
    }

    @Test func `that are retried keep body, id and properties, and lose the broker's headers`() throws {
        let message = incoming([
            "x-death": .string("h"), "X-Custom": .bool(true), "x-delivery-count": .int(4), Header.attempt: .int(2),
            Header.traceparent: .string(`Trace context`.header), Header.firstAt: .string("2026-11-01T00:00:00.000Z"),
            "tenant": .string("t"),
        ])
        let retry = outbound.retry(of: message, in: .t5m, reason: "database closed", now: now)
        #expect(retry.exchange == "dunlin.retry")
        #expect(retry.routingKey == "t5m.dunlin.planner.stop")
        #expect(retry.body == message.body)
        #expect(retry.messageID == "m1")
        #expect(retry.type == message.type)
        #expect(retry.correlationID == "c1")
        #expect(retry.timestamp == message.timestamp)
        #expect(!retry.headers.keys.contains { $0.lowercased().hasPrefix("x-") })
        #expect(retry.headers[Header.attempt] == .int(3))
        #expect(retry.headers[Header.traceparent]?.text == `Trace context`.header)
        #expect(retry.headers[Header.firstAt]?.text == "2026-11-01T00:00:00.000Z")
        #expect(retry.headers[Header.errorQueue]?.text == "dunlin.planner.stop")
        #expect(retry.headers[Header.errorClass] == nil)
        #expect(retry.headers["tenant"]?.text == "t")
        try retry.check()
    }

    @Test func `that are parked say class, path, reason, worker, time and queue`() throws {
        let reason = String(repeating: "ü", count: 400) + "\u{0}"
        let parked = outbound.park(incoming([:]), as: .schema, reason: reason, path: "$.type", now: now)
        #expect(parked.routingKey == "schema.dunlin.planner.stop")
        #expect(parked.exchange == "dunlin.dead")
        #expect(parked.headers[Header.errorClass]?.text == "schema")
        #expect(parked.headers[Header.errorPath]?.text == "$.type")
        #expect(parked.headers[Header.errorReason]?.text == String(repeating: "ü", count: 250))
        #expect(parked.headers[Header.errorWorker]?.text == "planner")
        #expect(parked.headers[Header.errorAt]?.text == now.description)
        #expect(parked.headers[Header.attempt] == .int(1))
    }

    @Test func `can be sent however hostile the message they stand for was`() throws {
        var headers: [String: HeaderValue] = [
            "": .int(1), String(repeating: "k", count: 129): .int(1), "nested": .other(kind: 0x46),
            Header.attempt: .int(.max), Header.firstAt: .string("yesterday"), "n\u{0}l": .bool(true),
        ]
        for index in 0..<2000 { headers["h\(index)"] = .string(String(repeating: "v", count: 60)) }
        let message = IncomingMessage(
            queue: Topology.plannerQueue, exchange: "", routingKey: "",
            messageID: String(repeating: "\u{FFFD}", count: 255),
            type: String(repeating: "\u{FFFD}", count: 255), correlationID: "a\u{0}", contentType: nil,
            timestamp: Date(timeIntervalSince1970: 1e18), headers: headers, body: Data([0xC3]))
        let parked = outbound.park(message, as: .permanent, reason: "not UTF-8", now: now)
        try parked.check()
        #expect(parked.headers[Header.errorClass]?.text == "permanent")
        #expect(parked.headers[Header.attempt] == .int(1_000_001))
        #expect(parked.headers[Header.firstAt]?.text == now.description)
        #expect((parked.headers["dunlin-error-dropped-headers"]?.integer ?? 0) > 1000)
        #expect(outbound.park(message, as: .permanent, reason: "", now: now).messageID == parked.messageID)
    }
}
