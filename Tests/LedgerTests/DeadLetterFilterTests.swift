import Contracts
import Foundation
import Ledger
import Testing

@Suite struct `A filter of dead letters` {
    static let now = Instant("2026-11-24T12:00:00Z")!

    /// Letters 1 to 4, and which of them an expression means.
    static let expressions: [(String, [Int64])] = [
        (#"class = "parked""#, [1, 2]),
        (#"class != "parked""#, [3, 4]),
        (#"class = "parked" and creditor = "acme""#, [1]),
        (#"class = "permanent" or creditor = "acme""#, [1, 3]),
        (#"class = "permanent" or class = "parked" and creditor = "acme""#, [1, 3]),
        (#"(class = "permanent" or class = "parked") and not creditor = "acme""#, [2, 3]),
        (#"not not class = "parked""#, [1, 2]),
        (#"error ~ "ADDRESS""#, [1]),
        (#"error ~ "%""#, []),
        (#"creditor != "acme""#, [2, 3, 4]),
        (#"creditor < "b""#, [1]),
        (#"queue = "dunlin.unrouted""#, [4]),
        (#"type = "dunlin.email.send.v1""#, [1, 2]),
        (#"template = "first-reminder/en""#, [1, 2]),
        ("age > 2h", [1, 3]), ("age <= 2h", [2, 4]), ("age >= 3h", [1, 3]), ("age > 1d", [3]), ("age > 1d1h30m", [3]),
        ("age < 90m", [2, 4]),
        (#"at < "2026-11-24T09:00:00.001Z""#, [1, 3]),
        (#"at > "2026-11-24T10:00:00+01:00""#, [2, 4]),
        ("number >= 2 and number < 4", [2, 3]), ("size > 100000", []), ("generation = 2", [2]),
        (#"header.dunlin-gen = 2"#, [2]), (#"header.shop = "north""#, [1]), (#"header.shop != "north""#, [2, 3, 4]),
        (#"body.data.total.minor >= 1000"#, [1]), ("body.total.minor >= 1000", [1]), ("body.total.minor < 1000", [2]),
        (#"body.items.0.minor = 5"#, [1]), ("body.items.minor = 7", [1]), ("body.items.1.minor = 5", []),
        (#"body.specversion = "1.0""#, [1, 2]), ("body.urgent = true", [2]), ("body.urgent != true", [1, 3, 4]),
        (#"body.ratio > 1"#, [2]), (#"body.name ~ "tern""#, [1]),
        (#"account = "a \"quoted\" \\ one""#, [2]),
    ]

    @Test(arguments: expressions.indices)
    func `means these letters`(index: Int) throws {
        let books = try DeadLetterBooks()
        try books.collect(books.four)
        let (text, expected) = Self.expressions[index]
        let filter = try DeadLetterFilter(text, now: books.now)
        #expect(try books.numbers(filter) == expected, "\(text)")
        // The same through the groups, which the database counts where an index can tell.
        let groups = try books.ledger.deadLetterGroups(DeadLetterSelection([.waiting], filter))
        #expect(groups.map(\.count).reduce(0, +) == expected.count, "\(text)")
    }

    /// What cannot be read, where, and a word of the reason.
    static let mistakes: [(String, Int, String)] = [
        ("", 1, "a field"), ("   ", 4, "a field"), ("class", 6, "one of ="), ("class =", 8, "a text in quotes"),
        ("class = parked", 9, "a text in quotes"), (#"class = "parked"#, 9, "no closing quote"),
        (#"klass = "x""#, 1, "no field 'klass'"), (#"class = "x" creditor = "y""#, 13, "expected 'and'"),
        (#"class = "x" and"#, 16, "a field"), (#"(class = "x""#, 13, "expected ')'"),
        (#"class = "x")"#, 12, "expected 'and'"),
        ("age > 5", 7, "duration"), (#"age > "2h""#, 7, "duration"), ("age ~ 2h", 5, "part of a text"),
        ("age > 2x", 7, "neither"), ("age > 1m2h", 7, "neither"), ("age > -2h", 7, "neither"),
        ("number ~ 5", 8, "part of a text"), (#"number = "5""#, 10, "whole number"), ("size > 2h", 8, "whole number"),
        (#"at > "yesterday""#, 6, "RFC 3339"), ("at > 5", 6, "time in quotes"), ("body. = 5", 1, "no field"),
        ("body.a..b = 5", 1, "no field"), ("body.a ~ 5", 10, "'~' wants"), ("body.a = 1.5", 11, "no meaning"),
        (#"class == "x""#, 8, "text in quotes"), (#"class ! "x""#, 7, "'!='"), ("class & 5", 7, "no meaning"),
        (#"error = "a\n""#, 9, "stands before"), ("number = 99999999999999999999", 10, "64 bits"),
        (#"class = "x"; DROP TABLE dead_letter"#, 12, "no meaning"),
        (String(repeating: "(", count: 101) + "number = 1", 101, "nested"),
        (String(repeating: "not ", count: 5000) + "number = 1", 397, "nested"),
    ]

    @Test(arguments: mistakes.indices)
    func `that cannot be read is refused with its position`(index: Int) {
        let (text, position, reason) = Self.mistakes[index]
        do throws(FilterProblem) {
            _ = try DeadLetterFilter(text, now: Self.now)
            Issue.record("'\(text)' was read")
        } catch {
            #expect(error.position == position, "\(text): \(error)")
            #expect(error.reason.contains(reason), "\(text): \(error)")
        }
    }

    @Test func `compares values as values, whatever they hold`() throws {
        let books = try DeadLetterBooks()
        try books.collect(books.four)
        let text = #"creditor = "' OR 1=1 --""#
        #expect(try books.numbers(try DeadLetterFilter(text, now: books.now)).isEmpty)
    }
}
