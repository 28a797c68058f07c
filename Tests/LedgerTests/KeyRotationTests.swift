import Contracts
import Foundation
import Policy
import Store
import TestSupport
import Testing

@testable import Ledger

@Suite struct `A key of the fleet` {
    private struct Killed: Error {}

    /// More accounts than one transaction wraps anew.
    private func books(_ keys: FleetKeys?) throws -> SealedBooks {
        let books = try SealedBooks(keys: keys)
        let accounts = (1...600).map { Identifier("a\($0)")! }
        try books.books.apply(accounts.map { books.books.message(books.account($0)) })
        try books.books.apply(books.invoice(account: "a7"))
        _ = try books.ledger.collect([`What the ledger holds about a person`.letter("m1", account: "a7")], actor: "o")
        return books
    }

    @Test func `gives way to another while workers have both, though the rotation is killed`() throws {
        let books = try books(SealedBooks.keys(1))
        let (old, new) = (try SealedBooks.keys(1).ids[0], try SealedBooks.keys(2).ids[0])
        // One worker wraps with the old key still, the other with the new one.
        let (late, early) = (try books.open(keys: SealedBooks.keys(1, 2)), try books.open(keys: SealedBooks.keys(2, 1)))
        func write(_ ledger: Ledger, _ id: Identifier) throws {
            let message = books.books.message(books.account(id))
            _ = try ledger.apply([(message, Array(id.text.utf8))], settle: .zero)
        }
        let before = try books.texts("SELECT name FROM account ORDER BY account")
        #expect(throws: Killed.self) {
            try early.rotateKeys(actor: "operator") { rotation in
                try write(late, "late-1")
                try write(early, "early-1")
                if rotation.dataKeys > 256 { throw Killed() }
            }
        }
        let half = try early.keyReport().fleetKeys
        #expect(half.map(\.id) == [new, old] && half.allSatisfy { $0.dataKeys > 0 && $0.retiredAt == nil })
        for ledger in [late, early] {
            #expect(try ledger.view(of: "creditor", "a599", rules: Books.rules)?.name == SealedBooks.name)
            #expect(try ledger.view(of: "creditor", "a7", rules: Books.rules)?.name == SealedBooks.name)
        }

        let rotation = try books.open(keys: SealedBooks.keys(2, 1)).rotateKeys(actor: "operator")
        #expect(rotation.retired == [old] && rotation.inUse == [] && rotation.key == new && rotation.dataKeys > 0)
        let alone = try books.open(keys: SealedBooks.keys(2))
        try alone.checkKeys()
        for id in ["a1", "a7", "late-1", "early-1"] as [Identifier] {
            #expect(try alone.view(of: "creditor", id, rules: Books.rules)?.name == SealedBooks.name)
        }
        #expect(try alone.message(of: 1) != nil)
        // Whoever has the old one alone is told.
        #expect(throws: SealError.missingKeys([new])) { try books.open(keys: SealedBooks.keys(1)).checkKeys() }
        // No text was touched.
        let after = try books.texts("SELECT name FROM account WHERE account LIKE 'a%' ORDER BY account")
        #expect(after == before)
        // A worker that still wraps with the old one brings it back, and the next rotation takes it again.
        try write(late, "late-2")
        #expect(throws: SealError.missingKeys([old])) { try books.open(keys: SealedBooks.keys(2)).checkKeys() }
        #expect(try early.rotateKeys(actor: "operator").dataKeys == 1)
        try books.open(keys: SealedBooks.keys(2)).checkKeys()
        #expect(try alone.verifyAudit(known: nil).flaw == nil)
        let actions = try alone.auditEntries(after: 0, limit: 1000).map(\.action)
        #expect(actions.filter { $0 == "keys.rotate" }.count == 3 && actions.filter { $0 == "keys.rotated" }.count == 2)
    }

    @Test func `in a file takes over from the one that the ledger kept`() throws {
        let books = try books(nil)
        let (file, old) = (try books.open(keys: SealedBooks.keys(3)), try books.ledger.keyReport().fleetKeys[0])
        #expect(old.isOfLedger && old.wraps && old.dataKeys == 600)
        let rotation = try file.rotateKeys(actor: "operator")
        #expect(rotation.retired == [old.id])
        #expect(try books.texts("SELECT value FROM setting WHERE name = 'data_key'") == [])
        #expect(try file.view(of: "creditor", "a7", rules: Books.rules)?.name == SealedBooks.name)
        // A process that remembers the old one wraps nothing with it any more.
        let message = books.books.message(books.account("another"))
        #expect(throws: SealError.self) { try books.ledger.apply([(message, [1])], settle: .zero) }
    }
}
