extension Payload {
    /// Decodes the `data` of a message of `type` and checks what a type alone cannot say.
    init<Key: CodingKey>(type: MessageType, in container: KeyedDecodingContainer<Key>, forKey key: Key) throws {
        func data<Value: Decodable>(_ kind: Value.Type = Value.self) throws -> Value {
            try container.decode(Value.self, forKey: key)
        }
        switch type {
        case .accountUpserted: self = .account(try data())
        case .accountStated: self = .accountStatement(try data())
        case .invoiceIssued: self = .invoice(try data(), .issued)
        case .invoiceAdjusted: self = .invoice(try data(), .adjusted)
        case .invoiceVoided: self = .invoice(try data(), .voided)
        case .invoiceWrittenOff: self = .invoice(try data(), .writtenOff)
        case .paymentReceived: self = .payment(try data())
        case .paymentReversed: self = .paymentReversal(try data())
        case .paymentAllocated: self = .paymentAllocation(try data())
        case .creditNoteIssued: self = .creditNote(try data())
        case .disputeOpened: self = .dispute(try data(), isOpen: true)
        case .disputeClosed: self = .dispute(try data(), isOpen: false)
        case .holdPlaced: self = .hold(try data(), isPlaced: true)
        case .holdLifted: self = .hold(try data(), isPlaced: false)
        case .sourceHeartbeat: self = .heartbeat(try data())
        case .promiseMade: self = .promise(try data(), isMade: true)
        case .promiseWithdrawn: self = .promise(try data(), isMade: false)
        case .planAgreed: self = .plan(try data(), isAgreed: true)
        case .planCancelled: self = .plan(try data(), isAgreed: false)
        case .taskClosed: self = .taskClosed(try data())
        case .chargeWaived: self = .chargeWaived(try data())
        case .deliveryAccepted: self = .delivery(try data(), .accepted)
        case .deliveryRejected: self = .delivery(try data(), .rejected)
        case .deliveryDeferred: self = .delivery(try data(), .deferred)
        case .deliveryUnknown: self = .delivery(try data(), .unknown)
        case .deliveryDeclined: self = .delivery(try data(), .declined)
        case .attemptParked: self = .attemptParked(try data())
        case .attemptResolved: self = .attemptResolved(try data())
        case .responseOptedOut: self = .optOut(try data())
        case .factsAccepted: self = .factsAccepted(try data())
        case .reminderRender: self = .reminderRender(try data())
        case .emailSend: self = .emailSend(try data())
        case .reminderSent: self = .reminderSent(try data())
        case .consentChanged: self = .consentChanged(try data())
        case .taskOpened: self = .taskOpened(try data())
        case .eventRefused: self = .eventRefused(try data())
        case .promiseKept: self = .promiseOutcome(try data(), isKept: true)
        case .promiseBroken: self = .promiseOutcome(try data(), isKept: false)
        case .chargeRaised: self = .chargeRaised(try data())
        case .auditRecorded: self = .auditRecorded(try data())
        }
        if let problem {
            throw DecodingError.refused(problem.reason, at: [key] + problem.path.map(PathKey.init))
        }
    }

    func encode<Key: CodingKey>(into container: inout KeyedEncodingContainer<Key>, forKey key: Key) throws {
        switch self {
        case .account(let data): try container.encode(data, forKey: key)
        case .accountStatement(let data): try container.encode(data, forKey: key)
        case .invoice(let data, _): try container.encode(data, forKey: key)
        case .payment(let data): try container.encode(data, forKey: key)
        case .paymentReversal(let data): try container.encode(data, forKey: key)
        case .paymentAllocation(let data): try container.encode(data, forKey: key)
        case .creditNote(let data): try container.encode(data, forKey: key)
        case .dispute(let data, _): try container.encode(data, forKey: key)
        case .hold(let data, _): try container.encode(data, forKey: key)
        case .heartbeat(let data): try container.encode(data, forKey: key)
        case .promise(let data, _): try container.encode(data, forKey: key)
        case .plan(let data, _): try container.encode(data, forKey: key)
        case .taskClosed(let data): try container.encode(data, forKey: key)
        case .chargeWaived(let data): try container.encode(data, forKey: key)
        case .delivery(let data, _): try container.encode(data, forKey: key)
        case .attemptParked(let data): try container.encode(data, forKey: key)
        case .attemptResolved(let data): try container.encode(data, forKey: key)
        case .optOut(let data): try container.encode(data, forKey: key)
        case .factsAccepted(let data): try container.encode(data, forKey: key)
        case .reminderRender(let data): try container.encode(data, forKey: key)
        case .emailSend(let data): try container.encode(data, forKey: key)
        case .reminderSent(let data): try container.encode(data, forKey: key)
        case .consentChanged(let data): try container.encode(data, forKey: key)
        case .taskOpened(let data): try container.encode(data, forKey: key)
        case .eventRefused(let data): try container.encode(data, forKey: key)
        case .promiseOutcome(let data, _): try container.encode(data, forKey: key)
        case .chargeRaised(let data): try container.encode(data, forKey: key)
        case .auditRecorded(let data): try container.encode(data, forKey: key)
        }
    }

    /// What is wrong with the values although each has the right type, or nil.
    ///
    /// Amounts that settle something are more than 0; an invoice of 0 is settled from the start.
    private var problem: Problem? {
        switch self {
        case .account(let account): account.problem
        case .invoice(let invoice, _): invoice.problem
        case .payment(let payment): payment.problem
        case .paymentAllocation(let allocation): Allocation.problem(in: allocation.allocations)
        case .paymentReversal(let reversal): reversal.problem
        case .creditNote(let note): note.problem
        case .dispute(let dispute, _): dispute.problem
        case .hold(let hold, _): hold.problem
        case .promise(let promise, _): promise.problem
        case .plan(let plan, _): plan.problem
        case .taskClosed(let closed):
            TextRule.problem(in: [("author", closed.author), ("reason", closed.reason)])
        case .attemptResolved(let resolved):
            TextRule.problem(
                in: [("evidence", resolved.evidence), ("author", resolved.author), ("reason", resolved.reason)])
        case .chargeWaived(let waived):
            TextRule.problem(in: [("author", waived.author), ("reason", waived.reason)])
        default: nil
        }
    }
}

/// What is wrong with a value, and where in the message's `data`.
typealias Problem = (path: [String], reason: String)

/// A step of a coding path that names itself.
private struct PathKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ name: String) {
        self.stringValue = name
        self.intValue = Int(name)
    }

    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { self.init(String(intValue)) }
}
