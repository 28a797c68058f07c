import Contracts
import Testing

@testable import Policy

@Suite struct `Payment terms` {
    typealias Row = (terms: String, issued: CivilDate, due: CivilDate)

    static let net: [Row] = [
        ("net 30", .init(2027, 1, 31), .init(2027, 3, 2)),
        ("net 30", .init(2028, 1, 31), .init(2028, 3, 1)),
        ("net 30", .init(2027, 12, 15), .init(2028, 1, 14)),
        ("net 1", .init(2027, 12, 31), .init(2028, 1, 1)),
        ("net 1", .init(2028, 2, 28), .init(2028, 2, 29)),
        ("net 1", .init(2027, 2, 28), .init(2027, 3, 1)),
        ("net 7", .init(2027, 6, 28), .init(2027, 7, 5)),
        ("net 10", .init(2028, 2, 20), .init(2028, 3, 1)),
        ("net 14", .init(2027, 2, 14), .init(2027, 2, 28)),
        ("net 45", .init(2027, 11, 30), .init(2028, 1, 14)),
        ("net 60", .init(2027, 1, 1), .init(2027, 3, 2)),
        ("net 60", .init(2028, 1, 1), .init(2028, 3, 1)),
        ("net 90", .init(2027, 10, 2), .init(2027, 12, 31)),
        ("net 365", .init(2027, 3, 1), .init(2028, 2, 29)),
        ("net 366", .init(2027, 3, 1), .init(2028, 3, 1)),
        ("net 3650", .init(2027, 1, 1), .init(2036, 12, 29)),
        ("due on receipt", .init(2027, 1, 31), .init(2027, 1, 31)),
        ("due on receipt", .init(2028, 2, 29), .init(2028, 2, 29)),
        ("on issue", .init(2027, 12, 31), .init(2027, 12, 31)),
        ("net 0", .init(2027, 5, 6), .init(2027, 5, 6)),
    ]

    static let endOfMonth: [Row] = [
        ("end of month + 30", .init(2027, 1, 15), .init(2027, 3, 2)),
        ("end of month + 30", .init(2028, 1, 15), .init(2028, 3, 1)),
        ("end of month + 30", .init(2027, 1, 31), .init(2027, 3, 2)),
        ("end of month + 30", .init(2027, 12, 1), .init(2028, 1, 30)),
        ("end of month + 30", .init(2027, 2, 1), .init(2027, 3, 30)),
        ("end of month", .init(2028, 2, 1), .init(2028, 2, 29)),
        ("end of month", .init(2027, 2, 1), .init(2027, 2, 28)),
        ("end of month", .init(2027, 12, 31), .init(2027, 12, 31)),
        ("end of month", .init(2027, 4, 30), .init(2027, 4, 30)),
        ("end of month + 0", .init(2027, 9, 2), .init(2027, 9, 30)),
        ("end of month + 1", .init(2027, 12, 5), .init(2028, 1, 1)),
        ("end of month + 10", .init(2028, 2, 29), .init(2028, 3, 10)),
        ("end of month + 45", .init(2027, 11, 11), .init(2028, 1, 14)),
        ("end of month + 60", .init(2027, 12, 24), .init(2028, 2, 29)),
        ("end of month + 90", .init(2027, 6, 30), .init(2027, 9, 28)),
    ]

    static let months: [Row] = [
        ("1 month", .init(2028, 1, 31), .init(2028, 2, 29)),
        ("1 month", .init(2027, 1, 31), .init(2027, 2, 28)),
        ("1 month", .init(2027, 2, 28), .init(2027, 3, 28)),
        ("1 month", .init(2027, 3, 31), .init(2027, 4, 30)),
        ("1 month", .init(2027, 12, 31), .init(2028, 1, 31)),
        ("1 month", .init(2027, 12, 15), .init(2028, 1, 15)),
        ("2 months", .init(2027, 12, 31), .init(2028, 2, 29)),
        ("2 months", .init(2026, 12, 30), .init(2027, 2, 28)),
        ("3 months", .init(2027, 11, 30), .init(2028, 2, 29)),
        ("6 months", .init(2027, 8, 31), .init(2028, 2, 29)),
        ("12 months", .init(2028, 2, 29), .init(2029, 2, 28)),
        ("48 months", .init(2028, 2, 29), .init(2032, 2, 29)),
        ("120 months", .init(2027, 7, 4), .init(2037, 7, 4)),
        ("1 months", .init(2027, 5, 31), .init(2027, 6, 30)),
    ]

    static let dayOfNextMonth: [Row] = [
        ("15th of next month", .init(2027, 12, 20), .init(2028, 1, 15)),
        ("15th of next month", .init(2027, 1, 1), .init(2027, 2, 15)),
        ("15th of next month", .init(2027, 1, 31), .init(2027, 2, 15)),
        ("1st of next month", .init(2027, 1, 31), .init(2027, 2, 1)),
        ("2nd of next month", .init(2028, 2, 29), .init(2028, 3, 2)),
        ("3rd of next month", .init(2027, 11, 1), .init(2027, 12, 3)),
        ("10th of next month", .init(2027, 12, 31), .init(2028, 1, 10)),
        ("11th of next month", .init(2027, 4, 4), .init(2027, 5, 11)),
        ("12th of next month", .init(2027, 4, 4), .init(2027, 5, 12)),
        ("13th of next month", .init(2027, 4, 4), .init(2027, 5, 13)),
        ("22nd of next month", .init(2027, 4, 4), .init(2027, 5, 22)),
        ("23rd of next month", .init(2027, 4, 4), .init(2027, 5, 23)),
        ("29th of next month", .init(2028, 1, 5), .init(2028, 2, 29)),
        ("29th of next month", .init(2027, 1, 5), .init(2027, 2, 28)),
        ("30th of next month", .init(2028, 1, 5), .init(2028, 2, 29)),
        ("31st of next month", .init(2027, 3, 10), .init(2027, 4, 30)),
        ("31st of next month", .init(2027, 12, 10), .init(2028, 1, 31)),
    ]

    static let combined: [Row] = [
        ("2/10 net 30", .init(2027, 1, 31), .init(2027, 3, 2)),
        ("3/14 end of month + 30", .init(2027, 1, 15), .init(2027, 3, 2)),
        ("2.5/7 1 month", .init(2028, 1, 31), .init(2028, 2, 29)),
        ("1/5 15th of next month", .init(2027, 12, 20), .init(2028, 1, 15)),
        ("50 % on issue, 50 % net 30", .init(2027, 1, 31), .init(2027, 3, 2)),
        ("40 % net 60, 60 % on issue", .init(2028, 1, 1), .init(2028, 3, 1)),
        ("25 % net 30, 25 % 2 months, 50 % end of month", .init(2027, 12, 31), .init(2028, 2, 29)),
        ("100 % net 30", .init(2027, 1, 31), .init(2027, 3, 2)),
        ("  NET   30 ", .init(2027, 1, 31), .init(2027, 3, 2)),
        ("End of Month+30", .init(2027, 1, 15), .init(2027, 3, 2)),
    ]

    @Test(arguments: net + endOfMonth + months + dayOfNextMonth + combined)
    func `make an invoice due`(row: Row) throws {
        #expect(try PaymentTerms(row.terms).dueDate(issuedOn: row.issued) == row.due)
    }

    @Test(arguments: [
        ("NET  30", "net 30"), ("net 0", "due on receipt"), ("on issue", "due on receipt"),
        ("Due on Receipt", "due on receipt"), ("end of month+30", "end of month + 30"),
        ("end of month + 0", "end of month"), ("1 months", "1 month"), ("3 month", "3 months"),
        ("21st of next month", "21st of next month"), ("2.50/10 net 30", "2.5/10 net 30"),
        ("0.05/10 end of month + 30", "0.05/10 end of month + 30"), ("100% net 14", "net 14"),
        ("50% due on receipt , 50%net 30", "50 % on issue, 50 % net 30"),
        ("33.33 % net 30, 33.33 % net 60, 33.34 % net 90", "33.33 % net 30, 33.33 % net 60, 33.34 % net 90"),
    ])
    func `are written in one form, which reads as the same`(text: String, written: String) throws {
        let terms = try PaymentTerms(text)
        #expect(terms.written == written)
        #expect(try PaymentTerms(written) == terms)
    }

    @Test(arguments: [
        ("", "are no terms such as"), ("net", "are no terms"), ("30 net", "are no terms"), ("30", "are no terms"),
        ("net thirty", "whole number from 0 to 3650 days"), ("net -1", "whole number from 0 to 3650 days"),
        ("net 3651", "whole number from 0 to 3650 days"), ("net 99999999999999999999", "from 0 to 3650 days"),
        ("net +5", "are no terms"), ("end of month +", "are no terms"), ("end of month 30", "are no terms"),
        ("end of month + x", "from 0 to 3650 days"), ("0 months", "from 1 to 120 months"),
        ("121 months", "from 1 to 120 months"), ("15 of next month", "from 1 to 31 as the day of a month"),
        ("32nd of next month", "from 1 to 31 as the day of a month"), ("15st of next month", "as 15th"),
        ("2nd of the month", "are no terms"), ("2/10", "are no terms"), ("/10 net 30", "a discount as percent/days"),
        ("2/ net 30", "a discount as percent/days"), ("0/10 net 30", "more than 0 %"),
        ("100/10 net 30", "a discount as percent/days"), ("-2/10 net 30", "a discount as percent/days"),
        ("2.005/10 net 30", "a discount as percent/days"), ("2/0 net 30", "at least 1 day"),
        ("2/10/3 net 30", "a discount as percent/days"), ("2/30 net 30", "ends before the amount is due"),
        ("2/10 due on receipt", "ends before the amount is due"), ("2/30 1 month", "ends before the amount is due"),
        ("50 % net 30", "100 % in all, not of 50 %"), ("60 % net 30, 60 % net 60", "100 % in all, not of 120 %"),
        ("50 % net 30,", "are no terms"), ("50 % net 30, net 60", "give each instalment a share"),
        ("2/10 net 30, 50 % net 60", "give each instalment a share"), ("0 % net 30, 100 % net 60", "more than 0 %"),
        ("50 % net 30, 2/10 net 60", "give each instalment a share"), ("50 % , 50 % net 30", "are no terms"),
        ("33.333 % net 30, 66.667 % net 60", "up to two decimals"), ("50,5 % net 30", "give each instalment a share"),
    ])
    func `that cannot be read say why in one sentence`(text: String, reason: String) {
        let refusal = #expect(throws: TextRefusal.self) { try PaymentTerms(text) }
        #expect(refusal?.reason.contains(reason) == true, "\(refusal?.reason ?? "")")
    }

    @Test(arguments: [
        ("2/10 net 30", 100_00, 10, 2_00), ("2/10 net 30", 100_00, 11, 0), ("2/10 net 30", 100_00, 0, 2_00),
        ("2/10 net 30", 100_00, -3, 2_00), ("2/10 net 30", 1_24, 1, 2), ("2/10 net 30", 1_25, 1, 3),
        ("2.5/7 1 month", 99_99, 7, 2_50), ("0.05/7 net 14", 10_00, 7, 1), ("net 30", 100_00, 0, 0),
        ("2/10 net 30", Money.largestMinor, 1, Money.largestMinor / 50),
    ])
    func `give a discount up to its last day, rounded half up once`(
        text: String, amount: Int64, paidAfter: Int, discount: Int64
    ) throws {
        let issued = CivilDate(2027, 2, 24)
        let terms = try PaymentTerms(text)
        #expect(
            terms.discount(amount: amount, issuedOn: issued, paidOn: issued.adding(days: paidAfter)) == discount)
    }

    @Test(arguments: [
        ("50 % on issue, 50 % net 30", 100_01, [50_00, 50_01]),
        ("33.33 % net 30, 33.33 % net 60, 33.34 % net 90", 100_00, [33_33, 33_33, 33_34]),
        ("33.33 % net 30, 33.33 % net 60, 33.34 % net 90", 1, [0, 0, 1]),
        ("25 % net 1, 25 % net 2, 25 % net 3, 25 % net 4", 2, [0, 0, 0, 2]),
        ("10 % on issue, 90 % end of month", 99_99, [9_99, 90_00]),
        ("net 30", 99_99, [99_99]), ("50 % on issue, 50 % net 30", 0, [0, 0]),
        ("50 % on issue, 50 % net 30", Money.largestMinor - 1, [499_999_999_999, 500_000_000_000]),
    ])
    func `part an amount without losing a minor unit`(text: String, amount: Int64, parts: [Int64]) throws {
        let instalments = try PaymentTerms(text).instalments(of: amount, issuedOn: CivilDate(2027, 1, 31))
        #expect(instalments.map(\.minor) == parts)
        #expect(instalments.reduce(0) { $0 + $1.minor } == amount)
    }

    @Test func `give each instalment a due date of its own`() throws {
        let terms = try PaymentTerms("50 % on issue, 25 % net 30, 25 % 15th of next month")
        let days = terms.instalments(of: 400_00, issuedOn: CivilDate(2027, 1, 31)).map(\.dueOn)
        #expect(days == [CivilDate(2027, 1, 31), CivilDate(2027, 3, 2), CivilDate(2027, 2, 15)])
    }
}

@Suite struct `A percentage` {
    @Test(arguments: [
        ("12.75", 1275, "12.75"), ("2", 200, "2"), ("2.10", 210, "2.1"), ("0.05", 5, "0.05"), ("-0.88", -88, "-0.88"),
        ("0.00", 0, "0"), ("100", 10_000, "100"), ("-100", -10_000, "-100"), ("0.5", 50, "0.5"),
    ])
    func `is read and written without floating point`(text: String, hundredths: Int, written: String) throws {
        let percent = try #require(Percent(text))
        #expect(percent.hundredths == hundredths)
        #expect(percent.description == written)
        #expect(try Percent(reading: written) == percent)
    }

    @Test(arguments: ["", "-", ".", "1.", ".5", "1.234", "100.01", "-100.01", "1,5", "1e2", "+1", " 1", "٣", "1.2.3"])
    func `is nothing else`(text: String) {
        #expect(Percent(text) == nil)
    }
}
