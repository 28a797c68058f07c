import AMQP
import Contracts
import Foundation
import TestSupport
import Testing
import Transfer

@testable import Dunlin

/// A queue on a broker of the tests' own that takes the events of one type.
struct EventQueue {
    let broker: PrivateBroker
    private let name: String

    init(_ name: String, of type: MessageType) throws {
        self.name = name
        broker = try PrivateBroker.shared()
        let inspection = try Inspection(broker: BrokerAddress(url: broker.url), name: "dunlin-tests")
        try inspection.declareExchange(Topology.eventsExchange, type: "topic")
        try inspection.declareQuorumQueue(name)
        _ = try inspection.purge(name)
        try inspection.bind(queue: name, to: Topology.eventsExchange, routingKey: type.routingKey)
        try inspection.close()
    }

    /// The one message in the queue, taken from it.
    func taken() throws -> Message {
        struct Taken: Decodable {
            let payload: String
        }
        let request = HTTPRequest(
            method: "POST", url: broker.managementURL + "/api/queues/%2F/\(name)/get",
            headers: [("Content-Type", "application/json")],
            body: Data(#"{"count":2,"ackmode":"ack_requeue_false","encoding":"auto"}"#.utf8),
            basicAuth: (broker.user, broker.password))
        let messages = try JSONDecoder().decode([Taken].self, from: HTTPClient().perform(request).body)
        try #require(messages.count == 1)
        return try Message(body: Data(messages[0].payload.utf8))
    }
}
