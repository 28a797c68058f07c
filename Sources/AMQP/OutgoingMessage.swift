import Foundation

/// A message to publish. It always goes out persistent and mandatory, with the connection's user and name in it.
package struct OutgoingMessage: Sendable {
    package var exchange: String
    package var routingKey: String
    /// Stays the same whenever this message is published again; the receiver drops what it has seen.
    package var messageID: String
    package var type: String
    package var correlationID: String?
    package var contentType: String
    /// Whole seconds on the wire.
    package var timestamp: Date?
    package var headers: [String: HeaderValue]
    package var body: Data

    package init(
        exchange: String, routingKey: String, messageID: String, type: String, correlationID: String? = nil,
        contentType: String = "application/cloudevents+json", timestamp: Date? = nil,
        headers: [String: HeaderValue] = [:], body: Data
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.messageID = messageID
        self.type = type
        self.correlationID = correlationID
        self.contentType = contentType
        self.timestamp = timestamp
        self.headers = headers
        self.body = body
    }
}

/// What a message may weigh before it is refused on this side of the wire.
///
/// librabbitmq finds out about an oversized part only after the first frame went out; the next publish then ends the
/// connection with everything in flight. Headers near a frame's size (128 KiB) become unreadable once the broker adds
/// its own to a dead letter.
package struct MessageLimits: Sendable {
    /// The encoded header table, in bytes.
    package var headers = 16 << 10
    /// In bytes.
    package var body = 16 << 20

    package init() {}
}

/// Which part of a message cannot be sent, and why. Names the part, never its content.
package struct OversizeMessage: Error, Sendable, Equatable, CustomStringConvertible {
    package let reason: String

    package var description: String { reason }
}

extension OutgoingMessage {
    /// Bytes of a short string of the protocol; the length is one byte.
    private static let shortString = 255
    /// AMQP 0-9-1 §4.2.5.5.
    private static let headerName = 128

    /// Whether this message may go on the wire.
    package func check(_ limits: MessageLimits = MessageLimits()) throws(OversizeMessage) {
        try Self.checkShort(exchange, "exchange")
        try Self.checkShort(routingKey, "routing key")
        try Self.checkShort(messageID, "message id")
        try Self.checkShort(type, "type")
        try Self.checkShort(contentType, "content type")
        if let correlationID { try Self.checkShort(correlationID, "correlation id") }
        if messageID.isEmpty { throw OversizeMessage(reason: "message id is empty") }
        if let timestamp, !(0..<253_402_300_800).contains(timestamp.timeIntervalSince1970) {
            throw OversizeMessage(reason: "timestamp is not between 1970 and 9999")
        }
        if body.count > limits.body {
            throw OversizeMessage(reason: "body of \(body.count) bytes, allowed are \(limits.body)")
        }
        if !headers.isEmpty { try checkHeaders(limits) }
    }

    private func checkHeaders(_ limits: MessageLimits) throws(OversizeMessage) {
        var size = 4
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.count <= Self.headerName, !name.utf8.contains(0) else {
                throw OversizeMessage(reason: "a header's name is not 1 to \(Self.headerName) bytes without NUL")
            }
            guard let valueSize = value.encodedSize else {
                throw OversizeMessage(reason: "header \(name) is of a kind that cannot be sent")
            }
            size += 1 + name.utf8.count + valueSize
        }
        if size > limits.headers {
            throw OversizeMessage(reason: "headers of \(size) bytes, allowed are \(limits.headers)")
        }
    }

    private static func checkShort(_ text: String, _ part: String) throws(OversizeMessage) {
        if text.utf8.count > shortString {
            throw OversizeMessage(reason: "\(part) of \(text.utf8.count) bytes, allowed are \(shortString)")
        }
        if text.utf8.contains(0) { throw OversizeMessage(reason: "\(part) holds a NUL byte") }
    }
}
