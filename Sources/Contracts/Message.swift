import Foundation

/// A message of the fleet: CloudEvents 1.0 in structured JSON.
///
/// Unknown fields are ignored. (source, id) names it for ever.
/// - Source: CloudEvents 1.0.2; the distributed tracing extension for `traceparent`.
package struct Message: Hashable, Sendable {
    package var id: String
    package var source: String
    package var time: Instant
    package var traceparent: String?
    package var payload: Payload

    package var type: MessageType { payload.type }

    package init(id: String, source: String, time: Instant, traceparent: String? = nil, payload: Payload) {
        self.id = id
        self.source = source
        self.time = time
        self.traceparent = traceparent
        self.payload = payload
    }

    /// Events beyond this are refused unread, in bytes.
    package static let largestBody = 262_144

    /// Commands beyond this are refused unread, in bytes: a reminder names every overdue invoice of its account, and
    /// accounts with 2,000 of them exist.
    package static let largestCommand = 8 << 20

    package static let contentType = "application/cloudevents+json"
}

extension Message {
    /// Reads a message, or says why not and into which dead-letter class it belongs.
    ///
    /// - Parameter limit: ``largestBody`` or, where only the fleet publishes, ``largestCommand``.
    package init(body: Data, limit: Int = Message.largestBody) throws(MessageRefusal) {
        guard body.count <= limit else {
            throw MessageRefusal(
                class: .permanent, path: "$", reason: "body has \(body.count) bytes, at most \(limit) are allowed")
        }
        do {
            self = try JSONDecoder().decode(Message.self, from: body)
        } catch {
            throw MessageRefusal(error, body: body)
        }
    }

    /// The message's bytes. Keys are sorted, so that equal messages have equal bytes.
    package func encoded() -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(self)
        } catch {
            // Only floating-point values can fail to encode, and no contract has one.
            preconditionFailure("a message of type \(type) did not encode")
        }
    }
}

extension Message: Codable {
    private enum CodingKeys: String, CodingKey {
        case specversion, id, source, type, time, datacontenttype, traceparent, data
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let version = try container.decode(String.self, forKey: .specversion)
        guard version == "1.0" else {
            throw DecodingError.refused("is not 1.0", at: [CodingKeys.specversion])
        }
        let typeName = try container.decode(String.self, forKey: .type)
        guard let type = MessageType(rawValue: typeName) else { throw UnknownType() }
        self.id = try container.decode(Identifier.self, forKey: .id).text
        self.source = try container.decode(Identifier.self, forKey: .source).text
        self.time = try container.decode(Instant.self, forKey: .time)
        self.traceparent = try container.decodeIfPresent(String.self, forKey: .traceparent)
        self.payload = try Payload(type: type, in: container, forKey: .data)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("1.0", forKey: .specversion)
        try container.encode(id, forKey: .id)
        try container.encode(source, forKey: .source)
        try container.encode(type.rawValue, forKey: .type)
        try container.encode(time, forKey: .time)
        try container.encode("application/json", forKey: .datacontenttype)
        try container.encodeIfPresent(traceparent, forKey: .traceparent)
        try payload.encode(into: &container, forKey: .data)
    }
}

/// The message's type is not one of ``MessageType``: perhaps one of a newer fleet.
struct UnknownType: Error {}
