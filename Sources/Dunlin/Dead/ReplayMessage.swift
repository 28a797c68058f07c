import AMQP
import Contracts
import Foundation
import Ledger

/// A dead letter on its way back to the work queue that it died in.
///
/// Body, message id, type, times and the sender's headers are as they were. What the last death left in the headers goes,
/// also the count of failures, so that its retries begin anew; `dunlin-gen` grows by one. What cannot be sent is left out
/// and counted, as it was when the message was parked.
enum ReplayMessage {
    /// Before the dot any word will do: the queue's name behind it is the address.
    private static let firstWord = "replay"
    /// Bytes for the sender's headers, of the 16 KiB allowed.
    private static let headerRoom = 12 << 10
    private static let ofDeath = [
        Header.attempt, Header.errorClass, Header.errorReason, Header.errorPath, Header.errorAt, Header.errorWorker,
        Header.errorQueue,
    ]

    static func outgoing(_ letter: ReplayLetter, to queue: String) -> OutgoingMessage {
        let properties = letter.message.properties
        var message = OutgoingMessage(
            exchange: Topology.requeueExchange, routingKey: firstWord + "." + queue,
            messageID: id(of: letter.message, queue: queue), type: short(properties.type) ?? "",
            correlationID: short(properties.correlationID),
            contentType: short(properties.contentType) ?? "application/octet-stream",
            timestamp: properties.timestamp.flatMap { seconds in
                (0..<253_402_300_800).contains(seconds) ? Date(timeIntervalSince1970: TimeInterval(seconds)) : nil
            },
            headers: sendable(properties.headers), body: letter.message.body)
        message.headers[Header.generation] = .int(letter.letter.generation + 1)
        message.headers[Header.replay] = .string(letter.replay)
        return message
    }

    /// Its own, or one that follows from queue and body, the same each time.
    private static func id(of message: DeadMessage, queue: String) -> String {
        if let id = short(message.properties.messageID), !id.isEmpty { return id }
        return MessageID.named("unnamed", queue, String(decoding: message.body, as: UTF8.self))
    }

    private static func sendable(_ headers: [String: KeptHeader]) -> [String: HeaderValue] {
        var kept: [String: HeaderValue] = [:]
        var room = headerRoom
        var dropped = 0
        // In a fixed order, so that the same letter keeps the same headers each time.
        for (name, header) in headers.sorted(by: { $0.key < $1.key })
        where !name.lowercased().hasPrefix("x-") && !ofDeath.contains(name) {
            let size = 1 + name.utf8.count + size(of: header)
            guard let value = header.value, !name.isEmpty, name.utf8.count <= 128, !name.utf8.contains(0), size <= room
            else {
                dropped += 1
                continue
            }
            room -= size
            kept[name] = value
        }
        if dropped > 0 { kept[Header.droppedHeaders] = .int(Int64(dropped)) }
        return kept
    }

    /// At least what it takes on the wire.
    private static func size(of header: KeptHeader) -> Int {
        switch header {
        case .text(let text): 5 + text.utf8.count
        case .bytes(let bytes): 5 + bytes.count
        default: 9
        }
    }

    private static func short(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 255, !text.utf8.contains(0) else { return nil }
        return text
    }
}
