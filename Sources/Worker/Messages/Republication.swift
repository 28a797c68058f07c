import AMQP
import Contracts
import Foundation

/// A delivered message on its way to another exchange, with everything that could not be sent left out.
///
/// Whoever sent it may have meant harm: properties that are no longer sendable once they are decoded are replaced, and headers
/// that do not fit are dropped and counted, because a message must never be too odd to be parked.
struct Republication {
    /// Room for the headers of the sender, in bytes; the rest of the 16 KiB allowed is for ours.
    private static let headerRoom = 12 << 10
    private static let longestReason = 500
    /// 1970 to 9999.
    private static let sendableSeconds = 0.0..<253_402_300_800

    private(set) var message: OutgoingMessage

    init(of incoming: IncomingMessage, exchange: String, routingKey: String) {
        message = OutgoingMessage(
            exchange: exchange, routingKey: routingKey, messageID: incoming.stableID,
            type: Self.short(incoming.type) ?? "", correlationID: Self.short(incoming.correlationID),
            contentType: Self.short(incoming.contentType) ?? "application/octet-stream",
            timestamp: incoming.timestamp.flatMap {
                Self.sendableSeconds.contains($0.timeIntervalSince1970) ? $0 : nil
            },
            body: incoming.body)
        message.headers = Self.sendable(incoming.headers)
        message.headers[Header.attempt] = .int(Int64(incoming.failures + 1))
    }

    mutating func stamp(reason: String, worker: String, now: Instant) {
        let queue = message.routingKey.split(separator: ".", maxSplits: 1).last.map(String.init) ?? ""
        message.headers[Header.errorReason] = .string(Self.clean(reason))
        message.headers[Header.errorWorker] = .string(worker)
        message.headers[Header.errorAt] = .string(now.description)
        message.headers[Header.errorQueue] = .string(queue)
        if message.headers[Header.firstAt]?.text.flatMap({ Instant($0) }) == nil {
            message.headers[Header.firstAt] = .string(now.description)
        }
    }

    mutating func stamp(class: DeadLetterClass, path: String?) {
        message.headers[Header.errorClass] = .string(`class`.rawValue)
        message.headers[Header.errorPath] = path.map { .string(Self.clean($0)) }
    }

    private static func sendable(_ headers: [String: HeaderValue]) -> [String: HeaderValue] {
        var kept: [String: HeaderValue] = [:]
        var room = headerRoom
        var dropped = 0
        // In a fixed order, so that the same message keeps the same headers each time.
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) where !isBrokers(name) {
            let size = 1 + name.utf8.count + size(of: value)
            guard !name.isEmpty, name.utf8.count <= 128, !name.utf8.contains(0), size <= room, canBeSent(value) else {
                dropped += 1
                continue
            }
            room -= size
            kept[name] = value
        }
        if dropped > 0 { kept[Header.droppedHeaders] = .int(Int64(dropped)) }
        return kept
    }

    private static func isBrokers(_ name: String) -> Bool {
        name.utf8.starts(with: "x-".utf8) || name.utf8.starts(with: "X-".utf8)
    }

    private static func canBeSent(_ value: HeaderValue) -> Bool {
        if case .other = value { false } else { true }
    }

    /// At least what it takes on the wire.
    private static func size(of value: HeaderValue) -> Int {
        switch value {
        case .string(let text): 5 + text.utf8.count
        case .bytes(let bytes): 5 + bytes.count
        default: 9
        }
    }

    private static func short(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 255, !text.utf8.contains(0) else { return nil }
        return text
    }

    private static func clean(_ text: String) -> String {
        let printable = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return String(String(printable).prefix(utf8: longestReason))
    }
}
