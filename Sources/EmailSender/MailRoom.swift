import AMQP
import Contracts
import Foundation
import Ledger
import Logging
import Store
import Transfer
import Worker

/// The sender's one loop: commands in, claims, mails on their way, outcomes stored and told, commands acknowledged.
///
/// Owned by the main thread. Each turn stores what the last one brought in at most three transactions, for all mails
/// together, so that the ledger's share of a mail shrinks as more are in progress.
final class MailRoom {
    let mails: MailLoop
    let connections: Int
    let book: ClaimBook
    let consumer: Consumer
    private let publisher: Publisher
    let reports: Reports
    let detour: Detour
    let outbound: Outbound
    let metrics: WorkerMetrics
    let sending: SendingMetrics
    let health: HealthBoard
    let shutdown: Shutdown
    let logger: Logger
    let claimLimit: Duration
    /// Commands held back for their domain's sake, at most.
    let holdingLimit: Int

    var rulebook: ActiveRulebook
    var limits: DomainLimits
    var standing = ServerStanding()
    /// nil: signing is left to the mail server.
    let signing: DKIMKeys?
    /// The senders' domains without a key, of which the log was told.
    var unsignedDomains: Set<String> = []
    /// Read and unclaimed, because their domain has enough for now; in the order of the queue.
    var held: [EmailCommand] = []
    var submissions: [UInt64: Submission] = [:]
    /// Ends of mails that no connection took, for the next turn.
    var unstarted: [MailEvent] = []
    var lastNumber: UInt64 = 0
    var lastIntake = ContinuousClock.now
    /// There may be more to take than the last look allowed.
    var isIntakePutOff = false

    /// The longest transaction: this many claims stay under 50 ms.
    static let claimsAtOnce = 128
    /// Fewer free connections than a quarter wait this long for company: a claim costs a write to disk, alone or not.
    static let intakeRest = Duration.milliseconds(5)
    /// So long the first mail that may go waits for those that are about to.
    static let gathering = Duration.milliseconds(2)
    /// Before the end of the grace period: outcomes confirmed and connections closed.
    static let farewell = Duration.milliseconds(1500)

    init(_ parts: MailRoomParts, runtime: WorkerRuntime, consumer: Consumer, publisher: Publisher) {
        let settings = runtime.settings
        mails = parts.mails
        connections = parts.connections
        rulebook = parts.rulebook
        signing = parts.signing
        self.consumer = consumer
        outbound = runtime.outbound
        metrics = runtime.metrics
        health = runtime.health
        shutdown = runtime.shutdown
        logger = runtime.logger
        claimLimit = settings[EmailSenderSettings.claimLimit]
        holdingLimit = settings[runtime.worker.standard.prefetch] / 2
        sending = SendingMetrics(runtime.metrics.registry, connections: parts.connections)
        limits = DomainLimits(
            connections: settings[EmailSenderSettings.domainConnections],
            rate: settings[EmailSenderSettings.domainRate])
        book = ClaimBook(
            ledger: parts.ledger, worker: "\(runtime.worker.name)/\(MessageID.fresh())",
            lease: settings[EmailSenderSettings.lease], health: runtime.health, logger: runtime.logger
        ) { [shutdown] in shutdown.deadline.map { $0 - Self.farewell } }
        detour = Detour(
            outbound: outbound, retries: runtime.worker.retries, metrics: metrics, logger: logger, worker: book.worker)
        reports = Reports(publisher: publisher, detour: detour, metrics: metrics, health: health)
        self.publisher = publisher
        runtime.watchStore { [meter = parts.ledger.database.meter] in
            let measures = meter.measures
            return StoreFigures(
                commits: measures.commits, rows: measures.rows, conflicts: measures.conflicts,
                wait: measures.totalWait, hold: measures.totalHold, waitingSince: measures.busySince)
        }
    }

    /// Works until the end is asked for, then drains.
    ///
    /// - Returns: whether everything that was claimed has an outcome and was told. What was not is delivered again.
    /// - Throws: a fault of the ledger that waiting does not mend, or ``ClaimBook/GaveUp``.
    func run() throws -> Bool {
        while !shutdown.isRequested { try turn(isDraining: false) }
        return try drain()
    }

    private func turn(isDraining: Bool) throws {
        let events = gather(waiting: patience)
        health.beginWork()
        defer { health.endWork() }
        try follow(events)
        if !submissions.isEmpty { try book.keepLease() }
        recallLate()
        reports.advance()
        if !isDraining { try takeIn() }
        health.report(standing.trouble, from: "mail server")
        sending.showInProgress(submissions.count)
    }

    /// How long to sleep if nothing happens.
    private var patience: Duration {
        if isIntakePutOff { return Self.intakeRest }
        if !held.isEmpty || !reports.isEmpty { return .milliseconds(50) }
        return submissions.isEmpty ? .seconds(1) : min(.milliseconds(500), claimLimit / 4)
    }

    /// What happened; mails that wait for their release wait a moment for the others that will.
    private func gather(waiting: Duration) -> [MailEvent] {
        var events = mails.poll(for: waiting)
        let deadline = ContinuousClock.now + Self.gathering
        while isGatheringWorthwhile(events) {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { break }
            events += mails.poll(for: left)
        }
        return events
    }

    /// Whether some mails may go and others are about to.
    private func isGatheringWorthwhile(_ events: [MailEvent]) -> Bool {
        let ready = events.count { if case .readyForBody = $0 { true } else { false } }
        return ready > 0 && submissions.values.count { $0.stage == .opening } > ready
    }

    /// Ends what is in progress; what was not claimed goes back to the broker.
    private func drain() throws -> Bool {
        health.report(["draining"], from: "drain")
        consumer.stopReceiving()
        for command in held { command.delivery.release() }
        held = []
        let deadline = (shutdown.deadline ?? .now) - Self.farewell
        while !submissions.isEmpty || !reports.isEmpty, ContinuousClock.now < deadline {
            // A second before the end, what was not released is taken back; there is time to store and tell that.
            if ContinuousClock.now >= deadline - .seconds(1) { recallAll("the sender ends") }
            try turn(isDraining: true)
        }
        let isFinished = submissions.isEmpty && reports.isEmpty
        for submission in submissions.values { submission.command.delivery.release() }
        reports.release()
        let isPublished = publisher.close(within: isFinished ? .seconds(1) : .zero)
        let isClosed = consumer.close(within: .seconds(1))
        logger.notice(
            "drained",
            metadata: [
                "finished": .stringConvertible(isFinished), "left": .stringConvertible(submissions.count),
                "published": .stringConvertible(isPublished), "closed": .stringConvertible(isClosed),
            ])
        return isFinished
    }
}
