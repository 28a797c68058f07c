import Contracts
import Foundation
import Ledger

/// A ledger with dead letters.
final class DeadLetterBooks {
    let books: Books
    var ledger: Ledger { books.ledger }
    let now = Instant("2026-11-24T12:00:00Z")!

    init(keys: FleetKeys? = nil) throws {
        books = try Books(keys: keys)
    }

    @discardableResult
    func collect(_ messages: [DeadMessage]) throws -> CollectionResult {
        var result = CollectionResult()
        for start in stride(from: 0, to: messages.count, by: 256) {
            result += try ledger.collect(
                Array(messages[start..<min(start + 256, messages.count)]), actor: "operator")
        }
        return result
    }

    func numbers(_ filter: DeadLetterFilter = .all, _ states: [DeadLetter.State] = [.waiting]) throws -> [Int64] {
        try ledger.deadLetters(DeadLetterSelection(states, filter), limit: 10_000).map(\.number)
    }

    func plan(_ filter: DeadLetterFilter = .all) throws -> ReplayPlan {
        try ledger.planReplay(filter, author: "operator")
    }

    func message(
        _ id: String, queue: String = Topology.plannerQueue, class: DeadLetterClass = .permanent,
        body: String = "{}", at: Instant? = nil, headers: [String: KeptHeader] = [:]
    ) -> DeadMessage {
        var headers = headers
        headers[Header.errorReason] = headers[Header.errorReason] ?? .text("$.data.amount is missing")
        headers[Header.errorAt] = .text((at ?? now).description)
        return DeadMessage(
            properties: DeadMessage.Properties(
                queue: Topology.deadLetterQueue(of: queue), exchange: Topology.deadExchange,
                routingKey: Topology.deadRoutingKey(`class`, queue: queue), messageID: id,
                type: "dunlin.invoice.issued.v1", headers: headers),
            body: Data(body.utf8))
    }

    /// Four letters that differ in everything that can be asked for.
    var four: [DeadMessage] {
        let first = #"""
            {"specversion":"1.0","data":{"case":{"creditor":"acme","account":"a1"},"template":"first-reminder/en",
            "total":{"minor":1500},"items":[{"minor":5},{"minor":7}],"name":"Arctic Tern"}}
            """#
        let second = #"""
            {"specversion":"1.0","data":{"case":{"creditor":"beta","account":"a \"quoted\" \\ one"},
            "template":"first-reminder/en","total":{"minor":999},"urgent":true,"ratio":1.5}}
            """#
        let sends: [(String, String, Int, [String: KeptHeader])] = [
            ("m1", first, -3, ["shop": .text("north"), Header.errorReason: .text("the address was refused")]),
            ("m2", second, -1, [Header.generation: .integer(2), Header.errorReason: .text("time-out")]),
        ]
        var letters = sends.map { id, body, hours, headers in
            var letter = message(
                id, queue: Topology.emailSenderQueue, class: .parked, body: body,
                at: now.adding(.seconds(hours * 3600)), headers: headers)
            letter.properties.type = MessageType.emailSend.rawValue
            return letter
        }
        letters.append(
            message(
                "m3", body: "no JSON \u{0}", at: now.adding(.seconds(-50 * 3600)), headers: ["x": .unread(kind: 70)]))
        letters.append(
            DeadMessage(
                properties: DeadMessage.Properties(
                    queue: Topology.unroutedQueue, exchange: Topology.eventsExchange,
                    routingKey: "invoice.shredded.v1", messageID: "m4",
                    headers: [Header.errorAt: .text(now.description)]),
                body: Data()))
        return letters
    }
}
