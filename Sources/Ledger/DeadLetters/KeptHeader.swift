import Foundation

/// A header of a dead letter, as it is kept: `{"text": "…"}`, `{"integer": 5}` and so on.
package enum KeptHeader: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case flag(Bool)
    case bytes(Data)
    /// Seconds since 1970.
    case time(UInt64)
    case nothing
    /// A table or another kind that this fleet does not read, by the protocol's letter: it was there, and that is all
    /// that is known.
    case unread(kind: UInt8)
}

extension KeptHeader: Codable {
    private enum CodingKeys: String, CodingKey {
        case text, integer, number, flag, bytes, time, nothing, unread
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let key = container.allKeys.first, container.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a header has one kind"))
        }
        switch key {
        case .text: self = .text(try container.decode(String.self, forKey: key))
        case .integer: self = .integer(try container.decode(Int64.self, forKey: key))
        case .number: self = .number(try container.decode(Double.self, forKey: key))
        case .flag: self = .flag(try container.decode(Bool.self, forKey: key))
        case .bytes: self = .bytes(try container.decode(Data.self, forKey: key))
        case .time: self = .time(try container.decode(UInt64.self, forKey: key))
        case .nothing: self = .nothing
        case .unread: self = .unread(kind: try container.decode(UInt8.self, forKey: key))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .text(let value): try container.encode(value, forKey: .text)
        case .integer(let value): try container.encode(value, forKey: .integer)
        case .number(let value): try container.encode(value, forKey: .number)
        case .flag(let value): try container.encode(value, forKey: .flag)
        case .bytes(let value): try container.encode(value, forKey: .bytes)
        case .time(let value): try container.encode(value, forKey: .time)
        case .nothing: try container.encode(true, forKey: .nothing)
        case .unread(let kind): try container.encode(kind, forKey: .unread)
        }
    }
}
