import Contracts
import Foundation
import Testing

@Suite struct `A civil date` {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-23", 20_780), ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896),
    ])
    func `counts days from 1970 and is written as it was read`(text: String, days: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSince1970 == days)
        #expect(date.description == text)
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "2026-1-1", "2026/01/01", "2026-01-01Z",
        " 2026-01-01", "", "２０２６-01-01", "2026-01-0a",
    ])
    func `is nothing else than a day of the calendar`(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func `knows its weekday`() {
        #expect(CivilDate("1970-01-01")?.weekday == .thursday)
        #expect(CivilDate("2026-11-23")?.weekday == .monday)
        #expect(CivilDate("1969-12-28")?.weekday == .sunday)
    }

    @Test func `goes round all days of four centuries`() throws {
        let start = try #require(CivilDate("1900-03-01"))
        for offset in 0..<146_097 {
            let date = start.adding(days: offset)
            let (year, month, day) = date.components
            #expect(CivilDate(year: year, month: month, day: day) == date)
        }
    }
}

@Suite struct `An instant` {
    /// RFC 3339 §5.8.
    @Test(arguments: [
        ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.520Z"),
        ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57.000Z"),
        ("1990-12-31T23:59:60Z", "1991-01-01T00:00:00.000Z"),
        ("1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00.000Z"),
        ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ("2026-11-23t09:00:00.1239999z", "2026-11-23T09:00:00.123Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ])
    func `is read as RFC 3339 and written in UTC with milliseconds`(text: String, written: String) throws {
        let instant = try #require(Instant(text))
        #expect(instant.description == written)
        #expect(Instant(written) == instant)
    }

    @Test(arguments: [
        "2026-11-23", "2026-11-23 09:00:00Z", "2026-11-23T09:00:00", "2026-11-23T24:00:00Z", "2026-11-23T09:60:00Z",
        "2026-11-23T09:00:61Z", "2026-11-23T09:00:00.Z", "2026-11-23T09:00:00+0100", "2026-02-30T09:00:00Z",
        "2026-11-23T09:00:00Z ", "", "9999-12-31T23:59:59-00:01", "0001-01-01T00:00:00+00:01",
        "2026-11-23T09:00:00+24:00",
    ])
    func `is nothing else, nor out of the years that can be written`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `tells the time to another`() throws {
        let start = try #require(Instant("2026-11-23T09:00:00Z"))
        #expect(start.adding(.milliseconds(1500)).since(start) == .milliseconds(1500))
        #expect(start.adding(.seconds(-1)) < start)
    }
}

@Suite struct `An amount` {
    @Test(arguments: [
        (125_000, "EUR", "1250.00"), (5, "EUR", "0.05"), (-5, "EUR", "-0.05"), (1250, "JPY", "1250"),
        (1250, "KWD", "1.250"), (0, "CLF", "0.0000"), (-1_000_000_000_000, "USD", "-10000000000.00"),
    ])
    func `is written with the digits of its currency`(minor: Int64, code: String, text: String) throws {
        #expect(Money(minor: minor, currency: try #require(Currency(code))).decimal == text)
    }

    @Test(arguments: ["eur", "EURO", "XXX", "XAU", "", "E R", "HRK"])
    func `has only currencies with a minor unit that are in use`(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test func `knows every currency once`() {
        #expect(Set(Currency.allCodes).count == Currency.allCodes.count)
        #expect(Currency.allCodes.allSatisfy { Currency($0)?.code == $0 })
    }
}

@Suite struct `An identifier` {
    @Test(
        arguments: [
            ("a", nil), (String(repeating: "é", count: 64), nil), ("A 1/ü.#", nil), ("", "must not be empty"),
            (String(repeating: "é", count: 65), "has 130 bytes, at most 128 are allowed"),
            ("a\n", "holds a control character"), ("\u{7F}", "holds a control character"),
        ] as [(String, String?)])
    func `has 1 to 128 bytes without control characters`(text: String, problem: String?) {
        #expect(Identifier.problem(with: text) == problem)
        #expect((Identifier(text) == nil) == (problem != nil))
    }
}

@Suite struct `A message id` {
    /// By Python: uuid5 of the namespace over length-prefixed parts.
    @Test func `is version 5 of RFC 9562 over its parts with their lengths`() {
        #expect(MessageID.named("a", "bc") == "5bdae168-7b71-5585-a539-13f8eafbe978")
        #expect(MessageID.named("a", "bc") != MessageID.named("ab", "c"))
        #expect(MessageID.named() != MessageID.named(""))
    }

    @Test func `is the same for the same life of an attempt, and another for the next`() {
        var attempt = AttemptReference(id: "x", revision: 1, generation: 0)
        let first = MessageID.message(.emailSend, of: attempt)
        #expect(first == MessageID.message(.emailSend, of: attempt))
        #expect(first != MessageID.message(.reminderRender, of: attempt))
        attempt.generation = 1
        #expect(first != MessageID.message(.emailSend, of: attempt))
    }

    @Test func `of version 7 begins with its time`() {
        // RFC 9562 appendix A.6.
        let id = MessageID.fresh(at: Instant(milliseconds: 1_645_557_742_000))
        #expect(id.hasPrefix("017f22e2-79b0-7"))
        #expect("89ab".contains(Array(id)[19]))
        #expect(MessageID.fresh() != MessageID.fresh())
    }
}
