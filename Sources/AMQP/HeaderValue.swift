import CRabbitMQ
import Foundation

/// A value in a message's header table.
package enum HeaderValue: Sendable, Equatable {
    case string(String)
    /// Every integer kind of the protocol; an unsigned one beyond `Int64.max` arrives as ``double(_:)``.
    case int(Int64)
    case bool(Bool)
    case double(Double)
    case bytes(Data)
    /// Seconds since 1970.
    case timestamp(UInt64)
    case none
    /// A table, an array, a decimal, or a kind unknown here, by the protocol's letter. Arrives, but cannot be sent.
    case other(kind: UInt8)

    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var integer: Int64? {
        if case .int(let integer) = self { integer } else { nil }
    }

    /// Bytes on the wire: a letter for the kind, then the value. nil: cannot be sent.
    var encodedSize: Int? {
        switch self {
        case .string(let text): 1 + 4 + text.utf8.count
        case .bytes(let data): 1 + 4 + data.count
        case .int, .double, .timestamp: 1 + 8
        case .bool: 1 + 1
        case .none: 1
        case .other: nil
        }
    }
}

/// The letters of RabbitMQ's field kinds.
enum FieldKind {
    static let bool = UInt8(ascii: "t")
    static let int8 = UInt8(ascii: "b")
    static let uint8 = UInt8(ascii: "B")
    static let int16 = UInt8(ascii: "s")
    static let uint16 = UInt8(ascii: "u")
    static let int32 = UInt8(ascii: "I")
    static let uint32 = UInt8(ascii: "i")
    static let int64 = UInt8(ascii: "l")
    static let uint64 = UInt8(ascii: "L")
    static let float = UInt8(ascii: "f")
    static let double = UInt8(ascii: "d")
    static let string = UInt8(ascii: "S")
    static let bytes = UInt8(ascii: "x")
    static let timestamp = UInt8(ascii: "T")
    static let table = UInt8(ascii: "F")
    static let void = UInt8(ascii: "V")
}

extension HeaderValue {
    /// A copy of a decoded field. Tables and arrays are not walked: their depth is up to whoever sent them.
    init(_ field: amqp_field_value_t) {
        switch field.kind {
        case FieldKind.bool: self = .bool(field.value.boolean != 0)
        case FieldKind.int8: self = .int(Int64(field.value.i8))
        case FieldKind.uint8: self = .int(Int64(field.value.u8))
        case FieldKind.int16: self = .int(Int64(field.value.i16))
        case FieldKind.uint16: self = .int(Int64(field.value.u16))
        case FieldKind.int32: self = .int(Int64(field.value.i32))
        case FieldKind.uint32: self = .int(Int64(field.value.u32))
        case FieldKind.int64: self = .int(field.value.i64)
        case FieldKind.uint64:
            self = Int64(exactly: field.value.u64).map { .int($0) } ?? .double(Double(field.value.u64))
        case FieldKind.float: self = .double(Double(field.value.f32))
        case FieldKind.double: self = .double(field.value.f64)
        case FieldKind.string: self = .string(String(amqp: field.value.bytes))
        case FieldKind.bytes: self = .bytes(Data(amqp: field.value.bytes))
        case FieldKind.timestamp: self = .timestamp(field.value.u64)
        case FieldKind.void: self = .none
        default: self = .other(kind: field.kind)
        }
    }

    static func dictionary(_ table: amqp_table_t) -> [String: HeaderValue] {
        guard table.num_entries > 0, let entries = table.entries else { return [:] }
        var headers: [String: HeaderValue] = [:]
        headers.reserveCapacity(Int(table.num_entries))
        for entry in UnsafeBufferPointer(start: entries, count: Int(table.num_entries)) {
            headers[String(amqp: entry.key)] = HeaderValue(entry.value)
        }
        return headers
    }
}

extension String {
    /// A copy; what is not UTF-8 is replaced, because a message with it must still be readable enough to be parked.
    init(amqp bytes: amqp_bytes_t) {
        self.init(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
    }
}

extension Data {
    init(amqp bytes: amqp_bytes_t) {
        guard let start = bytes.bytes, bytes.len > 0 else {
            self.init()
            return
        }
        self.init(bytes: start, count: bytes.len)
    }
}
