import Contracts
import Foundation
import Testing

@testable import Policy

private func open(_ amounts: [Int64]) -> [OpenItem] {
    amounts.map { item("i", due: CivilDate(2025, 5, 31), open: $0) }
}

private let franc = Currency("CHF")!

@Suite struct `The fee of a step` {
    static let rows: [(rule: FeeRule, open: [Int64], currency: Currency, fee: Int64?)] = [
        (.fixed([euro: 5_00]), [100_00], euro, 5_00), (.fixed([euro: 5_00]), [1, 1, 1], euro, 5_00),
        (.fixed([euro: 5_00]), [100_00], franc, nil), (.fixed([euro: 0]), [100_00], euro, nil),
        (.fixed([euro: 5_00]), [], euro, nil),
        (.percent(percent("1.5")), [100_00], euro, 1_50), (.percent(percent("1.5")), [33_33, 33_33], euro, 1_00),
        (.percent(percent("1")), [50], euro, 1), (.percent(percent("1")), [49], euro, nil),
        // Once over all items: twice 0.25 rounds to 1, not to 0 and 0.
        (.percent(percent("1")), [25, 25], euro, 1),
        (.percent(percent("1"), least: [euro: 5_00]), [100_00], euro, 5_00),
        (.percent(percent("1"), least: [euro: 5_00]), [100_00], franc, 1_00),
        (.percent(percent("1"), most: [euro: 40_00]), [10_000_00], euro, 40_00),
        (.percent(percent("1"), least: [euro: 5_00], most: [euro: 40_00]), [1_000_00], euro, 10_00),
    ]

    @Test(arguments: rows)
    func `rests on open amounts alone`(row: (rule: FeeRule, open: [Int64], currency: Currency, fee: Int64?)) {
        let fee = row.rule.fee(of: open(row.open), in: row.currency)
        #expect(fee == row.fee.map { Money(minor: $0, currency: row.currency) })
    }

    @Test func `is read from a policy`() throws {
        #expect(try rule(#"{"fixed":{"EUR":500}}"#) == .fixed([euro: 500]))
        #expect(
            try rule(#"{"percent":"1.5","least":{"EUR":500},"most":{"EUR":4000}}"#)
                == .percent(percent("1.5"), least: [euro: 500], most: [euro: 4000]))
        #expect(try rule(#"{"percent":"2"}"#) == .percent(percent("2")))
    }

    @Test(arguments: [
        (#"{"fixed":{"EUR":500},"percent":"1"}"#, "stands beside 'fixed'"), (#"{"percent":"0"}"#, "more than 0"),
        (#"{"fixed":{"EUR":-1}}"#, "0 to 1000000000000 minor units"), (#"{"fixed":{"EURO":1}}"#, "ISO 4217"),
        (#"{"percent":"101"}"#, "at most 100"), (#"{"amount":5}"#, "is unknown; allowed are fixed, percent"),
        (#"{"percent":"1","least":{"EUR":5},"most":{"EUR":4}}"#, "less than 'least' for EUR"),
    ])
    func `that cannot be meant is refused`(text: String, reason: String) {
        let error = #expect(throws: DecodingError.self) { try rule(text) }
        #expect("\(error as Any)".contains(reason), "\(error as Any)")
    }

    private func rule(_ text: String) throws -> FeeRule {
        try JSONDecoder().decode(FeeRule.self, from: Data(text.utf8))
    }
}
