import Contracts
import Foundation
import Policy
import Store
import TestSupport
import Testing

@testable import Ledger

@Suite struct `Erasing a person` {
    @Test func `leaves what is owed and nothing that they are called or said`() throws {
        let books = try SealedBooks()
        try books.fill()
        try books.books.apply(books.account("other", email: "other@example.com"), books.invoice("i2", account: "other"))
        _ = try books.ledger.collect(
            [SealingTests.letter("m1"), SealingTests.letter("m2", account: "other")], actor: "operator")
        _ = try books.books.plan()
        let wrapped = try books.wrappedKeys(of: "account")
        #expect(wrapped.count == 1)

        let erasure = try #require(try books.ledger.forget("creditor", "account", actor: "operator"))
        #expect(erasure.attempts == 1 && erasure.letters == 1 && erasure.isLogEmpty)

        for ledger in [books.ledger, try books.open()] {
            #expect(try books.everythingOpened(by: ledger, of: "account") == [])
            #expect(throws: SealError.erased) { try ledger.message(of: 1) }
            #expect(try ledger.message(of: 2) == SealingTests.letter("m2", account: "other"))
            let view = try #require(try ledger.view(of: "creditor", "account", rules: Books.rules))
            #expect(view.name == "" && view.cases.first?.items.map(\.openMinor) == [10_000])
            #expect(view.attempts.map(\.state) == ["cancelled"])
            #expect(try ledger.balance(ofCase: view.cases[0].number)?.totalMinor == 10_000)
            #expect(try ledger.view(of: "creditor", "other", rules: Books.rules)?.name == SealedBooks.name)
            #expect(try ledger.verifyAudit(known: nil).flaw == nil)
        }
        // The key that was deleted is in no copy; on PostgreSQL that is VACUUM's part.
        if books.store.kind == .sqlite {
            let copy = try books.copy()
            #expect(copy.range(of: Data(wrapped[0])) == nil)
        }
        let acts = try books.ledger.auditEntries(after: 0, limit: 100).filter { $0.action == "person.forget" }
        #expect(acts.map(\.subject) == ["creditor/account"])
    }

    @Test func `makes a task of what is open, sends nothing, and ends with the next word of upstream`() throws {
        let books = try SealedBooks()
        try books.fill()
        let render = try books.books.planOne()
        _ = try books.ledger.forget("creditor", "account", actor: "operator")
        // A command that was published before.
        #expect(try books.books.claim(render) == .superseded)
        let planned = try books.books.plan()
        #expect(planned.dispatches.isEmpty)
        let tasks = planned.feed.compactMap { if case .taskOpened(let task) = $0 { task.kind } else { nil } }
        #expect(tasks == ["no channel"])
        #expect(try books.ledger.undispatched(olderThan: .zero, limit: 10).isEmpty)
        #expect(try books.ledger.forget("creditor", "account", actor: "operator") != nil)
        #expect(try books.ledger.forget("creditor", "nobody", actor: "operator") == nil)

        // An event from before the erasure brings nothing back.
        let old = Message(
            id: "old", source: "/billing", time: Instant("2026-09-01T00:00:00Z")!, payload: books.account())
        try books.books.apply([old])
        #expect(try books.wrappedKeys(of: "account").isEmpty)

        try books.books.apply(books.account())
        #expect(try books.wrappedKeys(of: "account").count == 1)
        let next = try books.books.planOne()
        #expect(next.recipient.email == SealedBooks.email)
        #expect(try books.found() == [])
        // What was said before stays erased.
        #expect(next.items.first?.reference == nil)
    }

    @Test func `is noticed at once by a process that remembers the key`() throws {
        let books = try SealedBooks()
        try books.fill()
        let planner = try books.open()
        _ = try planner.view(of: "creditor", "account", rules: Books.rules)
        _ = try books.ledger.forget("creditor", "account", actor: "operator")
        #expect(try books.everythingOpened(by: planner, of: "account") == [])
        // It must not seal with a key that is gone.
        let message = books.books.message(books.account())
        _ = try planner.apply([(message, [1])], settle: .zero)
        #expect(try books.open().view(of: "creditor", "account", rules: Books.rules)?.name == SealedBooks.name)
    }

    @Test func `takes texts that were never sealed, and letters under the fleet's key`() throws {
        let books = try SealedBooks(isSealed: false)
        try books.fill()
        _ = try books.books.plan()
        _ = try books.ledger.collect([SealingTests.letter("m1")], actor: "operator")
        try books.run("UPDATE dead_letter SET sealing_key = 'another'")
        #expect(try books.found() == SealedBooks.personal)
        _ = try books.ledger.forget("creditor", "account", actor: "operator")
        #expect(try books.found() == [])
        #expect(throws: SealError.erased) { try books.ledger.message(of: 1) }
        #expect(try books.ledger.keyReport().unsealed == 0)
    }

    @Test func `takes letters out of replays`() throws {
        let books = try SealedBooks()
        _ = try books.ledger.collect(
            [SealingTests.letter("m1"), SealingTests.letter("m2", account: "other")], actor: "operator")
        let plan = try books.ledger.planReplay(.all, author: "operator")
        _ = try books.ledger.forget("creditor", "account", actor: "operator")
        let pace = ReplayPace(rate: 100, canary: 0, canaryWait: 0)
        _ = try books.ledger.beginReplay(
            of: plan.id, runner: "r", author: "operator", pace: pace, confirmed: 2, lease: .seconds(60))
        let taken = try books.ledger.advanceReplay(
            of: plan.id, runner: "r", settling: [], after: 0, limit: 10, lease: .seconds(60))
        #expect(taken?.letters.map(\.letter.number) == [2])
        // And it comes back to no shelf from which it could be replayed.
        let moved = try books.ledger.moveDeadLetters(
            DeadLetterSelection([.archived]), to: .waiting, action: "dead.restore", author: "operator")
        #expect(moved == 0)
    }
}

private typealias SealingTests = `What the ledger holds about a person`

extension SealedBooks {
    fileprivate func wrappedKeys(of account: String) throws -> [[UInt8]] {
        try ledger.database.read { transaction in
            try transaction.all(
                "SELECT wrapped FROM data_key WHERE account = $1 AND wrapped IS NOT NULL", .text(account)
            ) { $0.blob(0) }
        }
    }

    /// Every text of an account that still opens, as column and text.
    fileprivate func everythingOpened(by ledger: Ledger, of account: Identifier) throws -> [String] {
        try ledger.database.read { transaction in
            var opened: [String] = []
            for column in SealedColumn.all {
                let keys = column.key.map { "t.\($0)" }.joined(separator: ", ")
                let owner =
                    column.owner == .named
                    ? "t.account = $1" : "t.account_id IN (SELECT id FROM account WHERE account = $1)"
                let rows = try transaction.all(
                    """
                    SELECT \(keys), t.\(column.name) FROM \(column.table) t
                    WHERE \(owner) AND t.\(column.name) IS NOT NULL
                    """,
                    .text(account.text)
                ) { row in (0...column.key.count).map { row.text(Int32($0)) } }
                for row in rows {
                    let text = try ledger.opened(
                        row.last, column, Array(row.dropLast()), of: Person("creditor", account), in: transaction)
                    if let text, !["", "[]"].contains(text) {
                        opened.append("\(column.table).\(column.name): \(text)")
                    }
                }
            }
            return opened
        }
    }
}
