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
        case .deliveryAccepted: self = .delivery(try data(), .accepted)
        case .deliveryRejected: self = .delivery(try data(), .rejected)
        case .deliveryDeferred: self = .delivery(try data(), .deferred)
        case .deliveryUnknown: self = .delivery(try data(), .unknown)
        case .deliveryDeclined: self = .delivery(try data(), .declined)
        case .attemptParked: self = .attemptParked(try data())
        case .responseOptedOut: self = .optOut(try data())
        case .factsAccepted: self = .factsAccepted(try data())
        case .reminderRender: self = .reminderRender(try data())
        case .emailSend: self = .emailSend(try data())
        case .reminderSent: self = .reminderSent(try data())
        case .consentChanged: self = .consentChanged(try data())
        case .taskOpened: self = .taskOpened(try data())
        case .eventRefused: self = .eventRefused(try data())
        }
        if let problem {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [key] + problem.path.map(PathKey.init), debugDescription: problem.reason))
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
        case .delivery(let data, _): try container.encode(data, forKey: key)
        case .attemptParked(let data): try container.encode(data, forKey: key)
        case .optOut(let data): try container.encode(data, forKey: key)
        case .factsAccepted(let data): try container.encode(data, forKey: key)
        case .reminderRender(let data): try container.encode(data, forKey: key)
        case .emailSend(let data): try container.encode(data, forKey: key)
        case .reminderSent(let data): try container.encode(data, forKey: key)
        case .consentChanged(let data): try container.encode(data, forKey: key)
        case .taskOpened(let data): try container.encode(data, forKey: key)
        case .eventRefused(let data): try container.encode(data, forKey: key)
        }
    }

    /// What is wrong with the values although each has the right type, or nil.
    ///
    /// Amounts that settle something are more than 0; an invoice of 0 is settled from the start; texts are at most
    /// 1,000 bytes.
    private var problem: (path: [String], reason: String)? {
        switch self {
        case .account(let account):
            if account.name.isEmpty || account.name.utf8.count > 1000 {
                return (["name"], "must have 1 to 1000 bytes")
            }
            if account.contacts.count > 100 { return (["contacts"], "at most 100 are allowed") }
            if Set(account.contacts.map(\.contact)).count < account.contacts.count {
                return (["contacts"], "two contacts have the same id")
            }
            for (index, contact) in account.contacts.enumerated() {
                if contact.email?.utf8.count ?? 0 > 254 {
                    return (["contacts", String(index), "email"], "at most 254 bytes are allowed")
                }
            }
        case .invoice(let invoice, _):
            if invoice.amount.minor < 0 { return (["amount", "minor"], "must not be negative") }
            if invoice.dueOn < invoice.issuedOn { return (["dueOn"], "must not be before issuedOn") }
        case .payment(let payment):
            if payment.amount.minor <= 0 { return (["amount", "minor"], "must be more than 0") }
            return Self.problem(in: payment.allocations ?? [], of: payment.amount.minor)
        case .paymentAllocation(let allocation):
            return Self.problem(in: allocation.allocations, of: nil)
        case .paymentReversal(let reversal):
            if let amount = reversal.amount, amount.minor <= 0 {
                return (["amount", "minor"], "must be more than 0")
            }
        case .creditNote(let note):
            if note.amount.minor <= 0 { return (["amount", "minor"], "must be more than 0") }
            return Self.problem(in: note.allocations ?? [], of: note.amount.minor)
        case .dispute(let dispute, _):
            if let amount = dispute.amount, amount.minor <= 0 {
                return (["amount", "minor"], "must be more than 0")
            }
        case .hold(let hold, _):
            if hold.invoice != nil, hold.account == nil { return (["account"], "is needed with invoice") }
            if let from = hold.from, let until = hold.until, until < from {
                return (["until"], "must not be before from")
            }
        default: break
        }
        return nil
    }

    private static func problem(in allocations: [Allocation], of whole: Int64?) -> (path: [String], reason: String)? {
        if allocations.count > 10_000 { return (["allocations"], "at most 10000 are allowed") }
        var sum: Int64 = 0
        for (index, line) in allocations.enumerated() {
            if line.minor.value <= 0 { return (["allocations", String(index), "minor"], "must be more than 0") }
            sum += line.minor.value
        }
        if let whole, sum > whole { return (["allocations"], "sum to more than the amount") }
        return nil
    }
}

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
