import AMQP
import Faults
import Foundation
import Logging

/// The bounds of a batch loop.
package struct BatchLimits: Sendable {
    /// Messages of one batch, at most.
    package var batch = 256
    /// How long a batch that is not full waits for more.
    package var wait: Duration = .milliseconds(5)
    /// Batches whose confirms are outstanding, at most.
    package var pending = 4
    /// The longest time between two calls of ``BatchHandler/idle()``.
    package var tick: Duration = .milliseconds(500)

    package init() {}
}

/// Hands batches to a handler, publishes what follows, and acknowledges a batch once all of that is confirmed.
///
/// While the confirms of a batch are outstanding the next one is worked on. Batches are acknowledged in their order, never
/// before `afterConfirm`. Owned by the main thread.
package struct BatchLoop<Handler: BatchHandler>: ~Copyable {
    private let consumer: Consumer
    private let publisher: Publisher
    private var handler: Handler
    private let limits: BatchLimits
    private let settler: Settler
    private let metrics: WorkerMetrics
    private let health: HealthBoard
    private let shutdown: Shutdown
    private let logger: Logger
    private var pending: [PendingBatch] = []
    private var nextIdle = ContinuousClock.now
    private var idleTrial = Trial()
    /// Messages settled so far.
    private var acknowledged = 0

    /// Consumer and publisher must call ``Consumer/interrupt()`` when a receipt completes: see ``WorkerRuntime/connect(queues:)``.
    package init(
        handler: consuming Handler, consumer: Consumer, publisher: Publisher, outbound: Outbound, policy: RetryPolicy,
        limits: BatchLimits, metrics: WorkerMetrics, health: HealthBoard, shutdown: Shutdown, logger: Logger
    ) {
        self.handler = handler
        self.consumer = consumer
        self.publisher = publisher
        self.limits = limits
        self.metrics = metrics
        self.health = health
        self.shutdown = shutdown
        self.logger = logger
        settler = Settler(outbound: outbound, policy: policy, metrics: metrics) { what, message, why in
            logger.warning(
                "\(what)",
                metadata: [
                    "queue": .string(message.queue), "message_id": .string(message.stableID),
                    "type": .string(message.type ?? ""), "attempt": .stringConvertible(message.failures),
                    "reason": .string(why),
                ])
        }
    }

    /// Works until the end is asked for, then drains.
    ///
    /// - Returns: whether everything that was handed out was settled. What was not is delivered again.
    package consuming func run() -> Bool {
        while !shutdown.isRequested { turn() }
        return drain()
    }

    private mutating func turn() {
        advance()
        guard pending.count < limits.pending else { return waitForFirst() }
        if nextIdle <= .now {
            idle()
            advance()
            guard pending.count < limits.pending else { return }
        }
        let untilIdle = max(.zero, ContinuousClock.now.duration(to: nextIdle))
        let (held, messages) = gather(waiting: pending.isEmpty ? untilIdle : min(untilIdle, .milliseconds(100)))
        if !messages.isEmpty { work(held, messages) }
    }

    private func gather(waiting: Duration) -> ([HeldBatch], [IncomingMessage]) {
        var held: [HeldBatch] = []
        var messages: [IncomingMessage] = []
        var deadline = ContinuousClock.now + waiting
        repeat {
            let left = max(.zero, ContinuousClock.now.duration(to: deadline))
            let batch = consumer.next(max: limits.batch - messages.count, waiting: left)
            guard !batch.isEmpty else {
                batch.acknowledge()
                if messages.isEmpty { break }
                continue
            }
            if messages.isEmpty { deadline = .now + limits.wait }
            messages += batch.messages
            held.append(HeldBatch(batch))
        } while messages.count < limits.batch && ContinuousClock.now < deadline && !shutdown.isRequested
        return (held, messages)
    }

    private mutating func work(_ held: [HeldBatch], _ messages: [IncomingMessage]) {
        let began = ContinuousClock.now
        metrics.consumed(messages)
        Faults.pass("worker.after-receive-before-effects")
        guard let effects = effects(of: messages) else {
            for batch in held { batch.release() }
            return
        }
        if effects.wantsIdle { nextIdle = .now }
        Faults.pass("worker.after-effects-before-publish")
        let publication = Publication(effects, of: messages, by: settler)
        pending.append(
            PendingBatch(
                held: held, messages: messages, began: began, publication: publication,
                receipt: publisher.publish(publication.messages), afterConfirm: effects.afterConfirm))
        Faults.pass("worker.after-publish-before-confirm")
    }

    /// Tries until the handler is done with the batch; nil: the end was asked for before it was.
    private mutating func effects(of messages: [IncomingMessage]) -> BatchEffects? {
        var trial = Trial()
        while true {
            do {
                health.beginWork()
                defer { health.endWork() }
                let began = ContinuousClock.now
                let effects = try handler.handle(messages)
                guard effects.settlements.count == messages.count else {
                    throw HandlerFault(messages: messages.count, settlements: effects.settlements.count)
                }
                metrics.handlerTime.record(since: began)
                health.report([], from: Fault.handler.rawValue)
                health.report(handler.notReady, from: "handler")
                return effects
            } catch {
                trial.fail()
                tell(.handler, error, trial)
            }
            while ContinuousClock.now < trial.notBefore {
                if shutdown.isRequested { return nil }
                advance()
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
    }

    private mutating func idle() {
        do {
            health.beginWork()
            defer { health.endWork() }
            let effects = try handler.idle()
            health.report([], from: Fault.idle.rawValue)
            idleTrial = Trial()
            health.report(handler.notReady, from: "handler")
            nextIdle = effects?.hasMore == true ? .now : .now + limits.tick
            guard let effects, !effects.publish.isEmpty || effects.afterConfirm != nil else { return }
            let publication = Publication(idle: effects.publish)
            pending.append(
                PendingBatch(
                    held: [], messages: [], began: .now, publication: publication,
                    receipt: publisher.publish(effects.publish), afterConfirm: effects.afterConfirm))
        } catch {
            idleTrial.fail()
            nextIdle = max(idleTrial.notBefore, .now + limits.tick)
            tell(.idle, error, idleTrial)
        }
    }

    /// Takes the oldest batches as far as their receipts allow.
    private mutating func advance() {
        while let first = pending.first {
            while step(first) {}
            guard case .settled = first.stage else { return }
            pending.removeFirst()
        }
    }

    /// - Returns: whether the batch went a stage further.
    private mutating func step(_ batch: PendingBatch) -> Bool {
        switch batch.stage {
        case .publishing(let publication, let receipt):
            guard receipt.isComplete else { return false }
            let failures = receipt.failures
            if failures.values.contains(.abandoned) {
                batch.release()
                return false
            }
            report(failures, of: publication)
            let mend = publication.mend(failures, of: batch.messages, by: settler)
            batch.stage = .confirming(publication.refusals(failures), mend: mend, Trial())
        case .confirming(let refusals, let mend, var trial):
            guard ContinuousClock.now >= trial.notBefore else { return false }
            do {
                try batch.afterConfirm?(refusals)
                health.report([], from: Fault.confirm.rawValue)
                batch.stage = .mending(mend, Trial())
            } catch {
                trial.fail()
                tell(.confirm, error, trial)
                batch.stage = .confirming(refusals, mend: mend, trial)
            }
        case .mending(let messages, let trial):
            guard ContinuousClock.now >= trial.notBefore else { return false }
            if messages.isEmpty {
                acknowledge(batch)
                return false
            }
            batch.stage = .mended(messages, publisher.publish(messages), trial)
        case .mended(let messages, let receipt, var trial):
            guard receipt.isComplete else { return false }
            let failures = receipt.failures
            if failures.values.contains(.abandoned) {
                batch.release()
                return false
            }
            if let failure = failures.values.first {
                trial.fail()
                tell(.mend, failure, trial)
            } else {
                health.report([], from: Fault.mend.rawValue)
            }
            batch.stage = .mending(failures.keys.sorted().map { messages[$0] }, trial)
        case .settled: return false
        }
        return true
    }

    private mutating func acknowledge(_ batch: PendingBatch) {
        if !batch.messages.isEmpty { Faults.pass("worker.after-confirm-before-acknowledgement") }
        batch.acknowledge()
        if !batch.messages.isEmpty { Faults.pass("worker.after-acknowledgement") }
        acknowledged += batch.messages.count
        guard !batch.messages.isEmpty else { return }
        metrics.acknowledged(batch.messages)
        metrics.batchTime.record(since: batch.began)
    }

    private func waitForFirst() {
        let soon = ContinuousClock.now + .milliseconds(100)
        switch pending.first?.stage {
        case .publishing(_, let receipt), .mended(_, let receipt, _): _ = receipt.wait(until: soon)
        case .confirming, .mending: Thread.sleep(forTimeInterval: 0.02)
        case .settled, nil: break
        }
    }

    /// Finishes what was handed out; what the broker sent beyond that goes back to it.
    private consuming func drain() -> Bool {
        health.report(["draining"], from: "drain")
        // A second and a half for the farewells: acknowledgements flushed, connections closed.
        let deadline = (shutdown.deadline ?? .now) - .milliseconds(1500)
        while !pending.isEmpty, ContinuousClock.now < deadline {
            advance()
            waitForFirst()
        }
        let isFinished = pending.isEmpty
        awaitAcknowledgements()
        consumer.stopReceiving()
        for batch in pending { batch.release() }
        let isPublished = publisher.close(within: isFinished ? .seconds(1) : .zero)
        let isClosed = consumer.close(within: .seconds(1))
        logger.notice(
            "drained",
            metadata: [
                "finished": .stringConvertible(isFinished), "left": .stringConvertible(pending.count),
                "published": .stringConvertible(isPublished), "closed": .stringConvertible(isClosed),
                "delivered": .stringConvertible(consumer.counts.delivered),
                "acknowledged": .stringConvertible(consumer.counts.acknowledged),
            ])
        return isFinished
    }

    /// Waits until the acknowledgements are on their way.
    ///
    /// Before receiving stops, because after that they go one by one past what was given back, and RabbitMQ 3.10.8 loses
    /// some of a burst of single ones to a quorum queue when the channel closes behind them.
    private func awaitAcknowledgements() {
        let deadline = ContinuousClock.now + .seconds(1)
        while consumer.counts.acknowledged + consumer.counts.stale < acknowledged, ContinuousClock.now < deadline {
            Thread.sleep(forTimeInterval: 0.005)
        }
    }

    private func report(_ failures: Refusals, of publication: Publication) {
        for (index, failure) in failures.sorted(by: { $0.key < $1.key }) {
            let message = publication.messages[index]
            logger.error(
                "a message was refused for good",
                metadata: [
                    "message_id": .string(message.messageID), "type": .string(message.type),
                    "exchange": .string(message.exchange), "routing_key": .string(message.routingKey),
                    "reason": .string(String(describing: failure)),
                ])
        }
    }

    private func tell(_ fault: Fault, _ error: any Error, _ trial: Trial) {
        let text = ErrorText.of(error)
        health.report(["\(fault.rawValue): \(text)"], from: fault.rawValue)
        guard trial.isWorthTelling else { return }
        logger.error(
            "\(fault.rawValue)",
            metadata: ["error": .string(text), "failures": .stringConvertible(trial.failures)])
    }
}

/// What the loop tries again until it succeeds, as the log and `/readyz` tell it.
private enum Fault: String {
    case handler = "the handler failed, the same batch is tried again"
    case idle = "work between batches failed, it is tried again"
    case confirm = "storing that a batch was confirmed failed, it is tried again"
    case mend = "a retry or dead letter was refused, it is tried again"
}

/// The handler did not say what becomes of each message.
struct HandlerFault: Error, CustomStringConvertible {
    let messages: Int
    let settlements: Int

    var description: String { "\(settlements) settlements for \(messages) messages" }
}
