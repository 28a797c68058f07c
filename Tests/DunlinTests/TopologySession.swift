import CRabbitMQ
import Foundation
import Testing

/// One connection of one user, straight over librabbitmq: what a test may do that no worker would.
final class TopologySession {
    /// What the broker said to one request.
    enum Answer: Equatable {
        case done
        /// Confirmed, and no queue took it.
        case returned
        /// The broker ended the channel or the connection with this code.
        case refused(Int)
        case silent
    }

    struct Found: Equatable {
        let routingKey: String
        let body: String
        let headers: [String: Int64]
        let tag: UInt64
    }

    struct LoginRefused: Error {}

    private let state: amqp_connection_state_t
    private var texts: [UnsafeMutablePointer<CChar>] = []

    /// - Parameter url: `amqp://user:password@127.0.0.1:port/vhost`
    init(url: String) throws {
        let parts = try #require(URLComponents(string: url))
        state = try #require(amqp_new_connection())
        let socket = amqp_tcp_socket_new(state)
        let vhost = String(parts.path.dropFirst())
        guard amqp_socket_open(socket, parts.host, Int32(parts.port ?? 5672)) == Int32(AMQP_STATUS_OK.rawValue),
            crabbitmq_login(state, vhost.isEmpty ? "/" : vhost, 131_072, 0, "test", 0, parts.user, parts.password)
                .reply_type == AMQP_RESPONSE_NORMAL, amqp_channel_open(state, 1) != nil
        else { throw LoginRefused() }
    }

    /// Closes the socket without a word, as a killed process does.
    deinit {
        amqp_destroy_connection(state)
        texts.forEach { free($0) }
    }

    private func bytes(_ text: String) -> amqp_bytes_t {
        guard let copy = strdup(text) else { return amqp_bytes_t() }
        texts.append(copy)
        return amqp_cstring_bytes(copy)
    }

    private var lastAnswer: Answer {
        let reply = amqp_get_rpc_reply(state)
        return reply.reply_type == AMQP_RESPONSE_NORMAL ? .done : refusal(reply.reply)
    }

    /// A channel that was closed is opened again, so that the next request has one.
    private func refusal(_ method: amqp_method_t) -> Answer {
        switch method.id {
        case amqp_method_number_t(AMQP_CHANNEL_CLOSE_METHOD):
            let code = Int(method.decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee.reply_code)
            var answer = amqp_channel_close_ok_t()
            amqp_send_method(state, 1, amqp_method_number_t(AMQP_CHANNEL_CLOSE_OK_METHOD), &answer)
            return amqp_channel_open(state, 1) == nil ? .silent : .refused(code)
        case amqp_method_number_t(AMQP_CONNECTION_CLOSE_METHOD):
            return .refused(
                Int(method.decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee.reply_code))
        default: return .silent
        }
    }

    func passivelyDeclare(queue: String) -> Answer {
        amqp_queue_declare(state, 1, bytes(queue), 1, 0, 0, 0, amqp_table_t())
        return lastAnswer
    }

    func passivelyDeclare(exchange: String) -> Answer {
        amqp_exchange_declare(state, 1, bytes(exchange), bytes(""), 1, 0, 0, 0, amqp_table_t())
        return lastAnswer
    }

    func declare(queue: String) -> Answer {
        amqp_queue_declare(state, 1, bytes(queue), 0, 0, 0, 0, amqp_table_t())
        return lastAnswer
    }

    func declare(exchange: String) -> Answer {
        amqp_exchange_declare(state, 1, bytes(exchange), bytes("topic"), 0, 0, 0, 0, amqp_table_t())
        return lastAnswer
    }

    func bind(_ queue: String, to exchange: String, key: String) -> Answer {
        amqp_queue_bind(state, 1, bytes(queue), bytes(exchange), bytes(key), amqp_table_t())
        return lastAnswer
    }

    func unbind(_ queue: String, from exchange: String, key: String) -> Answer {
        amqp_queue_unbind(state, 1, bytes(queue), bytes(exchange), bytes(key), amqp_table_t())
        return lastAnswer
    }

    func purge(_ queue: String) -> Answer {
        amqp_queue_purge(state, 1, bytes(queue))
        return lastAnswer
    }

    func delete(exchange: String) -> Answer {
        amqp_exchange_delete(state, 1, bytes(exchange), 0)
        return lastAnswer
    }

    func delete(queue: String) -> Answer {
        amqp_queue_delete(state, 1, bytes(queue), 0, 0)
        return lastAnswer
    }

    /// Publishes and waits for the confirm, the return or the end of the channel.
    func publish(_ exchange: String, _ key: String, body: String = "{}", userID: String? = nil) -> Answer {
        amqp_confirm_select(state, 1)
        var properties = amqp_basic_properties_t()
        var flags = AMQP_BASIC_DELIVERY_MODE_FLAG
        properties.delivery_mode = 2
        if let userID {
            flags |= AMQP_BASIC_USER_ID_FLAG
            properties.user_id = bytes(userID)
        }
        properties._flags = amqp_flags_t(flags)
        let status = amqp_basic_publish(
            state, 1, bytes(exchange), bytes(key), 1, 0, &properties, bytes(body))
        guard status == Int32(AMQP_STATUS_OK.rawValue) else { return .silent }
        var wasReturned = false
        var frame = amqp_frame_t()
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        while amqp_simple_wait_frame_noblock(state, &frame, &limit) == Int32(AMQP_STATUS_OK.rawValue) {
            guard frame.frame_type == UInt8(AMQP_FRAME_METHOD) else { continue }
            switch frame.payload.method.id {
            case amqp_method_number_t(AMQP_BASIC_RETURN_METHOD): wasReturned = true
            case amqp_method_number_t(AMQP_BASIC_ACK_METHOD): return wasReturned ? .returned : .done
            default: return refusal(frame.payload.method)
            }
        }
        return .silent
    }

    /// Whether the user may read the queue; a message that comes along stays unacknowledged. A stream wants a prefetch.
    func read(_ queue: String) -> Answer {
        amqp_basic_qos(state, 1, 0, 1, 0)
        amqp_basic_consume(state, 1, bytes(queue), bytes(""), 0, 0, 0, amqp_table_t())
        return lastAnswer
    }

    /// Consumes with this prefetch and waits until so many messages have come.
    func hold(_ count: Int, of queue: String) -> Bool {
        amqp_basic_qos(state, 1, 0, UInt16(count), 0)
        amqp_basic_consume(state, 1, bytes(queue), bytes(""), 0, 0, 0, amqp_table_t())
        for _ in 0..<count {
            var envelope = amqp_envelope_t()
            var limit = timeval(tv_sec: 20, tv_usec: 0)
            guard amqp_consume_message(state, &envelope, &limit, 0).reply_type == AMQP_RESPONSE_NORMAL else {
                return false
            }
            amqp_destroy_envelope(&envelope)
        }
        return true
    }

    /// Takes one message, if one is ready.
    func get(_ queue: String, acknowledging: Bool = true) -> Found? {
        amqp_maybe_release_buffers(state)
        let reply = amqp_basic_get(state, 1, bytes(queue), 0)
        guard reply.reply_type == AMQP_RESPONSE_NORMAL,
            reply.reply.id == amqp_method_number_t(AMQP_BASIC_GET_OK_METHOD)
        else { return nil }
        let method = reply.reply.decoded.assumingMemoryBound(to: amqp_basic_get_ok_t.self).pointee
        let routingKey = Self.text(method.routing_key)
        var message = amqp_message_t()
        guard amqp_read_message(state, 1, &message, 0).reply_type == AMQP_RESPONSE_NORMAL else { return nil }
        defer { amqp_destroy_message(&message) }
        if acknowledging { amqp_basic_ack(state, 1, method.delivery_tag, 0) }
        return Found(
            routingKey: routingKey, body: Self.text(message.body), headers: Self.headers(of: message),
            tag: method.delivery_tag)
    }

    func giveBack(_ tag: UInt64) {
        amqp_basic_nack(state, 1, tag, 0, 1)
    }

    private static func text(_ bytes: amqp_bytes_t) -> String {
        String(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
    }

    /// Numbers as they are; of `x-death`, the count of its first entry; 1 for anything else.
    private static func headers(of message: amqp_message_t) -> [String: Int64] {
        let table = message.properties.headers
        var headers: [String: Int64] = [:]
        for entry in UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries)) {
            headers[text(entry.key)] = number(entry.value)
        }
        return headers
    }

    private static func number(_ field: amqp_field_value_t) -> Int64 {
        if field.kind == UInt8(AMQP_FIELD_KIND_I64.rawValue) { return field.value.i64 }
        guard field.kind == UInt8(AMQP_FIELD_KIND_ARRAY.rawValue), field.value.array.num_entries > 0 else { return 1 }
        let first = field.value.array.entries[0].value.table
        for entry in UnsafeBufferPointer(start: first.entries, count: Int(first.num_entries))
        where text(entry.key) == "count" {
            return number(entry.value)
        }
        return 1
    }
}
