import Contracts
import Ledger
import Policy

/// Seeded books of a few months: invoices paid late, in part, twice or never, and all that may come between.
///
/// Everything happens on the hour, so that a fleet that looks every hour sees it at its time.
struct RandomBooks {
    let start = Instant("2026-08-03T00:00:00Z")!
    let days: ClosedRange<CivilDate>
    let end: Instant
    private(set) var events: [Simulation.Event] = []
    private var chance: Chance
    private var count = 0

    static let zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Europe/Lisbon"]
    private static let firstDay = CivilDate("2026-08-03")!

    static let policy = DunningPolicy(
        id: "test",
        steps: [-7, 0, 4, 9, 14, 20].map { due in
            DunningPolicy.Step(
                id: "due\(due)", timing: .due(due), template: "t\(due)", channels: [.email],
                role: due > 10 ? "manager" : "billing", tone: due > 10 ? .firm : nil,
                task: due == 14 ? ManualTask(.call, owner: "collections", withinDays: 2, otherwise: .goOn) : nil,
                fee: due == 9 ? .fixed([Books.euro: 500]) : nil)
        },
        window: SendWindow(
            days: [.monday, .tuesday, .wednesday, .thursday, .friday], fromMinute: 480, untilMinute: 1080),
        minimum: [Books.euro: 1500], budget: ContactBudget(messages: 2, days: 7), minimumPercent: 20,
        disputes: DisputeRules(agesAnew: true), promises: PromiseRules(brokenTemplate: "broken"),
        unapplied: UnappliedCashRules(holdDays: 2))

    static func rules(_ creditor: Identifier) -> CaseRules? {
        CaseRules(policy: policy, zone: Zone("Europe/Berlin")!, language: "de", config: "config")
    }

    init(seed: UInt64, accounts: Int, days count: Int) {
        chance = Chance(state: seed)
        days = Self.firstDay...Self.firstDay.adding(days: count - 1)
        end = Zone("Europe/Berlin")!.instant(Self.firstDay.adding(days: count), minute: 0)
        for number in 0..<accounts { open(number) }
        for number in 0..<accounts {
            for invoice in 0..<(2 + chance.below(5)) { play(invoice, of: number) }
        }
        add(at: 40 * 24 + 9, .hold(Hold(creditor: "creditor", hold: "all", reason: "migration"), isPlaced: true))
        add(at: 43 * 24 + 15, .hold(Hold(creditor: "creditor", hold: "all", reason: "migration"), isPlaced: false))
    }

    private mutating func open(_ number: Int) {
        // Every tenth shares its neighbour's mailbox, and with it a budget.
        let mailbox = number % 10 == 9 ? number - 1 : number
        var contacts = [Contact(contact: "c1", email: "a\(mailbox)@example.com")]
        if number % 7 != 3 { contacts.append(Contact(contact: "c2", role: "manager", email: "m\(number)@example.com")) }
        add(
            at: chance.below(24),
            .account(
                Account(
                    creditor: "creditor", account: account(number), name: "Example \(number)",
                    zone: number % 3 == 0 ? nil : Self.zones[number % Self.zones.count],
                    // Every ninth is paid for by its neighbour.
                    parent: number % 9 == 4 ? account(number - 1) : nil, dunning: settings(of: number),
                    contacts: contacts)))
    }

    private func settings(of number: Int) -> DunningSettings? {
        switch number % 8 {
        case 5: DunningSettings(terms: "end of month + 3", leftOut: ["due4"])
        case 6: DunningSettings(pausedUntil: Self.firstDay.adding(days: 30))
        default: nil
        }
    }

    private mutating func play(_ number: Int, of accountNumber: Int) {
        let account = account(accountNumber)
        let id = Identifier("i\(accountNumber)-\(number)")!
        let hour = chance.below(80 * 24)
        // Some come late and are due, or overdue, already.
        let dueOn = day(of: hour).adding(days: chance.below(30) - 3)
        let euros = chance.below(5) > 0
        let amount = Money(
            minor: Int64(chance.below(12) == 0 ? 1000 : 2000 + chance.below(100_000)),
            currency: euros ? Books.euro : Currency("USD")!)
        let invoice = Invoice(
            creditor: "creditor", account: account, invoice: id, amount: amount, issuedOn: dueOn.adding(days: -30),
            dueOn: accountNumber % 8 == 5 ? nil : dueOn)
        add(at: hour, .invoice(invoice, .issued))
        let dueHour = dueOn.days(since: Self.firstDay) * 24
        settle(invoice, from: max(hour + 1, dueHour - 48 + chance.below(34 * 24)))
        disturb(invoice, from: max(hour + 1, dueHour - 9 * 24 + chance.below(14 * 24)))
    }

    /// How it ends, if it does.
    private mutating func settle(_ invoice: Invoice, from hour: Int) {
        let (minor, id) = (invoice.amount.minor, invoice.invoice)
        switch chance.below(12) {
        case 0: break
        case 1: add(at: hour, .invoice(invoice, .voided))
        case 2: add(at: hour, .invoice(invoice, .writtenOff))
        case 3:
            pay(invoice, minor / 3, at: hour, on: [Allocation(invoice: id, minor: minor / 3)])
            pay(invoice, minor - minor / 3, at: hour + 150, on: [Allocation(invoice: id, minor: minor - minor / 3)])
        case 4:
            pay(invoice, minor, at: hour, on: nil)
            add(
                at: hour + 60,
                .paymentAllocation(
                    PaymentAllocation(
                        creditor: "creditor", account: invoice.account, payment: payment(of: invoice, at: hour),
                        allocations: [Allocation(invoice: id, minor: minor)])))
        case 5:
            pay(invoice, minor, at: hour, on: [Allocation(invoice: id, minor: minor)])
            add(
                at: hour + 100,
                .paymentReversal(
                    PaymentReversal(
                        creditor: "creditor", account: invoice.account, payment: payment(of: invoice, at: hour),
                        reversal: id, reversedOn: day(of: hour + 100))))
        case 6:
            add(
                at: hour,
                .creditNote(
                    CreditNote(
                        creditor: "creditor", account: invoice.account, creditNote: id, amount: invoice.amount,
                        issuedOn: day(of: hour), allocations: [Allocation(invoice: id, minor: minor)])))
        default: pay(invoice, minor, at: hour, on: [Allocation(invoice: id, minor: minor)])
        }
    }

    /// What comes between.
    private mutating func disturb(_ invoice: Invoice, from hour: Int) {
        let id = invoice.invoice
        switch chance.below(14) {
        case 9, 10: promise(invoice, from: hour)
        case 11: agree(on: invoice, from: hour)
        case 12:
            let part = Money(minor: invoice.amount.minor / 3, currency: invoice.amount.currency)
            let dispute = Dispute(
                creditor: "creditor", account: invoice.account, dispute: id, invoice: id, amount: part)
            add(at: hour, .dispute(dispute, isOpen: true))
            add(at: hour + 200 + chance.below(300), .dispute(dispute, isOpen: false))
        case 0:
            let dispute = Dispute(creditor: "creditor", account: invoice.account, dispute: id, invoice: id)
            add(at: hour, .dispute(dispute, isOpen: true))
            add(at: hour + 30 + chance.below(300), .dispute(dispute, isOpen: false))
        case 1:
            let hold = Hold(creditor: "creditor", hold: id, account: invoice.account, reason: "call agreed")
            add(at: hour, .hold(hold, isPlaced: true))
            add(at: hour + 20 + chance.below(200), .hold(hold, isPlaced: false))
        case 2:
            let until = start.adding(.seconds((hour + 50 + chance.below(100)) * 3600))
            add(
                at: hour,
                .hold(
                    Hold(
                        creditor: "creditor", hold: id, account: invoice.account, invoice: id, reason: "plan",
                        until: until), isPlaced: true))
        case 3:
            var adjusted = invoice
            adjusted.dueOn = invoice.dueOnWithoutTerms.adding(days: 6)
            add(at: hour, .invoice(adjusted, .adjusted))
        case 4:
            add(
                at: hour,
                .accountStatement(
                    AccountStatement(
                        creditor: "creditor", account: invoice.account,
                        asOf: start.adding(.seconds(hour * 3600)), balances: [invoice.amount], openInvoices: [id])))
        default: break
        }
    }

    /// Half of the promises name their invoice, and some are withdrawn.
    private mutating func promise(_ invoice: Invoice, from hour: Int) {
        let promise = PaymentPromise(
            creditor: "creditor", account: invoice.account, promise: invoice.invoice,
            amount: Money(
                minor: invoice.amount.minor * Int64(1 + chance.below(2)) / 2, currency: invoice.amount.currency),
            promisedOn: day(of: hour).adding(days: 2 + chance.below(12)),
            invoices: chance.below(2) == 0 ? nil : [invoice.invoice])
        add(at: hour, .promise(promise, isMade: true))
        if chance.below(6) == 0 { add(at: hour + 40, .promise(promise, isMade: false)) }
    }

    private mutating func agree(on invoice: Invoice, from hour: Int) {
        let half = invoice.amount.minor / 2
        let plan = InstalmentPlan(
            creditor: "creditor", account: invoice.account, plan: invoice.invoice, currency: invoice.amount.currency,
            invoices: [invoice.invoice],
            instalments: [
                ScheduledAmount(dueOn: day(of: hour).adding(days: 10), minor: half),
                ScheduledAmount(dueOn: day(of: hour).adding(days: 24), minor: invoice.amount.minor - half),
            ])
        add(at: hour, .plan(plan, isAgreed: true))
        if chance.below(4) == 0 { add(at: hour + 90, .plan(plan, isAgreed: false)) }
    }

    private mutating func pay(_ invoice: Invoice, _ minor: Int64, at hour: Int, on lines: [Allocation]?) {
        add(
            at: hour,
            .payment(
                Payment(
                    creditor: "creditor", account: invoice.account, payment: payment(of: invoice, at: hour),
                    amount: Money(minor: minor, currency: invoice.amount.currency), receivedOn: day(of: hour),
                    allocations: lines)))
    }

    private func payment(of invoice: Invoice, at hour: Int) -> Identifier {
        Identifier("\(invoice.invoice)-\(hour)")!
    }

    private func account(_ number: Int) -> Identifier { Identifier("a\(number)")! }

    private func day(of hour: Int) -> CivilDate { Self.firstDay.adding(days: hour / 24) }

    private mutating func add(at hour: Int, _ payload: Payload) {
        count += 1
        let message = Message(
            id: "event-\(count)", source: "/billing", time: start.adding(.seconds(hour * 3600)), payload: payload)
        events.append(Simulation.Event(line: count, message: message, content: Array(message.encoded().suffix(40))))
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers for the same seed, everywhere.
private struct Chance {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }
}
