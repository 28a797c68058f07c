/// Every type of message that Dunlin speaks, by its CloudEvents name `dunlin.<noun>.<verb>.v<major>`.
package enum MessageType: String, CaseIterable, Sendable, Codable {
    // What upstream publishes.
    case accountUpserted = "dunlin.account.upserted.v1"
    case accountStated = "dunlin.account.stated.v1"
    case invoiceIssued = "dunlin.invoice.issued.v1"
    case invoiceAdjusted = "dunlin.invoice.adjusted.v1"
    case invoiceVoided = "dunlin.invoice.voided.v1"
    case invoiceWrittenOff = "dunlin.invoice.written_off.v1"
    case paymentReceived = "dunlin.payment.received.v1"
    case paymentReversed = "dunlin.payment.reversed.v1"
    case paymentAllocated = "dunlin.payment.allocated.v1"
    case creditNoteIssued = "dunlin.credit_note.issued.v1"
    case disputeOpened = "dunlin.dispute.opened.v1"
    case disputeClosed = "dunlin.dispute.closed.v1"
    case holdPlaced = "dunlin.hold.placed.v1"
    case holdLifted = "dunlin.hold.lifted.v1"
    case sourceHeartbeat = "dunlin.source.heartbeat.v1"
    // What upstream and collections people agree on with debtors.
    case promiseMade = "dunlin.promise.made.v1"
    case promiseWithdrawn = "dunlin.promise.withdrawn.v1"
    case planAgreed = "dunlin.plan.agreed.v1"
    case planCancelled = "dunlin.plan.cancelled.v1"
    case taskClosed = "dunlin.task.closed.v1"
    case chargeWaived = "dunlin.charge.waived.v1"
    // What the fleet's own workers and operators tell the planner.
    case deliveryAccepted = "dunlin.delivery.accepted.v1"
    case deliveryRejected = "dunlin.delivery.rejected.v1"
    case deliveryDeferred = "dunlin.delivery.deferred.v1"
    case deliveryUnknown = "dunlin.delivery.unknown.v1"
    case deliveryDeclined = "dunlin.delivery.declined.v1"
    case attemptParked = "dunlin.attempt.parked.v1"
    case attemptResolved = "dunlin.attempt.resolved.v1"
    case responseOptedOut = "dunlin.response.opted_out.v1"
    case factsAccepted = "dunlin.facts.accepted.v1"
    // What the planner and the renderer command.
    case reminderRender = "dunlin.reminder.render.v1"
    case emailSend = "dunlin.email.send.v1"
    // What the fleet tells upstream.
    case reminderSent = "dunlin.reminder.sent.v1"
    case consentChanged = "dunlin.consent.changed.v1"
    case taskOpened = "dunlin.task.opened.v1"
    case eventRefused = "dunlin.event.refused.v1"
    case promiseKept = "dunlin.promise.kept.v1"
    case promiseBroken = "dunlin.promise.broken.v1"
    case chargeRaised = "dunlin.charge.raised.v1"
    // What the planner keeps on the broker beside the ledger.
    case auditRecorded = "dunlin.audit.recorded.v1"

    package static let prefix = "dunlin."

    /// The type without its prefix: `invoice.issued.v1`.
    package var routingKey: String {
        String(rawValue.dropFirst(Self.prefix.count))
    }

    /// Who may publish it, and where it goes.
    package enum Direction: Sendable {
        /// By upstream services on ``Topology/eventsExchange``.
        case upstream
        /// By the fleet's workers and operators on ``Topology/eventsExchange``.
        case fleet
        /// By the planner and the renderer on ``Topology/commandsExchange``.
        case command
        /// By the planner on ``Topology/feedExchange``.
        case feed
        /// By the planner on ``Topology/auditExchange``.
        case audit
    }

    package var direction: Direction {
        switch self {
        case .accountUpserted, .accountStated, .invoiceIssued, .invoiceAdjusted, .invoiceVoided, .invoiceWrittenOff,
            .paymentReceived, .paymentReversed, .paymentAllocated, .creditNoteIssued, .disputeOpened, .disputeClosed,
            .holdPlaced, .holdLifted, .sourceHeartbeat, .promiseMade, .promiseWithdrawn, .planAgreed, .planCancelled,
            .taskClosed, .chargeWaived:
            .upstream
        case .deliveryAccepted, .deliveryRejected, .deliveryDeferred, .deliveryUnknown, .deliveryDeclined,
            .attemptParked, .attemptResolved, .responseOptedOut, .factsAccepted:
            .fleet
        case .reminderRender, .emailSend: .command
        case .reminderSent, .consentChanged, .taskOpened, .eventRefused, .promiseKept, .promiseBroken, .chargeRaised:
            .feed
        case .auditRecorded: .audit
        }
    }

    /// Whether it can stop a reminder, and so overtakes everything else on its way to the planner.
    package var stops: Bool {
        switch self {
        case .paymentReceived, .paymentReversed, .paymentAllocated, .creditNoteIssued, .invoiceVoided,
            .invoiceWrittenOff, .disputeOpened, .disputeClosed, .holdPlaced, .holdLifted, .responseOptedOut,
            .factsAccepted, .attemptResolved, .promiseMade, .promiseWithdrawn, .planAgreed, .planCancelled, .taskClosed:
            true
        default: false
        }
    }

    package var exchange: String {
        switch direction {
        case .upstream, .fleet: Topology.eventsExchange
        case .command: Topology.commandsExchange
        case .feed: Topology.feedExchange
        case .audit: Topology.auditExchange
        }
    }

    /// The queue that reads it, or nil: what is on the feed goes to whoever binds.
    package var queue: String? {
        switch direction {
        case .upstream, .fleet: stops ? Topology.plannerStopQueue : Topology.plannerQueue
        case .feed: nil
        case .audit: Topology.auditLog
        case .command: self == .reminderRender ? Topology.rendererQueue : Topology.emailSenderQueue
        }
    }
}
