import CRabbitMQ
import Foundation

/// Puts messages together from their frames: a method, a header, and as many body frames as the body is long.
///
/// The frames of one channel come in this order with nothing of the same channel between; a connection here has one
/// channel for messages.
struct MessageAssembly {
    /// What a finished message came as.
    enum Origin {
        case delivery(consumer: Int, tag: UInt64, redelivered: Bool)
        case returned(code: Int, reason: String)
    }

    private enum Stage {
        case idle
        case header
        case body(missing: Int)
    }

    struct Finished {
        let origin: Origin
        let message: IncomingMessage
    }

    private var stage = Stage.idle
    private var origin = Origin.returned(code: 0, reason: "")
    private var queue = ""
    private var exchange = RepeatedText()
    private var routingKey = RepeatedText()
    private var type = RepeatedText()
    private var contentType = RepeatedText()
    private var userID = RepeatedText()
    private var appID = RepeatedText()
    private var properties = Properties()
    private var body = Data()

    private struct Properties {
        var messageID: String?
        var type: String?
        var correlationID: String?
        var contentType: String?
        var userID: String?
        var appID: String?
        var timestamp: Date?
        var headers: [String: HeaderValue] = [:]
    }

    var isIdle: Bool {
        if case .idle = stage { true } else { false }
    }

    mutating func begin(
        _ origin: Origin, queue: String, exchange: amqp_bytes_t, routingKey: amqp_bytes_t
    ) throws(AMQPError) {
        guard isIdle else { throw .protocolViolation("a method inside a message") }
        self.origin = origin
        self.queue = queue
        self.exchange.take(exchange)
        self.routingKey.take(routingKey)
        stage = .header
    }

    /// - Returns: the message, when it has no body.
    mutating func header(_ frame: borrowing amqp_frame_t) throws(AMQPError) -> Finished? {
        guard case .header = stage, let decoded = frame.payload.properties.decoded,
            let size = Int(exactly: frame.payload.properties.body_size)
        else { throw .protocolViolation("a content header out of place") }
        read(decoded.assumingMemoryBound(to: amqp_basic_properties_t.self))
        body = Data(capacity: min(size, 1 << 20))
        stage = .body(missing: size)
        return size == 0 ? finish() : nil
    }

    /// - Returns: the message, when this was its last part.
    mutating func body(_ fragment: amqp_bytes_t) throws(AMQPError) -> Finished? {
        guard case .body(let missing) = stage, fragment.len <= missing else {
            throw .protocolViolation("a content body out of place")
        }
        if body.isEmpty, fragment.len == missing {
            body = Data(amqp: fragment)
        } else if let start = fragment.bytes {
            body.append(start.assumingMemoryBound(to: UInt8.self), count: fragment.len)
        }
        stage = .body(missing: missing - fragment.len)
        return fragment.len == missing ? finish() : nil
    }

    private mutating func finish() -> Finished {
        stage = .idle
        var redelivered = false
        if case .delivery(_, _, let again) = origin { redelivered = again }
        let message = IncomingMessage(
            queue: queue, exchange: exchange.text, routingKey: routingKey.text, messageID: properties.messageID,
            type: properties.type, correlationID: properties.correlationID, contentType: properties.contentType,
            userID: properties.userID, appID: properties.appID, timestamp: properties.timestamp,
            headers: properties.headers, redelivered: redelivered, body: body)
        body = Data()
        return Finished(origin: origin, message: message)
    }

    private mutating func read(_ wire: UnsafePointer<amqp_basic_properties_t>) {
        let flags = Int32(bitPattern: wire.pointee._flags)
        func has(_ flag: Int32) -> Bool { flags & flag != 0 }
        properties = Properties()
        if has(AMQP_BASIC_MESSAGE_ID_FLAG) { properties.messageID = String(amqp: wire.pointee.message_id) }
        if has(AMQP_BASIC_TYPE_FLAG) { properties.type = type.take(wire.pointee.type) }
        if has(AMQP_BASIC_CORRELATION_ID_FLAG) { properties.correlationID = String(amqp: wire.pointee.correlation_id) }
        if has(AMQP_BASIC_CONTENT_TYPE_FLAG) { properties.contentType = contentType.take(wire.pointee.content_type) }
        if has(AMQP_BASIC_USER_ID_FLAG) { properties.userID = userID.take(wire.pointee.user_id) }
        if has(AMQP_BASIC_APP_ID_FLAG) { properties.appID = appID.take(wire.pointee.app_id) }
        if has(AMQP_BASIC_TIMESTAMP_FLAG) {
            properties.timestamp = Date(timeIntervalSince1970: Double(wire.pointee.timestamp))
        }
        if has(AMQP_BASIC_HEADERS_FLAG) { properties.headers = HeaderValue.dictionary(wire.pointee.headers) }
    }
}

/// A text that mostly is the same as in the message before, so that its string is made once.
private struct RepeatedText {
    private(set) var text = ""

    @discardableResult
    mutating func take(_ bytes: amqp_bytes_t) -> String {
        let same = text.utf8.withContiguousStorageIfAvailable { utf8 in
            utf8.count == bytes.len && (utf8.isEmpty || memcmp(utf8.baseAddress!, bytes.bytes, bytes.len) == 0)
        }
        if same != true { text = String(amqp: bytes) }
        return text
    }
}
