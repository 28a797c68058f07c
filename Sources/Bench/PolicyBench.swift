import ArgumentParser
import Contracts
import Crypto
import Foundation
import Ledger
import Policy
import TestSupport

/// What it costs to decide: every account once in memory, and those that fall due on a day in a ledger of many others.
struct PolicyBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Decisions a second in memory, and the time of a planning tick in a full ledger.",
        discussion: """
            A tick is the index query, the decisions of the cases that are due, and their stored rows, synced to disk; \
            the median of several days is told, for the whole ledger and for one of a tenth. The last line is \
            policy plan_per_second=R tick_ms=T tick_ms_at_tenth=T2
            """)

    @Option(help: "Accounts, each with five invoices.")
    var accounts = 200_000

    @Option(help: "Accounts that fall due on each day of the ticks.")
    var due = 1000

    @Option(help: "Days of which the median is taken.")
    var ticks = 20

    func validate() throws {
        guard due > 0, ticks > 0, accounts / 10 >= due * ticks else {
            throw ValidationError("--accounts must be at least \(due * ticks * 10) for these days and accounts a day.")
        }
    }

    func run() throws {
        let perSecond = plan()
        print("in memory \(perSecond) accounts/s")
        let tenth = try tick(accounts: accounts / 10)
        print("ledger of \(accounts / 10) accounts: \(tenth) ms")
        let whole = try tick(accounts: accounts)
        print("policy plan_per_second=\(perSecond) tick_ms=\(whole) tick_ms_at_tenth=\(tenth)")
    }

    private func plan() -> Int {
        let books = PolicyBenchBooks(due: due)
        let facts = (0..<accounts).map(books.facts)
        let start = ContinuousClock.now
        var due = 0
        for facts in facts {
            if case .send = books.policy.decision(on: facts, after: .none, now: books.now).action { due += 1 }
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        print("\(due) of \(accounts) accounts are due")
        return Int(Double(accounts) / seconds)
    }

    /// The median tick in milliseconds.
    private func tick(accounts: Int) throws -> Double {
        let folder = try PeerFolder()
        let books = PolicyBenchBooks(due: due)
        let ledger = try Ledger.create(path: folder.path("ledger.sqlite"), testClock: books.now)
        try ledger.activate(config: PolicyBenchBooks.config)
        var lastReport = ContinuousClock.now
        for start in stride(from: 0, to: accounts, by: 40) {
            var rest = (start..<min(start + 40, accounts)).flatMap(books.events)[...]
            while !rest.isEmpty { rest = rest.dropFirst(try ledger.apply(Array(rest), settle: .zero).count) }
            if lastReport.duration(to: .now) > .seconds(5) {
                lastReport = .now
                print("\(start) of \(accounts) accounts stored")
            }
        }
        _ = try plan(ledger, books)
        var times: [Double] = []
        for day in 1...ticks {
            _ = try ledger.setClock { _ in books.now.adding(.seconds(day * 86_400)) }
            let start = ContinuousClock.now
            let cases = try plan(ledger, books)
            times.append(start.duration(to: .now) / .milliseconds(1))
            guard cases == due else { throw ValidationError("\(cases) cases were due on day \(day), not \(due)") }
        }
        return (times.sorted()[times.count / 2] * 10).rounded() / 10
    }

    /// Plans until nothing is due; how many cases that were.
    private func plan(_ ledger: Ledger, _ books: PolicyBenchBooks) throws -> Int {
        var cases = 0
        var isMore = true
        while isMore {
            let result = try ledger.planDue(
                limit: 256, rules: { _ in books.rules }, config: PolicyBenchBooks.config,
                links: { _, _, _ in ReminderLinks(portal: "", unsubscribe: "", replyToken: "") }, source: "/bench")
            cases += result.cases
            isMore = result.isMore
        }
        return cases
    }
}

/// Accounts of which so many get their first late reminder on each day to come, and none of the others before.
private struct PolicyBenchBooks {
    static let config = "bench"

    let due: Int
    let now = Instant("2026-11-23T23:30:00Z")!
    let policy: DunningPolicy
    let rules: CaseRules
    private let euro = Currency("EUR")!
    private let creditor: Identifier = "harbour-supplies"
    /// The creditor's day at `now`.
    private let today = CivilDate(year: 2026, month: 11, day: 23)!

    init(due: Int) {
        self.due = due
        let ladder = [("first-reminder", 5), ("second-reminder", 14), ("third-reminder", 28), ("final-notice", 42)]
        policy = DunningPolicy(
            id: "bench",
            steps: ladder.map { id, due in
                DunningPolicy.Step(id: id, timing: .due(due), template: id, channels: [.email], role: "billing")
            },
            window: SendWindow(days: Set(Weekday.allCases), fromMinute: 0, untilMinute: 1440), minimum: [euro: 500],
            budget: ContactBudget(messages: 2, days: 7))
        rules = CaseRules(policy: policy, zone: .utc, language: "en", config: Self.config)
    }

    /// Five invoices; the oldest is so old that its first reminder is due on the account's day.
    private func invoices(of account: Int) -> [Invoice] {
        let oldest = today.adding(days: account / due + 1 - 5)
        return (0..<5).map { number in
            let dueOn = oldest.adding(days: number * 9)
            return Invoice(
                creditor: creditor, account: Identifier("account-\(account)")!,
                invoice: Identifier("invoice-\(account)-\(number)")!,
                amount: Money(minor: Int64(10_000 + account), currency: euro), issuedOn: dueOn.adding(days: -30),
                dueOn: dueOn)
        }
    }

    func facts(of account: Int) -> CaseFacts {
        CaseFacts(
            number: Int64(account), creditor: creditor, account: Identifier("account-\(account)")!, currency: euro,
            creditorZone: .utc, accountZone: .utc,
            items: invoices(of: account % (due * 60)).map {
                OpenItem(
                    invoice: $0.invoice, number: $0.invoice.text, reference: nil, issuedOn: $0.issuedOn,
                    dueOn: $0.dueOnWithoutTerms.adding(days: -30), amountMinor: $0.amount.minor,
                    openMinor: $0.amount.minor,
                    stop: nil)
            },
            unappliedMinor: 0, stop: nil,
            contacts: [
                ContactFacts(
                    contact: "c1", role: "billing", name: nil, email: "ap\(account)@example.com", language: nil,
                    hasOptedOut: false, isUndeliverable: false)
            ])
    }

    func events(of account: Int) -> [(Message, [UInt8])] {
        let contact = Contact(contact: "c1", role: "billing", name: nil, email: "ap\(account)@example.com")
        let payloads: [Payload] =
            [
                .account(
                    Account(
                        creditor: creditor, account: Identifier("account-\(account)")!,
                        name: "Example \(account) Ltd", contacts: [contact]))
            ] + invoices(of: account).map { .invoice($0, .issued) }
        return payloads.enumerated().map { index, payload in
            let id = "policy-\(account)-\(index)"
            let message = Message(id: id, source: "/bench", time: now, payload: payload)
            return (message, Array(SHA256.hash(data: Data(id.utf8)).prefix(16)))
        }
    }
}
