import Contracts
import Testing

@testable import Policy

@Suite struct `The fixed sum for recovery` {
    static let rows: [(regime: InterestRegime, currency: String, debt: Int64, sum: Int64?)] = [
        (.eu, "EUR", 1, 40_00), (.de, "EUR", 100_000_00, 40_00), (.fr, "EUR", 39_99, 40_00), (.eu, "USD", 100_00, nil),
        (.eu, "EUR", 0, nil), (.eu, "EUR", -1, nil), (.none, "EUR", 100_00, nil),
        (.uk, "GBP", 1, 40_00), (.uk, "GBP", 999_99, 40_00), (.uk, "GBP", 1_000_00, 70_00),
        (.uk, "GBP", 9_999_99, 70_00), (.uk, "GBP", 10_000_00, 100_00), (.uk, "GBP", 1_000_000_00, 100_00),
        (.uk, "EUR", 100_00, nil),
    ]

    @Test(arguments: rows)
    func `is what the law names`(row: (regime: InterestRegime, currency: String, debt: Int64, sum: Int64?)) throws {
        let currency = try #require(Currency(row.currency))
        let debt = Money(minor: row.debt, currency: currency)
        #expect(
            row.regime.compensation(for: debt, owedBy: .business)
                == row.sum.map { Money(minor: $0, currency: currency) })
        #expect(row.regime.compensation(for: debt, owedBy: .consumer) == nil)
    }
}
