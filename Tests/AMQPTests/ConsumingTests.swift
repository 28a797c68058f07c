import Foundation
import TestSupport
import Testing

@testable import AMQP

@Suite struct Consuming {
    private let fixture: Fixture

    init() throws {
        fixture = try .shared()
    }

    @Test func `takes acknowledged messages off the queue, whatever the order of settling`() throws {
        let queue = try fixture.queue()
        #expect(try fixture.fill(queue, 0..<20))
        let consumer = try fixture.consumer([queue])
        #expect(eventually { consumer.counts.delivered == 20 })
        var batch = consumer.next(max: 20, waiting: .seconds(10))
        let first = try takeNext(&batch)
        let second = try takeNext(&batch)
        let held = batch.messages.compactMap { $0.messageID.flatMap(Int.init) }
        second.acknowledge()
        batch.acknowledge()
        first.acknowledge()
        #expect(held == Array(2..<20))
        #expect(consumer.close(within: .seconds(5)))
        #expect(consumer.counts.acknowledged == 20)
        #expect(try fixture.depth(queue) == 0)
    }

    private func takeNext(_ batch: inout Batch) throws -> Delivery {
        guard let delivery = batch.next() else { throw Ended() }
        return delivery
    }

    private struct Ended: Error {}

    @Test func `counts a delivery that is dropped unsettled and gives it back when the channel goes`() throws {
        let queue = try fixture.queue()
        #expect(try fixture.fill(queue, 0..<4))
        let consumer = try fixture.consumer([queue])
        #expect(eventually { consumer.counts.delivered == 4 })
        do {
            var batch = consumer.next(max: 3, waiting: .seconds(10))
            _ = batch.next()
            batch.next()?.acknowledge()
            batch.release()
        }
        let rest = consumer.next(max: 3, waiting: .seconds(10))
        let restCount = rest.count
        #expect(restCount == 1)
        rest.acknowledge()
        #expect(eventually { consumer.counts.acknowledged == 2 && consumer.counts.released == 2 })
        #expect(consumer.counts.unsettled == 1)
        consumer.close(within: .seconds(5))
        #expect(Set(try fixture.takeAll(queue)) == [0, 2])
    }

    @Test func `serves a later queue only when the earlier one has none ready`() throws {
        let (urgent, other) = (try fixture.queue(), try fixture.queue())
        #expect(try fixture.fill(other, 0..<30))
        #expect(try fixture.fill(urgent, 100..<130))
        let consumer = try fixture.consumer([urgent, other])
        #expect(eventually { consumer.counts.delivered == 60 })
        #expect(consumer.ids(60) == Array(100..<130) + Array(0..<30))
        consumer.close(within: .seconds(5))
    }

    @Test func `comes back to a queue that was deleted and made again, and goes on with the others meanwhile`() throws {
        let (gone, stays) = (try fixture.queue(), try fixture.queue())
        let journal = Journal()
        let consumer = try fixture.consumer([gone, stays], log: journal)
        #expect(journal.holds { if case .subscribed(stays) = $0 { true } else { false } })
        let inspection = try fixture.inspection()
        try inspection.delete(queue: gone)
        #expect(journal.holds { if case .consumerCancelled(gone, _) = $0 { true } else { false } })
        #expect(try fixture.fill(stays, 0..<5))
        #expect(consumer.ids(5) == Array(0..<5))
        try inspection.declareQuorumQueue(gone)
        try inspection.close()
        #expect(try fixture.fill(gone, 7..<9))
        #expect(consumer.ids(2) == [7, 8])
        #expect(consumer.counts.reconnects == 0)
        consumer.close(within: .seconds(5))
    }

    @Test func `rests while paused and gets everything unhandled after it resumed`() throws {
        let queue = try fixture.queue()
        #expect(try fixture.fill(queue, 0..<10))
        let consumer = try fixture.consumer([queue])
        let held = consumer.next(max: 2, waiting: .seconds(10))
        #expect(eventually { consumer.counts.delivered == 10 })
        consumer.pause()
        #expect(eventually { consumer.counts.released == 8 })
        let none = consumer.next(max: 5, waiting: .milliseconds(50))
        let noneCount = none.count
        #expect(noneCount == 0)
        none.acknowledge()
        consumer.resume()
        held.acknowledge()
        #expect(Set(consumer.ids(8)) == Set(2..<10))
        #expect(consumer.counts.stale == 0)
        consumer.close(within: .seconds(5))
        #expect(try fixture.depth(queue) == 0)
    }

    @Test func `drains: stops receiving, still takes acknowledgements, leaves the rest in the queue`() throws {
        let queue = try fixture.queue()
        #expect(try fixture.fill(queue, 0..<50))
        let consumer = try fixture.consumer([queue])
        #expect(eventually { consumer.counts.delivered == 50 })
        let batch = consumer.next(max: 20, waiting: .seconds(10))
        consumer.stopReceiving()
        #expect(try fixture.fill(queue, 50..<60))
        let after = consumer.next(max: 20, waiting: .seconds(10))
        let afterCount = after.count
        #expect(afterCount == 0)
        after.acknowledge()
        batch.acknowledge()
        #expect(consumer.close(within: .seconds(5)))
        #expect(consumer.counts.unsettled == 0)
        #expect(Set(try fixture.takeAll(queue)) == Set(20..<60))
    }

    @Test func `ends a wait when it is interrupted`() throws {
        let consumer = try fixture.consumer([try fixture.queue()])
        Thread.detachNewThread { consumer.interrupt() }
        let took = ContinuousClock().measure {
            consumer.next(max: 1, waiting: .seconds(10)).acknowledge()
        }
        #expect(took < .seconds(5))
        consumer.close(within: .seconds(5))
    }

    @Test func `ignores and counts what is settled after its connection was lost`() throws {
        let queue = try fixture.queue()
        #expect(try fixture.fill(queue, 0..<3))
        let proxy = try FaultProxy(target: fixture.node.port)
        defer { proxy.stop() }
        let consumer = try Fixture(fixture.node, through: proxy).consumer([queue])
        let held = consumer.next(max: 1, waiting: .seconds(10))
        proxy.fault = .refuse
        #expect(eventually { if case .disconnected = consumer.state { true } else { false } })
        proxy.fault = .none
        #expect(eventually { consumer.counts.reconnects > 0 && consumer.state == .connected })
        held.acknowledge()
        #expect(eventually { consumer.counts.stale == 1 })
        #expect(Set(consumer.ids(3)) == Set(0..<3))
        consumer.close(within: .seconds(5))
    }

    @Test func `survives hostile headers, ids and bodies, and delivers the good message behind them`() throws {
        let queue = try fixture.queue()
        let finished = Monitor(false)
        // Encoding 20,000 nested tables is as recursive as decoding them.
        let sender = OwnedThread(name: "hostile") { [fixture] in
            do {
                let inspection = try fixture.inspection()
                var raw = RawMessage(routingKey: queue)
                raw.nestedTables = 18_000
                try inspection.publish(raw: raw)
                raw.nestedTables = 0
                raw.headers = ["big": .string(String(repeating: "v", count: 130_000))]
                try inspection.publish(raw: raw)
                raw.headers = [:]
                raw.body = Data([0xff, 0xfe, 0x00])
                raw.messageID = String(repeating: "i", count: 255)
                try inspection.publish(raw: raw)
                try inspection.close()
                finished.change { $0 = true }
            } catch {
                Issue.record(error)
            }
        }
        #expect(sender.join(until: .now + .seconds(20)))
        #expect(finished.withLock { $0 })
        #expect(try fixture.fill(queue, 42..<43))
        let consumer = try fixture.consumer([queue])
        #expect(eventually { consumer.counts.delivered == 4 })
        let batch = consumer.next(max: 4, waiting: .seconds(10))
        let messages = Array(batch.messages)
        #expect(messages.count == 4)
        #expect(messages[0].headers["n"] == .other(kind: UInt8(ascii: "F")))
        #expect(messages[0].messageID == nil)
        #expect(messages[1].headers["big"]?.text?.utf8.count == 130_000)
        #expect(messages[2].body == Data([0xff, 0xfe, 0x00]))
        #expect(messages[3].messageID == "42")
        batch.acknowledge()
        #expect(consumer.counts.reconnects == 0)
        consumer.close(within: .seconds(5))
    }
}

@Suite struct Inspecting {
    @Test func `names every queue and exchange that is missing`() throws {
        let fixture = try Fixture.shared()
        let queue = try fixture.queue()
        let inspection = try fixture.inspection()
        try inspection.passivelyDeclare(queues: [queue], exchanges: ["amq.topic"])
        let error = #expect(throws: AMQPError.self) {
            try inspection.passivelyDeclare(queues: ["no.q", queue, "no.r"], exchanges: ["no.x", "amq.topic"])
        }
        #expect(error == .missing(queues: ["no.q", "no.r"], exchanges: ["no.x"]))
        #expect(try inspection.queueDepth(queue) == 0)
        try inspection.close()
    }

    @Test func `is refused with a wrong password`() throws {
        let fixture = try Fixture.shared()
        let broker = try BrokerAddress(url: "amqp://nobody:wrong@127.0.0.1:\(fixture.node.port)")
        let error = #expect(throws: AMQPError.self) { _ = try Inspection(broker: broker, name: "test") }
        guard case .loginRefused = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
