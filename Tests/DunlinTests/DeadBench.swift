import AMQP
import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

@testable import Dunlin

/// A virtual host with the topology, a ledger, and `dunlin dead` as its operators' user runs it.
final class DeadBench {
    let target: TopologyBroker
    let ledger: LedgerFolder
    let environment: [String: String]
    private let publisher: Publisher

    static let queue = Topology.plannerQueue

    init(_ vhost: String) throws {
        target = try TopologyBroker(vhost).applied()
        ledger = try LedgerFolder()
        let file = try String(contentsOfFile: "\(target.credentials)/dunlin.env", encoding: .utf8)
        let url = try #require(file.split(separator: "\n").first?.split(separator: "=", maxSplits: 1).last)
        let login = url.prefix(through: url.lastIndex(of: "/") ?? url.startIndex)
        environment = ["DUNLIN_BROKER_URL": login + vhost, "DUNLIN_STORE": ledger.path]
        publisher = Publisher(broker: try BrokerAddress(url: target.administratorURL), name: "test")
        publisher.start()
    }

    deinit { _ = publisher.close(within: .seconds(2)) }

    @discardableResult
    func dead(_ arguments: String...) throws -> Tool.Ending {
        try Tool.run(["dead"] + arguments, environment: environment)
    }

    /// Runs it and takes the one JSON object it says.
    func answer(_ arguments: String..., status: Int32 = 0) throws -> [String: JSONValue] {
        let ending = try Tool.run(["dead"] + arguments + ["--json"], environment: environment)
        #expect(ending.status == status, "\(arguments): \(ending.remarks)")
        guard case .object(let members) = try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
        else { throw CommandFailure(command: "dead", status: ending.status, output: ending.output) }
        return members
    }

    func publish(_ messages: [OutgoingMessage]) throws {
        let receipt = publisher.publish(messages)
        guard receipt.wait(until: .now + .seconds(60)), receipt.failures.isEmpty else {
            throw CommandFailure(command: "publish", status: 1, output: "\(receipt.failures)")
        }
    }

    /// Dead letters of the planner, as a worker parks them.
    func letters(_ ids: [String]) -> [OutgoingMessage] {
        ids.map { id in
            let account = Account(
                creditor: "acme", account: "a1", name: "Arctic Tern",
                contacts: [Contact(contact: "c1", email: "tern@example.com")])
            let message = Message(
                id: id, source: "/billing", time: Instant("2026-11-24T08:00:00Z")!, payload: .account(account))
            return OutgoingMessage(
                exchange: Topology.deadExchange,
                routingKey: Topology.deadRoutingKey(.config, queue: Self.queue), messageID: id,
                type: message.type.rawValue, correlationID: "c-" + id,
                timestamp: Date(timeIntervalSince1970: 1_700_000_000),
                headers: [
                    "shop": .string("north"), Header.attempt: .int(3), Header.errorReason: .string("no such template"),
                    Header.errorClass: .string("config"), Header.traceparent: .string("00-ab-cd-01"),
                ], body: message.encoded())
        }
    }

    /// Messages that wait in a queue.
    func depth(_ queue: String) throws -> Int {
        let inspection = try Inspection(broker: try BrokerAddress(url: target.administratorURL), name: "test")
        let depth = try inspection.queueDepth(queue) ?? -1
        try inspection.close()
        return depth
    }

    /// Takes all that a queue holds.
    func drain(_ queue: String) throws -> [IncomingMessage] {
        let consumer = Consumer(
            broker: try BrokerAddress(url: target.administratorURL), name: "test",
            subscriptions: [Subscription(queue: queue, prefetch: 1000)])
        consumer.start()
        var taken: [IncomingMessage] = []
        while true {
            let batch = consumer.next(max: 1000, waiting: .seconds(2))
            taken += batch.messages
            if batch.isEmpty {
                batch.acknowledge()
                break
            }
            batch.acknowledge()
        }
        _ = eventually { consumer.counts.acknowledged >= taken.count }
        _ = consumer.close(within: .seconds(5))
        return taken
    }

    func plan(_ expression: String = #"class = "config""#) throws -> (id: String, count: Int64) {
        let answer = try answer("plan", "--where", expression)
        guard case .object(let plan)? = answer["plan"], case .text(let id)? = plan["id"],
            case .integer(let count)? = plan["letters"]
        else { throw CommandFailure(command: "plan", status: 1, output: "\(answer)") }
        return (id, count)
    }
}
