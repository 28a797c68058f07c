import Contracts
import Foundation
import Ledger
import Policy
import Store
import Testing

@Suite struct `The view of an account` {
    let books: Books

    init() throws {
        books = try Books()
        try books.fillWithOneOverdueInvoice()
    }

    private func particulars() throws -> CaseParticulars {
        try #require(try books.view().cases[0].particulars)
    }

    private func promise(_ id: Identifier, _ minor: Int64, by day: String) -> Payload {
        .promise(
            PaymentPromise(
                creditor: "creditor", account: "account", promise: id,
                amount: Money(minor: minor, currency: Books.euro), promisedOn: CivilDate(day)!), isMade: true)
    }

    @Test func `tells promises with their standing and what rests of an invoice`() throws {
        try books.apply(promise("p1", 1000, by: "2026-10-10"), promise("p2", 4000, by: "2026-11-20"))
        let particulars = try particulars()
        #expect(
            particulars.promises.map { "\($0.id) \($0.standing) \($0.rests)" } == [
                "p1 superseded false", "p2 open true",
            ])
        #expect(particulars.pieces.map { [$0.openMinor, $0.promisedMinor, $0.disputedMinor] } == [[6000, 4000, 0]])
    }

    @Test func `tells a plan with its standing, and its instalments as pieces`() throws {
        try books.apply(
            .plan(
                InstalmentPlan(
                    creditor: "creditor", account: "account", plan: "p1", currency: Books.euro, invoices: ["i1"],
                    instalments: [
                        ScheduledAmount(dueOn: CivilDate("2026-11-10")!, minor: 4000),
                        ScheduledAmount(dueOn: CivilDate("2026-12-10")!, minor: 6000),
                    ]), isAgreed: true))
        let particulars = try particulars()
        #expect(particulars.plans.map(\.standing) == ["running"])
        // Three days of grace.
        #expect(particulars.plans.map(\.on) == [CivilDate("2026-11-14")!])
        #expect(
            particulars.pieces.map { "\($0.instalment ?? 0) \($0.dueOn) \($0.openMinor)" }
                == ["1 2026-11-10 4000", "2 2026-12-10 6000"])
    }

    @Test func `tells charges with their waivers, summed beside the balance`() throws {
        for (id, minor) in [("1/1.due5.0", 500), ("1/1.due14.0", 900)] {
            try books.ledger.database.write { transaction in
                _ = try transaction.execute(
                    """
                    INSERT INTO charge (creditor, id, case_number, step, minor, charged_on, basis)
                    VALUES ('creditor', $1, 1, 'due5', $2, 20000, 'fixed')
                    """,
                    .text(id), .int(minor))
            }
        }
        try books.apply(
            .chargeWaived(
                ChargeWaived(creditor: "creditor", account: "account", charge: "1/1.due5.0", reason: "good customer")))
        let particulars = try particulars()
        #expect(
            particulars.charges.map { "\($0.id) \($0.isWaived) \($0.reason ?? "")" }
                == ["1/1.due14.0 false ", "1/1.due5.0 true good customer"])
        #expect(particulars.chargesAskedMinor == 900)
        #expect(try books.view().cases[0].items.map(\.openMinor) == [10_000])
    }

    @Test func `tells what a step is due by, which messages count and when there is room again`() throws {
        let before = try #require(try books.view().cases[0].evidence)
        #expect([before.action, before.step, before.upcoming?.step] == ["send", "due5", "due5"])
        #expect(before.policyHash == Books.rules.policy.contentHash)
        _ = try books.send(try books.planOne())
        let after = try #require(try books.view().cases[0].evidence)
        #expect(after.action == "wait")
        #expect(after.reason == "next step not due")
        #expect(after.upcoming?.step == "due14")
        #expect(after.upcoming?.at == after.until)
        #expect(after.budget.counted == [Instant("2026-11-02T09:00:00Z")!])
        #expect(after.budget.roomAt == nil)
        #expect(after.contacts.map(\.isReachable) == [true])
    }

    @Test func `plays the case forward past a hold to what comes after it`() throws {
        try books.apply(
            .hold(
                Hold(
                    creditor: "creditor", hold: "h1", account: "account", reason: "call agreed",
                    until: Instant("2026-11-07T12:00:00Z")!), isPlaced: true))
        let evidence = try #require(try books.view().cases[0].evidence)
        #expect(evidence.reason == "held")
        // The hold ends on a Saturday.
        #expect(evidence.upcoming?.at == Instant("2026-11-09T07:00:00Z")!)
    }

    @Test func `tells the rule that won and the overrides in force, each with its origin`() throws {
        try books.apply(
            .account(
                Account(
                    creditor: "creditor", account: "account", name: "Example Ltd",
                    // The pause is over.
                    dunning: DunningSettings(leftOut: ["due14"], pausedUntil: CivilDate("2026-11-01")!),
                    contacts: [Contact(contact: "c1", email: "billing@example.com")])),
            .invoice(
                Invoice(
                    creditor: "creditor", account: "account", invoice: "i2",
                    amount: Money(minor: 5000, currency: Books.euro), issuedOn: CivilDate("2026-10-12")!,
                    dueOn: CivilDate("2026-11-20")!,
                    // Its due date goes before terms.
                    dunning: DunningSettings(terms: "net 14", pausedUntil: CivilDate("2026-11-30")!)),
                .issued))
        let entry = try books.view().cases[0]
        #expect(entry.rule == "policy test: the only policy")
        #expect(entry.evidence?.chosen == "the only policy")
        #expect(
            entry.overrides == [
                "leave_out: due14, by account account", "pause_until: 2026-11-30, by invoice i2",
            ])
    }

    @Test func `gives a lapsed step the due date that it lapsed with`() throws {
        try books.apply(books.invoice("i2", due: "2026-11-02"))
        _ = try books.plan()
        let lapsed = try books.view().cases[0].lapsed
        #expect(lapsed.contains("due-7/2026-11-02") && lapsed.contains("due-7/2026-10-03"))
    }
}

@Suite struct `The timeline of an account` {
    @Test func `tells facts and attempts in order, days before times, and nothing personal`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        _ = try books.send(try books.planOne())
        try books.apply(
            books.payment("p1", 2500, on: [Allocation(invoice: "i1", minor: 2500)]),
            .paymentReversal(
                PaymentReversal(
                    creditor: "creditor", account: "account", payment: "p1", reversal: "r1",
                    reversedOn: CivilDate("2026-11-03")!)),
            .dispute(
                Dispute(creditor: "creditor", account: "account", dispute: "d1", invoice: "i1", reason: "Ada said"),
                isOpen: true),
            .hold(
                Hold(creditor: "creditor", hold: "h1", account: "account", reason: "Ada asked", author: "Ada"),
                isPlaced: true))
        let entries = try #require(
            try books.ledger.timeline(of: "creditor", "account", in: Zone("Europe/Berlin")!))
        let told = entries.map { "\($0.on.map { "\($0)" } ?? "\($0.at!)") \($0.what) \($0.id ?? "")" }
        let attempt = try books.attempt().id
        #expect(
            told == [
                "2026-09-03 invoice issued i1",
                "2026-10-01T00:00:06.000Z dispute opened d1", "2026-10-01T00:00:07.000Z hold placed h1",
                "2026-11-02 payment received p1", "2026-11-02T09:00:00.000Z step lapsed due-7",
                "2026-11-02T09:00:00.000Z step lapsed due0", "2026-11-02T09:00:00.000Z attempt planned \(attempt)",
                "2026-11-02T09:00:00.000Z attempt claimed \(attempt)",
                "2026-11-02T09:00:00.000Z attempt accepted \(attempt)", "2026-11-03 payment reversed r1",
            ])
        let lapsed = entries.filter { $0.what == "step lapsed" }.map(\.details)
        #expect(lapsed == [["due": "2026-10-03"], ["due": "2026-10-03"]])
        #expect(entries.filter { !$0.invoices.isEmpty && $0.id == attempt }.map(\.what) == ["attempt planned"])
        #expect(entries.last { $0.what == "attempt accepted" }?.reason == "2.0.0 queued")
        let json = String(decoding: try JSONEncoder().encode(entries), as: UTF8.self)
        #expect(!json.contains("Ada") && !json.contains("example.com") && !json.contains("Example"))
    }

    @Test(
        arguments: [
            (.adjusted, "invoice adjusted", 10_000), (.voided, "invoice voided", 0),
            (.writtenOff, "invoice written off", 0),
        ] as [(InvoiceStatus, String, Int64)])
    func `tells the last word on an invoice with its time`(
        status: InvoiceStatus, expected: String, open: Int64
    ) throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.apply(books.invoice("i1", status))
        let entries = try #require(try books.ledger.timeline(of: "creditor", "account", in: .utc))
        #expect(entries.map(\.what) == ["invoice issued", expected])
        #expect(entries.map(\.openMinor) == [nil, open])
        #expect(entries[1].at == Instant("2026-10-01T00:00:03Z")!)
    }

    @Test func `tells what the facts were doubted for`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try books.apply(
            .accountStatement(
                AccountStatement(
                    creditor: "creditor", account: "account", asOf: Instant("2026-11-01T08:00:00Z")!,
                    balances: [Money(minor: 9000, currency: Books.euro)], openInvoices: ["i1"])))
        let payment = books.message(books.payment("p1", 100), id: "refused-1")
        try books.ledger.noteRefusals([MessageRefusal(of: payment, class: .schema, reason: "Ada's word")])
        let entries = try #require(try books.ledger.timeline(of: "creditor", "account", in: .utc))
        let stated = try #require(entries.first { $0.what == "balance stated" })
        #expect(stated.at == Instant("2026-11-01T08:00:00Z")!)
        #expect(stated.reason == "differs from the facts now")
        let refused = try #require(entries.first { $0.what == "event refused" })
        #expect([refused.id, refused.reason] == ["refused-1", "schema"])
        #expect(!entries.contains { "\($0)".contains("Ada") })
    }

    @Test func `needs an account that was heard of`() throws {
        let books = try Books()
        #expect(try books.ledger.timeline(of: "creditor", "account", in: .utc) == nil)
    }
}
