import Contracts
import Testing

@testable import Dunlin

@Suite struct `Demo data` {
    static let today = CivilDate("2026-11-24")!
    static let book = DemoBook(
        accounts: 360, invoices: 2400, payments: 45, seed: 1, today: today, creditor: "harbour-supplies")

    private var accounts: [Account] {
        Self.book.events.compactMap { if case .account(let account) = $0.payload { account } else { nil } }
    }

    private var invoices: [Invoice] {
        Self.book.events.compactMap { if case .invoice(let invoice, .issued) = $0.payload { invoice } else { nil } }
    }

    @Test func `is the same for the same seed and other for another`() {
        let again = DemoBook(
            accounts: 360, invoices: 2400, payments: 45, seed: 1, today: Self.today, creditor: "harbour-supplies")
        #expect(again.events.map { $0.encoded() } == Self.book.events.map { $0.encoded() })
        #expect(again.payments.map { $0.encoded() } == Self.book.payments.map { $0.encoded() })
        let other = DemoBook(
            accounts: 360, invoices: 2400, payments: 45, seed: 2, today: Self.today, creditor: "harbour-supplies")
        #expect(other.events != Self.book.events)
    }

    @Test func `draws the numbers of SplitMix64`() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test func `passes the checks of upstream events`() throws {
        for message in Self.book.events + Self.book.payments {
            #expect(try EventCheck.event(in: message.encoded()).message == message)
        }
        #expect(Set(Self.book.events.map(\.id)).count == Self.book.events.count)
    }

    @Test func `speaks four languages in places that fit`() {
        #expect(accounts.count == 360)
        let shares = Dictionary(grouping: accounts) { $0.language!.prefix(2) }.mapValues(\.count)
        #expect(Set(shares.keys) == ["de", "en", "fr", "es"])
        #expect(shares.values.allSatisfy { $0 >= 36 })
        #expect(accounts.allSatisfy { $0.language!.hasSuffix($0.country!) && $0.zone!.hasPrefix("Europe/") })
        #expect(accounts.allSatisfy { $0.contacts.allSatisfy { $0.email!.hasSuffix("@example.com") } })
    }

    @Test func `is mostly overdue, by up to 90 days, and partly not yet due`() {
        let days = invoices.map { Self.today.days(since: $0.dueOnWithoutTerms) }
        #expect(days.count == 2400)
        #expect((-60...90).contains(days.min()!) && days.max()! == 90)
        #expect((0.7...0.9).contains(Double(days.count { $0 > 0 }) / 2400))
        #expect(invoices.allSatisfy { $0.issuedOn < Self.today })
        #expect(Set(invoices.map { $0.dueOnWithoutTerms.days(since: $0.issuedOn) }) == [14, 30, 45, 60])
    }

    @Test func `has few customers with many invoices`() {
        let counts = Dictionary(grouping: invoices, by: \.account).mapValues(\.count).values.sorted(by: >)
        #expect(counts.count == 360)
        #expect(counts.prefix(36).reduce(0, +) > 720)
        #expect(counts[180] < 7)
    }

    @Test func `has everything that can happen to an invoice`() {
        let types = Set(Self.book.events.map(\.type))
        #expect(
            types == [
                .accountUpserted, .invoiceIssued, .invoiceVoided, .invoiceWrittenOff, .paymentReceived,
                .creditNoteIssued,
                .disputeOpened, .disputeClosed, .holdPlaced,
            ])
    }

    @Test func `comes in the order of time, and ends before the morning is over`() {
        #expect(zip(Self.book.events, Self.book.events.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(Self.book.events.last!.time < Instant("2026-11-24T06:00:00Z")!)
    }

    @Test func `leaves at least 300 accounts to remind and pays 45 of them later`() {
        let open = DemoLedger(Self.book.events)
        #expect(open.accountsToRemind(on: Self.today).count >= 300)
        let paying = Self.book.payments.compactMap {
            if case .payment(let payment) = $0.payload { payment } else { nil }
        }
        #expect(Set(paying.map(\.account)).count == 45)
        #expect(open.accountsToRemind(on: Self.today).isSuperset(of: paying.map(\.account)))
        let after = DemoLedger(Self.book.events + Self.book.payments)
        #expect(after.open.values.allSatisfy { $0 >= 0 })
        let stillToRemind = after.accountsToRemind(on: Self.today)
        #expect(paying.count { !stillToRemind.contains($0.account) } >= 30)
    }
}

/// A plain count over events, independent of how they were made.
private struct DemoLedger {
    var invoices: [Identifier: Invoice] = [:]
    var open: [Identifier: Int64] = [:]
    var resting: Set<Identifier> = []
    var held: Set<Identifier> = []

    init(_ events: [Message]) {
        for event in events {
            switch event.payload {
            case .invoice(let invoice, .issued):
                invoices[invoice.invoice] = invoice
                open[invoice.invoice] = invoice.amount.minor
            case .invoice(let invoice, _): resting.insert(invoice.invoice)
            case .payment(let payment):
                for line in payment.allocations ?? [] { open[line.invoice]! -= line.minor.value }
            case .creditNote(let note): for line in note.allocations ?? [] { open[line.invoice]! -= line.minor.value }
            case .dispute(let dispute, true): resting.insert(dispute.invoice!)
            case .dispute(let dispute, false): resting.remove(dispute.invoice!)
            case .hold(let hold, _):
                if let invoice = hold.invoice { resting.insert(invoice) } else { held.insert(hold.account!) }
            default: break
            }
        }
    }

    func accountsToRemind(on today: CivilDate) -> Set<Identifier> {
        Set(
            invoices.values.filter {
                open[$0.invoice]! > 0 && !resting.contains($0.invoice) && today.days(since: $0.dueOnWithoutTerms) >= 5
            }.map(\.account)
        ).subtracting(held)
    }
}
