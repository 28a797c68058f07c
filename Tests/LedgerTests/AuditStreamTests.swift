import Contracts
import Foundation
import Ledger
import Testing

@Suite struct `The audit log on its way to a stream` {
    static func next(_ books: Books, as worker: String = "p1", limit: Int = 2) throws -> [Int64] {
        try books.ledger.auditEntriesToStream(worker: worker, lease: .seconds(60), limit: limit).map(\.number)
    }

    @Test func `goes on behind what was confirmed, and begins the rest again after a crash`() throws {
        let books = try `The audit log`.filled()
        #expect(try Self.next(books) == [1, 2])
        // It died before the confirm: the same entries under the same ids.
        let again = try books.ledger.auditEntriesToStream(worker: "p1", lease: .seconds(60), limit: 2)
        #expect(again.map(\.number) == [1, 2])
        let first = try books.ledger.auditEntries(after: 0, limit: 1)
        #expect(again[0].messageID == first[0].messageID)
        try books.ledger.noteAuditStreamed(upTo: 2)
        #expect(try Self.next(books, limit: 10) == [3, 4, 5])
        try books.ledger.noteAuditStreamed(upTo: 5)
        // A late word of an earlier try sets nothing back.
        try books.ledger.noteAuditStreamed(upTo: 2)
        #expect(try books.ledger.auditStreamed() == 5)
        #expect(try Self.next(books) == [])
    }

    @Test func `is published by one process at a time, until its lease ends`() throws {
        let books = try `The audit log`.filled()
        #expect(try Self.next(books) == [1, 2])
        #expect(try Self.next(books, as: "p2") == [])
        _ = try books.ledger.auditEntriesToStream(worker: "p1", lease: .seconds(-1), limit: 1)
        #expect(try Self.next(books, as: "p2") == [1, 2])
        #expect(try Self.next(books, as: "p1") == [])
    }

    /// What the stream holds, by number; a negative one is an entry of that number with other content.
    static let streams: [(numbers: [Int64], firstBad: Int64?)] = [
        ([1, 2, 3, 4, 5], nil), ([1, 2, 1, 2, 3, 3, 4], nil), ([3, 4, 5], nil), ([], nil), ([1, 2, 4], 3),
        ([1, -2, 3], 2), ([1, 2, 3, 4, 5, 6], 6),
    ]

    @Test(arguments: streams.indices)
    func `is compared with what the stream holds`(index: Int) throws {
        let books = try `The audit log`.filled()
        let (numbers, firstBad) = Self.streams[index]
        let entries = try books.ledger.auditEntries(after: 0, limit: 10)
        let records = numbers.map { number in
            var record = entries[Int(min(abs(number), 5)) - 1].record
            record.number = abs(number)
            if number < 0 { record.actor = "nobody" }
            return record
        }
        var comparison = AuditStreamComparison()
        for record in records { try comparison.take([record], of: books.ledger) }
        #expect(comparison.flaw?.number == firstBad)
        var whole = AuditStreamComparison()
        try whole.take(records, of: books.ledger)
        #expect(whole.flaw == comparison.flaw && whole.records == comparison.records)
    }
}
