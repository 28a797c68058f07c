import Contracts
import Foundation
import Ledger
import Policy
import Testing

/// EUR 10,000 due 2025-05-31, by rates of 2.27 % and, from 1 July, 1.27 %, plus 9 points.
@Suite struct `What being late costs` {
    private static let rates = BaseRates([
        .ecb: [
            HalfYear("2025-H1")!: Percent(hundredths: 227), HalfYear("2025-H2")!: Percent(hundredths: 127),
        ]
    ])

    private static func rules(_ creditor: Identifier) -> CaseRules? {
        var rules = Books.rules
        rules.charges = ChargeRules(kind: .business, regime: .eu, points: Percent(hundredths: 900), rates: rates)
        return rules
    }

    private static func account(
        _ id: Identifier = "account", kind: AccountKind? = nil, parent: Identifier? = nil, terms: String? = nil
    ) -> Payload {
        .account(
            Account(
                creditor: "creditor", account: id, name: "Example Ltd", kind: kind, parent: parent,
                dunning: terms.map { DunningSettings(terms: $0) },
                contacts: [Contact(contact: "c1", email: "billing@example.com")]))
    }

    private static func invoice(
        _ id: Identifier = "i1", account: Identifier = "account", issued: String = "2025-05-01",
        due: String? = "2025-05-31", status: InvoiceStatus = .issued
    ) -> Payload {
        .invoice(
            Invoice(
                creditor: "creditor", account: account, invoice: id,
                amount: Money(minor: 10_000_00, currency: Books.euro), issuedOn: CivilDate(issued)!,
                dueOn: due.map { CivilDate($0)! }), status)
    }

    private static func payment(
        _ id: Identifier, _ minor: Int64, on day: String, for invoice: Identifier = "i1"
    ) -> Payload {
        .payment(
            Payment(
                creditor: "creditor", account: "account", payment: id,
                amount: Money(minor: minor, currency: Books.euro), receivedOn: CivilDate(day)!,
                allocations: [Allocation(invoice: invoice, minor: minor)]))
    }

    private static func waiver(_ charge: Identifier) -> Payload {
        .chargeWaived(
            ChargeWaived(creditor: "creditor", account: "account", charge: charge, author: "Ada", reason: "goodwill"))
    }

    private static let paid = payment("p1", 10_000_00, on: "2025-07-31")

    private static func books(on day: String = "2025-08-01", _ payloads: [Payload]) throws -> Books {
        let books = try Books(now: Instant("\(day)T10:00:00Z")!)
        try books.apply(payloads.map { books.message($0) })
        return books
    }

    private static func entry(
        _ books: Books, rules: (Identifier) -> CaseRules? = Self.rules
    ) throws -> AccountView.CaseView {
        try #require(try books.ledger.view(of: "creditor", "account", rules: rules)?.cases.first)
    }

    private static func particulars(on day: String = "2025-08-01", _ payloads: [Payload]) throws -> CaseParticulars {
        try #require(try entry(books(on: day, payloads)).particulars)
    }

    @Test func `is the interest of each half-year and the fixed sum, when the debt was paid late`() throws {
        let entry = try Self.entry(Self.books([Self.account(), Self.invoice(), Self.paid]))
        let particulars = try #require(entry.particulars)
        #expect(particulars.charges.map(\.id) == ["compensation/i1", "interest/i1/2025-H1", "interest/i1/2025-H2"])
        #expect(particulars.charges.map(\.minor) == [40_00, 92_63, 87_22])
        #expect(particulars.charges.map(\.half) == [nil, "2025-H1", "2025-H2"])
        #expect(particulars.charges.allSatisfy { $0.invoice == "i1" && $0.step == nil })
        #expect(particulars.chargesAskedMinorByKind == ["interest": 179_85, "compensation": 40_00])
        #expect(particulars.chargesAskedMinor == 219_85)
        #expect(entry.items.isEmpty && entry.unappliedMinor == 0)
    }

    @Test func `grows by the day while the debt is open, and stands beside what is asked for`() throws {
        let books = try Self.books([Self.account(), Self.invoice()])
        let particulars = try #require(try Self.entry(books).particulars)
        #expect(particulars.charges.last?.basis == "10.27 % for 32 days on 10000.00")
        let result = try books.ledger.planDue(
            limit: 10, rules: Self.rules, config: "config",
            links: { _, _, _ in
                ReminderLinks(portal: "https://example.com/c", unsubscribe: "https://example.com/u", replyToken: "r")
            }, source: "test")
        guard case .reminderRender(let render)? = result.dispatches.first?.command.payload else {
            Issue.record("no reminder")
            return
        }
        #expect(render.totalMinor == 10_000_00)
    }

    @Test func `begins the day after the debt is due`() throws {
        #expect(try Self.particulars(on: "2025-05-31", [Self.account(), Self.invoice()]).charges.isEmpty)
        let first = try Self.particulars(on: "2025-06-01", [Self.account(), Self.invoice()])
        #expect(first.charges.map(\.basis) == ["fixed sum (eu) on 10000.00", "11.27 % for 1 day on 10000.00"])
    }

    @Test func `follows the day of a part payment and of a credit note`() throws {
        let note = Payload.creditNote(
            CreditNote(
                creditor: "creditor", account: "account", creditNote: "c1",
                amount: Money(minor: 1_000_00, currency: Books.euro), issuedOn: CivilDate("2025-06-20")!,
                allocations: [Allocation(invoice: "i1", minor: 1_000_00)]))
        let particulars = try Self.particulars(
            on: "2025-06-30",
            [Self.account(), Self.invoice(), Self.payment("p1", 4_000_00, on: "2025-06-10"), note])
        let basis =
            "11.27 % for 10 days on 10000.00; 11.27 % for 10 days on 6000.00; 11.27 % for 10 days on 5000.00"
        #expect(particulars.charges.last?.basis == basis)
        #expect(particulars.charges.last?.minor == 64_85)
    }

    @Test func `runs on when the payment is taken back`() throws {
        let reversal = Payload.paymentReversal(
            PaymentReversal(
                creditor: "creditor", account: "account", payment: "p1", reversal: "r1",
                reversedOn: CivilDate("2025-08-01")!))
        let particulars = try Self.particulars([Self.account(), Self.invoice(), Self.paid, reversal])
        #expect(particulars.charges.last?.basis == "10.27 % for 32 days on 10000.00")
    }

    @Test func `keeps what was waived in sight, with its reason, and out of the sum`() throws {
        let particulars = try Self.particulars(
            [Self.waiver("interest/i1/2025-H1"), Self.account(), Self.invoice(), Self.paid])
        #expect(particulars.charges.map(\.isWaived) == [false, true, false])
        #expect(particulars.charges.map(\.reason) == [nil, "goodwill", nil])
        #expect(particulars.chargesAskedMinorByKind == ["interest": 87_22, "compensation": 40_00])
    }

    @Test func `is nothing for a consumer`() throws {
        #expect(try Self.particulars([Self.account(kind: .consumer), Self.invoice(), Self.paid]).charges.isEmpty)
    }

    @Test func `is nothing where the creditor claims nothing`() throws {
        let books = try Self.books([Self.account(), Self.invoice(), Self.paid])
        #expect(try Self.entry(books, rules: Books.rules).particulars?.charges == [])
    }

    @Test(arguments: [InvoiceStatus.voided, .writtenOff])
    func `is nothing for a debt that was given up`(status: InvoiceStatus) throws {
        #expect(try Self.particulars([Self.account(), Self.invoice(status: status)]).charges.isEmpty)
    }

    @Test func `is nothing for what was paid in time`() throws {
        let particulars = try Self.particulars(
            [Self.account(), Self.invoice(), Self.payment("p1", 10_000_00, on: "2025-05-31")])
        #expect(particulars.charges.isEmpty)
    }

    @Test func `goes by the account's terms, whether the invoice is open or paid`() throws {
        let facts = [Self.account(terms: "net 60"), Self.invoice(due: nil)]
        #expect(try Self.particulars(on: "2025-06-30", facts).charges.isEmpty)
        let paid = facts + [Self.payment("p1", 10_000_00, on: "2025-06-30")]
        #expect(try Self.particulars(paid).charges.isEmpty)
        let late = facts + [Self.paid]
        #expect(try Self.particulars(late).charges.last?.basis == "10.27 % for 31 days on 10000.00")
    }

    @Test func `is told of a disputed invoice as of any other`() throws {
        let dispute = Payload.dispute(
            Dispute(creditor: "creditor", account: "account", dispute: "d1", invoice: "i1"), isOpen: true)
        let plain = try Self.particulars([Self.account(), Self.invoice()])
        #expect(try Self.particulars([Self.account(), Self.invoice(), dispute]).charges == plain.charges)
    }

    @Test func `names the rate that is missing, tells all else and stops no reminder`() throws {
        let late = Self.invoice("i2", due: "2026-01-10")
        let entry = try Self.entry(
            Self.books(on: "2026-02-02", [Self.account(), Self.invoice(), Self.paid, late]))
        #expect(entry.next == "send due14" || entry.next == "send due5", "\(entry.next)")
        let particulars = try #require(entry.particulars)
        #expect(
            particulars.charges.map(\.id) == [
                "compensation/i1", "interest/i1/2025-H1", "interest/i1/2025-H2", "compensation/i2",
            ])
        #expect(particulars.untoldInterest.map(\.invoices) == [["i2"]])
        #expect(
            particulars.untoldInterest.map(\.reason) == [
                "the rate ecb of 2026-H1 is not known; the last one known is of 2025-H2"
            ])
    }

    @Test func `covers the accounts that are paid for, each by its own kind`() throws {
        let particulars = try Self.particulars([
            Self.account(), Self.account("firm", parent: "account"),
            Self.account("person", kind: .consumer, parent: "account"),
            Self.invoice("f1", account: "firm"), Self.invoice("p1", account: "person"),
        ])
        #expect(Set(particulars.charges.map(\.invoice)) == ["f1"])
    }

    @Test(arguments: 1...12)
    func `is the same in every order of the events`(seed: Int) throws {
        let payloads = [
            Self.account(), Self.invoice(), Self.invoice("i2", due: "2025-06-30"),
            Self.payment("p1", 4_000_00, on: "2025-06-10"), Self.payment("p2", 6_000_00, on: "2025-07-31"),
            Self.payment("p3", 10_000_00, on: "2025-07-15", for: "i2"), Self.waiver("interest/i2/2025-H2"),
        ]
        let expected = try Self.particulars(payloads)
        #expect(expected.charges.count == 5)
        let writer = try Books(now: Instant("2025-08-01T10:00:00Z")!)
        var chance = Steps(state: UInt64(seed))
        let other = try Books(now: Instant("2025-08-01T10:00:00Z")!)
        try other.apply(payloads.map { writer.message($0) }.shuffled(using: &chance))
        #expect(try Self.entry(other).particulars == expected)
    }
}

/// Knuth's linear congruential generator, so that each seed is one order.
private struct Steps: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}
