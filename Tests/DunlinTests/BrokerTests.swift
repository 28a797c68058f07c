import AMQP
import Contracts
import Foundation
import TestSupport
import Testing

@testable import Dunlin

@Suite(.serialized) struct `Events on a real broker` {
    let broker: PrivateBroker

    init() throws {
        broker = try PrivateBroker.shared()
        let inspection = try Inspection(broker: BrokerAddress(url: broker.url), name: "dunlin-tests")
        try inspection.declareExchange(Topology.eventsExchange, type: "topic")
        try inspection.declareQuorumQueue("taken")
        _ = try inspection.purge("taken")
        for type in [MessageType.sourceHeartbeat, .accountUpserted, .invoiceIssued] {
            try inspection.bind(queue: "taken", to: Topology.eventsExchange, routingKey: type.routingKey)
        }
        try inspection.close()
    }

    private func depth() throws -> Int? {
        let inspection = try Inspection(broker: BrokerAddress(url: broker.url), name: "dunlin-tests")
        let depth = try inspection.queueDepth("taken")
        try inspection.close()
        return depth
    }

    @Test func `are confirmed line by line, and one without a queue is an error of its line`() throws {
        let hold = Hold(creditor: "c", hold: "H1", reason: "test")
        let unrouted = Message(
            id: "unrouted", source: "test", time: Instant("2026-01-01T00:00:00Z")!, payload: .hold(hold, isPlaced: true)
        )
        let lines = [
            `Publishing a document`.event("a"), String(decoding: unrouted.encoded(), as: UTF8.self),
            `Publishing a document`.event("b"),
        ]
        let ending = try Tool.run(
            ["publish", "--ndjson"], input: lines.joined(separator: "\n"),
            environment: ["DUNLIN_BROKER_URL": broker.url])
        #expect(ending.status == 1)
        #expect(ending.lines.map { $0.contains("\"status\":\"confirmed\"") } == [true, false, true])
        #expect(ending.lines[1].hasPrefix(#"{"error":{"code":"unrouted""#))
        #expect(try depth() == 2)
    }

    @Test func `come from an import, all of them`() throws {
        var rows = "no,name,doc\n"
        for number in 1...2500 { rows += "\(number % 50),Customer \(number % 50),D\(number)\n" }
        let map = [
            "account=no", "accounts.name=name", "invoices.invoice=doc", "invoices.amount:=1.50", "currency:=EUR",
            "invoices.issued_on:=2026-01-01", "invoices.due_in_days:=30",
        ]
        let ending = try Tool.run(
            ["import", "-", "--creditor", "c", "--as-of", "2026-01-02", "--broker", broker.url]
                + map.flatMap { ["--map", $0] }, input: rows)
        #expect(ending.status == 0)
        #expect(ending.remarks.contains("rows 2500, accounts 50, invoices 2500"))
        #expect(try depth() == 2550)
    }

    @Test func `do not go out with a wrong password`() throws {
        let url = broker.url.replacing(broker.password, with: "wrong")
        let ending = try Tool.run(
            ["publish", "--broker", url, "--timeout", "20"], input: `Publishing a document`.event("a"))
        #expect(ending.status == ExitReason.unavailable.rawValue)
        #expect(ending.remarks.contains("refused the login"))
    }
}
