import Foundation
import TestSupport
import Testing

@testable import AMQP

@Suite struct Publishing {
    private let fixture: Fixture
    private let publisher: Publisher

    init() throws {
        fixture = try .shared()
        publisher = try fixture.publisher()
    }

    private func finish(_ receipt: Receipt) -> Bool { receipt.wait(until: .now + .seconds(30)) }

    @Test func `completes a receipt when each message is stored, in order`() throws {
        let queue = try fixture.queue()
        let receipt = publisher.publish((0..<3000).map { fixture.message($0, to: queue) })
        #expect(finish(receipt))
        #expect(receipt.failures.isEmpty)
        #expect(try fixture.depth(queue) == 3000)
        #expect(publisher.counts.confirmed == 3000)
        #expect(try fixture.takeAll(queue) == Array(0..<3000))
        #expect(publisher.close(within: .seconds(5)))
    }

    @Test func `with 256 on the wire is many times as fast as one by one`() throws {
        let queue = try fixture.queue()
        let clock = ContinuousClock()
        let single = clock.measure {
            for id in 0..<50 { #expect(finish(publisher.publish([fixture.message(id, to: queue)]))) }
        }
        let many = clock.measure {
            #expect(finish(publisher.publish((0..<2500).map { fixture.message($0, to: queue) })))
        }
        #expect(many / 50 * 4 < single, "50 singly: \(single), 2,500 in the window: \(many)")
        publisher.close(within: .seconds(5))
    }

    @Test func `reports exactly the unroutable messages as returned`() throws {
        let queue = try fixture.queue()
        let receipt = publisher.publish(
            (0..<600).map { fixture.message($0, to: $0 % 3 == 1 ? "nowhere" : queue) })
        #expect(finish(receipt))
        #expect(receipt.failures.count == 200)
        #expect(receipt.failures[1] == .returned(code: 312, reason: "NO_ROUTE"))
        #expect(Set(receipt.failures.keys) == Set((0..<600).filter { $0 % 3 == 1 }))
        #expect(try fixture.depth(queue) == 400)
        publisher.close(within: .seconds(5))
    }

    @Test func `refuses only the message whose exchange is missing, and stores its neighbours`() throws {
        let queue = try fixture.queue()
        var messages = (0..<40).map { fixture.message($0, to: queue) }
        messages[17].exchange = "no such exchange"
        let receipt = publisher.publish(messages)
        #expect(finish(receipt))
        guard case .refused(404, _) = receipt.failures[17] else {
            Issue.record("\(receipt.failures)")
            return
        }
        #expect(receipt.failures.count == 1)
        #expect(Set(try fixture.takeAll(queue)) == Set(0..<40).subtracting([17]))
        publisher.close(within: .seconds(5))
    }

    @Test func `refuses an oversized message before the wire, and the connection stays`() throws {
        let queue = try fixture.queue()
        var messages = (0..<4).map { fixture.message($0, to: queue) }
        messages[1].headers = ["big": .string(String(repeating: "v", count: 130_000))]
        messages[2].messageID = String(repeating: "m", count: 256)
        let receipt = publisher.publish(messages)
        #expect(finish(receipt))
        #expect(Set(receipt.failures.keys) == [1, 2])
        #expect(finish(publisher.publish([fixture.message(9, to: queue)])))
        #expect(publisher.counts.reconnects == 0)
        #expect(try fixture.depth(queue) == 3)
        publisher.close(within: .seconds(5))
    }

    @Test func `publishes a negatively confirmed message again until there is room`() throws {
        let queue = try fixture.queue(["x-max-length": .int(5), "x-overflow": .string("reject-publish")])
        let receipt = publisher.publish((0..<600).map { fixture.message($0, to: queue) })
        #expect(eventually { publisher.counts.nacked > 0 })
        #expect(!receipt.isComplete)
        var seen: Set<Int> = []
        let consumer = try fixture.consumer([queue])
        #expect(
            eventually {
                seen.formUnion(consumer.ids(100, within: .milliseconds(200)))
                return receipt.isComplete && seen.count == 600
            })
        #expect(receipt.failures.isEmpty)
        consumer.close(within: .seconds(5))
        publisher.close(within: .seconds(5))
    }

    @Test func `carries every property and kind of header, with the login and the name of the sender`() throws {
        let queue = try fixture.queue()
        var message = fixture.message(1, to: queue, body: Data((0...255).map { UInt8($0) }))
        message.correlationID = "invoice-7"
        message.timestamp = Date(timeIntervalSince1970: 1_700_000_000)
        message.headers = [
            "text": .string("ünï\u{1F426}"), "int": .int(.min), "yes": .bool(true), "half": .double(0.5),
            "raw": .bytes(Data([0, 255])), "at": .timestamp(7), "nil": .none,
        ]
        #expect(finish(publisher.publish([message])))
        let consumer = try fixture.consumer([queue])
        let batch = consumer.next(max: 1, waiting: .seconds(10))
        let received = try #require(batch.messages.first)
        batch.acknowledge()
        #expect(received.headers == message.headers)
        #expect(received.body == message.body)
        #expect(received.correlationID == "invoice-7")
        #expect(received.timestamp == message.timestamp)
        #expect(received.contentType == "application/cloudevents+json")
        #expect(received.userID == fixture.node.user)
        #expect(received.appID == "test publisher")
        #expect(received.queue == queue)
        #expect(!received.redelivered)
        #expect(received.deliveryCount == 0)
        consumer.close(within: .seconds(5))
        publisher.close(within: .seconds(5))
    }

    @Test(arguments: [0, 1, 131_063, 131_064, 131_065, 262_128, 5_000_000])
    func `sends bodies around the frame's size without a stall`(size: Int) throws {
        let queue = try fixture.queue()
        #expect(finish(publisher.publish([fixture.message(0, to: queue)])))
        let body = Data((0..<size).map { UInt8(truncatingIfNeeded: $0) })
        let took = ContinuousClock().measure {
            #expect(finish(publisher.publish([fixture.message(1, to: queue, body: body)])))
        }
        #expect(took < .seconds(2), "\(took)")
        let consumer = try fixture.consumer([queue])
        #expect(consumer.ids(1) == [0])
        let batch = consumer.next(max: 1, waiting: .seconds(10))
        let received = batch.messages.first?.body
        #expect(received == body)
        batch.acknowledge()
        consumer.close(within: .seconds(5))
        publisher.close(within: .seconds(5))
    }

    @Test func `abandons what it could not finish when it is closed`() throws {
        let queue = try fixture.queue(["x-max-length": .int(1), "x-overflow": .string("reject-publish")])
        let receipt = publisher.publish((0..<1000).map { fixture.message($0, to: queue) })
        #expect(eventually { publisher.counts.nacked > 0 })
        #expect(!publisher.close(within: .milliseconds(300)))
        #expect(finish(receipt))
        #expect(receipt.failures.values.contains(.abandoned))
        #expect(publisher.publish([fixture.message(1, to: queue)]).failures == [0: .abandoned])
    }

    @Test func `completes an empty receipt at once`() {
        #expect(publisher.publish([]).isComplete)
        publisher.close(within: .seconds(5))
    }
}
