import Contracts
import Foundation
import Ledger
import Policy
import Store
import TestSupport
import Testing

@Suite struct `A trace` {
    static func whole(_ books: Books, of name: String, personal: Bool = false) throws -> [TimelineEntry] {
        let subjects = try books.ledger.traceSubjects(named: name, creditor: nil, kind: nil)
        let subject = try #require(subjects.count == 1 ? subjects.first : nil)
        return try books.ledger.trace(of: subject, personal: personal).entries
    }

    /// An attempt that is declined, given back, deferred and, at last, accepted.
    static func eventful() throws -> (Books, ReminderRender) {
        let books = try Books()
        books.ledger.worker = "planner/1"
        try books.fillWithOneOverdueInvoice()
        let first = try books.planOne()
        try books.ledger.markDispatched([(first.attempt.id, first.attempt.revision)])
        try books.apply(books.payment("p1", 10, on: [Allocation(invoice: "i1", minor: 10)]))
        #expect(try books.claim(first) == .declined(reason: "changed"))
        _ = try books.report(.declined, of: first)
        for outcome in [
            SubmissionOutcome.givenBack(reason: "not sent in time"),
            .accepted(code: 250, reason: "2.0.0 Ok: queued as 4F2A1"),
        ] {
            let render = try books.planOne()
            let request = ClaimRequest(
                attempt: render.attempt, caseNumber: render.case.number, basis: render.basis, renderer: "renderer/7",
                renderedAt: Instant("2026-11-02T09:00:01Z"))
            let answer = try books.ledger.claim([request], worker: "sender/9", lease: .seconds(60), rules: Books.rules)
            guard case .granted(let claim) = answer[0] else { throw StoreError.misuse("not granted") }
            if case .accepted = outcome {
                _ = try books.ledger.markSubmitting([claim], worker: "sender/9", lease: .seconds(60))
            }
            #expect(try books.ledger.complete([(claim, outcome)], worker: "sender/9", lease: .seconds(60)) == [true])
            _ = try books.report(outcome.result, of: render)
        }
        return (books, first)
    }

    @Test func `tells every change of an attempt with revision, process and the provider's answer`() throws {
        let (books, render) = try Self.eventful()
        let entries = try Self.whole(books, of: render.attempt.id)
        let changes = entries.filter { $0.id == render.attempt.id }.map { entry in
            let words = entry.what.dropFirst("attempt ".count)
            return "\(words) \(entry.details["revision"] ?? "") \(entry.details["worker"] ?? "")"
        }
        // Written at an instant of the test's own.
        let rendered = ["rendered 2 renderer/7", "rendered 3 renderer/7"]
        #expect(changes.filter { $0.hasPrefix("rendered") } == rendered)
        #expect(
            changes.filter { !$0.hasPrefix("rendered") } == [
                "planned 1 planner/1", "dispatched 1 planner/1", "refused 1 w1", "planned 2 planner/1",
                "claimed 2 sender/9", "given back 2 sender/9", "planned 3 planner/1", "claimed 3 sender/9",
                "submitting 3 sender/9", "accepted 3 sender/9",
            ])
        let accepted = try #require(entries.first { $0.what == "attempt accepted" })
        #expect(accepted.reason == "2.0.0 Ok: queued as 4F2A1" && accepted.details["code"] == "250")
        #expect(entries.first { $0.what == "attempt refused" }?.reason == "changed")
    }

    @Test func `is found by invoice, account, attempt, mail and event`() throws {
        let (books, render) = try Self.eventful()
        let names = ["i1", "account", render.attempt.id, "<\(render.attempt.id)@example.com>", "event-2"]
        for name in names {
            let entries = try Self.whole(books, of: name)
            #expect(entries.contains { $0.what == "attempt accepted" }, "\(name)")
            let events = entries.filter { $0.what == "event applied" }
            #expect(events.contains { $0.details["type"] == "dunlin.invoice.issued.v1" }, "\(name)")
            #expect(events.allSatisfy { $0.at != nil && $0.details["statedAt"] != nil })
        }
        #expect(try books.ledger.traceSubjects(named: "nothing", creditor: nil, kind: nil).isEmpty)
        #expect(try books.ledger.traceSubjects(named: "i1", creditor: "other", kind: nil).isEmpty)
    }

    @Test func `leaves other invoices of the account out, and amounts unless they are asked for`() throws {
        let (books, _) = try Self.eventful()
        try books.apply(books.invoice("i2", due: "2026-12-24"))
        let entries = try Self.whole(books, of: "i1")
        #expect(!entries.contains { $0.details["about"] == "i2" })
        #expect(try Self.whole(books, of: "account").contains { $0.details["about"] == "i2" })
        #expect(entries.allSatisfy { $0.minor == nil && $0.openMinor == nil })
        #expect(try Self.whole(books, of: "i1", personal: true).contains { $0.minor == 9_990 })
    }

    @Test func `says that a name is an invoice and an account`() throws {
        let books = try Books()
        try books.apply(books.account(), books.invoice("account"))
        let subjects = try books.ledger.traceSubjects(named: "account", creditor: nil, kind: nil)
        #expect(subjects.map(\.kind) == [.invoice, .account])
        #expect(try books.ledger.traceSubjects(named: "account", creditor: nil, kind: .invoice).count == 1)
    }

    @Test func `is nothing that a simulation writes`() throws {
        let ledger = try Ledger.scratch(at: Instant("2026-11-02T09:00:00Z")!)
        try ledger.markDispatched([("none", 1)])
        let count = try ledger.database.read { try $0.first("SELECT COUNT(*) FROM attempt_change") { $0.int(0) } }
        #expect(count == 0)
    }

    /// A million changes and events of other accounts.
    @Test func `is answered by indexes in a ledger with millions of rows`() throws {
        let (books, render) = try Self.eventful()
        let database = books.ledger.database
        let rows = 1_000_000
        let chunk = 100_000
        for start in stride(from: 0, to: rows, by: chunk) {
            let numbers = """
                WITH RECURSIVE n (i) AS (SELECT \(start) UNION ALL SELECT i + 1 FROM n WHERE i < \(start + chunk - 1))
                """
            try database.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO attempt_change (case_number, attempt, revision, change, at, worker)
                    \(numbers) SELECT 1000 + i / 10, 'other-' || (i / 5), 1, 'accepted', 0, 'w' FROM n
                    """)
            }
            try database.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO inbox (source, id, content, account_id, type, subject, time, applied_at)
                    \(numbers) SELECT '/import', 'e' || i, $1, 1000 + i / 10, 'dunlin.invoice.issued.v1', 'x', 0, 0 FROM n
                    """, .blob([1, 2]))
            }
        }
        try database.write { try $0.execute("ANALYZE") }
        let began = ContinuousClock.now
        for name in ["i1", "account", render.attempt.id, "event-2"] {
            #expect(try Self.whole(books, of: name).contains { $0.what == "attempt accepted" })
        }
        let elapsed = began.duration(to: .now)
        print("four traces among \(2 * rows) rows: \(elapsed)")
        #expect(elapsed < .seconds(2))
        for query in TraceQuery.all { try Self.expectIndexes(query, in: database) }
    }

    private static func expectIndexes(_ query: String, in database: Database) throws {
        let isSQLite = TemporaryStore.Kind.chosen == .sqlite
        var values: [Value] = query.contains("WHERE message_id") ? [.text("m")] : [.int(1)]
        if query.contains("creditor = $1") { values = [.text("c"), .text("a")] }
        var plan: [String] = []
        try database.read { transaction in
            try transaction.query((isSQLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + query, values: values) { row in
                plan.append(isSQLite ? row.text(3) : row.text(0))
            }
        }
        #expect(!plan.isEmpty)
        // The tables that grow; on PostgreSQL one that is all but empty here is scanned, as it should be.
        for table in ["attempt_change", "inbox"] where query.contains("FROM \(table) ") {
            let steps = plan.filter { $0.contains(table) }
            #expect(steps.contains { $0.lowercased().contains("index") }, "\(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("Seq Scan on \(table)") }, "\(plan)")
        }
        // Of the one attempt and the one case there are SQLite may scan either.
        if isSQLite { #expect(!plan.contains { $0.hasPrefix("SCAN dead_letter") }, "\(plan)") }
    }
}
