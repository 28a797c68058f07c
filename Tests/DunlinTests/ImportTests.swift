import Contracts
import Foundation
import Testing

@testable import Dunlin

@Suite struct `An import` {
    private static let map = [
        "account=no", "currency=cur", "accounts.name=name", "accounts.email=mail", "invoices.invoice=doc",
        "invoices.amount=amount", "invoices.issued_on=issued", "invoices.due_on=due",
    ]
    private static let header = "no,name,mail,doc,amount,cur,issued,due\n"
    private static let good = "7,Ann Ltd,ap@example.com,A1,10.50,EUR,2026-01-02,2026-02-01\n"

    private struct Result {
        var events: [Message] = []
        var refusals: [Int: RowRefusal] = [:]
        var counts = RowEvents.Counts()
    }

    private func read(
        _ text: String, map arguments: [String] = map, format: RowSource.Format = .csv,
        asOf: String = "2026-03-01T00:00:00Z"
    ) throws -> Result {
        let file = try TemporaryFile(text)
        let map = try ColumnMap(arguments: arguments, creditor: "harbour-supplies")
        var rows = try RowSource(InputFile(file.path), format: format, map: map)
        var events = RowEvents(map: map, source: "test", asOf: try #require(Instant(asOf)))
        var result = Result()
        while let item = try rows.next() {
            switch item {
            case .refused(let line, let refusal): result.refusals[line] = refusal
            case .row(let row):
                do throws(RowRefusal) {
                    result.events += try events.events(of: row).map(\.message)
                } catch {
                    result.refusals[row.line] = error
                }
            }
        }
        result.counts = events.counts
        return result
    }

    @Test func `makes an account and an invoice of a row`() throws {
        let result = try read(Self.header + Self.good)
        #expect(
            result.events.map(\.payload) == [
                .account(
                    Account(
                        creditor: "harbour-supplies", account: "7", name: "Ann Ltd",
                        contacts: [Contact(contact: "billing", email: "ap@example.com")])),
                .invoice(
                    Invoice(
                        creditor: "harbour-supplies", account: "7", invoice: "A1",
                        amount: Money(minor: 1050, currency: Currency("EUR")!), issuedOn: CivilDate("2026-01-02")!,
                        dueOn: CivilDate("2026-02-01")!), .issued),
            ])
        #expect(result.events.allSatisfy { $0.time == Instant("2026-03-01T00:00:00Z") && $0.source == "test" })
    }

    @Test func `gives the same events again, and others as of another time`() throws {
        let first = try read(Self.header + Self.good)
        #expect(try read(Self.header + Self.good).events == first.events)
        let later = try read(Self.header + Self.good, asOf: "2026-03-02T00:00:00Z")
        #expect(Set(later.events.map(\.id)).isDisjoint(with: first.events.map(\.id)))
    }

    @Test func `makes one event of an account that many rows describe`() throws {
        let other = "7,Ann Limited,ap@example.com,A2,1.00,EUR,2026-01-02,2026-02-01\n"
        let result = try read(Self.header + Self.good + other)
        #expect(result.counts == RowEvents.Counts(accounts: 1, invoices: 2, otherAccounts: 1))
    }

    @Test func `takes an invoice once and refuses a second one of the same id`() throws {
        let other = Self.good.replacing("10.50", with: "10.51")
        let result = try read(Self.header + Self.good + Self.good + other)
        #expect(result.counts.repeated == 1)
        #expect(result.refusals.mapValues(\.reason) == [4: .conflict])
        #expect(result.refusals[4]?.message.contains("line 2") == true)
    }

    private static let badRows: [(String, RowRefusal.Reason, String?)] = [
        ("7,Ann,,A2,10.505,EUR,2026-01-02,2026-02-01", .amount, "amount"),
        ("7,Ann,,A2,ten,EUR,2026-01-02,2026-02-01", .amount, "amount"),
        ("7,Ann,,A2,-5,EUR,2026-01-02,2026-02-01", .amount, "amount"),
        ("7,Ann,,A2,,EUR,2026-01-02,2026-02-01", .missing, "amount"),
        ("7,Ann,,A2,5,EURO,2026-01-02,2026-02-01", .currency, "cur"),
        ("7,Ann,,A2,5,EUR,2026-02-30,2026-02-01", .date, "issued"),
        ("7,Ann,,A2,5,EUR,2026-03-02,2026-02-01", .date, "due"),
        ("7,,,A2,5,EUR,2026-01-02,2026-02-01", .missing, "name"),
        ("7,Ann,,,5,EUR,2026-01-02,2026-02-01", .missing, "doc"),
        ("7,Ann,ap at example,A2,5,EUR,2026-01-02,2026-02-01", .contact, "mail"),
        ("7,Ann,,A2,5,EUR,2026-01-02", .row, nil),
        ("7,Ann,,A2,5,EUR,2026-01-02,2026-02-01,x", .row, nil),
    ]

    @Test(arguments: badRows)
    func `names a bad row and takes the rest`(row: String, reason: RowRefusal.Reason, column: String?) throws {
        let result = try read(Self.header + row + "\n" + Self.good)
        #expect(result.refusals.count == 1)
        #expect(result.refusals[2]?.reason == reason)
        #expect(result.refusals[2]?.column == column)
        #expect(result.counts == RowEvents.Counts(accounts: 1, invoices: 1))
    }

    @Test func `names values of no row in its refusals`() throws {
        let result = try read(Self.header + "7,Ann,secret@@ x,A2,5,EUR,2026-01-02,2026-02-01\n")
        #expect(result.refusals[2]?.text == "column 'mail' (accounts.email) is no mail address")
    }

    @Test func `refuses bytes of another encoding row by row`() throws {
        let file = try TemporaryFile(Array(Self.header.utf8) + [0x37, 0x2C, 0xE4] + Array(Self.good.utf8.dropFirst(1)))
        let map = try ColumnMap(arguments: Self.map, creditor: "c")
        var rows = try RowSource(InputFile(file.path), format: .csv, map: map)
        guard case .refused(let line, _)? = try rows.next() else {
            Issue.record("a row of another encoding was taken")
            return
        }
        #expect(line == 2)
    }

    @Test func `reads payments, with the due date from days for the invoices beside them`() throws {
        let map = [
            "account=no", "currency:=EUR", "invoices.invoice=doc", "invoices.amount=amount", "invoices.issued_on=on",
            "invoices.due_in_days:=30", "payments.payment=pay", "payments.amount=amount", "payments.received_on=on",
            "payments.invoice=for",
        ]
        let result = try read(
            "no,doc,pay,amount,on,for\n7,A1,,5,2026-01-02,\n7,,P1,3,2026-01-20,A1\n7,,,3,2026-01-20,\n", map: map)
        #expect(result.refusals.mapValues(\.reason) == [4: .missing])
        guard case .invoice(let invoice, .issued) = result.events[0].payload,
            case .payment(let payment) = result.events[1].payload
        else {
            Issue.record("expected an invoice and a payment")
            return
        }
        #expect(invoice.dueOn == CivilDate("2026-02-01"))
        #expect(payment.allocations == [Allocation(invoice: "A1", minor: 300)])
    }

    @Test func `keeps the decimals of JSON numbers`() throws {
        let line =
            #"{"no":7,"name":"Ann","mail":null,"doc":"A1","amount":1234567890.29,"cur":"EUR","#
            + #""issued":"2026-01-02","due":"2026-02-01"}"#
        let result = try read(line + "\n[1]\n", format: .ndjson)
        #expect(result.refusals.mapValues(\.reason) == [2: .row])
        guard case .invoice(let invoice, _) = result.events.last?.payload else {
            Issue.record("expected an invoice")
            return
        }
        #expect(invoice.amount.minor == 123_456_789_029)
        #expect(invoice.account == "7")
    }

    @Test func `says which columns the file has when the map names others`() throws {
        let failure = try #require(throws: Failure.self) { try read("a,b\n1,2\n") }
        #expect(failure.status == .configuration)
        #expect(failure.description.contains("a, b"))
    }
}
