import AMQP
import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

@Suite(.serialized) struct `The planner` {
    @Test func `parks one poison event in each of 40 batches and applies all others`() throws {
        let fixture = try FleetFixture()
        var messages: [OutgoingMessage] = []
        for batch in 0..<40 {
            for place in 0..<255 {
                let account = Identifier("a\(batch)-\(place)")!
                let message = fixture.message(fixture.account(account))
                messages.append(
                    OutgoingMessage(
                        exchange: message.type.exchange, routingKey: message.type.routingKey, messageID: message.id,
                        type: message.type.rawValue, body: message.encoded()))
            }
            messages.insert(
                fixture.hostile(Data(#"{"specversion":"1.0","id":"poison-\#(batch)"}"#.utf8)),
                at: batch * 256 + batch)
        }
        try fixture.publish(messages)
        try fixture.fleet.start("planner", ["DUNLIN_BATCH_SIZE": "256"])
        let ledger = try fixture.ledger()
        #expect(try eventually(within: .seconds(120)) { try ledger.status().accounts == 40 * 255 })
        #expect(try eventually { try fixture.depth(of: Topology.deadLetterQueue(of: Topology.plannerQueue)) == 40 })
        #expect(try fixture.depth(of: Topology.plannerQueue) == 0)
    }

    @Test func `applies a payment within two seconds although 100,000 imports wait before it`() throws {
        let fixture = try FleetFixture()
        let template = fixture.message(fixture.account("import"))
        let text = String(decoding: template.encoded(), as: UTF8.self)
        for start in stride(from: 0, to: 100_000, by: 10_000) {
            try fixture.publish(
                (start..<start + 10_000).map { number in
                    // By text: a hundred thousand encodings would be most of this test.
                    let body = text.replacingOccurrences(of: template.id, with: "import-\(number)")
                        .replacingOccurrences(of: #""account":"import""#, with: #""account":"import-\#(number)""#)
                    return OutgoingMessage(
                        exchange: template.type.exchange, routingKey: template.type.routingKey,
                        messageID: "import-\(number)", type: template.type.rawValue, body: Data(body.utf8))
                })
        }
        try fixture.fleet.start("planner")
        let ledger = try fixture.ledger()
        #expect(try eventually { try ledger.status().accounts > 256 })
        let began = ContinuousClock.now
        try fixture.publish([fixture.payment("p1", account: "payer", invoice: "unknown")])
        let isBooked = try eventually(within: .seconds(10)) {
            try ledger.view(of: "harbour-supplies", "payer", rules: { _ in nil }) != nil
        }
        let took = began.duration(to: .now)
        let waiting = try fixture.depth(of: Topology.plannerQueue)
        #expect(isBooked && took < .seconds(2), "it took \(took)")
        #expect(waiting > 10_000, "the imports were through before the payment came")
        print("a payment behind \(waiting) waiting imports was in the ledger after \(took)")
    }

    @Test func `parks a thousand hostile events with class and reason and lets the good ones through`() throws {
        let fixture = try FleetFixture()
        try fixture.startAll()
        let bodies = HostileBodies(seed: 11).bodies(1000)
        var messages: [OutgoingMessage] = []
        for (number, body) in bodies.enumerated() {
            messages.append(fixture.hostile(body))
            guard number.isMultiple(of: 100) else { continue }
            let account = Identifier("good-\(number)")!
            for payload in [fixture.account(account), fixture.invoice(Identifier("i\(number)")!, account: account)] {
                let message = fixture.message(payload)
                messages.append(
                    OutgoingMessage(
                        exchange: message.type.exchange, routingKey: message.type.routingKey, messageID: message.id,
                        type: message.type.rawValue, body: message.encoded()))
            }
        }
        try fixture.publish(messages)
        // Headers of 130 KB and ids of 300 bytes never leave our own publisher: a foreign client sends these.
        let inspection = try Inspection(broker: try BrokerAddress(url: fixture.fleet.broker.url), name: "foreign")
        var raw = RawMessage(
            exchange: Topology.eventsExchange, routingKey: "invoice.issued.v1")
        raw.body = Data("{}".utf8)
        raw.headers = ["blob": .string(String(repeating: "h", count: 130_000))]
        try inspection.publish(raw: raw)
        try inspection.close()
        let dead = Topology.deadLetterQueue(of: Topology.plannerQueue)
        #expect(try eventually(within: .seconds(120)) { try fixture.depth(of: dead) == 1001 })
        #expect(try eventually(within: .seconds(60)) { try fixture.sink.mails().count == 10 })
        for worker in ["planner", "renderer", "email-sender"] { #expect(fixture.fleet.isRunning(worker)) }
        let consumer = Consumer(
            broker: try BrokerAddress(url: fixture.fleet.broker.url), name: "test",
            subscriptions: [Subscription(queue: dead, prefetch: 2000)])
        consumer.start()
        var seen = 0
        while seen < 1001 {
            let batch = consumer.next(max: 256, waiting: .seconds(10))
            if batch.isEmpty { break }
            for message in batch.messages {
                seen += 1
                let reason = message.headers[Header.errorReason]?.text ?? ""
                #expect(message.headers[Header.errorClass]?.text != nil && !reason.isEmpty)
            }
            batch.acknowledge()
        }
        #expect(seen == 1001)
        _ = consumer.close(within: .seconds(5))
    }
}
