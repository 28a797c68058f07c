import AMQP
import Contracts
import Foundation
import Ledger
import Store
import Rulebook
import TestSupport

/// A fleet of the built executables, its upstream and its mailbox.
final class FleetFixture {
    let fleet: Fleet
    let sink: MailSink
    private let upstream: Publisher
    private var count = 0

    /// A Tuesday, 10:00 in Berlin.
    static let now = "2026-11-24T09:00:00Z"
    static let euro = Currency("EUR")!

    init(config: URL = Rulebook.defaultFolder, now: String = FleetFixture.now) throws {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        fleet = try Fleet(products: products, config: config, now: now)
        sink = try MailSink()
        upstream = Publisher(broker: try BrokerAddress(url: fleet.broker.url), name: "upstream")
        upstream.start()
    }

    deinit {
        _ = upstream.close(within: .seconds(2))
        fleet.stop()
    }

    var mailSettings: [String: String] {
        [
            "DUNLIN_EMAIL_SERVER": "smtp://127.0.0.1:\(sink.port)", "DUNLIN_EMAIL_SECURITY": "none",
            "DUNLIN_EMAIL_CONNECTIONS": "4",
        ]
    }

    func startAll() throws {
        try fleet.start("planner", ["DUNLIN_PLANNER_SETTLE": "200ms"])
        try fleet.start("renderer")
        try fleet.start("email-sender", mailSettings)
    }

    func ledger() throws -> Ledger {
        try Ledger.open(path: fleet.store, purpose: .read)
    }

    func message(_ payload: Payload) -> Message {
        count += 1
        return Message(
            id: "event-\(count)", source: "/billing", time: Instant("2026-11-24T08:00:00Z")!.adding(.seconds(count)),
            payload: payload)
    }

    /// Publishes and waits for the broker's confirms.
    func publish(_ payloads: [Payload]) throws {
        try publish(
            payloads.map { payload in
                let message = message(payload)
                return OutgoingMessage(
                    exchange: message.type.exchange, routingKey: message.type.routingKey, messageID: message.id,
                    type: message.type.rawValue, body: message.encoded())
            })
    }

    func publish(_ messages: [OutgoingMessage]) throws {
        let receipt = upstream.publish(messages)
        guard receipt.wait(until: .now + .seconds(300)), receipt.failures.isEmpty else {
            throw CommandFailure(command: "publish", status: 1, output: "not confirmed")
        }
    }

    /// A body as upstream should not write it, to the exchange of events.
    func hostile(_ body: Data, key: String = "invoice.issued.v1") -> OutgoingMessage {
        count += 1
        return OutgoingMessage(
            exchange: Topology.eventsExchange, routingKey: key, messageID: "hostile-\(count)",
            type: "dunlin." + key, body: body)
    }

    func account(_ id: Identifier, creditor: Identifier = "harbour-supplies") -> Payload {
        .account(
            Account(
                creditor: creditor, account: id, name: "Example \(id.text)", language: "en",
                contacts: [Contact(contact: "c1", role: "billing", email: "\(id.text)@example.com")]))
    }

    func invoice(
        _ id: Identifier, account: Identifier, minor: Int64 = 12_500, creditor: Identifier = "harbour-supplies"
    ) -> Payload {
        let due = CivilDate(year: 2026, month: 11, day: 10)!
        return .invoice(
            Invoice(
                creditor: creditor, account: account, invoice: id, amount: Money(minor: minor, currency: Self.euro),
                issuedOn: due.adding(days: -30), dueOn: due), .issued)
    }

    func payment(_ id: Identifier, account: Identifier, invoice: Identifier, minor: Int64 = 12_500) -> Payload {
        .payment(
            Payment(
                creditor: "harbour-supplies", account: account, payment: id,
                amount: Money(minor: minor, currency: Self.euro),
                receivedOn: CivilDate(year: 2026, month: 11, day: 24)!,
                allocations: [Allocation(invoice: invoice, minor: minor)]))
    }

    /// Messages that wait in a queue.
    func depth(of queue: String) throws -> Int {
        let inspection = try Inspection(broker: try BrokerAddress(url: fleet.broker.url), name: "test")
        let depth = try inspection.queueDepth(queue) ?? 0
        try inspection.close()
        return depth
    }
}
