import Contracts
import Foundation
import Policy
import Store
import TestSupport
import Testing

@testable import Ledger

@Suite struct `What the ledger holds about a person` {
    @Test func `is in no copy of the store`() throws {
        let books = try SealedBooks()
        try books.fill()
        let render = try books.books.planOne()
        #expect(render.recipient.email == SealedBooks.email && render.accountName == SealedBooks.name)
        #expect(render.items.first?.reference == "order of " + SealedBooks.words)
        try books.books.apply(
            .optOut(
                OptOut(attempt: render.attempt.id, channel: .email, evidence: SealedBooks.words, at: .now)))
        _ = try books.ledger.collect([Self.letter("m1")], actor: "operator")
        #expect(try books.found() == [])
        #expect(try books.ledger.keyReport().unsealed == 0)
        // What queries need can be read.
        #expect(try books.texts("SELECT account FROM account") == ["account"])
    }

    @Test func `opens for whoever has the key, and for nobody else`() throws {
        let books = try SealedBooks(keys: SealedBooks.keys(1))
        try books.fill()
        let other = try books.open(keys: SealedBooks.keys(2))
        #expect(throws: SealError.self) { try other.checkKeys() }
        #expect(throws: SealError.self) { try other.view(of: "creditor", "account", rules: Books.rules) }
        // Without a key of its own it must not go on with one that the ledger would keep.
        let none = try books.open()
        #expect(throws: SealError.self) { try none.checkKeys() }
        let message = books.books.message(books.account("other"))
        #expect(throws: SealError.self) { try none.apply([(message, [1])], settle: .zero) }
        #expect(try books.texts("SELECT account FROM account") == ["account"])
        let same = try books.open(keys: SealedBooks.keys(2, 1))
        #expect(try same.view(of: "creditor", "account", rules: Books.rules)?.name == SealedBooks.name)
        #expect(try same.balance(ofCase: 1)?.items.first?.document == "https://example.com/whimbrel.pdf")
    }

    @Test(arguments: ["", "short", Data(repeating: 1, count: 16).base64EncodedString(), SealedBooks.key(1) + " ?"])
    func `is not sealed with what is no key`(content: String) throws {
        let folder = try TemporaryStore(.sqlite)
        let path = folder.folder + "/key"
        try Data(content.utf8).write(to: URL(filePath: path))
        #expect(throws: SealError.noKey(path)) { try FleetKeys(file: path) }
        #expect(throws: SealError.noFile(path + "-")) { try FleetKeys(file: path + "-") }
    }

    static let swaps = [
        "UPDATE account SET contacts = (SELECT contacts FROM account WHERE account = 'b') WHERE account = 'a'",
        "UPDATE account SET contacts = name WHERE account = 'a'",
        "UPDATE account SET contacts = SUBSTR(contacts, 1, 30) || 'AAAA' || SUBSTR(contacts, 35) WHERE account = 'a'",
        "UPDATE account SET contacts = 'sealed1:' WHERE account = 'a'",
        "UPDATE account SET contacts = 'sealed1:0123456789abcdef:AAAA' WHERE account = 'a'",
    ]

    @Test(arguments: swaps)
    func `does not open in another place, and stops nobody else`(swap: String) throws {
        let books = try SealedBooks()
        try books.books.apply(
            books.account("a"), books.invoice("ia", account: "a"), books.account("b", email: "other@example.com"),
            books.invoice("ib", account: "b"))
        let renders = try books.books.plan().dispatches.map(\.command.payload).compactMap { payload in
            if case .reminderRender(let render) = payload { render } else { nil }
        }
        let render = try #require(renders.first { $0.case.account == "a" })
        try books.run(swap)
        // Another process, that remembers nothing.
        let ledger = try books.open()
        let request = ClaimRequest(attempt: render.attempt, caseNumber: render.case.number, basis: render.basis)
        let answer = try ledger.claim([request], worker: "w", lease: .seconds(60), rules: Books.rules)
        #expect(answer == [.declined(reason: "sealed data cannot be opened")])
        try ledger.reviewAllCases()
        _ = try books.books.plan()
        let fresh = try ledger.planDue(
            limit: 10, rules: Books.rules, config: "config",
            links: { _, _, _ in ReminderLinks(portal: "", unsubscribe: "", replyToken: "") }, source: "test")
        #expect(fresh.dispatches.isEmpty)
        #expect(throws: SealError.self) { try ledger.view(of: "creditor", "a", rules: Books.rules) }
        #expect(try ledger.view(of: "creditor", "b", rules: Books.rules)?.attempts.map(\.state) == ["planned"])
        // The next event writes it anew.
        try books.books.apply(books.account("a"))
        #expect(try ledger.view(of: "creditor", "a", rules: Books.rules)?.name == SealedBooks.name)
    }

    @Test func `is never sealed with a key that a transaction made which was undone`() throws {
        let books = try SealedBooks()
        let (ledger, person) = (books.ledger, Person("creditor", "a"))
        struct Undone: Error {}
        #expect(throws: Undone.self) {
            try ledger.database.write { transaction in
                _ = try ledger.sealing.seal("x", in: .accountName, ["creditor", "a"], of: person, in: transaction)
                throw Undone()
            }
        }
        let stored = try ledger.database.write { transaction in
            try ledger.sealing.seal("x", in: .accountName, ["creditor", "a"], of: person, in: transaction)
        }
        let other = try books.open()
        let opened = try other.database.read { transaction in
            try other.sealing.open(stored, in: .accountName, ["creditor", "a"], of: person, in: transaction)
        }
        #expect(opened == "x")
    }

    @Test func `is sealed by a command in a ledger from before, which goes on as it did until then`() throws {
        let books = try SealedBooks(isSealed: false)
        try books.fill()
        _ = try books.ledger.collect([Self.letter("m1")], actor: "operator")
        let render = try books.books.planOne()
        // The test can fail: all of it is there to be found.
        #expect(try books.found() == SealedBooks.personal)
        #expect(try books.texts("SELECT name FROM account") == [SealedBooks.name])
        #expect(try books.ledger.keyReport().unsealed > 15)
        struct Ended: Error {}
        // Ended in the middle, it goes on.
        #expect(throws: Ended.self) {
            try books.ledger.seal(actor: "operator") { texts, _ in if texts > 4 { throw Ended() } }
        }
        let sealed = try books.open().seal(actor: "operator")
        #expect(sealed.texts > 5)
        #expect(try books.found() == [])
        let again = try books.ledger.seal(actor: "operator")
        #expect(again.texts == 0 && again.letters == 0)
        #expect(try books.ledger.keyReport().unsealed == 0)
        #expect(try books.books.view().name == SealedBooks.name)
        // The command that nobody published yet, too.
        try books.run("UPDATE attempt SET published_at = 0")
        let commands = try books.ledger.undispatched(olderThan: .zero, limit: 10)
        #expect(commands.map(\.command.payload) == [.reminderRender(render)])
        #expect(try books.ledger.verifyAudit(known: nil).flaw == nil)
        // Programs from before keep away from now on.
        let isCompatible = try books.ledger.database.read { transaction in
            try transaction.first("SELECT is_compatible FROM migration WHERE version = 8") { $0.flag(0) }
        }
        #expect(isCompatible == false)
    }

    @Test func `puts dead letters that the fleet's key sealed under the key of their account`() throws {
        let books = try SealedBooks(keys: SealedBooks.keys(1))
        let letter = Self.letter("m1")
        _ = try books.ledger.collect([letter], actor: "operator")
        let fleetKey = try #require(try SealedBooks.keys(1).keys.first)
        let content = try fleetKey.seal(try letter.packed(), for: try letter.identity())
        try books.ledger.database.write { transaction in
            try transaction.execute(
                "UPDATE dead_letter SET sealing_key = $1, content = $2", .text(fleetKey.id), .blob(content))
        }
        #expect(try books.ledger.message(of: 1) == letter)
        #expect(try books.ledger.keyReport().fleetKeys.first?.letters == 1)
        #expect(try books.ledger.seal(actor: "operator").letters == 1)
        #expect(try books.ledger.message(of: 1) == letter)
        let owner = "SELECT k.account FROM data_key k JOIN dead_letter d ON k.id = d.sealing_key"
        #expect(try books.texts(owner) == ["account"])
    }

    static func letter(_ id: String, account: String = "account") -> DeadMessage {
        DeadMessage(
            properties: DeadMessage.Properties(
                queue: Topology.deadLetterQueue(of: Topology.plannerQueue), exchange: Topology.deadExchange,
                routingKey: Topology.deadRoutingKey(.permanent, queue: Topology.plannerQueue), messageID: id),
            body: Data(
                #"{"data":{"creditor":"creditor","account":"\#(account)","name":"\#(SealedBooks.name)"}}"#.utf8))
    }
}
