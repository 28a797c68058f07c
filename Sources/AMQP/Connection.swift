import CRabbitMQ
import Foundation

/// One connection of librabbitmq, owned by the thread that made it.
///
/// Frames are read one at a time and given to the caller; the library's own ways of reading messages lose frames of
/// other channels, wait without limit, or stop at the first frame they do not expect. After an error the connection is
/// of no more use: a failed publish leaves half a message on the wire.
struct Connection: ~Copyable {
    /// The channel for messages. The library can drop frames when it waits on one of several channels.
    static let channel: amqp_channel_t = 1
    /// For questions whose answer may be a closed channel.
    static let probeChannel: amqp_channel_t = 2

    let state: amqp_connection_state_t
    let host: BrokerAddress.Host
    private let watchdog: Watchdog

    /// - Parameter host: one of the address's hosts.
    init(
        to host: BrokerAddress.Host, of broker: BrokerAddress, name: String, settings: ConnectionSettings,
        watchdog: Watchdog
    ) throws(AMQPError) {
        guard let state = amqp_new_connection() else { throw host.unreachable("out of memory") }
        var isOpen = false
        defer { if !isOpen { amqp_destroy_connection(state) } }

        let socket = try Self.socket(state, host, broker.security)
        var timeout = timeval(settings.connectTimeout)
        let status = amqp_socket_open_noblock(socket, host.name, Int32(host.port), &timeout)
        guard status == AMQP_STATUS_OK.rawValue else {
            throw host.unreachable(Self.text(status) + Self.advice(status, host, broker.security))
        }
        watchdog.attach(socket: amqp_get_sockfd(state))
        defer { if !isOpen { watchdog.detach() } }
        watchdog.enter()
        try Self.login(state, broker, name: name, settings: settings)
        watchdog.leave()

        self.state = state
        self.host = host
        self.watchdog = watchdog
        isOpen = true
    }

    deinit {
        watchdog.detach()
        amqp_destroy_connection(state)
    }

    var socket: Int32 { amqp_get_sockfd(state) }

    /// Of a body frame, in bytes.
    var frameRoom: Int { Int(amqp_get_frame_max(state)) - 8 }

    /// Whether the library holds data that it has read from the socket and that nobody has asked for: an answer to a call
    /// brings whatever came right behind it, and poll(2) says nothing of that.
    var holdsUnreadData: Bool {
        amqp_frames_enqueued(state) != 0 || amqp_data_in_buffer(state) != 0
    }

    /// The next frame, or nil when there is none yet. Also sends the heartbeat when it is due.
    ///
    /// - Throws: ``AMQPError/closedByBroker(scope:code:reason:)`` for a closed connection, after answering it.
    func receive() throws(AMQPError) -> amqp_frame_t? {
        var frame = amqp_frame_t()
        var immediately = timeval()
        let status = amqp_simple_wait_frame_noblock(state, &frame, &immediately)
        if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
        guard status == AMQP_STATUS_OK.rawValue else {
            throw .connectionLost(operation: "receive", reason: Self.text(status))
        }
        if frame.channel == 0, frame.frame_type == AMQP_FRAME_METHOD,
            frame.payload.method.id == AMQP_CONNECTION_CLOSE_METHOD
        {
            throw acceptClose(frame.payload.method)
        }
        return frame
    }

    /// The broker's reason for ending the connection, when one is still unread after a failed call.
    ///
    /// - Returns: the close, or `error` when the broker said nothing.
    func reason(behind error: AMQPError) -> AMQPError {
        guard case .connectionLost = error else { return error }
        while true {
            do throws(AMQPError) {
                guard try receive() != nil else { return error }
            } catch {
                if case .closedByBroker = error { return error }
                break
            }
        }
        return error
    }

    /// Gives the memory of decoded frames back. No pointer into a frame may be in use.
    func releaseBuffers() {
        amqp_maybe_release_buffers(state)
    }

    func acknowledge(_ tag: UInt64, multiple: Bool) throws(AMQPError) {
        try check(amqp_basic_ack(state, Self.channel, tag, multiple ? 1 : 0), "acknowledge")
    }

    /// An empty frame on the wire: what was held back in the socket goes out with it.
    func sendHeartbeat() throws(AMQPError) {
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        try check(amqp_send_frame(state, &frame), "heartbeat")
    }

    func openChannel(_ channel: amqp_channel_t = Connection.channel) throws(AMQPError) {
        guard amqp_channel_open(state, channel) != nil else { throw failure("open channel") }
    }

    /// Answers a channel.close, after which the number may be opened again.
    func acceptChannelClose(_ channel: amqp_channel_t) throws(AMQPError) {
        var answer = amqp_channel_close_ok_t()
        let method = amqp_method_number_t(AMQP_CHANNEL_CLOSE_OK_METHOD)
        try check(amqp_send_method(state, channel, method, &answer), "close channel")
    }

    /// Closes in good order; each of both questions waits for the reply time-out at most.
    func close() throws(AMQPError) {
        let reply = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
        if reply.reply_type != AMQP_RESPONSE_NORMAL { throw Self.failure(reply, "close") }
    }

    func check(_ status: Int32, _ operation: String) throws(AMQPError) {
        if status != AMQP_STATUS_OK.rawValue {
            throw .connectionLost(operation: operation, reason: Self.text(status))
        }
    }

    /// What went wrong with the last question. A closed channel is answered here, so that it can be opened again.
    func failure(_ operation: String, channel: amqp_channel_t = Connection.channel) -> AMQPError {
        let error = Self.failure(amqp_get_rpc_reply(state), operation)
        do throws(AMQPError) {
            if case .closedByBroker(.channel, _, _) = error { try acceptChannelClose(channel) }
        } catch {
            return error
        }
        return error
    }

    private func acceptClose(_ method: amqp_method_t) -> AMQPError {
        let close = method.decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
        let reason = AMQPError.closedByBroker(
            scope: .connection, code: Int(close.reply_code), reason: String(amqp: close.reply_text))
        var answer = amqp_connection_close_ok_t()
        // The broker has closed whether or not the answer reaches it: its status says nothing that matters.
        _ = amqp_send_method(state, 0, amqp_method_number_t(AMQP_CONNECTION_CLOSE_OK_METHOD), &answer)
        return reason
    }
}

extension Connection {
    private static func login(
        _ state: amqp_connection_state_t, _ broker: BrokerAddress, name: String, settings: ConnectionSettings
    ) throws(AMQPError) {
        var timeout = timeval(settings.loginTimeout)
        var status = amqp_set_handshake_timeout(state, &timeout)
        if status == AMQP_STATUS_OK.rawValue {
            timeout = timeval(settings.replyTimeout)
            status = amqp_set_rpc_timeout(state, &timeout)
        }
        guard status == AMQP_STATUS_OK.rawValue else {
            throw .connectionLost(operation: "set time-outs", reason: text(status))
        }
        let reply = crabbitmq_login(
            state, broker.virtualHost, 131_072, Int32(max(1, settings.heartbeat.inSeconds.rounded())), name,
            broker.usesCertificateLogin ? 1 : 0, broker.user, broker.password)
        guard reply.reply_type == AMQP_RESPONSE_NORMAL else {
            let error = failure(reply, "login")
            if case .closedByBroker(_, let code, let reason) = error {
                throw .loginRefused(reason: "\(code) \(reason)\(certificateAdvice(broker))")
            }
            throw handshakeFailure(reply, broker) ?? error
        }
    }

    private static func failure(_ reply: amqp_rpc_reply_t, _ operation: String) -> AMQPError {
        guard reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION, let decoded = reply.reply.decoded else {
            let reason = reply.reply_type == AMQP_RESPONSE_NORMAL ? "no answer" : text(reply.library_error)
            return .connectionLost(operation: operation, reason: reason)
        }
        if reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD {
            let close = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            return .closedByBroker(scope: .channel, code: Int(close.reply_code), reason: String(amqp: close.reply_text))
        }
        let close = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
        return .closedByBroker(scope: .connection, code: Int(close.reply_code), reason: String(amqp: close.reply_text))
    }

    static func text(_ status: Int32) -> String {
        String(cString: amqp_error_string2(status))
    }
}

extension BrokerAddress.Host {
    func unreachable(_ reason: String) -> AMQPError {
        .unreachable(host: name, port: port, reason: reason)
    }
}

extension timeval {
    init(_ duration: Duration) {
        let parts = duration.components
        self.init(tv_sec: Int(parts.seconds), tv_usec: Int(parts.attoseconds / 1_000_000_000_000))
    }
}

extension amqp_frame_t {
    var isMethod: Bool { frame_type == AMQP_FRAME_METHOD }

    /// The method's arguments. The frame must be a method of the type asked for.
    func arguments<Method>(_ type: Method.Type) -> Method {
        payload.method.decoded.assumingMemoryBound(to: type).pointee
    }
}
