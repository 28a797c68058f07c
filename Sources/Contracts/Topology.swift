/// The names on the broker. Everything else about it is rendered from these and ``MessageType``.
package enum Topology {
    /// Topic: upstream and the fleet's own events. What no queue takes goes to ``unroutedExchange``.
    package static let eventsExchange = "dunlin.events"
    /// Topic: commands. What no queue takes is returned to the publisher.
    package static let commandsExchange = "dunlin.commands"
    /// Topic: what the fleet tells upstream; ``feedLog`` is always bound.
    package static let feedExchange = "dunlin.feed"
    /// Topic: the ledger's audit log, into ``auditLog``.
    package static let auditExchange = "dunlin.audit"
    /// Topic: `<tier>.<queue>`, into the tier's queue.
    package static let retryExchange = "dunlin.retry"
    /// Topic: `<anything>.<queue>`, back into a work queue, from a tier or by a replay.
    package static let requeueExchange = "dunlin.requeue"
    /// Topic: `<class>.<queue>`, into the queue's dead-letter queue.
    package static let deadExchange = "dunlin.dead"
    package static let unroutedExchange = "dunlin.unrouted"

    package static let plannerQueue = "dunlin.planner"
    package static let plannerStopQueue = "dunlin.planner.stop"
    package static let rendererQueue = "dunlin.renderer"
    package static let emailSenderQueue = "dunlin.email-sender"
    package static let workQueues = [plannerQueue, plannerStopQueue, rendererQueue, emailSenderQueue]
    package static let unroutedQueue = "dunlin.unrouted"
    package static let feedLog = "dunlin.feed.log"
    package static let auditLog = "dunlin.audit.log"
    /// Queues of the type stream: read without being emptied.
    package static let streams = [feedLog, auditLog]

    package static func deadLetterQueue(of queue: String) -> String { queue + ".dlq" }
    package static func retryQueue(of tier: RetryTier) -> String { "dunlin.retry." + tier.rawValue }
    package static func retryRoutingKey(_ tier: RetryTier, queue: String) -> String { tier.rawValue + "." + queue }
    package static func deadRoutingKey(_ class: DeadLetterClass, queue: String) -> String {
        `class`.rawValue + "." + queue
    }
}

/// How long a message waits on the broker before it comes back to its queue.
package enum RetryTier: String, CaseIterable, Sendable {
    case t5s, t30s, t5m, t30m, t2h, t12h

    package var wait: Duration {
        switch self {
        case .t5s: .seconds(5)
        case .t30s: .seconds(30)
        case .t5m: .seconds(300)
        case .t30m: .seconds(1800)
        case .t2h: .seconds(7200)
        case .t12h: .seconds(43_200)
        }
    }
}

/// Why a message lies in a dead-letter queue.
package enum DeadLetterClass: String, Word {
    /// Its retries are used up.
    case parked
    /// It can never be processed as it is.
    case permanent
    /// Its type or version is unknown here.
    case schema
    /// It needs a configuration that this fleet does not have.
    case config
    /// Its id was seen before with other content.
    case conflict
    /// Its deadline has passed.
    case expired
    /// Nobody knows whether it took effect.
    case unknown
    /// The broker gave up on it: it killed its worker again and again.
    case broker
}

/// The AMQP headers that the fleet sets. None begins with `x-`, which the broker keeps for itself.
package enum Header {
    package static let traceparent = "traceparent"
    package static let tracestate = "tracestate"
    /// Deliveries that failed before this one, from 0.
    package static let attempt = "dunlin-attempt"
    /// Times the message was replayed, from 0.
    package static let generation = "dunlin-gen"
    /// The id of the replay that this copy of a dead letter is of.
    package static let replay = "dunlin-replay"
    /// RFC 3339: when it was first published.
    package static let firstAt = "dunlin-first-at"
    package static let errorClass = "dunlin-error-class"
    /// Why, without personal data, at most 500 bytes.
    package static let errorReason = "dunlin-error-reason"
    /// Where in the body, as a JSON path.
    package static let errorPath = "dunlin-error-path"
    package static let errorAt = "dunlin-error-at"
    package static let errorWorker = "dunlin-error-worker"
    package static let errorQueue = "dunlin-error-queue"
    /// How many of the sender's headers were left out for lack of room.
    package static let droppedHeaders = "dunlin-error-dropped-headers"
}
