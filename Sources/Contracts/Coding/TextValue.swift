/// A value that JSON holds as one string, like an identifier or a date.
///
/// Containers of this module read and write it as that string at once, also in the coding that the compiler writes: a
/// decoder of its own for every date made up a third of the time that reading a message took.
package protocol TextValue: Codable, Sendable {
    /// Reads what ``written`` writes, or says why not.
    init(reading text: String) throws(TextRefusal)
    var written: String { get }
}

/// Why a text is not the value it should be.
package struct TextRefusal: Error, Equatable {
    /// Follows the path in a sentence, as in `$.id must not be empty`; holds nothing of the text.
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}

extension TextValue {
    package init(from decoder: any Decoder) throws { try self.init(textFrom: decoder) }
    package func encode(to encoder: any Encoder) throws { try encode(textTo: encoder) }

    init(textFrom decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = try Self.read(try container.decode(String.self)) { container.codingPath }
    }

    func encode(textTo encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(written)
    }

    fileprivate static func read(_ text: String, at path: () -> [any CodingKey]) throws -> Self {
        do throws(TextRefusal) {
            return try Self(reading: text)
        } catch {
            throw DecodingError.refused(error.reason, at: path())
        }
    }
}

extension KeyedDecodingContainer {
    func decode<Value: TextValue>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try Value.read(try decode(String.self, forKey: key)) { codingPath + [key] }
    }

    func decodeIfPresent<Value: TextValue>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
        return try Value.read(text) { codingPath + [key] }
    }
}

extension KeyedEncodingContainer {
    mutating func encode<Value: TextValue>(_ value: Value, forKey key: Key) throws {
        try encode(value.written, forKey: key)
    }

    mutating func encodeIfPresent<Value: TextValue>(_ value: Value?, forKey key: Key) throws {
        try encodeIfPresent(value?.written, forKey: key)
    }
}
