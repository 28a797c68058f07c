import Contracts
import Crypto
import Foundation

/// A message of a dead-letter queue: everything the broker delivered, the body byte for byte.
package struct DeadMessage: Hashable, Sendable {
    package var properties: Properties
    package var body: Data

    package init(properties: Properties, body: Data) {
        self.properties = properties
        self.body = body
    }

    /// All but the body. Texts are the sender's: not checked, not trusted.
    package struct Properties: Codable, Hashable, Sendable {
        /// The queue it was taken from.
        package var queue: String
        package var exchange: String
        package var routingKey: String
        package var messageID: String?
        package var type: String?
        package var correlationID: String?
        package var contentType: String?
        package var userID: String?
        package var appID: String?
        /// Seconds since 1970.
        package var timestamp: Int64?
        package var headers: [String: KeptHeader]

        package init(
            queue: String, exchange: String, routingKey: String, messageID: String? = nil, type: String? = nil,
            correlationID: String? = nil, contentType: String? = nil, userID: String? = nil, appID: String? = nil,
            timestamp: Int64? = nil, headers: [String: KeptHeader] = [:]
        ) {
            self.queue = queue
            self.exchange = exchange
            self.routingKey = routingKey
            self.messageID = messageID
            self.type = type
            self.correlationID = correlationID
            self.contentType = contentType
            self.userID = userID
            self.appID = appID
            self.timestamp = timestamp
            self.headers = headers
        }
    }

    /// What makes it this message and no other: SHA-256 over queue, message id, properties and body, in hexadecimal.
    ///
    /// The broker's count of deliveries is left out, the one thing that differs when a message comes again because it
    /// was stored and not acknowledged.
    package func identity() throws -> String {
        var steady = properties
        steady.headers["x-delivery-count"] = nil
        var hash = SHA256()
        for part in [Data(steady.queue.utf8), Data((steady.messageID ?? "").utf8), try Self.encoded(steady), body] {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: part)
        }
        return Array(hash.finalize()).hexadecimal
    }

    /// Properties behind their length in four bytes, then the body.
    func packed() throws -> Data {
        let properties = try Self.encoded(properties)
        return withUnsafeBytes(of: UInt32(properties.count).bigEndian) { Data($0) } + properties + body
    }

    init(packed data: Data) throws {
        let data = Data(data)
        guard data.count >= 4 else { throw SealError.unreadable }
        let size = data.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard data.count >= 4 + size else { throw SealError.unreadable }
        properties = try Self.decoder.decode(Properties.self, from: data[4..<4 + size])
        body = Data(data[(4 + size)...])
    }

    /// A number that JSON has no word for is no reason to lose a message.
    private static func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(value)
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }
}

extension DeadMessage {
    /// As a line of an export: the properties' JSON with the body in Base64.
    private struct Line: Codable {
        var properties: Properties
        var body: Data
    }

    package func line() throws -> Data {
        try Self.encoded(Line(properties: properties, body: body))
    }

    package init(line: Data) throws {
        let line = try Self.decoder.decode(Line.self, from: line)
        self.init(properties: line.properties, body: line.body)
    }
}
