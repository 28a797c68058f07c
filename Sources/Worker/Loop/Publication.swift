import AMQP
import Contracts

/// All that a batch sends: the handler's messages, then a retry or a dead letter for each message that is not done.
struct Publication {
    private(set) var messages: [OutgoingMessage]
    /// How many of ``messages`` are the handler's.
    private let own: Int
    private let causes: [Int]
    private let settlements: [Settlement]

    /// Work that no message asked for.
    init(idle messages: [OutgoingMessage]) {
        self.messages = messages
        own = messages.count
        causes = []
        settlements = []
    }

    init(_ effects: BatchEffects, of batch: [IncomingMessage], by settler: Settler) {
        messages = effects.publish
        own = effects.publish.count
        causes = effects.causes
        settlements = effects.settlements
        for (message, settlement) in zip(batch, settlements) {
            if let copy = settler.copy(of: message, settlement) { messages.append(copy) }
        }
    }

    /// What the handler hears of: its own messages only.
    func refusals(_ failures: Refusals) -> Refusals {
        failures.filter { $0.key < own }
    }

    /// What must go out before the batch can be acknowledged: a retry or a dead letter for each message whose consequence was
    /// refused, and each refused retry or dead letter once more.
    func mend(_ failures: Refusals, of batch: [IncomingMessage], by settler: Settler) -> [OutgoingMessage] {
        var mended: Set<Int> = []
        return failures.sorted { $0.key < $1.key }.compactMap { index, failure in
            guard index < own else { return messages[index] }
            // Idle work has no message to settle; the handler has heard of it.
            guard causes.indices.contains(index) else { return nil }
            let cause = causes[index]
            guard settlements[cause] == .done, mended.insert(cause).inserted else { return nil }
            return settler.copy(of: batch[cause], settler.settlement(after: failure, of: messages[index]))
        }
    }
}

/// Makes the message that settles another one, and counts and logs it.
struct Settler {
    let outbound: Outbound
    let policy: RetryPolicy
    let metrics: WorkerMetrics
    let log: @Sendable (String, IncomingMessage, String) -> Void

    /// nil: it is done, and nothing is sent for it.
    func copy(of message: IncomingMessage, _ settlement: Settlement) -> OutgoingMessage? {
        switch settlement {
        case .done: return nil
        case .retry(let reason):
            let chance = Double.random(in: 0..<1)
            guard let tier = policy.tier(afterFailures: message.failures, chance: chance) else {
                return park(message, .parked, "retries used up: " + reason, nil)
            }
            metrics.retried(tier)
            log("retried", message, "\(tier.rawValue): \(reason)")
            return outbound.retry(of: message, in: tier, reason: reason)
        case .park(let `class`, let reason, let path):
            return park(message, `class`, reason, path)
        }
    }

    /// A message without a route can find one after a deploy; one that is too large never will.
    func settlement(after failure: PublishFailure, of message: OutgoingMessage) -> Settlement {
        switch failure {
        case .oversize(let reason): .park(.permanent, reason: "\(message.type): \(reason)", path: nil)
        case .returned(let code, let reason), .refused(let code, let reason):
            .retry(reason: "broker refused \(message.type): \(code) \(reason)")
        case .abandoned: .retry(reason: "ended before \(message.type) was confirmed")
        }
    }

    private func park(
        _ message: IncomingMessage, _ class: DeadLetterClass, _ reason: String, _ path: String?
    ) -> OutgoingMessage {
        metrics.parked(`class`)
        log("parked", message, "\(`class`.rawValue): \(path.map { $0 + " " } ?? "")\(reason)")
        return outbound.park(message, as: `class`, reason: reason, path: path)
    }
}
