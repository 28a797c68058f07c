import CRabbitMQ
import Foundation

/// A message with any or no properties, of any size, for input that a well-meaning sender would not send.
package struct RawMessage: Sendable {
    package var exchange = ""
    package var routingKey = ""
    package var messageID: String?
    package var type: String?
    package var contentType: String?
    package var headers: [String: HeaderValue] = [:]
    /// So many tables, each the only entry of the one before, in a header `nested`.
    package var nestedTables = 0
    package var body = Data()

    package init(exchange: String = "", routingKey: String) {
        self.exchange = exchange
        self.routingKey = routingKey
    }

    func publish(on connection: borrowing Connection) throws(AMQPError) {
        var encoder = MessageEncoder()
        let size = headers.reduce(8 * 256) { $0 + $1.key.utf8.count + ($1.value.encodedSize ?? 0) }
        encoder.begin(bytes: size, headers: headers.count)
        var properties = amqp_basic_properties_t()
        var flags: Int32 = 0
        if let messageID {
            flags |= AMQP_BASIC_MESSAGE_ID_FLAG
            properties.message_id = encoder.text(messageID)
        }
        if let type {
            flags |= AMQP_BASIC_TYPE_FLAG
            properties.type = encoder.text(type)
        }
        if let contentType {
            flags |= AMQP_BASIC_CONTENT_TYPE_FLAG
            properties.content_type = encoder.text(contentType)
        }
        // The nested entries must not move: each table points at the next.
        let nested = UnsafeMutablePointer<amqp_table_entry_t>.allocate(capacity: nestedTables + 1)
        defer { nested.deallocate() }
        if nestedTables > 0 {
            flags |= AMQP_BASIC_HEADERS_FLAG
            properties.headers = nest(in: nested, name: encoder.text("n"))
        } else if !headers.isEmpty {
            flags |= AMQP_BASIC_HEADERS_FLAG
            properties.headers = encoder.table(headers)
        }
        properties._flags = amqp_flags_t(flags)
        let (exchange, routingKey) = (encoder.text(exchange), encoder.text(routingKey))
        let status = body.withUnsafeBytes { bytes in
            amqp_basic_publish(
                connection.state, Connection.channel, exchange, routingKey, 0, 0, &properties,
                amqp_bytes_t(len: bytes.count, bytes: UnsafeMutableRawPointer(mutating: bytes.baseAddress)))
        }
        try connection.check(status, "publish")
    }

    private func nest(in entries: UnsafeMutablePointer<amqp_table_entry_t>, name: amqp_bytes_t) -> amqp_table_t {
        for level in 0..<nestedTables {
            var field = amqp_field_value_t()
            field.kind = FieldKind.table
            field.value.table = amqp_table_t(num_entries: 1, entries: entries + level + 1)
            entries[level] = amqp_table_entry_t(key: name, value: field)
        }
        var end = amqp_field_value_t()
        end.kind = FieldKind.void
        entries[nestedTables] = amqp_table_entry_t(key: name, value: end)
        return amqp_table_t(num_entries: 1, entries: entries)
    }
}
