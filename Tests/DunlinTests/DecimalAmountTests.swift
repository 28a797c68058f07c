import Contracts
import Testing

@testable import Dunlin

@Suite struct `A decimal amount` {
    @Test(arguments: [
        ("0", "EUR", 0), ("1250", "EUR", 125_000), ("1250.5", "EUR", 125_050), ("1250.50", "EUR", 125_050),
        ("1250.500000", "EUR", 125_050), (".5", "EUR", 50), ("5.", "EUR", 500), ("1,250.50", "EUR", 125_050),
        ("12,345,678.90", "EUR", 1_234_567_890), ("1 250.50", "EUR", 125_050), ("1'250.50", "CHF", 125_050),
        ("-3.20", "EUR", -320), ("3.20-", "EUR", -320), ("+3.20", "EUR", 320), ("100", "JPY", 100),
        ("100.00", "JPY", 100),
        ("1.234", "KWD", 1234), ("0.1", "KWD", 100), ("10000000000.00", "EUR", 1_000_000_000_000),
        ("19.99", "USD", 1999), ("4.35", "USD", 435), ("0.29", "USD", 29), ("1.005", "TND", 1005),
    ])
    func `becomes minor units exactly`(text: String, code: String, minor: Int64) throws {
        #expect(try DecimalAmount.minor(text, Currency(code)!, AmountFormat()) == minor)
    }

    @Test(arguments: [("1.250,50", 125_050), ("1250,5", 125_050), ("12.345.678,90", 1_234_567_890), ("0,07-", -7)])
    func `may have a comma before its decimals`(text: String, minor: Int64) throws {
        #expect(try DecimalAmount.minor(text, Currency("EUR")!, AmountFormat(decimalMark: ",")) == minor)
    }

    @Test func `may be in minor units already`() throws {
        #expect(try DecimalAmount.minor("1250", Currency("EUR")!, AmountFormat(unit: .minor)) == 1250)
        #expect(throws: AmountProblem.self) {
            try DecimalAmount.minor("12.5", Currency("EUR")!, AmountFormat(unit: .minor))
        }
    }

    @Test(arguments: [
        "", "-", ".", "abc", "1.2.3", "1,25", "12,34.5", "1e5", "0x10", "NaN", "1.005", "--1", "1-2", "١٢", "1,,000",
        "€5",
        "10000000000.01", "99999999999999999999999999",
    ])
    func `is refused when it is no exact amount in range`(text: String) {
        #expect(throws: AmountProblem.self) { try DecimalAmount.minor(text, Currency("EUR")!, AmountFormat()) }
    }

    @Test func `says how many decimals are too many`() {
        #expect(throws: AmountProblem(reason: "has 3 decimals, EUR takes 2")) {
            try DecimalAmount.minor("1.005", Currency("EUR")!, AmountFormat())
        }
    }
}

@Suite struct `A date format` {
    @Test(arguments: [
        ("yyyy-MM-dd", "2020-03-13"), ("dd.MM.yyyy", "13.03.2020"), ("d.M.yyyy", "13.3.2020"),
        ("M/d/yyyy", "3/13/2020"),
        ("yyyyMMdd", "20200313"), ("yyyyMMdd", "20200313.0"), ("yyyy-MM-dd", "2020-03-13 00:00:00"),
        ("yyyy-MM-dd", "2020-03-13T00:00:00.000Z"), ("dd/MM/yyyy", "13/03/2020"),
    ])
    func `reads its dates`(pattern: String, text: String) throws {
        #expect(try #require(DateFormat(pattern)).date(text) == CivilDate("2020-03-13"))
    }

    @Test(arguments: [
        ("yyyy-MM-dd", "2020-02-30"), ("yyyy-MM-dd", "20-02-03"), ("yyyy-MM-dd", "2020-3-13"),
        ("dd.MM.yyyy", "2020-03-13"),
        ("yyyy-MM-dd", "2020-03-13 09:30:00"), ("yyyyMMdd", "20200313.5"), ("yyyyMMdd", "202003"), ("yyyy-MM-dd", ""),
        ("M/d/yyyy", "13/3/2020"),
    ])
    func `refuses what is none`(pattern: String, text: String) throws {
        #expect(try #require(DateFormat(pattern)).date(text) == nil)
    }

    @Test(arguments: ["", "yyyy-MM", "yy-MM-dd", "yyyy-MM-dd-dd", "iso"])
    func `names year, month and day once each`(pattern: String) {
        #expect(DateFormat(pattern) == nil)
    }
}
