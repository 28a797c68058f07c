import AMQP
import Contracts
import Logging
import Worker

/// Where a command goes that is not sent now and not done with: into a retry tier or the dead-letter queue.
struct Detour {
    let outbound: Outbound
    let retries: RetryPolicy
    let metrics: WorkerMetrics
    let logger: Logger
    /// The process, as the planner hears of it.
    let worker: String

    /// The command again later, or, after the last tier, into the dead-letter queue.
    /// - Parameter lastly: its class there.
    func retry(
        _ message: IncomingMessage, _ subject: AttemptSubject?, reason: String, lastly: DeadLetterClass
    ) -> [OutgoingMessage] {
        let chance = Double.random(in: 0..<1)
        guard let tier = retries.tier(afterFailures: message.failures, chance: chance) else {
            return park(message, subject, as: lastly, reason: "retries used up: " + reason, path: nil)
        }
        metrics.retried(tier)
        log("retried", message, reason)
        return [outbound.retry(of: message, in: tier, reason: reason)]
    }

    /// The command into the dead-letter queue, and word of it to the planner.
    func park(
        _ message: IncomingMessage, _ subject: AttemptSubject?, as class: DeadLetterClass, reason: String,
        path: String?
    ) -> [OutgoingMessage] {
        metrics.parked(`class`)
        log("parked", message, "\(`class`.rawValue): \(path.map { $0 + " " } ?? "")\(reason)")
        var messages = [outbound.park(message, as: `class`, reason: reason, path: path)]
        if let subject {
            let parked = AttemptParked(
                attempt: subject.attempt, case: subject.case, class: `class`,
                reason: path.map { "\($0) \(reason)" } ?? reason, worker: worker)
            messages.append(
                outbound.message(
                    Message(
                        id: MessageID.message(.attemptParked, of: subject.attempt), source: Reports.source, time: .now,
                        payload: .attemptParked(parked)),
                    causedBy: message))
        }
        return messages
    }

    private func log(_ what: String, _ message: IncomingMessage, _ why: String) {
        logger.warning(
            "\(what)",
            metadata: [
                "message_id": .string(message.stableID), "attempt": .stringConvertible(message.failures),
                "reason": .string(why),
            ])
    }
}
