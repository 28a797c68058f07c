import Contracts
import Foundation
import Store
import TestSupport
import Testing

@testable import Ledger

/// Programs of two versions on one ledger, as in a fleet that is brought to the next version worker by worker.
@Suite struct `A ledger between two versions` {
    static let next = LedgerSchema.migrations.count + 1

    static let expansion = Migration(
        version: next, name: "expansion", isCompatible: true,
        sql: [
            "ALTER TABLE attempt ADD COLUMN priority BIGINT NOT NULL DEFAULT 0",
            "CREATE TABLE note (attempt TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
        ])

    /// The version after takes away what only programs before the expansion read.
    static let contraction = Migration(
        version: next + 1, name: "contraction", oldestProgram: next,
        sql: ["ALTER TABLE attempt DROP COLUMN crossed"])

    static var newSchema: [Migration] { LedgerSchema.migrations + [expansion] }

    private func new(_ books: Books) throws -> Database {
        let database = try Database.open(at: StoreAddress(books.store.address), purpose: .write)
        try Migrator.check(database, Self.newSchema)
        return database
    }

    @Test func `is read and written by both at the same time`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let first = try books.planOne()
        // The next version arrives while a worker of this one has the ledger open.
        try Migrator.migrate(
            Database.open(at: StoreAddress(books.store.address), purpose: .write), Self.newSchema)
        let new = try new(books)
        try new.write { transaction in
            try transaction.execute(
                "UPDATE attempt SET priority = 7 WHERE id = $1", .text(first.attempt.id))
            try transaction.execute(
                "INSERT INTO note (attempt, body) VALUES ($1, 'new')", .text(first.attempt.id))
        }
        // The old one goes on, and one of the old version can still be started.
        _ = try books.send(first)
        let restarted = try Ledger.open(path: books.store.address)
        #expect(try restarted.status().attemptsByState == ["accepted": 1])
        try books.apply(books.account("b"), books.invoice("b1", account: "b"))
        let second = try books.planOne()
        #expect(second.attempt.id != first.attempt.id)
        // The new one reads what the old one wrote, and its own beside it.
        let rows = try new.read { transaction in
            try transaction.all(
                """
                SELECT t.state, t.priority, n.body FROM attempt t LEFT JOIN note n ON n.attempt = t.id
                ORDER BY t.priority
                """
            ) { "\($0.text(0)) \($0.int(1)) \($0.optionalText(2) ?? "-")" }
        }
        #expect(rows == ["planned 0 -", "accepted 7 new"])
        // An old `ledger init` finds nothing to do.
        _ = try Ledger.create(path: books.store.address, testClock: Instant("2026-11-02T09:00:00Z"))
    }

    @Test func `refuses the old one after the contraction, and says what to do`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        try Migrator.migrate(
            Database.open(at: StoreAddress(books.store.address), purpose: .write),
            Self.newSchema + [Self.contraction])
        _ = try new(books)
        let known = LedgerSchema.migrations.count
        let error = try #require(throws: StoreError.self) { try Ledger.open(path: books.store.address) }
        #expect(error == .schema(.newer(ledger: known + 2, known: known)))
        #expect("\(error)".contains("update the program"))
        // What was open already stores nothing half.
        #expect(throws: StoreError.self) { try books.view() }
    }
}
