import AMQP
import Contracts
import Faults
import Worker

/// Outcomes on their way to the broker. A command is acknowledged when all that follows from it is confirmed.
final class Reports {
    /// The CloudEvents source of the sender's messages.
    static let source = "dunlin/email-sender"

    /// A command and what must be confirmed before it is acknowledged.
    struct Report {
        let delivery: HeldDelivery
        let subject: AttemptSubject?
        var messages: [OutgoingMessage]
        /// Its messages are a retry or a dead letter: if even they are refused, they are sent again.
        var isDetour = false

        /// A command that goes another way.
        static func detour(
            _ delivery: HeldDelivery, _ subject: AttemptSubject?, _ messages: [OutgoingMessage]
        ) -> Report {
            Report(delivery: delivery, subject: subject, messages: messages, isDetour: true)
        }

        /// A command from which nothing follows.
        static func done(_ command: EmailCommand) -> Report {
            Report(delivery: command.delivery, subject: command.subject, messages: [])
        }
    }

    private struct Pending {
        let reports: [Report]
        let receipt: Receipt
    }

    private let publisher: Publisher
    private let detour: Detour
    private let metrics: WorkerMetrics
    private let health: HealthBoard
    private var pending: [Pending] = []
    private var refused: [Report] = []
    private var patience = Patience()
    private var tryAgainAt = ContinuousClock.now

    init(publisher: Publisher, detour: Detour, metrics: WorkerMetrics, health: HealthBoard) {
        self.publisher = publisher
        self.detour = detour
        self.metrics = metrics
        self.health = health
    }

    /// Commands that are not acknowledged yet.
    private(set) var count = 0
    var isEmpty: Bool { count == 0 }

    /// Publishes the messages of all reports together; what has none is acknowledged at once.
    func send(_ reports: [Report]) {
        guard !reports.isEmpty else { return }
        count += reports.count
        publish(reports)
    }

    private func publish(_ reports: [Report]) {
        acknowledge(reports.filter(\.messages.isEmpty))
        let telling = reports.filter { !$0.messages.isEmpty }
        guard !telling.isEmpty else { return }
        pending.append(Pending(reports: telling, receipt: publisher.publish(telling.flatMap(\.messages))))
        Faults.pass("sender.after-publish-before-confirm")
    }

    /// Acknowledges what is confirmed by now.
    func advance(at now: ContinuousClock.Instant = .now) {
        if !refused.isEmpty, now >= tryAgainAt {
            let again = refused
            refused = []
            publish(again)
        }
        guard pending.contains(where: \.receipt.isComplete) else { return }
        let complete = pending.filter(\.receipt.isComplete)
        pending.removeAll(where: { pending in complete.contains { $0.receipt === pending.receipt } })
        for batch in complete { settle(batch, at: now) }
    }

    private func settle(_ batch: Pending, at now: ContinuousClock.Instant) {
        let failures = batch.receipt.failures
        guard !failures.isEmpty else {
            if refused.isEmpty, patience.failures > 0 { noteSuccess() }
            return acknowledge(batch.reports)
        }
        var index = 0
        var detours: [Report] = []
        for report in batch.reports {
            let range = index..<(index + report.messages.count)
            index = range.upperBound
            guard let failure = range.lazy.compactMap({ failures[$0] }).first else {
                acknowledge([report])
                continue
            }
            settle(report, after: failure, detours: &detours, at: now)
        }
        publish(detours)
    }

    private func settle(
        _ report: Report, after failure: PublishFailure, detours: inout [Report], at now: ContinuousClock.Instant
    ) {
        guard failure != .abandoned else {
            report.delivery.release()
            count -= 1
            return
        }
        var report = report
        let reason = "the broker refused what follows: \(failure)"
        if report.isDetour {
            if refused.isEmpty {
                patience.fail()
                tryAgainAt = now + patience.rest
                health.report([reason], from: "reports")
            }
            refused.append(report)
        } else {
            // The outcome is stored; when the command comes again, it is told again.
            report.messages = detour.retry(report.delivery.message, report.subject, reason: reason, lastly: .parked)
            report.isDetour = true
            detours.append(report)
        }
    }

    private func noteSuccess() {
        patience = Patience()
        health.report([], from: "reports")
    }

    private func acknowledge(_ reports: [Report]) {
        guard !reports.isEmpty else { return }
        if reports.contains(where: { !$0.messages.isEmpty }) {
            Faults.pass("sender.after-confirm-before-acknowledgement")
        }
        for report in reports { report.delivery.acknowledge() }
        Faults.pass("sender.after-acknowledgement")
        metrics.acknowledged(reports.lazy.map(\.delivery.message))
        count -= reports.count
    }

    /// Leaves the rest to be delivered again.
    func release() {
        for report in pending.flatMap(\.reports) + refused { report.delivery.release() }
        count = 0
        pending = []
        refused = []
    }
}
