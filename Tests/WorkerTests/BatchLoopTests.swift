import AMQP
import Contracts
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Worker

@Suite(.serialized) struct `Batch loop` {
    private let fixture: BrokerFixture
    private let queues: TestQueues

    init() throws {
        fixture = try BrokerFixture()
        queues = try fixture.queues()
    }

    @Test func `acknowledges a batch after its consequences are confirmed and stored, and not before`() throws {
        let proxy = try FaultProxy(target: fixture.node.port)
        defer { proxy.stop() }
        let (handled, stored) = (Tally(), Tally())
        let queues = queues
        let loop = try RunningLoop(
            fixture, queues, through: proxy, batch: 10,
            ScriptedHandler { messages in
                proxy.fault = .blackHole
                handled.add(messages.count)
                var effects = BatchEffects(done: messages.count)
                for (index, message) in messages.enumerated() {
                    effects.send(queues.consequence(message), causedBy: index)
                }
                effects.afterConfirm = { refusals in
                    // The first call fails, as a busy database would make it.
                    stored.add(1)
                    if stored.count == 1 { throw BrokerFixture.Unfinished(what: "storing") }
                    #expect(refusals.isEmpty)
                }
                return effects
            })
        try fixture.fill(queues.work, 10)
        #expect(eventually { handled.count == 10 })
        // Nothing comes through now; cutting the connection makes it publish anew.
        #expect(loop.consumer.counts.acknowledged == 0)
        #expect(stored.count == 0)
        proxy.fault = .refuse
        #expect(eventually { if case .disconnected = loop.publisher.state { true } else { false } })
        #expect(loop.consumer.counts.acknowledged == 0)
        proxy.fault = .none
        #expect(eventually { loop.consumer.counts.acknowledged == 10 })
        #expect(stored.count >= 2)
        #expect(loop.stop() == true)
        #expect(try fixture.depth(queues.out) >= 10)
        #expect(try fixture.depth(queues.work) == 0)
    }

    @Test func `leaves a batch to the broker when it ends before the confirms`() throws {
        let proxy = try FaultProxy(target: fixture.node.port)
        defer { proxy.stop() }
        let handled = Tally()
        let queues = queues
        let loop = try RunningLoop(
            fixture, queues, through: proxy, grace: .seconds(3),
            ScriptedHandler { messages in
                proxy.fault = .blackHole
                handled.add(messages.count)
                var effects = BatchEffects(done: messages.count)
                effects.send(queues.consequence(messages[0]), causedBy: 0)
                return effects
            })
        #expect(eventually { loop.publisher.state == .connected })
        try fixture.fill(queues.work, 5)
        #expect(eventually { handled.count >= 1 })
        #expect(loop.stop() == false)
        #expect(try fixture.take(5, from: queues.work).allSatisfy(\.redelivered))
    }

    @Test func `hands the same batch over again after a fault of our own part, with readiness off`() throws {
        let calls = Mutex<[[String]]>([])
        let reasons = Mutex<[String]>([])
        let health = Mutex<HealthBoard?>(nil)
        let loop = try RunningLoop(
            fixture, queues,
            ScriptedHandler { messages in
                let count = calls.withLock { calls in
                    calls.append(messages.map(\.stableID))
                    return calls.count
                }
                if count == 3 { reasons.withLock { $0 = health.withLock { $0 }?.notReady() ?? [] } }
                if count < 4 { throw BrokerFixture.Unfinished(what: "the ledger") }
                return BatchEffects(done: messages.count)
            })
        health.withLock { $0 = loop.health }
        loop.health.report([], from: "start")
        try fixture.fill(queues.work, 1)
        #expect(eventually { loop.consumer.counts.acknowledged == 1 })
        #expect(calls.withLock { $0 } == Array(repeating: ["m0"], count: 4))
        #expect(reasons.withLock { $0.first }?.contains("the handler failed, the same batch is tried again") == true)
        #expect(eventually { loop.health.notReady().isEmpty })
        #expect(loop.stop() == true)
        #expect(try fixture.depth(queues.dead) == 0)
    }

    @Test func `takes a message through fifty retries without changing it`() throws {
        let seen = Mutex<[IncomingMessage]>([])
        let loop = try RunningLoop(
            fixture, queues, policy: RetryPolicy(tiers: Array(repeating: RetryTier.allCases, count: 9).flatMap(\.self)),
            ScriptedHandler { messages in
                seen.withLock { $0 += messages }
                return BatchEffects(settlements: messages.map { $0.failures < 50 ? .retry(reason: "not yet") : .done })
            })
        try fixture.fill(queues.work, 1)
        #expect(eventually(within: .seconds(40)) { seen.withLock { $0.count } == 51 })
        let last = try #require(seen.withLock { $0.last })
        #expect(last.failures == 50)
        #expect(last.body == Data("body 0".utf8))
        #expect(last.messageID == "m0")
        #expect(last.headers[Header.traceparent]?.text == `Trace context`.header)
        #expect(last.headers["x-sneaky"] == nil)
        #expect(eventually { loop.consumer.counts.acknowledged == 51 })
        #expect(loop.stop() == true)
        #expect(try fixture.depth(queues.dead) == 0)
    }

    @Test func `parks what the handler gives up, and what was retried often enough`() throws {
        let loop = try RunningLoop(
            fixture, queues, policy: RetryPolicy(tiers: [.t5s, .t30s]),
            ScriptedHandler { messages in
                BatchEffects(
                    settlements: messages.map {
                        switch $0.stableID {
                        case "m0": .park(.schema, reason: "is unknown", path: "$.type")
                        case "m1": .retry(reason: "closed")
                        default: .done
                        }
                    })
            })
        try fixture.fill(queues.work, 3)
        let dead = try fixture.take(2, from: queues.dead).sorted { $0.stableID < $1.stableID }
        #expect(dead.map(\.stableID) == ["m0", "m1"])
        #expect(dead.map { $0.headers[Header.errorClass]?.text } == ["schema", "parked"])
        #expect(dead.map { $0.headers[Header.errorReason]?.text } == ["is unknown", "retries used up: closed"])
        #expect(dead.first?.headers[Header.errorPath]?.text == "$.type")
        #expect(dead.map { $0.headers[Header.attempt]?.integer } == [1, 3])
        #expect(loop.stop() == true)
        #expect(try fixture.depth(queues.work) == 0)
    }

    @Test func `settles a message anew whose consequence the broker or the guard refused`() throws {
        let queues = queues
        let refusals = Tally()
        let loop = try RunningLoop(
            fixture, queues, policy: RetryPolicy(tiers: [.t5s]),
            ScriptedHandler { messages in
                var effects = BatchEffects(done: messages.count)
                for (index, message) in messages.enumerated() {
                    var consequence = queues.consequence(message)
                    if message.stableID == "m0" { consequence.routingKey = "nobody.reads.this" }
                    if message.stableID == "m1" { consequence.headers["long"] = .bytes(Data(count: 20_000)) }
                    effects.send(consequence, causedBy: index)
                }
                effects.afterConfirm = { refusals.add($0.count) }
                return effects
            })
        try fixture.fill(queues.work, 3)
        let dead = try fixture.take(2, from: queues.dead).sorted { $0.stableID < $1.stableID }
        #expect(dead.map { $0.headers[Header.errorClass]?.text } == ["parked", "permanent"])
        #expect(dead.first?.headers[Header.errorReason]?.text?.contains("broker refused test.followed.v1: 312") == true)
        #expect(dead.last?.headers[Header.errorReason]?.text?.contains("headers of") == true)
        #expect(try fixture.take(1, from: queues.out).map(\.stableID) == ["m2"])
        // The one without a route was retried once.
        #expect(refusals.count == 3)
        #expect(loop.stop() == true)
        #expect(try fixture.depth(queues.work) == 0)
    }

    @Test func `does work that no message asks for, at once while there is more`() throws {
        let queues = queues
        let (calls, confirmed) = (Tally(), Tally())
        let loop = try RunningLoop(
            fixture, queues,
            ScriptedHandler(
                onBatch: { BatchEffects(done: $0.count) },
                onIdle: {
                    calls.add(1)
                    guard calls.count <= 30 else { return nil }
                    if calls.count == 3 { throw BrokerFixture.Unfinished(what: "the ledger") }
                    let message = OutgoingMessage(
                        exchange: "test.out", routingKey: queues.out, messageID: "i\(calls.count)", type: "test.due.v1",
                        body: Data())
                    return IdleEffects(publish: [message], hasMore: true) { _ in confirmed.add(1) }
                }))
        #expect(eventually { confirmed.count == 29 })
        #expect(loop.stop() == true)
        #expect(try fixture.depth(queues.out) == 29)
    }

    @Test func `works on while the confirms of some batches are outstanding, but not of more than four`() throws {
        let proxy = try FaultProxy(target: fixture.node.port)
        defer { proxy.stop() }
        let queues = queues
        let batches = Tally()
        let loop = try RunningLoop(
            fixture, queues, through: proxy, batch: 1,
            ScriptedHandler { messages in
                batches.add(1)
                var effects = BatchEffects(done: messages.count)
                effects.send(queues.consequence(messages[0]), causedBy: 0)
                return effects
            })
        #expect(eventually { loop.publisher.state == .connected })
        proxy.fault = .blackHole
        try fixture.fill(queues.work, 20)
        #expect(eventually { batches.count == 4 })
        #expect(!eventually(within: .milliseconds(500)) { batches.count > 4 })
        proxy.fault = .refuse
        #expect(eventually { if case .disconnected = loop.publisher.state { true } else { false } })
        proxy.fault = .none
        #expect(eventually { loop.consumer.counts.acknowledged == 20 })
        #expect(loop.stop() == true)
    }
}

/// A number that several threads raise.
final class Tally: Sendable {
    private let value = Atomic<Int>(0)

    var count: Int { value.load(ordering: .sequentiallyConsistent) }

    func add(_ amount: Int) { value.add(amount, ordering: .sequentiallyConsistent) }
}
