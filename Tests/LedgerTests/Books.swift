import Contracts
import Ledger
import Policy
import Store
import TestSupport
import Testing

/// A ledger of its own with a test clock, and the words to fill it; in the kind of store that DUNLIN_TEST_STORE names.
final class Books {
    let ledger: Ledger
    let store: TemporaryStore
    /// What this ledger's creditor goes by.
    var caseRules = Books.rules
    private var count = 0

    /// - Parameter now: where the test clock starts; a Monday morning in Berlin if not said.
    init(now: Instant = Instant("2026-11-02T09:00:00Z")!, keys: FleetKeys? = nil) throws {
        store = try TemporaryStore()
        ledger = try Ledger.create(path: store.address, testClock: now, keys: keys)
        try ledger.activate(config: "config")
    }

    static let euro = Currency("EUR")!
    static let rules = CaseRules(
        policy: DunningPolicy(
            id: "test",
            steps: [-7, 0, 5, 14].map { due in
                DunningPolicy.Step(
                    id: "due\(due)", timing: .due(due), template: "t", channels: [.email], role: "billing")
            },
            window: SendWindow(
                days: [.monday, .tuesday, .wednesday, .thursday, .friday], fromMinute: 480, untilMinute: 1080),
            minimum: [:], budget: ContactBudget(messages: 2, days: 7)),
        zone: Zone("Europe/Berlin")!, language: "de", config: "config")

    static func rules(_ creditor: Identifier) -> CaseRules? {
        creditor == "creditor" ? rules : nil
    }

    private func rules(_ creditor: Identifier) -> CaseRules? {
        creditor == "creditor" ? caseRules : nil
    }

    /// A message with an id and a time of its own, later than those before it.
    func message(_ payload: Payload, id: String? = nil) -> Message {
        count += 1
        return Message(
            id: id ?? "event-\(count)", source: "/billing",
            time: Instant("2026-10-01T00:00:00Z")!.adding(.seconds(count)), payload: payload)
    }

    @discardableResult
    func apply(_ payloads: Payload...) throws -> [Application] {
        try apply(payloads.map { message($0) })
    }

    @discardableResult
    func apply(_ messages: [Message]) throws -> [Application] {
        var results: [Application] = []
        while results.count < messages.count {
            results += try ledger.apply(
                messages.dropFirst(results.count).map { ($0, Array($0.encoded().suffix(40))) }, settle: .zero)
        }
        return results
    }

    /// An account with a contact and one invoice, 30 days overdue on the first morning.
    func fillWithOneOverdueInvoice(open minor: Int64 = 10_000) throws {
        try apply(account(), invoice("i1", minor: minor))
    }

    func account(_ id: Identifier = "account", email: String = "billing@example.com") -> Payload {
        .account(
            Account(
                creditor: "creditor", account: id, name: "Example Ltd",
                contacts: [Contact(contact: "c1", email: email)]))
    }

    func invoice(
        _ id: Identifier, minor: Int64 = 10_000, account: Identifier = "account", due: String = "2026-10-03",
        _ status: InvoiceStatus = .issued, revision: Int64? = nil, currency: Currency = Books.euro
    ) -> Payload {
        let due = CivilDate(due)!
        return .invoice(
            Invoice(
                creditor: "creditor", account: account, invoice: id, revision: revision,
                amount: Money(minor: minor, currency: currency), issuedOn: due.adding(days: -30), dueOn: due), status)
    }

    func payment(
        _ id: Identifier, _ minor: Int64, on lines: [Allocation]? = nil, account: Identifier = "account"
    ) -> Payload {
        .payment(
            Payment(
                creditor: "creditor", account: account, payment: id, amount: Money(minor: minor, currency: Self.euro),
                receivedOn: CivilDate("2026-11-02")!, allocations: lines))
    }

    /// All that is due at once: one pass may end early on a slow machine.
    func plan(limit: Int = 100) throws -> PlanningResult {
        var all = try planOnce(limit: limit)
        while all.isMore {
            let more = try planOnce(limit: limit)
            all.cases += more.cases
            all.dispatches += more.dispatches
            all.feed += more.feed
            all.decisions += more.decisions
            all.cancelled.merge(more.cancelled, uniquingKeysWith: +)
            all.held.merge(more.held, uniquingKeysWith: +)
            all.isMore = more.isMore
        }
        return all
    }

    private func planOnce(limit: Int) throws -> PlanningResult {
        try ledger.planDue(
            limit: limit, rules: rules, config: "config",
            links: { _, _, _ in
                ReminderLinks(portal: "https://example.com/c", unsubscribe: "https://example.com/u", replyToken: "r")
            }, source: "test")
    }

    /// Plans, and gives back the one command that must come of it.
    func planOne() throws -> ReminderRender {
        let result = try plan()
        let dispatch = try #require(result.dispatches.count == 1 ? result.dispatches.first : nil)
        guard case .reminderRender(let render) = dispatch.command.payload else {
            throw StoreError.misuse("a command of another kind")
        }
        return render
    }

    func claim(_ render: ReminderRender, worker: String = "w1", lease: Duration = .seconds(60)) throws -> ClaimAnswer {
        let request = ClaimRequest(attempt: render.attempt, caseNumber: render.case.number, basis: render.basis)
        return try ledger.claim([request], worker: worker, lease: lease, rules: rules)[0]
    }

    /// Sends what is planned, to the end.
    func send(_ render: ReminderRender) throws -> [Application] {
        guard case .granted(let claim) = try claim(render) else { throw StoreError.misuse("not granted") }
        #expect(try ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60)) == [true])
        let outcome = SubmissionOutcome.accepted(code: 250, reason: "2.0.0 queued")
        #expect(try ledger.complete([(claim, outcome)], worker: "w1", lease: .seconds(60)) == [true])
        return try report(.accepted, of: render)
    }

    func report(
        _ result: DeliveryResult, of render: ReminderRender, reason: String? = nil
    ) throws -> [Application] {
        try apply(
            .delivery(
                DeliveryOutcome(
                    attempt: render.attempt, case: render.case, channel: .email, at: .now, code: nil, reason: reason,
                    worker: "w1"), result))
    }

    func view() throws -> AccountView {
        try #require(try ledger.view(of: "creditor", "account", rules: rules))
    }

    func attempt() throws -> AccountView.AttemptView {
        try #require(try view().attempts.first)
    }
}
