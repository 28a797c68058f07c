import Contracts
import Foundation
import Ledger
import Testing

@testable import Dunlin

/// A ledger with one account, and the words to fill it.
private struct Story {
    static let creditor: Identifier = "harbour-supplies"
    static let euro = Currency("EUR")!
    let folder: LedgerFolder

    init(_ payloads: [Payload], account: Payload = Self.account()) throws {
        folder = try LedgerFolder()
        try folder.apply([account] + payloads)
    }

    static func account(_ dunning: DunningSettings? = nil, email: String? = "billing@example.com") -> Payload {
        .account(
            Account(
                creditor: creditor, account: "C-1", name: "Example Retail", dunning: dunning,
                contacts: [Contact(contact: "c1", email: email)]))
    }

    static func invoice(_ id: Identifier, due: String, minor: Int64 = 10_050) -> Payload {
        let due = CivilDate(due)!
        return .invoice(
            Invoice(
                creditor: creditor, account: "C-1", invoice: id, amount: Money(minor: minor, currency: euro),
                issuedOn: due.adding(days: -30), dueOn: due), .issued)
    }

    static func promise(_ minor: Int64, by day: String) -> Payload {
        .promise(
            PaymentPromise(
                creditor: creditor, account: "C-1", promise: "p1", amount: Money(minor: minor, currency: euro),
                promisedOn: CivilDate(day)!, author: "Ada", reason: "by telephone"), isMade: true)
    }

    static let hold = Payload.hold(
        Hold(creditor: creditor, hold: "h1", account: "C-1", reason: "call agreed"), isPlaced: true)

    static let dispute = Payload.dispute(
        Dispute(creditor: creditor, account: "C-1", dispute: "d1", invoice: "I-1"), isOpen: true)

    static let plan = Payload.plan(
        InstalmentPlan(
            creditor: creditor, account: "C-1", plan: "plan-1", currency: euro, invoices: ["I-1"],
            instalments: [
                ScheduledAmount(dueOn: CivilDate("2026-12-01")!, minor: 4050),
                ScheduledAmount(dueOn: CivilDate("2027-01-01")!, minor: 6000),
            ]), isAgreed: true)

    func run(_ command: String, _ more: [String] = []) throws -> Tool.Ending {
        try folder.run(["account", command, "--creditor", "harbour-supplies", "--account", "C-1"] + more)
    }
}

@Suite struct `An account that is explained` {
    @Test(arguments: [
        ([], "If nothing changes: first-reminder goes out by email now to contact c1, naming I-1, 100.50 EUR in all"),
        ([], "Rule: step first-reminder of policy default (the policy of creditor harbour-supplies); version "),
        ([], "Fact: invoice I-1 is 14 days past due with 100.50 open"),
        ([], "Budget: 0 of 2 messages in 7 days used; there is room now"),
        ([], "Window: monday to friday 08:00 to 18:00 in Europe/Berlin, open now"),
        ([], "Contact: c1, role billing, can be reached by email"),
        ([Story.hold], "rests: a hold stands until it is lifted"),
        ([Story.hold], "If nothing changes: nothing happens within two years"),
        ([Story.hold], "Fact: the whole case rests: held"),
        ([Story.dispute], "Fact: invoice I-1 is 14 days past due with 100.50 open; it rests: disputed"),
        (
            [Story.promise(4000, by: "2026-11-27")],
            "Fact: Promise p1: 40.00 by 2026-11-27 on the case, 0.00 paid, open, rests it until 2026-11-30 00:00"
        ),
        ([Story.promise(4000, by: "2026-11-27")], "60.50 may be asked for, 40.00 rests: promised"),
        (
            [Story.promise(20_000, by: "2026-11-27")],
            "If nothing changes: first-reminder goes out by email at 2026-11-30 08:00 to contact c1"
        ),
        (
            [Story.invoice("I-2", due: "2026-11-12"), Story.promise(10_050, by: "2026-11-27")],
            "first-reminder is due (invoice I-2 is 12 days past due)"
        ),
        (
            [Story.invoice("I-2", due: "2026-11-12"), Story.promise(10_050, by: "2026-11-27")],
            "Fact: Invoice I-1 due 2026-11-10, rests: promised until 2026-11-30 00:00"
        ),
        ([Story.plan], "(instalment 1 of I-1 is due in 7 days)"),
        ([Story.plan], "Fact: Plan plan-1 on I-1: 40.50 on 2026-12-01, 60.00 on 2027-01-01; running, breaks on "),
        ([Story.plan], "Fact: Instalment 2 of I-1 due 2027-01-01, 60.00 may be asked for"),
    ])
    func `tells what happens, by which rule and facts`(payloads: [Payload], expected: String) throws {
        let ending = try Story([Story.invoice("I-1", due: "2026-11-10")] + payloads).run("explain")
        #expect(ending.status == 0)
        #expect(ending.output.contains(expected), "\(ending.output)")
    }

    @Test func `names what the account does without and who cannot be reached`() throws {
        let story = try Story(
            [Story.invoice("I-1", due: "2026-11-10")],
            account: Story.account(DunningSettings(leftOut: ["first-reminder"]), email: nil))
        let output = try story.run("explain").output
        #expect(output.contains("Override: leave_out: first-reminder, by account C-1"))
        #expect(output.contains("Contact: c1, role billing, cannot be reached: no address"))
        #expect(try story.run("show").output.contains("Override: leave_out: first-reminder, by account C-1"))
    }

    @Test func `names each step that lapsed once, with the latest due dates`() throws {
        let days = (1...7).map { "\"due-today/2026-11-0\($0)\"" }.joined(separator: ", ")
        let json = """
            {"number": 1, "currency": "EUR", "unappliedMinor": 0, "next": "held", "why": "held", "items": [],
             "lapsed": [\(days), "upcoming/2026-11-02", "visit", "visit"]}
            """
        let entry = try JSONDecoder().decode(AccountView.CaseView.self, from: Data(json.utf8))
        #expect(
            entry.lapses == [
                "due-today, its day passed unsent for what was due on 2026-11-03, 2026-11-04, 2026-11-05, 2026-11-06, "
                    + "2026-11-07 and 2 earlier",
                "upcoming, its day passed unsent for what was due on 2026-11-02",
                "visit, its day passed unsent, 2 times",
            ])
    }

    @Test func `may be asked about one currency that it has`() throws {
        let story = try Story([Story.invoice("I-1", due: "2026-11-10")])
        #expect(try story.run("explain", ["--currency", "EUR"]).output.contains("Case 1, EUR: "))
        let refused = try story.run("explain", ["--currency", "USD"])
        #expect(refused.status == ExitReason.refused.rawValue)
        #expect(refused.remarks.contains("account 'C-1' has no case in USD"))
    }

    @Test func `is told to programs by stable keys`() throws {
        let ending = try Story([Story.invoice("I-1", due: "2026-11-10")]).run("explain", ["--json"])
        struct Told: Decodable {
            struct Answer: Decodable {
                var answer: String
                var `case`: AccountView.CaseView
                var attempts: [AccountView.AttemptView]
            }
            var creditor: String
            var account: String
            var now: Instant
            var config: String
            var cases: [Answer]
        }
        let told = try JSONDecoder().decode(Told.self, from: Data(ending.output.utf8))
        #expect(told.cases.map(\.case.evidence?.step) == ["first-reminder"])
        #expect(told.cases.map(\.case.evidence?.upcoming?.totalMinor) == [10_050])
        #expect(told.cases.map(\.case.evidence?.config) == [told.config])
    }
}

@Suite struct `An account's timeline` {
    @Test func `tells days and times, and no free text`() throws {
        let ending = try Story([Story.invoice("I-1", due: "2026-11-10"), Story.promise(4000, by: "2026-11-27")])
            .run("timeline")
        #expect(ending.status == 0)
        #expect(
            ending.lines.dropFirst() == [
                "2026-10-01T00:00:00.000Z  promise made    p1    40.00  EUR  promised on 2026-11-27",
                "2026-10-11 all day        invoice issued  I-1  100.50  EUR  100.50 open now; due 2026-11-10, "
                    + "told at 2026-10-01T00:00:00.000Z",
            ])
        for word in ["Ada", "telephone", "example.com", "Example"] { #expect(!ending.output.contains(word)) }
    }

    @Test func `is told to programs with a time or a day`() throws {
        let ending = try Story([Story.invoice("I-1", due: "2026-11-10"), Story.hold]).run("timeline", ["--json"])
        #expect(ending.output.contains(#""on":"2026-10-11","openMinor":10050,"what":"invoice issued""#))
        #expect(
            ending.output.contains(
                #"{"at":"2026-10-01T00:00:00.000Z","details":{},"id":"h1","invoices":[],"what":"hold placed"}"#))
    }
}

@Suite struct `What the book comes to` {
    @Test func `is aged in a table with totals for each currency`() throws {
        let story = try Story([
            Story.invoice("I-1", due: "2026-11-10"), Story.invoice("I-2", due: "2026-11-24", minor: 500),
        ])
        let ending = try story.folder.run(["aging", "--by", "creditor"])
        #expect(ending.lines[0] == "As of 2026-11-24")
        #expect(
            ending.lines.last?.split(separator: " ").map(String.init) == ["Total", "EUR", "5.00", "100.50", "105.50"])
        let csv = try story.folder.run(["aging", "--csv"])
        #expect(
            csv.lines == [
                "creditor,account,currency,what,current,days_1_30,days_31_60,days_61_90,over_90,unapplied,total,disputed,promised",
                "harbour-supplies,C-1,EUR,open,500,10050,0,0,0,0,10550,0,0",
            ])
        let json = try story.folder.run(["aging", "--json"])
        #expect(json.output.contains(#""totals":{"EUR":{"current":500,"days_1_30":10050,"#))
        #expect(try story.folder.run(["aging", "--csv", "--json"]).status == ExitReason.usage.rawValue)
    }

    @Test func `is nothing for a creditor with nothing open, and an error for one that nobody knows`() throws {
        let folder = try LedgerFolder()
        #expect(try folder.run(["aging", "--creditor", "harbour-supplies"]).lines == ["Nothing is open."])
        let refused = try folder.run(["aging", "--creditor", "harbor-supplies"])
        #expect(refused.status == ExitReason.refused.rawValue)
        #expect(refused.remarks.contains("knows creditor 'harbor-supplies'"))
    }

    @Test func `is forecast by day with what it costs`() throws {
        let story = try Story([Story.invoice("I-1", due: "2026-11-10")])
        let ending = try story.folder.run(["forecast", "--days", "10", "--cost", "email=0.0015EUR"])
        let words = ending.lines.map { $0.split(separator: " ").map(String.init) }
        #expect(words.contains(["2026-11-24", "first-reminder", "email", "1", "100.50", "EUR"]))
        #expect(words.contains(["2026-12-03", "second-reminder", "email", "1", "100.50", "EUR"]))
        #expect(words.contains(["Total", "email", "2", "201.00", "EUR"]))
        #expect(ending.lines.last == "Cost, estimated: email 2 x 0.0015 = 0.003 EUR")
        #expect(try story.run("show").output.contains("No message was planned yet."))
    }

    @Test(arguments: [
        (["--days", "0"], "--days is from 1 to 366"), (["--days", "367"], "--days is from 1 to 366"),
        (["--days", "3", "--at", "2026-11-01"], "lies before the policy clock's day"),
        (["--days", "3", "--cost", "email=1EUR", "--cost", "email=2EUR"], "names a channel twice"),
        (["--days", "3", "--cost", "pigeon=1EUR"], "pigeon=1EUR"),
    ])
    func `needs days and costs that mean something`(arguments: [String], expected: String) throws {
        let ending = try LedgerFolder().run(["forecast"] + arguments)
        #expect(ending.status == ExitReason.usage.rawValue)
        #expect(ending.remarks.contains(expected), "\(ending.remarks)")
    }

    @Test(arguments: [
        ("email=0.001EUR", 1000, "0.12"), ("letter=1EUR", 1_000_000, "120.00"), ("sms=0.000001USD", 1, "0.00012"),
        ("voice=999999.999999JPY", 999_999_999_999, "119999999.99988"),
    ])
    func `reads what a message costs exactly`(text: String, millionths: Int64, of120: String) throws {
        let cost = try #require(ChannelCost(argument: text))
        #expect(cost.price.millionths == millionths)
        #expect(cost.price.text(for: 120) == of120)
    }

    @Test(arguments: [
        "", "email", "email=", "email=EUR", "email=1", "email=1XXX", "email=-1EUR", "email=1.EUR", "email=.5EUR",
        "email=0.0000001EUR", "email=1000000EUR", "email=1,5EUR", "fax=1EUR",
    ])
    func `refuses other costs`(text: String) {
        #expect(ChannelCost(argument: text) == nil)
    }
}
