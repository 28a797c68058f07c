/// What a message says, by its type.
package enum Payload: Hashable, Sendable {
    case account(Account)
    case accountStatement(AccountStatement)
    case invoice(Invoice, InvoiceStatus)
    case payment(Payment)
    case paymentReversal(PaymentReversal)
    case paymentAllocation(PaymentAllocation)
    case creditNote(CreditNote)
    case dispute(Dispute, isOpen: Bool)
    case hold(Hold, isPlaced: Bool)
    case heartbeat(SourceHeartbeat)
    case promise(PaymentPromise, isMade: Bool)
    case plan(InstalmentPlan, isAgreed: Bool)
    case taskClosed(TaskClosed)
    case chargeWaived(ChargeWaived)
    case delivery(DeliveryOutcome, DeliveryResult)
    case attemptParked(AttemptParked)
    case attemptResolved(AttemptResolved)
    case optOut(OptOut)
    case factsAccepted(FactsAccepted)
    case reminderRender(ReminderRender)
    case emailSend(EmailSend)
    case reminderSent(ReminderSent)
    case consentChanged(ConsentChanged)
    case taskOpened(TaskOpened)
    case eventRefused(EventRefused)
    case promiseOutcome(PromiseOutcome, isKept: Bool)
    case chargeRaised(ChargeRaised)
    case auditRecorded(AuditRecord)

    package var type: MessageType {
        switch self {
        case .account: .accountUpserted
        case .accountStatement: .accountStated
        case .invoice(_, let status): status.type
        case .payment: .paymentReceived
        case .paymentReversal: .paymentReversed
        case .paymentAllocation: .paymentAllocated
        case .creditNote: .creditNoteIssued
        case .dispute(_, let isOpen): isOpen ? .disputeOpened : .disputeClosed
        case .hold(_, let isPlaced): isPlaced ? .holdPlaced : .holdLifted
        case .heartbeat: .sourceHeartbeat
        case .promise(_, let isMade): isMade ? .promiseMade : .promiseWithdrawn
        case .plan(_, let isAgreed): isAgreed ? .planAgreed : .planCancelled
        case .taskClosed: .taskClosed
        case .chargeWaived: .chargeWaived
        case .delivery(_, let result): result.type
        case .attemptParked: .attemptParked
        case .attemptResolved: .attemptResolved
        case .optOut: .responseOptedOut
        case .factsAccepted: .factsAccepted
        case .reminderRender: .reminderRender
        case .emailSend: .emailSend
        case .reminderSent: .reminderSent
        case .consentChanged: .consentChanged
        case .taskOpened: .taskOpened
        case .eventRefused: .eventRefused
        case .promiseOutcome(_, let isKept): isKept ? .promiseKept : .promiseBroken
        case .chargeRaised: .chargeRaised
        case .auditRecorded: .auditRecorded
        }
    }
}

/// What an invoice is now.
package enum InvoiceStatus: String, Sendable, CaseIterable {
    case issued, adjusted, voided, writtenOff

    /// Whether its open amount is still asked for.
    package var isCollectable: Bool { self == .issued || self == .adjusted }

    package var type: MessageType {
        switch self {
        case .issued: .invoiceIssued
        case .adjusted: .invoiceAdjusted
        case .voided: .invoiceVoided
        case .writtenOff: .invoiceWrittenOff
        }
    }
}

/// How a submission, or the claim before it, ended.
package enum DeliveryResult: String, Sendable, CaseIterable {
    case accepted, rejected, deferred, unknown, declined

    package var type: MessageType {
        switch self {
        case .accepted: .deliveryAccepted
        case .rejected: .deliveryRejected
        case .deferred: .deliveryDeferred
        case .unknown: .deliveryUnknown
        case .declined: .deliveryDeclined
        }
    }
}
