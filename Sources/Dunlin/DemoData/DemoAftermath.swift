import Contracts

/// What became of an invoice or account after its issue.
struct DemoFact {
    let day: CivilDate
    let payload: Payload
}

/// Invoices with what is still open of them.
struct DemoOpenItems {
    private(set) var open: [Identifier: Int64] = [:]
    /// Not collected at the moment: disputed, held, voided or written off.
    private(set) var resting: Set<Identifier> = []

    init(_ invoices: [Invoice]) {
        for invoice in invoices { open[invoice.invoice] = invoice.amount.minor }
    }

    mutating func settle(_ invoice: Identifier, _ minor: Int64) { open[invoice, default: 0] -= minor }
    mutating func rest(_ invoice: Identifier) { resting.insert(invoice) }
}

/// Lives of invoices: payments, credit notes, disputes, holds, voids and write-offs.
///
/// Most invoices have none and stay open.
struct DemoAftermath {
    let today: CivilDate
    private(set) var facts: [DemoFact] = []
    private(set) var items: DemoOpenItems
    private(set) var heldAccounts: Set<Identifier> = []
    private var numbers: [String: Int] = [:]

    init(of invoices: [Invoice], accounts: [DemoAccount], today: CivilDate, _ chance: inout SeededGenerator) {
        self.today = today
        items = DemoOpenItems(invoices)
        for invoice in invoices { live(invoice, &chance) }
        for customer in accounts { live(customer, &chance) }
    }

    private enum Fate {
        case paid, partPaid, credited, disputed, disputeSettled, held, voided, writtenOff, open
    }

    private mutating func live(_ invoice: Invoice, _ chance: inout SeededGenerator) {
        let fate: Fate = chance.pick(weighted: [
            (70, .paid), (60, .partPaid), (25, .credited), (18, .disputed), (8, .disputeSettled), (7, .held),
            (12, .voided),
            (today.days(since: invoice.dueOnWithoutTerms) > 60 ? 40 : 0, .writtenOff), (800, .open),
        ])
        let day = day(after: invoice, &chance)
        switch fate {
        case .paid: pay(invoice, invoice.amount.minor, day)
        case .partPaid: pay(invoice, invoice.amount.minor * Int64(chance.number(in: 20...80)) / 100, day)
        case .credited: credit(invoice, invoice.amount.minor * Int64(chance.number(in: 5...30)) / 100, day)
        case .disputed: dispute(invoice, day, isOpen: true)
        case .disputeSettled:
            // Both under one id, the second a day later.
            let id = identifier("D")
            add(day.adding(days: -1), dispute(invoice, id, isOpen: true))
            add(day, dispute(invoice, id, isOpen: false))
        case .held: hold(invoice.account, invoice, day)
        case .voided: end(invoice, .voided, day, "issued in error")
        case .writtenOff: end(invoice, .writtenOff, day, "uncollectable")
        case .open: break
        }
    }

    private mutating func live(_ customer: DemoAccount, _ chance: inout SeededGenerator) {
        let account = customer.account
        if chance.happens(perMille: 15) {
            hold(account.account, nil, today.adding(days: -chance.number(in: 1...10)), creditor: account.creditor)
            heldAccounts.insert(account.account)
        }
        if chance.happens(perMille: 30) {
            let payment = Payment(
                creditor: account.creditor, account: account.account, payment: identifier("P"),
                amount: Money(minor: Int64(chance.number(in: 20...400)) * 100, currency: customer.currency),
                receivedOn: today.adding(days: -chance.number(in: 1...20)), reference: "on account")
            add(payment.receivedOn, .payment(payment))
        }
    }

    /// A day from the second after the issue to yesterday, around the due date if that has passed.
    private func day(after invoice: Invoice, _ chance: inout SeededGenerator) -> CivilDate {
        let wanted = invoice.dueOnWithoutTerms.adding(days: chance.number(in: -5...25))
        return max(invoice.issuedOn.adding(days: 1), min(wanted, today.adding(days: -1)))
    }

    private mutating func pay(_ invoice: Invoice, _ minor: Int64, _ day: CivilDate) {
        let payment = Payment(
            creditor: invoice.creditor, account: invoice.account, payment: identifier("P"),
            amount: Money(minor: minor, currency: invoice.amount.currency), receivedOn: day, reference: invoice.number,
            allocations: [Allocation(invoice: invoice.invoice, minor: minor)])
        items.settle(invoice.invoice, minor)
        add(day, .payment(payment))
    }

    private mutating func credit(_ invoice: Invoice, _ minor: Int64, _ day: CivilDate) {
        let id = identifier("CN")
        let note = CreditNote(
            creditor: invoice.creditor, account: invoice.account, creditNote: id, number: id.text,
            amount: Money(minor: minor, currency: invoice.amount.currency), issuedOn: day,
            allocations: [Allocation(invoice: invoice.invoice, minor: minor)])
        items.settle(invoice.invoice, minor)
        add(day, .creditNote(note))
    }

    private mutating func dispute(_ invoice: Invoice, _ day: CivilDate, isOpen: Bool) {
        items.rest(invoice.invoice)
        add(day, dispute(invoice, identifier("D"), isOpen: isOpen))
    }

    private func dispute(_ invoice: Invoice, _ id: Identifier, isOpen: Bool) -> Payload {
        let dispute = Dispute(
            creditor: invoice.creditor, account: invoice.account, dispute: id, invoice: invoice.invoice,
            reason: "goods incomplete")
        return .dispute(dispute, isOpen: isOpen)
    }

    private mutating func hold(
        _ account: Identifier, _ invoice: Invoice?, _ day: CivilDate, creditor: Identifier? = nil
    ) {
        if let invoice { items.rest(invoice.invoice) }
        guard let creditor = creditor ?? invoice?.creditor else { return }
        let hold = Hold(
            creditor: creditor, hold: identifier("H"), account: account, invoice: invoice?.invoice,
            reason: invoice == nil ? "payment plan being agreed" : "delivery being checked", author: "sales")
        add(day, .hold(hold, isPlaced: true))
    }

    private mutating func end(_ invoice: Invoice, _ status: InvoiceStatus, _ day: CivilDate, _ reason: String) {
        var invoice = invoice
        invoice.reason = reason
        items.rest(invoice.invoice)
        add(day, .invoice(invoice, status))
    }

    private mutating func add(_ day: CivilDate, _ payload: Payload) {
        facts.append(DemoFact(day: day, payload: payload))
    }

    private mutating func identifier(_ prefix: String) -> Identifier {
        numbers[prefix, default: 5000] += 1
        return Identifier("\(prefix)-\(numbers[prefix]!)")!
    }
}
