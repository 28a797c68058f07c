import CRabbitMQ
import Foundation

/// Lays a message's texts and headers out in memory for the library, which takes pointers and keeps none.
///
/// One buffer serves all messages of a connection: the size of a message is bounded by ``MessageLimits``, and a pointer
/// for each text would otherwise cost an allocation or a closure each.
struct MessageEncoder: ~Copyable {
    private var texts: UnsafeMutableRawPointer
    private var capacity: Int
    private var used = 0
    private var entries: UnsafeMutablePointer<amqp_table_entry_t>
    private var entryCapacity: Int

    init() {
        capacity = 32 << 10
        texts = .allocate(byteCount: capacity, alignment: 16)
        entryCapacity = 64
        entries = .allocate(capacity: entryCapacity)
    }

    deinit {
        texts.deallocate()
        entries.deallocate()
    }

    /// Forgets the last message and makes room for one of this weight.
    mutating func begin(bytes: Int, headers: Int) {
        used = 0
        if bytes > capacity {
            texts.deallocate()
            capacity = bytes
            texts = .allocate(byteCount: capacity, alignment: 16)
        }
        if headers > entryCapacity {
            entries.deallocate()
            entryCapacity = headers
            entries = .allocate(capacity: entryCapacity)
        }
    }

    mutating func text(_ text: String) -> amqp_bytes_t {
        let start = texts + used
        let room = UnsafeMutableRawBufferPointer(start: start, count: capacity - used)
        let copied: Int? = text.utf8.withContiguousStorageIfAvailable { utf8 in
            room.copyMemory(from: UnsafeRawBufferPointer(utf8))
            return utf8.count
        }
        let count: Int
        if let copied {
            count = copied
        } else {
            room.copyBytes(from: text.utf8)
            count = text.utf8.count
        }
        used += count
        return amqp_bytes_t(len: count, bytes: start)
    }

    private mutating func data(_ data: Data) -> amqp_bytes_t {
        let start = texts + used
        data.copyBytes(to: UnsafeMutableRawBufferPointer(start: start, count: capacity - used))
        used += data.count
        return amqp_bytes_t(len: data.count, bytes: start)
    }

    mutating func table(_ headers: [String: HeaderValue]) -> amqp_table_t {
        var count = 0
        for (name, value) in headers {
            var field = amqp_field_value_t()
            switch value {
            case .string(let string):
                field.kind = FieldKind.string
                field.value.bytes = text(string)
            case .bytes(let bytes):
                field.kind = FieldKind.bytes
                field.value.bytes = data(bytes)
            case .int(let integer):
                field.kind = FieldKind.int64
                field.value.i64 = integer
            case .double(let double):
                field.kind = FieldKind.double
                field.value.f64 = double
            case .bool(let bool):
                field.kind = FieldKind.bool
                field.value.boolean = bool ? 1 : 0
            case .timestamp(let seconds):
                field.kind = FieldKind.timestamp
                field.value.u64 = seconds
            case .none:
                field.kind = FieldKind.void
            case .other:
                // Refused by `check` before; leaving it out is what the protocol allows for a field nobody can write.
                continue
            }
            entries[count] = amqp_table_entry_t(key: text(name), value: field)
            count += 1
        }
        return amqp_table_t(num_entries: Int32(count), entries: entries)
    }

    /// Bytes that the texts and header values of a message take here.
    static func weight(of message: borrowing OutgoingMessage) -> (bytes: Int, headers: Int) {
        guard !message.headers.isEmpty else { return (8 * 256, 0) }
        var bytes = 8 * 256
        for (name, value) in message.headers { bytes += name.utf8.count + (value.encodedSize ?? 0) }
        return (bytes, message.headers.count)
    }
}
