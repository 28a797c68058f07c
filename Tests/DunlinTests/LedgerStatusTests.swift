import AMQP
import Contracts
import Foundation
import TestSupport
import Testing

@testable import Dunlin

@Suite struct `The status of a fleet` {
    @Test func `is the ledger in numbers, and says that no queue was asked`() throws {
        let folder = try LedgerFolder()
        let account = Account(creditor: "harbour-supplies", account: "C-1", name: "Example Retail", contacts: [])
        try folder.apply([.account(account)])
        let ending = try folder.run(["status"])
        #expect(ending.status == 0)
        #expect(ending.lines[0] == "Clock          test, 2026-11-24T09:00:00.000Z")
        #expect(ending.lines.contains("Accounts       1"))
        #expect(ending.output.contains("harbour-supplies  off"))
        #expect(ending.output.contains("no heartbeat has come: no age limit"))
        #expect(ending.lines.last == "queues: not asked; give --management URL or set DUNLIN_MANAGEMENT_URL")
        let json = try folder.run(["status", "--json"])
        #expect(
            json.output.hasPrefix(
                #"{"freshness":[{"creditor":"harbour-supplies","state":"off"}],"ledger":{"accounts":1,"#))
        #expect(!json.output.contains(#""broker""#))
    }

    @Test func `tells a broker that does not answer after what the ledger says`() throws {
        let ending = try LedgerFolder().run(["status", "--management", "http://ops:tern-99@127.0.0.1:1"])
        #expect(ending.status == ExitReason.unavailable.rawValue)
        #expect(ending.lines.last == "queues: no answer")
        #expect(ending.remarks.contains("the management API at 127.0.0.1 did not answer"))
        #expect(!ending.remarks.contains("tern-99"))
    }

    @Test(arguments: ["amqp://localhost", "localhost:15672", "http://"])
    func `needs an address of the management API that can be read`(url: String) throws {
        let ending = try LedgerFolder().run(["status"], environment: ["DUNLIN_MANAGEMENT_URL": url])
        #expect(ending.status == ExitReason.configuration.rawValue)
    }

    @Test func `counts dead letters, tiers and what is missing`() throws {
        func queue(_ name: String, ready: Int?, consumers: Int = 0) -> QueueStatus.Queue {
            QueueStatus.Queue(name: name, ready: ready, unacked: 1, consumers: consumers)
        }
        let status = QueueStatus([
            queue("dunlin.renderer", ready: 4), queue("dunlin.planner.dlq", ready: 2),
            queue("dunlin.planner", ready: nil),
            queue("dunlin.unrouted", ready: 0), queue("dunlin.retry.t5s", ready: 8), queue("shop.orders", ready: 9),
        ])
        #expect(status.dead == 4)
        #expect(status.retrying == 9)
        #expect(!status.queues.contains { $0.name == "shop.orders" })
        #expect(status.missing.contains("dunlin.email-sender") && !status.missing.contains("dunlin.renderer"))
        #expect(status.lines.contains("dunlin.renderer         4        1          0"))
        #expect(status.lines.contains("dunlin.planner          -        1          0"))
        #expect(status.lines.contains("nobody works on dunlin.renderer"))
    }
}

@Suite(.serialized) struct `The status of a real broker` {
    let broker: PrivateBroker

    init() throws {
        broker = try PrivateBroker.shared()
    }

    private func url(password: String) -> String {
        broker.managementURL.replacing("://", with: "://\(broker.user):\(password)@")
    }

    @Test func `has each queue with its messages and consumers`() throws {
        let inspection = try Inspection(broker: BrokerAddress(url: broker.url), name: "dunlin-tests")
        try inspection.declareQuorumQueue(Topology.rendererQueue)
        try inspection.close()
        let ending = try LedgerFolder().run(["status", "--management", url(password: broker.password)])
        #expect(ending.status == 0)
        #expect(ending.lines.contains { $0.hasPrefix("dunlin.renderer ") })
        #expect(ending.output.contains("missing: "))
    }

    @Test func `is kept from a wrong login`() throws {
        let ending = try LedgerFolder().run(["status", "--management", url(password: "tern-99")])
        #expect(ending.status == ExitReason.configuration.rawValue)
        #expect(ending.lines.last == "queues: no answer")
        #expect(ending.remarks.contains("refuses the login"))
        #expect(!ending.remarks.contains("tern-99"))
    }
}
