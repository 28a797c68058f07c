import Contracts
import Foundation
import Ledger
import Store
import Testing

@Suite struct `The audit log` {
    /// Five entries, in two transactions.
    static func filled() throws -> Books {
        let books = try Books()
        try books.ledger.audit((1...3).map { act($0) })
        try books.ledger.audit((4...5).map { act($0) })
        return books
    }

    static func act(_ number: Int) -> AuditAct {
        AuditAct(
            actor: "operator", action: "dead.archive", subject: "letter \(number)",
            detail: ["letters": .integer(Int64(number))])
    }

    @Test func `is whole as it was written, and empty at first`() throws {
        let empty = try Books()
        let fresh = try empty.ledger.verifyAudit()
        #expect(fresh.flaw == nil && fresh.entries == 0 && fresh.head?.number == 0)
        let books = try Self.filled()
        let verdict = try books.ledger.verifyAudit()
        #expect(verdict.flaw == nil && verdict.entries == 5 && verdict.head?.number == 5)
        let entries = try books.ledger.auditEntries(after: 3, limit: 10)
        #expect(entries.map(\.number) == [4, 5])
        #expect(entries[0].detail == #"{"letters":4}"# && entries[1].previous == entries[0].hash)
    }

    /// What somebody with the database's password may do, and the first number that must be named.
    static let tamperings: [(what: String, sql: [String], firstBad: Int64)] = [
        ("a changed subject", ["UPDATE audit_entry SET subject = 'letter 9' WHERE number = 3"], 3),
        ("a changed time", ["UPDATE audit_entry SET at = at + 1 WHERE number = 1"], 1),
        ("another actor at the end", ["UPDATE audit_entry SET actor = 'nobody' WHERE number = 5"], 5),
        ("a removed first entry", ["DELETE FROM audit_entry WHERE number = 1"], 1),
        ("a removed entry", ["DELETE FROM audit_entry WHERE number = 3"], 3),
        (
            "a removed entry, and the gap closed",
            [
                "DELETE FROM audit_entry WHERE number = 3", "UPDATE audit_entry SET number = 3 WHERE number = 4",
                "UPDATE audit_entry SET number = 4 WHERE number = 5",
            ], 3
        ),
        ("a removed end", ["DELETE FROM audit_entry WHERE number = 5"], 5),
        ("all removed", ["DELETE FROM audit_entry"], 1),
        (
            "an entry inserted behind the end",
            [
                """
                INSERT INTO audit_entry (number, at, actor, action, subject, detail, previous, hash)
                SELECT 6, at, actor, action, subject, detail, previous, hash FROM audit_entry WHERE number = 5
                """
            ], 6
        ),
        (
            "an entry inserted in the middle",
            [
                "UPDATE audit_entry SET number = 6 WHERE number = 5",
                "UPDATE audit_entry SET number = 5 WHERE number = 4",
                """
                INSERT INTO audit_entry (number, at, actor, action, subject, detail, previous, hash)
                SELECT 4, at, actor, action, subject, detail, previous, hash FROM audit_entry WHERE number = 3
                """,
            ], 4
        ),
        (
            "an entry put before the first",
            [
                """
                INSERT INTO audit_entry (number, at, actor, action, subject, detail, previous, hash)
                SELECT 0, at, actor, action, subject, detail, previous, hash FROM audit_entry WHERE number = 1
                """
            ], 0
        ),
        (
            "two entries swapped",
            [
                "UPDATE audit_entry SET number = 99 WHERE number = 2",
                "UPDATE audit_entry SET number = 2 WHERE number = 3",
                "UPDATE audit_entry SET number = 3 WHERE number = 99",
            ], 2
        ),
        (
            "a head set back",
            ["DELETE FROM audit_entry WHERE number = 5", "DELETE FROM setting WHERE name = 'audit_head'"], 4
        ),
    ]

    @Test(arguments: tamperings.indices)
    func `shows the first entry that is not as it was written`(index: Int) throws {
        let books = try Self.filled()
        let (what, statements, firstBad) = Self.tamperings[index]
        try books.ledger.database.write { transaction in
            for sql in statements { try transaction.execute(sql) }
        }
        let verdict = try books.ledger.verifyAudit()
        #expect(verdict.flaw?.number == firstBad, "\(what)")
    }

    @Test func `written anew from an entry on differs from a head that was noted elsewhere`() throws {
        let books = try Self.filled()
        let noted = try #require(try books.ledger.verifyAudit().head)
        try books.ledger.database.write { transaction in
            let start = AuditHead("0:" + String(repeating: "0", count: 64))
            try transaction.execute("DELETE FROM audit_entry")
            try transaction.execute(
                "UPDATE setting SET value = $1 WHERE name = 'audit_head'", .text(start?.text))
            try transaction.audit((1...6).map { Self.act($0 + 10) })
        }
        #expect(try books.ledger.verifyAudit().flaw == nil)
        #expect(try books.ledger.verifyAudit(known: noted).flaw?.number == 5)
    }

    @Test func `keeps nothing of a transaction that failed`() throws {
        let books = try Self.filled()
        #expect(throws: StoreError.self) {
            try books.ledger.database.write { transaction in
                try transaction.audit([Self.act(6)])
                try transaction.execute("INSERT INTO nowhere VALUES (1)")
            }
        }
        let verdict = try books.ledger.verifyAudit()
        #expect(verdict.flaw == nil && verdict.entries == 5)
    }

    @Test func `says what was sent, by its hash, and what it rests on`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        let request = ClaimRequest(
            attempt: render.attempt, caseNumber: render.case.number, basis: render.basis, content: "c0ffee")
        let answer = try books.ledger.claim([request], worker: "w1", lease: .seconds(60), rules: Books.rules)[0]
        guard case .granted(let claim) = answer else { throw StoreError.misuse("not granted") }
        #expect(try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60)) == [true])
        let outcome = SubmissionOutcome.accepted(code: 250, reason: "queued")
        for isStored in [true, false] {
            let stored = try books.ledger.complete([(claim, outcome)], worker: "w1", lease: .seconds(60))
            #expect(stored == [isStored])
        }
        let entries = try books.ledger.auditEntries(after: 0, limit: 10)
        #expect(entries.map(\.action) == ["message.accepted"])
        #expect(entries.map(\.subject) == [render.attempt.id] && entries.map(\.actor) == ["w1"])
        let detail = try JSONDecoder().decode(JSONValue.self, from: Data(entries[0].detail.utf8))
        #expect(
            detail == [
                "basis": .text(render.basis), "channel": "email", "config": "config", "content": "c0ffee",
                "revision": 1, "template": "t",
            ])
        #expect(try books.ledger.verifyAudit().flaw == nil)
    }

    @Test func `takes thousands of entries a second`() throws {
        let books = try Books()
        let began = ContinuousClock.now
        for start in stride(from: 0, to: 10_240, by: 256) {
            try books.ledger.audit((start..<start + 256).map { Self.act($0) })
        }
        let seconds = began.duration(to: .now) / .seconds(1)
        print("audit entries a second, in transactions of 256: \(Int(10_240 / seconds))")
        // A sender of one process accepts some thousand mails a second at best; this is a debug build on a busy machine.
        #expect(seconds < 20)
        #expect(try books.ledger.verifyAudit().entries == 10_240)
    }
}
