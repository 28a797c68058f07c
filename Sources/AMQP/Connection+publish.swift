import CRabbitMQ
import Foundation

/// Reply codes of AMQP 0-9-1 §1.4 that are told apart here.
enum AMQPReply {
    static let contentTooLarge = 311
    static let forced = 320
    static let accessRefused = 403
    static let notFound = 404
    static let preconditionFailed = 406
    static let internalError = 541

    /// Whether the code blames a message rather than the state of the broker.
    static func blamesMessage(_ code: Int) -> Bool {
        code != forced && code != internalError
    }
}

extension Connection {
    /// Publishes persistent and mandatory, with the sender's user and name. The message must have passed its check.
    func publish(
        _ message: borrowing OutgoingMessage, user: String, sender: String, encoder: inout MessageEncoder
    ) throws(AMQPError) {
        let weight = MessageEncoder.weight(of: message)
        encoder.begin(bytes: weight.bytes, headers: weight.headers)
        var properties = amqp_basic_properties_t()
        var flags =
            AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG
            | AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_USER_ID_FLAG | AMQP_BASIC_APP_ID_FLAG
        properties.content_type = encoder.text(message.contentType)
        properties.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
        properties.message_id = encoder.text(message.messageID)
        properties.type = encoder.text(message.type)
        properties.user_id = encoder.text(user)
        properties.app_id = encoder.text(sender)
        if let correlationID = message.correlationID {
            flags |= AMQP_BASIC_CORRELATION_ID_FLAG
            properties.correlation_id = encoder.text(correlationID)
        }
        if let timestamp = message.timestamp {
            flags |= AMQP_BASIC_TIMESTAMP_FLAG
            properties.timestamp = UInt64(timestamp.timeIntervalSince1970)
        }
        if !message.headers.isEmpty {
            flags |= AMQP_BASIC_HEADERS_FLAG
            properties.headers = encoder.table(message.headers)
        }
        properties._flags = amqp_flags_t(flags)
        let exchange = encoder.text(message.exchange)
        let routingKey = encoder.text(message.routingKey)
        let status = message.body.withUnsafeBytes { body in
            amqp_basic_publish(
                state, Self.channel, exchange, routingKey, 1, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        try check(status, "publish")
        // The library marks the last frame of such a body as one with more to come, and the kernel holds it back for
        // some 200 ms.
        if message.body.count > 0, message.body.count % frameRoom == 0 { try sendHeartbeat() }
    }

    /// - Returns: messages ready and consumers.
    func passivelyDeclare(
        queue: String, on channel: amqp_channel_t = Connection.channel
    ) throws(AMQPError) -> (messages: Int, consumers: Int) {
        var encoder = MessageEncoder()
        guard
            let answer = amqp_queue_declare(state, channel, encoder.text(queue), 1, 0, 0, 0, amqp_table_t())
        else { throw failure("declare queue", channel: channel) }
        return (Int(answer.pointee.message_count), Int(answer.pointee.consumer_count))
    }
}
