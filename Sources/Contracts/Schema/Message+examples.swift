extension Message {
    /// A message of `type` with invented values: for documents, schemas and golden files.
    package static func example(of type: MessageType) -> Message {
        Message(
            id: MessageID.named("example", type.rawValue), source: source(of: type),
            time: Instant(milliseconds: 1_795_424_400_000),
            traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", payload: examplePayload(of: type))
    }

    private static func source(of type: MessageType) -> String {
        switch type.direction {
        case .upstream: "/billing"
        case .fleet, .command, .feed, .audit: "/dunlin"
        }
    }

    private static func examplePayload(of type: MessageType) -> Payload {
        switch type {
        case .accountUpserted: .account(.example)
        case .accountStated: .accountStatement(.example)
        case .invoiceIssued: .invoice(.example, .issued)
        case .invoiceAdjusted: .invoice(.example, .adjusted)
        case .invoiceVoided: .invoice(.example, .voided)
        case .invoiceWrittenOff: .invoice(.example, .writtenOff)
        case .paymentReceived: .payment(.example)
        case .paymentReversed: .paymentReversal(.example)
        case .paymentAllocated: .paymentAllocation(.example)
        case .creditNoteIssued: .creditNote(.example)
        case .disputeOpened: .dispute(.example, isOpen: true)
        case .disputeClosed: .dispute(.example, isOpen: false)
        case .holdPlaced: .hold(.example, isPlaced: true)
        case .holdLifted: .hold(.example, isPlaced: false)
        case .sourceHeartbeat: .heartbeat(SourceHeartbeat(creditor: Sample.creditor, asOf: Sample.morning))
        case .promiseMade: .promise(.example, isMade: true)
        case .promiseWithdrawn: .promise(.example, isMade: false)
        case .planAgreed: .plan(.example, isAgreed: true)
        case .planCancelled: .plan(.example, isAgreed: false)
        case .taskClosed: .taskClosed(.example)
        case .chargeWaived: .chargeWaived(.example)
        case .promiseKept: .promiseOutcome(.example(paid: 75_000), isKept: true)
        case .promiseBroken: .promiseOutcome(.example(paid: 20_000), isKept: false)
        case .chargeRaised: .chargeRaised(.example)
        case .auditRecorded: .auditRecorded(.example)
        case .deliveryAccepted: .delivery(.example(250, "2.0.0 Ok: queued as 4F1B2"), .accepted)
        case .deliveryRejected: .delivery(.example(550, "5.1.1 no such mailbox"), .rejected)
        case .deliveryDeferred: .delivery(.example(451, "4.3.2 try again later"), .deferred)
        case .deliveryUnknown: .delivery(.example(nil, "connection lost after the body began"), .unknown)
        case .deliveryDeclined: .delivery(.example(nil, "paid"), .declined)
        case .attemptParked: .attemptParked(.example)
        case .attemptResolved:
            .attemptResolved(
                AttemptResolved(
                    attempt: Sample.attempt, case: Sample.dunningCase, result: .notSent, by: .operator,
                    evidence: "not in the mail server's log", author: "operator", reason: "looked up by hand"))
        case .responseOptedOut:
            .optOut(OptOut(attempt: Sample.attempt.id, channel: .email, evidence: "one-click", at: Sample.morning))
        case .factsAccepted:
            .factsAccepted(
                FactsAccepted(
                    creditor: Sample.creditor, account: Sample.account, author: "operator", reason: "checked by hand"))
        case .reminderRender: .reminderRender(.example)
        case .emailSend: .emailSend(.example)
        case .reminderSent: .reminderSent(.example)
        case .consentChanged: .consentChanged(.example)
        case .taskOpened:
            .taskOpened(
                TaskOpened(
                    case: Sample.dunningCase, kind: "call", attempt: nil, task: Sample.task, step: "call-them",
                    owner: "collections", dueAt: Sample.morning.adding(.seconds(7 * 86_400)), at: Sample.morning))
        case .eventRefused: .eventRefused(.example)
        }
    }
}

/// The values that the examples share.
private enum Sample {
    static let creditor: Identifier = "harbour-supplies"
    static let account: Identifier = "A-1001"
    static let invoice: Identifier = "INV-2026-0042"
    static let payment: Identifier = "PAY-7001"
    static let euro = Currency("EUR")!
    static let issued = CivilDate(year: 2026, month: 10, day: 20)!
    static let due = CivilDate(year: 2026, month: 11, day: 3)!
    static let today = CivilDate(year: 2026, month: 11, day: 23)!
    static let promised = CivilDate(year: 2026, month: 11, day: 30)!
    static let task: Identifier = "17/step/1.call-them.0"
    static let charge: Identifier = "17/1.second-reminder.0"
    /// 2026-11-23T09:00:00Z
    static let morning = Instant(milliseconds: 1_795_424_400_000)
    static let attempt = AttemptReference(id: MessageID.named("example", "attempt"), revision: 1, generation: 0)
    static let dunningCase = CaseReference(number: 17, creditor: creditor, account: account, currency: euro)
    static let instance = StepInstance(episode: 1, step: "first-reminder", occurrence: 0)
    static let basis = "9f2c61d0c1a84f7e"
    static let config = "b7d04e5a2c91"
}

extension Account {
    fileprivate static let example = Account(
        creditor: Sample.creditor, account: Sample.account, revision: 3, name: "Example Trading GmbH",
        language: "de-AT",
        country: "AT", zone: "Europe/Vienna", kind: .business, segment: "standard", tags: ["framework-agreement"],
        subdivision: "9", parent: "A-1000",
        dunning: DunningSettings(
            policy: "default", terms: "net 30", leftOut: ["upcoming"], pausedUntil: Sample.today, channels: [.email]),
        contacts: [
            Contact(
                contact: "c1", role: "billing", name: "Accounts Payable", email: "payables@example.com",
                phone: "+14155550123", language: "de", zone: "Europe/Vienna")
        ])
}

extension AccountStatement {
    fileprivate static let example = AccountStatement(
        creditor: Sample.creditor, account: Sample.account, asOf: Sample.morning,
        balances: [Money(minor: 125_000, currency: Sample.euro)],
        openInvoices: [Sample.invoice])
}

extension Invoice {
    fileprivate static let example = Invoice(
        creditor: Sample.creditor, account: Sample.account, invoice: Sample.invoice, revision: 1, number: "2026-0042",
        amount: Money(minor: 125_000, currency: Sample.euro), issuedOn: Sample.issued, dueOn: Sample.due,
        deliveredOn: Sample.issued, instalments: [ScheduledAmount(dueOn: Sample.due, minor: 125_000)],
        dunning: DunningSettings(leftOut: ["upcoming"]), reference: "PO-881",
        document: Document(
            url: "https://files.example.com/2026-0042.pdf",
            sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", bytes: 48_211),
        reason: "delivery of October")
}

extension Payment {
    fileprivate static let example = Payment(
        creditor: Sample.creditor, account: Sample.account, payment: Sample.payment,
        amount: Money(minor: 50_000, currency: Sample.euro),
        receivedOn: Sample.today, reference: "INV 2026-0042",
        allocations: [Allocation(invoice: Sample.invoice, minor: 50_000)])
}

extension PaymentReversal {
    fileprivate static let example = PaymentReversal(
        creditor: Sample.creditor, account: Sample.account, payment: Sample.payment, reversal: "REV-1",
        amount: Money(minor: 50_000, currency: Sample.euro), reversedOn: Sample.today, reason: "direct debit returned")
}

extension PaymentAllocation {
    fileprivate static let example = PaymentAllocation(
        creditor: Sample.creditor, account: Sample.account, payment: Sample.payment, revision: 2,
        allocations: [Allocation(invoice: Sample.invoice, minor: 50_000)])
}

extension CreditNote {
    fileprivate static let example = CreditNote(
        creditor: Sample.creditor, account: Sample.account, creditNote: "CN-12", number: "2026-C12",
        amount: Money(minor: 10_000, currency: Sample.euro), issuedOn: Sample.today,
        allocations: [Allocation(invoice: Sample.invoice, minor: 10_000)])
}

extension Dispute {
    fileprivate static let example = Dispute(
        creditor: Sample.creditor, account: Sample.account, dispute: "D-3", revision: 1, invoice: Sample.invoice,
        amount: Money(minor: 25_000, currency: Sample.euro), reason: "two parcels are missing")
}

extension Hold {
    fileprivate static let example = Hold(
        creditor: Sample.creditor, hold: "H-5", revision: 1, account: Sample.account, invoice: Sample.invoice,
        reason: "being clarified",
        author: "collections", from: Sample.morning, until: Sample.morning.adding(.seconds(14 * 86_400)))
}

extension PaymentPromise {
    fileprivate static let example = PaymentPromise(
        creditor: Sample.creditor, account: Sample.account, promise: "P-9", revision: 1,
        amount: Money(minor: 75_000, currency: Sample.euro), promisedOn: Sample.promised, invoices: [Sample.invoice],
        author: "collections", reason: "by phone")
}

extension InstalmentPlan {
    fileprivate static let example = InstalmentPlan(
        creditor: Sample.creditor, account: Sample.account, plan: "PLAN-2", revision: 1, currency: Sample.euro,
        invoices: [Sample.invoice],
        instalments: [
            ScheduledAmount(dueOn: Sample.promised, minor: 40_000),
            ScheduledAmount(dueOn: Sample.promised.adding(days: 31), minor: 35_000),
        ], author: "collections", reason: "two instalments agreed")
}

extension TaskClosed {
    fileprivate static let example = TaskClosed(
        creditor: Sample.creditor, account: Sample.account, task: Sample.task, outcome: .done, author: "collections",
        reason: "will pay this week")
}

extension ChargeWaived {
    fileprivate static let example = ChargeWaived(
        creditor: Sample.creditor, account: Sample.account, charge: Sample.charge, author: "collections",
        reason: "first time late")
}

extension PromiseOutcome {
    fileprivate static func example(paid: Int64) -> PromiseOutcome {
        PromiseOutcome(
            creditor: Sample.creditor, account: Sample.account, promise: "P-9",
            amount: Money(minor: 75_000, currency: Sample.euro), paidMinor: paid, promisedOn: Sample.promised,
            at: Sample.morning)
    }
}

extension ChargeRaised {
    fileprivate static let example = ChargeRaised(
        case: Sample.dunningCase, charge: Sample.charge, step: "second-reminder", minor: 500, on: Sample.today,
        basis: "fee of the step")
}

extension DeliveryOutcome {
    fileprivate static func example(_ code: Int?, _ reason: String) -> DeliveryOutcome {
        DeliveryOutcome(
            attempt: Sample.attempt, case: Sample.dunningCase, channel: .email, at: Sample.morning, code: code,
            reason: reason,
            worker: "email-sender/1")
    }
}

extension AttemptParked {
    fileprivate static let example = AttemptParked(
        attempt: Sample.attempt, case: Sample.dunningCase, class: .config,
        reason: "configuration b7d04e5a2c91 is not here",
        worker: "renderer/1")
}

extension ReminderRender {
    fileprivate static let example = ReminderRender(
        attempt: Sample.attempt, case: Sample.dunningCase, instance: Sample.instance, channel: .email,
        slot: ContactSlot(role: "billing", contact: "c1"), basis: Sample.basis, config: Sample.config,
        template: "first-reminder",
        languages: ["de-AT", "en"], today: Sample.today,
        recipient: Recipient(name: "Accounts Payable", email: "payables@example.com"),
        accountName: "Example Trading GmbH",
        items: [
            ReminderItem(
                invoice: Sample.invoice, number: "2026-0042", reference: "PO-881", issuedOn: Sample.issued,
                dueOn: Sample.due,
                daysPastDue: 20, amountMinor: 125_000, openMinor: 75_000, account: "K-17-north")
        ],
        unappliedMinor: 0, totalMinor: 75_000,
        links: ReminderLinks(
            portal: "https://pay.example.com/c/dG9rZW4", unsubscribe: "https://pay.example.com/u/dG9rZW4",
            replyToken: "dG9rZW4"))
}

extension EmailSend {
    fileprivate static let example = EmailSend(
        attempt: Sample.attempt, case: Sample.dunningCase, basis: Sample.basis, config: Sample.config,
        from: Mailbox(name: "Harbour Supplies", address: "billing@harbour.example.com"),
        to: Mailbox(name: "Accounts Payable", address: "payables@example.com"),
        replyTo: Mailbox(name: nil, address: "reply+dG9rZW4@harbour.example.com"),
        subject: "Rechnung 2026-0042", text: "Offen sind 750,00 €.\n", html: "<p>Offen sind 750,00 €.</p>",
        language: "de", unsubscribe: "https://pay.example.com/u/dG9rZW4", template: "first-reminder/de")
}

extension ReminderSent {
    fileprivate static let example = ReminderSent(
        attempt: Sample.attempt.id, case: Sample.dunningCase, instance: Sample.instance, channel: .email,
        invoices: [Sample.invoice],
        totalMinor: 75_000, at: Sample.morning)
}

extension AuditRecord {
    fileprivate static let example = AuditRecord(
        number: 17, at: Sample.morning, actor: "operator", action: "dead.archive", subject: "letter 4",
        detail: #"{"letters":1}"#, previous: String(repeating: "9f", count: 32),
        hash: String(repeating: "2c", count: 32))
}

extension ConsentChanged {
    fileprivate static let example = ConsentChanged(
        creditor: Sample.creditor, account: Sample.account, contact: "c1", channel: .email, allowed: false,
        evidence: "one-click",
        at: Sample.morning)
}

extension EventRefused {
    fileprivate static let example = EventRefused(
        event: "0198a7c2-5d1e-7c3a-9b44-0d6f2a1e8c11", type: "dunlin.invoice.issued.v1", class: .permanent,
        path: "$.data.amount.minor", reason: "is missing")
}
