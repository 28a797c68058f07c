import AMQP
import Contracts
import Foundation
import Ledger
import Policy
import TestSupport
import Testing
import Transfer

@testable import Dunlin

@Suite struct `An account that is shown` {
    private static let creditor: Identifier = "harbour-supplies"

    private static func account(_ id: Identifier = "C-1") -> Payload {
        .account(
            Account(
                creditor: creditor, account: id, name: "Example Retail",
                contacts: [Contact(contact: "c1", email: "billing@example.com")]))
    }

    private static func invoice(_ id: Identifier, due: String, minor: Int64 = 10_050) -> Payload {
        let due = CivilDate(due)!
        return .invoice(
            Invoice(
                creditor: creditor, account: "C-1", invoice: id,
                amount: Money(minor: minor, currency: Currency("EUR")!),
                issuedOn: due.adding(days: -30), dueOn: due), .issued)
    }

    private static let show = ["account", "show", "--creditor", "harbour-supplies", "--account", "C-1"]

    @Test func `tells facts, what comes next and why`() throws {
        let folder = try LedgerFolder()
        try folder.apply([
            Self.account(), Self.invoice("I-1", due: "2026-11-10"), Self.invoice("I-22", due: "2026-12-05", minor: 7),
        ])
        let ending = try folder.run(Self.show)
        #expect(ending.status == 0)
        #expect(ending.remarks.isEmpty)
        #expect(ending.lines[0] == "Account C-1 of creditor harbour-supplies: Example Retail")
        #expect(ending.lines[1].hasPrefix("As of 2026-11-24 10:00 by the test clock, times in Europe/Berlin"))
        for line in [
            "Case 1, EUR", "  Open 100.57, not allocated 0.00, balance 100.57",
            "  Next: first-reminder is due (invoice I-1 is 14 days past due) and goes out when the planner comes by",
            "  As the planner left it: new facts", "  Invoice  Due         Days past due  Amount    Open  Stopped",
            "  I-1      2026-11-10             14  100.50  100.50",
            "  I-22     2026-12-05            -11    0.07    0.07",
            "No message was planned yet.",
        ] {
            #expect(ending.lines.contains(line), "\(line)")
        }
    }

    @Test func `is told to programs with the ledger's own words`() throws {
        let folder = try LedgerFolder()
        try folder.apply([Self.account(), Self.invoice("I-1", due: "2026-11-23")])
        let ending = try folder.run(Self.show + ["--json"])
        #expect(ending.lines.count == 1)
        let view = try JSONDecoder().decode(AccountView.self, from: Data(ending.output.utf8))
        #expect(view.cases.first?.next == "next step not due")
        #expect(view.cases.first?.nextAt == Instant("2026-11-30T07:00:00Z"))
        #expect(view.cases.first?.items.first?.openMinor == 10_050)
        #expect(ending.output.contains(#""explanations":{"1":"waits until 2026-11-30 08:00 for the next step's day "#))
    }

    @Test func `says when what is decided is not what is active`() throws {
        let folder = try LedgerFolder()
        try folder.apply([Self.account()])
        let config = try folder.configuration()
        try Data("# Ours\n".utf8).write(to: config.appending(path: "README.md"))
        let ending = try folder.run(Self.show, environment: ["DUNLIN_CONFIG": config.path])
        #expect(ending.status == 0)
        #expect(ending.remarks.contains("is active"))
        #expect(ending.output.contains("No case"))
    }

    /// The environment of a copy of the shipped configuration that claims interest.
    private static func claiming(_ interest: String, in folder: LedgerFolder) throws -> [String: String] {
        let config = try folder.configuration()
        let file = config.appending(path: "creditors/harbour-supplies.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data((text + "\ninterest: \(interest)\n").utf8).write(to: file)
        return ["DUNLIN_CONFIG": config.path]
    }

    @Test func `tells interest and fixed sums beside the balance`() throws {
        let folder = try LedgerFolder(now: "2025-08-01T10:00")
        let amount = Money(minor: 10_000_00, currency: Currency("EUR")!)
        try folder.apply([
            Self.account(), Self.invoice("HS-1", due: "2025-05-31", minor: amount.minor),
            .payment(
                Payment(
                    creditor: Self.creditor, account: "C-1", payment: "P-1", amount: amount,
                    receivedOn: CivilDate("2025-07-31")!,
                    allocations: [Allocation(invoice: "HS-1", minor: amount.minor)])),
            .chargeWaived(
                ChargeWaived(
                    creditor: Self.creditor, account: "C-1", charge: "interest/HS-1/2025-H1", reason: "goodwill")),
        ])
        let environment = try Self.claiming("{regime: de}", in: folder)
        let ending = try folder.run(Self.show, environment: environment)
        for line in [
            "  Open 0.00, not allocated 0.00, balance 0.00", "  Fixed sum for HS-1: 40.00 since 2025-06-01",
            "  Interest on HS-1: 92.63 at the rate of 2025-H1 (11.27 % for 30 days on 10000.00), waived: goodwill",
            "  Interest on HS-1: 87.22 at the rate of 2025-H2 (10.27 % for 31 days on 10000.00)",
            "  Interest so far 87.22 EUR, fixed sums 40.00 EUR; not in the balance",
        ] {
            #expect(ending.lines.contains(line), "\(ending.output)")
        }
        let json = try folder.run(Self.show + ["--json"], environment: environment).output
        let charges = try JSONDecoder().decode(AccountView.self, from: Data(json.utf8)).cases[0].particulars?.charges
        #expect(charges?.map(\.kind) == ["compensation", "interest", "interest"])
        #expect(charges?.map(\.invoice) == ["HS-1", "HS-1", "HS-1"])
        #expect(try !folder.run(Self.show).output.contains("Interest on"))
    }

    @Test func `says which base rate is missing, and what comes next all the same`() throws {
        let folder = try LedgerFolder()
        try folder.apply([Self.account(), Self.invoice("I-1", due: "2026-11-10")])
        // No rate of the Bank of England ships for the half-year of these tests.
        let ending = try folder.run(Self.show, environment: try Self.claiming("{regime: uk}", in: folder))
        let line =
            "  Interest on I-1 cannot be told: the rate boe of 2026-H2 is not known; the last one known is of 2026-H1"
        #expect(ending.lines.contains(line), "\(ending.output)")
        #expect(ending.output.contains("Next: first-reminder is due"))
    }

    @Test func `must have been heard of`() throws {
        let ending = try LedgerFolder().run(Self.show)
        #expect(ending.status == ExitReason.refused.rawValue)
        #expect(ending.remarks.contains("nothing was ever heard of account 'C-1'"))
    }

    @Test func `may be known from its invoices only`() throws {
        let folder = try LedgerFolder()
        try folder.apply([Self.invoice("I-1", due: "2026-11-10")])
        let ending = try folder.run(Self.show)
        #expect(ending.output.contains("known only from what was said about its invoices"))
        #expect(ending.output.contains("Next: nothing can be decided: the account itself has not been told of"))
    }

    @Test(arguments: [
        ("send final-notice", nil, "under way", "final-notice is under way (invoice I-1 is 1 day past due)"),
        (
            "send final-notice", nil, "command parked",
            "is due (invoice I-1 is 1 day past due), but waits: command parked"
        ),
        ("outside the send window", "2026-11-25T07:00:00Z", "", "waits until 2026-11-25 07:00: the debtor may not"),
        ("contact budget used up", "2026-11-25T07:00:00Z", "", "had as many messages as is allowed"),
        ("held", "2026-11-25T07:00:00Z", "", "rests until 2026-11-25 07:00: a hold stands"),
        ("held", nil, "", "rests: a hold stands until it is lifted"),
        ("disputed", nil, "", "rests: a dispute is open until it is closed"),
        ("facts incomplete", nil, "", "dunlin account accept"), ("balance differs", nil, "", "upstream's statement"),
        ("below the minimum", nil, "", "below the policy's minimum"),
        ("no contact that can be reached", nil, "", "tell an address"),
        ("account or creditor not known", nil, "", "the configuration does not have the creditor"),
    ])
    func `explains each decision`(next: String, at: String?, why: String, expected: String) throws {
        let time = at.map { #","nextAt":"\#($0)""# } ?? ""
        let json = """
            {"number": 1, "currency": "EUR", "unappliedMinor": 0, "next": "\(next)", "why": "\(why)", "lapsed": [],
             "items": [{"invoice": "I-1", "dueOn": "2026-11-23", "daysPastDue": 1, "amountMinor": 1, "openMinor": 1}]\(time)}
            """
        let entry = try JSONDecoder().decode(AccountView.CaseView.self, from: Data(json.utf8))
        let text = CaseExplanation(entry, isAccountKnown: true, clock: WallClock(zone: .utc)).text
        #expect(text.contains(expected), "\(text)")
    }
}

@Suite(.serialized) struct `Facts that an operator accepts` {
    let queue: EventQueue

    init() throws {
        queue = try EventQueue("accepted", of: .factsAccepted)
    }

    @Test func `are published as an event`() throws {
        let ending = try Tool.run(
            [
                "account", "accept", "--creditor", "harbour-supplies", "--account", "C-1", "--reason", "a test entry",
                "--author", "Ada", "--json",
            ], environment: ["DUNLIN_BROKER_URL": queue.broker.url])
        #expect(ending.status == 0)
        #expect(ending.output.contains(#""account":"C-1""#) && ending.output.contains(#""status":"confirmed""#))
        let accepted = FactsAccepted(
            creditor: "harbour-supplies", account: "C-1", author: "Ada", reason: "a test entry")
        #expect(try queue.taken().payload == .factsAccepted(accepted))
    }

    @Test(arguments: [
        ["--reason", " "], ["--reason", "two\nlines"], ["--reason", String(repeating: "x", count: 501)], [],
    ])
    func `need a reason that can be read`(arguments: [String]) throws {
        let ending = try Tool.run(["account", "accept", "--creditor", "c"] + arguments)
        #expect(ending.status == ExitReason.usage.rawValue)
    }
}
