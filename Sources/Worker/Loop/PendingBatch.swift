import AMQP

/// A batch whose effects are stored and whose messages are on their way to the broker.
final class PendingBatch {
    let messages: [IncomingMessage]
    let afterConfirm: ((Refusals) throws -> Void)?
    let began: ContinuousClock.Instant
    var stage: Stage
    private var held: [HeldBatch]

    /// Where it stands. Each stage is entered once the one before is complete; after the last one it is acknowledged.
    enum Stage {
        /// Everything that follows from the batch is on its way.
        case publishing(Publication, Receipt)
        /// `afterConfirm` is to be called.
        case confirming(Refusals, mend: [OutgoingMessage], Trial)
        /// Retries and dead letters for what was refused are to be published. All of the batch waits for them.
        case mending([OutgoingMessage], Trial)
        case mended([OutgoingMessage], Receipt, Trial)
        case settled
    }

    init(
        held: [HeldBatch], messages: [IncomingMessage], began: ContinuousClock.Instant, publication: Publication,
        receipt: Receipt, afterConfirm: ((Refusals) throws -> Void)?
    ) {
        self.held = held
        self.messages = messages
        self.began = began
        self.afterConfirm = afterConfirm
        stage = .publishing(publication, receipt)
    }

    func acknowledge() {
        for batch in held { batch.acknowledge() }
        held = []
        stage = .settled
    }

    func release() {
        for batch in held { batch.release() }
        held = []
        stage = .settled
    }
}

/// A place for a batch, which can't be copied, among things that can.
final class HeldBatch {
    private var batch: Batch?

    init(_ batch: consuming Batch) {
        self.batch = consume batch
    }

    func acknowledge() {
        batch.take()?.acknowledge()
    }

    func release() {
        batch.take()?.release()
    }
}

/// How often something failed, and from when on it may be tried again.
struct Trial {
    private(set) var failures = 0
    private(set) var notBefore = ContinuousClock.now

    /// Waits 0.1 s, doubling up to 5 s.
    mutating func fail(at now: ContinuousClock.Instant = .now) {
        failures += 1
        notBefore = now + min(.milliseconds(100) * (1 << min(failures - 1, 6)), .seconds(5))
    }

    /// Whether this failure is worth a line in the log: the first, then about one in half a minute.
    var isWorthTelling: Bool { failures == 1 || failures.isMultiple(of: 10) }
}
