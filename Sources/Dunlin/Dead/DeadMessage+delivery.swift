import AMQP
import Foundation
import Ledger

extension DeadMessage {
    /// A delivery as it is kept.
    init(_ message: IncomingMessage) {
        let seconds = message.timestamp.flatMap { Int64(exactly: $0.timeIntervalSince1970.rounded()) }
        self.init(
            properties: Properties(
                queue: message.queue, exchange: message.exchange, routingKey: message.routingKey,
                messageID: message.messageID, type: message.type, correlationID: message.correlationID,
                contentType: message.contentType, userID: message.userID, appID: message.appID, timestamp: seconds,
                headers: message.headers.mapValues(KeptHeader.init)),
            body: message.body)
    }
}

extension KeptHeader {
    init(_ value: HeaderValue) {
        self =
            switch value {
            case .string(let text): .text(text)
            case .int(let integer): .integer(integer)
            case .bool(let flag): .flag(flag)
            case .double(let number): .number(number)
            case .bytes(let bytes): .bytes(bytes)
            case .timestamp(let seconds): .time(seconds)
            case .none: .nothing
            case .other(let kind): .unread(kind: kind)
            }
    }

    /// nil: it cannot be sent.
    var value: HeaderValue? {
        switch self {
        case .text(let text): .string(text)
        case .integer(let integer): .int(integer)
        case .flag(let flag): .bool(flag)
        case .number(let number): .double(number)
        case .bytes(let bytes): .bytes(bytes)
        case .time(let seconds): .timestamp(seconds)
        case .nothing: HeaderValue.none
        case .unread: nil
        }
    }
}
