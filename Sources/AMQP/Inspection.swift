import CRabbitMQ
import Foundation

/// A short-lived connection for questions and declarations, used by the thread that makes it.
package struct Inspection: ~Copyable {
    private let connection: Connection
    private let watchdog: Watchdog

    package init(
        broker: BrokerAddress, name: String, settings: ConnectionSettings = ConnectionSettings()
    ) throws(AMQPError) {
        ignoreBrokenPipes()
        let watchdog = Watchdog(limit: settings.effectiveHangLimit) { _ in }
        let connection: Connection
        do throws(AMQPError) {
            connection = try Self.connect(to: broker, name, settings, watchdog)
        } catch {
            watchdog.stop()
            throw error
        }
        self.watchdog = watchdog
        self.connection = connection
    }

    private static func connect(
        to broker: BrokerAddress, _ name: String, _ settings: ConnectionSettings, _ watchdog: Watchdog
    ) throws(AMQPError) -> Connection {
        var last = AMQPError.invalidAddress(reason: "no host")
        for host in broker.hosts.shuffled() {
            do throws(AMQPError) {
                let connection = try Connection(
                    to: host, of: broker, name: name, settings: settings, watchdog: watchdog)
                try connection.openChannel()
                return connection
            } catch {
                last = error
            }
        }
        throw last
    }

    deinit {
        watchdog.stop()
    }

    /// Asks for each by name. A passive declare says whether it exists, not of what type it is.
    ///
    /// - Throws: ``AMQPError/missing(queues:exchanges:)`` with all that do not exist.
    package func passivelyDeclare(queues: [String], exchanges: [String]) throws(AMQPError) {
        var missingQueues: [String] = []
        var missingExchanges: [String] = []
        for queue in queues where try queueDepth(queue) == nil { missingQueues.append(queue) }
        for exchange in exchanges where try !exists(exchange: exchange) { missingExchanges.append(exchange) }
        if !missingQueues.isEmpty || !missingExchanges.isEmpty {
            throw .missing(queues: missingQueues, exchanges: missingExchanges)
        }
    }

    /// Messages ready in a queue, without those delivered and not yet acknowledged; nil: there is no such queue.
    package func queueDepth(_ queue: String) throws(AMQPError) -> Int? {
        try unlessMissing { () throws(AMQPError) in try connection.passivelyDeclare(queue: queue).messages }
    }

    private func exists(exchange: String) throws(AMQPError) -> Bool {
        try unlessMissing { () throws(AMQPError) in
            var encoder = MessageEncoder()
            let answer = amqp_exchange_declare(
                connection.state, Connection.channel, encoder.text(exchange), encoder.text(""), 1, 0, 0, 0,
                amqp_table_t())
            guard answer != nil else { throw connection.failure("declare exchange") }
            return true
        } ?? false
    }

    /// The broker closes the channel over a name it does not know.
    private func unlessMissing<Answer>(_ ask: () throws(AMQPError) -> Answer) throws(AMQPError) -> Answer? {
        defer { connection.releaseBuffers() }
        do throws(AMQPError) {
            return try ask()
        } catch {
            guard case .closedByBroker(.channel, AMQPReply.notFound, _) = error else { throw error }
            try connection.openChannel()
            return nil
        }
    }

    /// Declares a durable queue of the replicated type.
    package func declareQuorumQueue(_ name: String, arguments: [String: HeaderValue] = [:]) throws(AMQPError) {
        var arguments = arguments
        arguments["x-queue-type"] = .string("quorum")
        var encoder = MessageEncoder()
        encoder.begin(bytes: 16 << 10, headers: arguments.count)
        let table = encoder.table(arguments)
        let answer = amqp_queue_declare(
            connection.state, Connection.channel, encoder.text(name), 0, 1, 0, 0, table)
        guard answer != nil else { throw connection.failure("declare queue") }
        connection.releaseBuffers()
    }

    /// Declares a durable exchange.
    package func declareExchange(
        _ name: String, type: String, arguments: [String: HeaderValue] = [:]
    ) throws(AMQPError) {
        var encoder = MessageEncoder()
        encoder.begin(bytes: 16 << 10, headers: arguments.count)
        let table = encoder.table(arguments)
        let answer = amqp_exchange_declare(
            connection.state, Connection.channel, encoder.text(name), encoder.text(type), 0, 1, 0, 0, table)
        guard answer != nil else { throw connection.failure("declare exchange") }
        connection.releaseBuffers()
    }

    package func bind(queue: String, to exchange: String, routingKey: String) throws(AMQPError) {
        var encoder = MessageEncoder()
        let answer = amqp_queue_bind(
            connection.state, Connection.channel, encoder.text(queue), encoder.text(exchange),
            encoder.text(routingKey), amqp_table_t())
        guard answer != nil else { throw connection.failure("bind") }
        connection.releaseBuffers()
    }

    /// Removes the messages that are ready.
    /// - Returns: how many they were.
    @discardableResult
    package func purge(_ queue: String) throws(AMQPError) -> Int {
        var encoder = MessageEncoder()
        guard let answer = amqp_queue_purge(connection.state, Connection.channel, encoder.text(queue)) else {
            throw connection.failure("purge")
        }
        defer { connection.releaseBuffers() }
        return Int(answer.pointee.message_count)
    }

    package func delete(queue: String) throws(AMQPError) {
        var encoder = MessageEncoder()
        guard amqp_queue_delete(connection.state, Connection.channel, encoder.text(queue), 0, 0) != nil else {
            throw connection.failure("delete queue")
        }
        connection.releaseBuffers()
    }

    /// Publishes what no ``Publisher`` would: nothing is checked, nothing is added, nothing is confirmed.
    ///
    /// For tests that need malformed input at a queue. The answer of a passive declare is awaited, so that the broker has
    /// seen the message when this returns.
    package func publish(raw message: RawMessage) throws(AMQPError) {
        watchdog.enter()
        try message.publish(on: connection)
        watchdog.leave()
        _ = try exists(exchange: "amq.topic")
    }

    package consuming func close() throws(AMQPError) {
        watchdog.enter()
        try connection.close()
    }
}
