import Contracts
import Foundation
import Ledger
import Policy
import Store
import Synchronization
import TestSupport
import Testing

/// Facts, plans and claims written at the same time. On SQLite writers take turns, which every other test of them shows.
@Suite(.enabled(if: TemporaryStore.Kind.chosen == .postgres, "SQLite has one writer at a time"), .serialized)
struct `Many writers on PostgreSQL` {
    /// Claims one after the other in small batches, and gives the answers.
    private static func claim(
        _ renders: [ReminderRender], by worker: String, at once: Int, in ledger: Ledger,
        rules: (Identifier) -> CaseRules? = Books.rules
    ) throws -> [ClaimAnswer] {
        let requests = renders.map {
            ClaimRequest(attempt: $0.attempt, caseNumber: $0.case.number, basis: $0.basis)
        }
        return try stride(from: 0, to: requests.count, by: once).flatMap { start in
            try ledger.claim(
                Array(requests[start..<min(start + once, requests.count)]), worker: worker, lease: .seconds(60),
                rules: rules)
        }
    }

    private static func apply(_ events: [(message: Message, content: [UInt8])], in ledger: Ledger) throws {
        var rest = events[...]
        while !rest.isEmpty {
            rest = rest.dropFirst(try ledger.apply(Array(rest.prefix(7)), settle: .zero).count)
        }
    }

    private static func renders(_ dispatches: [Dispatch]) -> [ReminderRender] {
        dispatches.compactMap { dispatch in
            guard case .reminderRender(let render) = dispatch.command.payload else { return nil }
            return render
        }
    }

    @Test func `of claims on one address at the same instant its budget has room for two`() async throws {
        let (books, groups) = (try Books(), 40)
        defer { withExtendedLifetime(books) {} }
        for group in 0..<groups {
            for member in 0..<4 {
                let account = Identifier("a\(group)-\(member)")!
                try books.apply(
                    books.account(account, email: "g\(group)@example.com"),
                    books.invoice(Identifier("i\(group)-\(member)")!, account: account))
            }
        }
        let renders = Self.renders(try books.plan().dispatches)
        try #require(renders.count == 4 * groups)
        let (place, meeting) = (books.store.address, MeetingPoint(of: 4))
        let answers = try await onThreads(4) { member in
            let ledger = try Ledger.open(path: place)
            let own = renders.filter { $0.case.account.text.hasSuffix("-\(member)") }
                .sorted { $0.case.account.text < $1.case.account.text }
            return try own.map { render in
                meeting.meet()
                let answer = try Self.claim([render], by: "w\(member)", at: 1, in: ledger)[0]
                let full = ClaimAnswer.declined(reason: Decision.WaitReason.budget.rawValue)
                return "\(render.recipient.email ?? "") \(answer == full ? "no" : "yes")"
            }
        }
        for group in 0..<groups {
            let own = answers.joined().filter { $0.hasPrefix("g\(group)@") }.map { $0.suffix(3) }
            #expect(own.sorted() == [" no", " no", "yes", "yes"], "\(own)")
        }
    }

    /// Every fifth account is paid for by the one before it, whose case has the invoices of both.
    @Test func `no claim is granted after a payment was committed, whoever pays`() async throws {
        let (books, rounds, width) = (try Books(), 24, 10)
        let ids = (0..<rounds * width).map { Identifier("a\($0)")! }
        for (number, id) in ids.enumerated() {
            try books.apply(
                .account(
                    Account(
                        creditor: "creditor", account: id, name: "Example",
                        parent: number % 5 == 4 ? ids[number - 1] : nil,
                        contacts: [Contact(contact: "c1", email: "a\(number)@example.com")])),
                books.invoice(Identifier("i\(number)")!, account: id))
        }
        let renders = Self.renders(try books.plan().dispatches)
        try #require(renders.count == ids.count * 4 / 5)
        let byRound = Dictionary(grouping: renders) { Int($0.case.account.text.dropFirst())! / width }
        let payments = ids.indices.map { number in
            // Half of those who are paid for are paid by the account that pays.
            let account = number % 10 == 4 ? ids[number - 1] : ids[number]
            let invoice = Identifier("i\(number)")!
            return books.message(
                books.payment(
                    Identifier("p\(number)")!, 10_000, on: [Allocation(invoice: invoice, minor: 10_000)],
                    account: account))
        }
        let (place, meeting) = (books.store.address, MeetingPoint(of: 4))
        let answers = try await onThreads(4) { thread in
            let ledger = try Ledger.open(path: place)
            var answers: [ClaimAnswer] = []
            for round in 0..<rounds {
                let half = stride(from: round * width + thread % 2, to: (round + 1) * width, by: 2)
                let own = (byRound[round] ?? []).enumerated().filter { $0.offset % 2 == thread % 2 }.map(\.element)
                meeting.meet()
                // Who comes first must not be the same each time.
                if thread % 2 == round % 2 { usleep(UInt32(round * 150)) }
                if thread < 2 {
                    try Self.apply(half.map { (payments[$0], [UInt8($0 % 256)]) }, in: ledger)
                } else {
                    answers += try Self.claim(own, by: "w\(thread)", at: 2, in: ledger)
                }
            }
            return answers
        }
        // Everybody has paid in the end: a claim that came before the payment was crossed by it.
        let wrong = try books.ledger.database.read { transaction in
            try transaction.all(
                """
                SELECT a.account FROM attempt t JOIN account a ON a.id = t.account_id
                WHERE t.state = 'claimed' AND t.crossed IS NULL
                """
            ) { $0.text(0) }
        }
        #expect(wrong == [])
        let granted = answers.joined().filter { if case .granted = $0 { true } else { false } }.count
        #expect(granted > 0 && granted < renders.count, "\(granted): nothing raced")
    }

    @Test func `leave the books that one leaves, and plan what one plans`() async throws {
        let life = RandomBooks(seed: 23, accounts: 60, days: 60)
        let events = Self.events(of: life)
        let (shared, alone) = (try TemporaryStore(.postgres), try TemporaryStore(.sqlite))
        defer { withExtendedLifetime((shared, alone)) {} }
        for store in [shared, alone] {
            try Ledger.create(path: store.address, testClock: Self.noon(in: life)).activate(config: "config")
        }
        let place = shared.address
        let conflicts = try await onThreads(4) { thread in
            let ledger = try Ledger.open(path: place)
            // Neighbours' events side by side, so that threads meet at accounts.
            try Self.apply(events.enumerated().filter { $0.offset % 4 == thread }.map(\.element), in: ledger)
            return ledger.database.meter.measures.conflicts
        }
        #expect(conflicts.reduce(0, +) == 0)
        let one = try Ledger.open(path: alone.address)
        try Self.apply(events, in: one)
        #expect(try Self.books(of: Ledger.open(path: place)) == Self.books(of: one))
        _ = try await onThreads(4) { _ in _ = try Self.plan(Ledger.open(path: place)) }
        // What a planner left to another one that had the account.
        _ = try Self.plan(Ledger.open(path: place))
        _ = try Self.plan(one)
        let decided = try Self.decisions(of: Ledger.open(path: place))
        #expect(try decided == Self.decisions(of: one))
        #expect(decided.filter { $0.contains("planned") }.count > 10)
    }

    @Test func `of every kind at once leave the right books and get in nobody's way`() async throws {
        let life = RandomBooks(seed: 42, accounts: 60, days: 60)
        let events = Self.events(of: life)
        let (store, aside) = (try TemporaryStore(.postgres), try TemporaryStore(.sqlite))
        defer { withExtendedLifetime((store, aside)) {} }
        try Ledger.create(path: store.address, testClock: Self.noon(in: life)).activate(config: "config")
        let (place, left) = (store.address, Countdown(from: 3))
        let conflicts = try await onThreads(6) { thread in
            let ledger = try Ledger.open(path: place)
            if thread < 3 {
                defer { left.count() }
                try Self.apply(events.enumerated().filter { $0.offset % 3 == thread }.map(\.element), in: ledger)
            } else {
                while !left.isOver {
                    let planned = try Self.plan(ledger)
                    try ledger.markDispatched(planned.map { ($0.attempt, $0.revision) })
                    try Self.send(Self.renders(planned), by: "w\(thread)", in: ledger)
                    _ = try ledger.sweep(dispatchTimeout: .seconds(600))
                }
            }
            return ledger.database.meter.measures.conflicts
        }
        #expect(conflicts.reduce(0, +) == 0)
        let alone = try Ledger.create(path: aside.address, testClock: life.end)
        try Self.apply(events, in: alone)
        let ledger = try Ledger.open(path: place)
        #expect(try Self.books(of: ledger) == Self.books(of: alone))
        #expect(try ledger.verifyAudit().flaw == nil)
        let attempts = try ledger.status().attemptsByState
        #expect((attempts["accepted"] ?? 0) > 10, "\(attempts)")
        // Nobody got more than the budget: the clock stood still, so all that was sent is of one window.
        let most = try ledger.database.read { transaction in
            try transaction.all(
                """
                SELECT COUNT(*) FROM attempt WHERE claimed_at IS NOT NULL AND state NOT IN ('rejected', 'cancelled')
                GROUP BY creditor, address
                """
            ) { $0.int(0) }
        }
        #expect(most.allSatisfy { $0 <= 2 }, "\(most)")
    }

    /// All but upstream's statements: whether one ever agreed with the books is the one thing that hangs on the order of
    /// events.
    private static func events(of life: RandomBooks) -> [(message: Message, content: [UInt8])] {
        life.events.compactMap { event in
            if case .accountStatement = event.message.payload { return nil }
            return (event.message, event.content)
        }
    }

    /// A Tuesday after most of the events, at an hour when mail may go out in half of the zones.
    private static func noon(in life: RandomBooks) -> Instant {
        life.start.adding(.seconds(50 * 86_400 + 36_000))
    }

    private static func plan(_ ledger: Ledger) throws -> [Dispatch] {
        var dispatches: [Dispatch] = []
        while true {
            let result = try ledger.planDue(
                limit: 16, rules: RandomBooks.rules, config: "config",
                links: { _, _, _ in ReminderLinks(portal: "", unsubscribe: "", replyToken: "") }, source: "test")
            dispatches += result.dispatches
            if result.cases == 0 { return dispatches }
        }
    }

    /// Claims, and has the mail server take what is granted.
    private static func send(_ renders: [ReminderRender], by worker: String, in ledger: Ledger) throws {
        let answers = try claim(renders, by: worker, at: 8, in: ledger, rules: RandomBooks.rules)
        let claims = answers.compactMap { answer -> Claim? in
            guard case .granted(let claim) = answer else { return nil }
            return claim
        }
        if claims.isEmpty { return }
        #expect(try ledger.markSubmitting(claims, worker: worker, lease: .seconds(60)).allSatisfy { $0 })
        let outcomes = claims.map { (claim: $0, outcome: SubmissionOutcome.accepted(code: 250, reason: "queued")) }
        #expect(try ledger.complete(outcomes, worker: worker, lease: .seconds(60)).allSatisfy { $0 })
    }

    /// What the facts came to, by upstream's names.
    private static func books(of ledger: Ledger) throws -> [String] {
        try lines(
            of: [
                """
                SELECT 'invoice ' || a.account || ' ' || i.invoice || ' ' || i.currency || ' ' || i.status || ' '
                    || CAST(i.open AS TEXT) FROM invoice i JOIN account a ON a.id = i.account_id
                """,
                """
                SELECT 'settlement ' || a.account || ' ' || s.kind || ' ' || s.id || ' ' || CAST(s.unapplied AS TEXT)
                FROM settlement s JOIN account a ON a.id = s.account_id
                """,
                "SELECT 'line ' || id || ' ' || invoice || ' ' || CAST(effective AS TEXT) FROM allocation",
                "SELECT 'dispute ' || id || ' ' || CAST(is_open AS TEXT) FROM dispute",
                "SELECT 'hold ' || id || ' ' || CAST(is_placed AS TEXT) FROM hold",
                "SELECT 'promise ' || id || ' ' || CAST(is_made AS TEXT) FROM promise",
                "SELECT 'plan ' || id || ' ' || CAST(is_agreed AS TEXT) FROM plan",
                """
                SELECT 'payer ' || a.account || ' ' || payer.account
                FROM account a JOIN account payer ON payer.id = a.payer_id
                """,
            ], ledger)
    }

    private static func decisions(of ledger: Ledger) throws -> [String] {
        try lines(
            of: [
                """
                SELECT a.account || ' ' || c.currency || ' ' || c.why || ' '
                    || CAST(COALESCE(c.next_action_at, -1) AS TEXT)
                FROM dunning_case c JOIN account a ON a.id = c.account_id
                """,
                """
                SELECT a.account || ' ' || c.currency || ' ' || t.state || ' ' || t.step || ' '
                    || CAST(t.occurrence AS TEXT) || ' ' || t.slot || ' ' || t.invoices || ' ' || CAST(t.total AS TEXT)
                FROM attempt t JOIN dunning_case c ON c.number = t.case_number JOIN account a ON a.id = c.account_id
                """,
                """
                SELECT a.account || ' ' || c.currency || ' task ' || t.kind
                FROM task t JOIN dunning_case c ON c.number = t.case_number JOIN account a ON a.id = c.account_id
                """,
            ], ledger)
    }

    private static func lines(of queries: [String], _ ledger: Ledger) throws -> [String] {
        try ledger.database.read { transaction in
            try queries.flatMap { query in try transaction.all(query) { $0.text(0) } }
        }.sorted()
    }
}

/// Tells when all have counted.
private final class Countdown: Sendable {
    private let left: Atomic<Int>

    init(from count: Int) { left = Atomic(count) }

    func count() { left.subtract(1, ordering: .releasing) }

    var isOver: Bool { left.load(ordering: .acquiring) <= 0 }
}
