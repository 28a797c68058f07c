import Foundation
import TestSupport
import Testing

@testable import AMQP

/// What the network does, through a proxy in front of the shared node.
@Suite struct `On a bad network` {
    private let shared: Fixture
    private let proxy: FaultProxy
    private let fixture: Fixture

    init() throws {
        shared = try .shared()
        proxy = try FaultProxy(target: shared.node.port)
        fixture = Fixture(shared.node, through: proxy)
    }

    @Test(arguments: [FaultProxy.Direction.toServer, .toClient])
    func `nothing is lost when connections are reset after any number of bytes`(direction: FaultProxy.Direction) throws
    {
        let queue = try shared.queue()
        let publisher = try fixture.publisher()
        let consumer = try fixture.consumer([queue])
        var receipts: [Receipt] = []
        var seen: Set<Int> = []
        // Inside the protocol header, the login, the channel's opening, a method, a content header, a body, an ack.
        for (round, bytes) in [3, 9, 80, 350, 520, 600, 640, 700, 1000, 2000, 5000].enumerated() {
            let before = proxy.accepted
            proxy.fault = .resetAfter(bytes: bytes, direction)
            receipts.append(publisher.publish((0..<20).map { fixture.message(round * 20 + $0, to: queue) }))
            #expect(eventually(within: .seconds(3)) { proxy.accepted > before } || receipts.last?.isComplete == true)
            proxy.fault = .none
            seen.formUnion(consumer.ids(20, within: .milliseconds(400)))
        }
        #expect(receipts.allSatisfy { $0.wait(until: .now + .seconds(20)) && $0.failures.isEmpty })
        #expect(
            eventually {
                seen.formUnion(consumer.ids(1, within: .milliseconds(300)))
                return seen.count == 220
            }, "\(seen.count) of 220")
        publisher.close(within: .seconds(5))
        consumer.close(within: .seconds(5))
        proxy.stop()
    }

    @Test(arguments: [FaultProxy.Fault.oneByteAtATime, .delay(.milliseconds(20))])
    func `messages go through in pieces and late`(fault: FaultProxy.Fault) throws {
        let queue = try shared.queue()
        proxy.fault = fault
        let publisher = try fixture.publisher()
        let consumer = try fixture.consumer([queue])
        let receipt = publisher.publish((0..<50).map { fixture.message($0, to: queue) })
        #expect(receipt.wait(until: .now + .seconds(20)))
        #expect(consumer.ids(50) == Array(0..<50))
        #expect(publisher.counts.reconnects == 0)
        publisher.close(within: .seconds(5))
        consumer.close(within: .seconds(5))
        proxy.stop()
    }

    @Test func `a network that swallows everything is noticed by missing heartbeats, and nothing is lost`() throws {
        let queue = try shared.queue()
        var settings = Fixture.settings
        settings.heartbeat = .seconds(1)
        let publisher = try fixture.publisher(settings)
        let consumer = try fixture.consumer([queue], settings)
        #expect(publisher.publish([fixture.message(0, to: queue)]).wait(until: .now + .seconds(10)))
        #expect(consumer.ids(1) == [0])
        proxy.fault = .blackHole
        let receipt = publisher.publish((1..<100).map { fixture.message($0, to: queue) })
        #expect(eventually { if case .disconnected = publisher.state { true } else { false } })
        #expect(eventually { if case .disconnected = consumer.state { true } else { false } })
        #expect(!receipt.isComplete)
        proxy.fault = .refuse
        proxy.fault = .none
        #expect(receipt.wait(until: .now + .seconds(20)))
        var seen: Set<Int> = []
        #expect(
            eventually {
                seen.formUnion(consumer.ids(100, within: .milliseconds(200)))
                return seen.isSuperset(of: 1..<100)
            })
        publisher.close(within: .seconds(5))
        consumer.close(within: .seconds(5))
        proxy.stop()
    }

    @Test func `overdue confirms make a new connection`() throws {
        let queue = try shared.queue()
        var settings = Fixture.settings
        settings.confirmTimeout = .milliseconds(500)
        let journal = Journal()
        let publisher = try fixture.publisher(settings, log: journal)
        #expect(publisher.publish([fixture.message(0, to: queue)]).wait(until: .now + .seconds(10)))
        proxy.fault = .blackHole
        let receipt = publisher.publish([fixture.message(1, to: queue)])
        #expect(journal.holds { if case .confirmsOverdue(1) = $0 { true } else { false } })
        proxy.fault = .refuse
        proxy.fault = .none
        #expect(receipt.wait(until: .now + .seconds(20)))
        publisher.close(within: .seconds(5))
        proxy.stop()
    }
}

/// What happens to the broker, on a node that no other suite uses.
@Suite(.serialized) struct `With a broker in trouble` {
    private static let node = Result { try PrivateBroker() }
    private let fixture: Fixture

    init() throws {
        fixture = Fixture(try Self.node.get())
    }

    @Test func `a publisher waits out a memory alarm while consuming goes on`() throws {
        let (queue, backlog) = (try fixture.queue(), try fixture.queue())
        #expect(try fixture.fill(backlog, 0..<50))
        let publisher = try fixture.publisher()
        #expect(publisher.publish([fixture.message(0, to: queue)]).wait(until: .now + .seconds(10)))
        try fixture.node.setMemoryAlarm(true)
        let receipt = publisher.publish((1..<600).map { fixture.message($0, to: queue) })
        #expect(eventually { if case .blocked = publisher.state { true } else { false } })
        let consumer = try fixture.consumer([backlog], prefetch: 10)
        #expect(consumer.ids(50) == Array(0..<50))
        consumer.close(within: .seconds(5))
        #expect(!receipt.isComplete)
        try fixture.node.setMemoryAlarm(false)
        #expect(receipt.wait(until: .now + .seconds(20)))
        #expect(publisher.state == .connected)
        #expect(publisher.counts.reconnects == 0)
        #expect(publisher.close(within: .seconds(5)))
    }

    @Test func `the reason is kept when the broker closes connections`() throws {
        let journal = Journal()
        let consumer = try fixture.consumer([try fixture.queue()], log: journal)
        #expect(journal.holds { if case .subscribed = $0 { true } else { false } })
        try fixture.node.closeAllConnections()
        #expect(
            journal.holds {
                if case .disconnected(.closedByBroker(.connection, 320, let reason), _) = $0 {
                    reason.contains("maintenance")
                } else {
                    false
                }
            })
        #expect(eventually { consumer.state == .connected })
        consumer.close(within: .seconds(5))
    }

    @Test func `a call that hangs on a suspended broker is ended by the watchdog`() throws {
        let queue = try fixture.queue()
        var settings = Fixture.settings
        settings.hangLimit = .seconds(1)
        let journal = Journal()
        let publisher = try fixture.publisher(settings, log: journal)
        #expect(publisher.publish([fixture.message(0, to: queue)]).wait(until: .now + .seconds(10)))
        try fixture.node.suspend()
        let body = Data(count: 8 << 20)
        let receipt = publisher.publish((1...2).map { fixture.message($0, to: queue, body: body) })
        let isNoticed = journal.holds(within: .seconds(10)) { if case .hung = $0 { true } else { false } }
        try fixture.node.resume()
        #expect(isNoticed)
        #expect(receipt.wait(until: .now + .seconds(30)))
        publisher.close(within: .seconds(5))
    }

    @Test func `nothing confirmed is lost when the broker is killed and started again`() throws {
        let queue = try fixture.queue()
        try fixture.node.sync()
        let journal = Journal()
        let publisher = try fixture.publisher(log: journal)
        let consumer = try fixture.consumer([queue], log: journal)
        var receipts = (0..<20).map { round in
            publisher.publish((0..<200).map { fixture.message(round * 200 + $0, to: queue) })
        }
        #expect(receipts[0].wait(until: .now + .seconds(20)))
        try fixture.node.kill()
        #expect(eventually { if case .disconnected = publisher.state { true } else { false } })
        receipts.append(publisher.publish((4000..<4200).map { fixture.message($0, to: queue) }))
        try fixture.node.start()
        #expect(receipts.allSatisfy { $0.wait(until: .now + .seconds(40)) && $0.failures.isEmpty })
        var seen: Set<Int> = []
        let isWhole = eventually {
            seen.formUnion(consumer.ids(500, within: .milliseconds(300)))
            return seen.count == 4200
        }
        let ready = try fixture.depth(queue) ?? -1
        #expect(isWhole, "\(seen.count) seen, \(ready) ready, \(consumer.counts), \(publisher.counts), \(journal)")
        #expect(publisher.counts.reconnects > 0)
        publisher.close(within: .seconds(5))
        consumer.close(within: .seconds(5))
    }
}
