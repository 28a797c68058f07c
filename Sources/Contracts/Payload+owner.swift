extension Payload {
    /// Whose facts the message is about: the creditor, and the account if it is about one.
    package var owner: (creditor: Identifier, account: Identifier?)? {
        switch self {
        case .account(let data): (data.creditor, data.account)
        case .accountStatement(let data): (data.creditor, data.account)
        case .invoice(let data, _): (data.creditor, data.account)
        case .payment(let data): (data.creditor, data.account)
        case .paymentReversal(let data): (data.creditor, data.account)
        case .paymentAllocation(let data): (data.creditor, data.account)
        case .creditNote(let data): (data.creditor, data.account)
        case .dispute(let data, _): (data.creditor, data.account)
        case .hold(let data, _): (data.creditor, data.account)
        case .heartbeat(let data): (data.creditor, nil)
        case .promise(let data, _): (data.creditor, data.account)
        case .plan(let data, _): (data.creditor, data.account)
        case .taskClosed(let data): (data.creditor, data.account)
        case .chargeWaived(let data): (data.creditor, data.account)
        case .promiseOutcome(let data, _): (data.creditor, data.account)
        case .chargeRaised(let data): (data.case.creditor, data.case.account)
        case .factsAccepted(let data): (data.creditor, data.account)
        case .consentChanged(let data): (data.creditor, data.account)
        case .delivery(let data, _): (data.case.creditor, data.case.account)
        case .attemptParked(let data): (data.case.creditor, data.case.account)
        case .attemptResolved(let data): (data.case.creditor, data.case.account)
        case .reminderRender(let data): (data.case.creditor, data.case.account)
        case .emailSend(let data): (data.case.creditor, data.case.account)
        case .reminderSent(let data): (data.case.creditor, data.case.account)
        case .taskOpened(let data): (data.case.creditor, data.case.account)
        case .optOut, .eventRefused, .auditRecorded: nil
        }
    }
}

extension Payload {
    /// The id of what an upstream event is about, in its account; nil: the account as a whole, or no event of upstream.
    package var subject: Identifier? {
        switch self {
        case .invoice(let data, _): data.invoice
        case .payment(let data): data.payment
        case .paymentReversal(let data): data.reversal
        case .paymentAllocation(let data): data.payment
        case .creditNote(let data): data.creditNote
        case .dispute(let data, _): data.dispute
        case .hold(let data, _): data.hold
        case .promise(let data, _): data.promise
        case .plan(let data, _): data.plan
        case .taskClosed(let data): data.task
        case .chargeWaived(let data): data.charge
        case .account, .accountStatement, .heartbeat, .delivery, .attemptParked, .attemptResolved, .optOut,
            .factsAccepted,
            .reminderRender, .emailSend, .reminderSent, .consentChanged, .taskOpened, .eventRefused, .promiseOutcome,
            .chargeRaised, .auditRecorded:
            nil
        }
    }
}

extension MessageRefusal {
    /// A message that could be read but contradicts what is known.
    package init(of message: Message, class: DeadLetterClass, reason: String) {
        let owner = message.payload.owner
        self.init(
            class: `class`, path: "$.data", reason: reason,
            remains: Remains(
                id: message.id, source: message.source, type: message.type.rawValue, creditor: owner?.creditor,
                account: owner?.account))
    }
}
