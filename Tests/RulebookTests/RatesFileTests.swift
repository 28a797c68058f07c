import Contracts
import Foundation
import Policy
import Testing

@testable import Rulebook

private func rates(_ text: String) throws(RulebookProblems) -> BaseRates {
    try RatesFile.rates(in: text, file: "rates.yaml")
}

@Suite struct `The file of base rates` {
    private static let file = Rulebook.defaultFolder.appending(path: "rates.yaml")

    @Test func `ships with every half-year from 2016 on, and with the rulebook`() throws {
        let shipped = try rates(String(contentsOf: Self.file, encoding: .utf8))
        #expect(try Rulebook.load(folder: Rulebook.defaultFolder).rates == shipped)
        for series in BaseRates.Series.allCases {
            var day = try #require(CivilDate("2016-01-01"))
            let last = try #require(shipped.last(of: series))
            while HalfYear(containing: day) <= last {
                _ = try shipped.rate(of: series, in: HalfYear(containing: day))
                day = HalfYear(containing: day).lastDay.adding(days: 1)
            }
            #expect(throws: MissingRate.self) { try shipped.rate(of: series, in: HalfYear(containing: day)) }
        }
    }

    @Test(arguments: [
        (BaseRates.Series.ecb, "2016-H1", "0.05"), (.ecb, "2022-H2", "0"), (.ecb, "2023-H1", "2.5"),
        (.ecb, "2024-H2", "4.25"), (.ecb, "2025-H1", "3.15"), (.ecb, "2025-H2", "2.15"),
        (.germanBase, "2016-H1", "-0.83"), (.germanBase, "2022-H2", "-0.88"), (.germanBase, "2023-H1", "1.62"),
        (.germanBase, "2025-H1", "2.27"), (.germanBase, "2025-H2", "1.27"), (.boe, "2024-H1", "5.25"),
        (.boe, "2025-H1", "4.75"), (.boe, "2025-H2", "4.25"),
    ])
    func `has the rates that were published`(series: BaseRates.Series, half: String, rate: String) throws {
        let shipped = try rates(String(contentsOf: Self.file, encoding: .utf8))
        #expect(try shipped.rate(of: series, in: try #require(HalfYear(half))).description == rate)
    }

    /// § 247 BGB moves the German rate by as much as the European one moved.
    @Test func `moves the German rate with the European one`() throws {
        let shipped = try rates(String(contentsOf: Self.file, encoding: .utf8))
        var day = try #require(CivilDate("2016-07-01"))
        while let last = shipped.last(of: .germanBase), HalfYear(containing: day) <= last {
            let half = HalfYear(containing: day)
            let distance =
                try shipped.rate(of: .ecb, in: half).hundredths - shipped.rate(of: .germanBase, in: half).hundredths
            #expect(distance == 88, "\(half)")
            day = half.lastDay.adding(days: 1)
        }
    }

    @Test(arguments: [
        ("ecb:\n  2025-H1: high\n", "rates.yaml:2: ecb.2025-H1: allowed is a rate in percent"),
        ("ecb:\n  2025-H1: 2.345\n", "rates.yaml:2: ecb.2025-H1: allowed is"),
        ("ecb:\n  2025-H1: 101\n", "rates.yaml:2: ecb.2025-H1: allowed is"),
        ("ecb:\n  2025-H1: [2]\n", "rates.yaml:2: ecb.2025-H1: allowed is"),
        ("boe:\n  2025-H1: 1\n  2025-H3: 1\n", "rates.yaml:3: boe.2025-H3: is unknown; allowed are half-years such as"),
        ("boe:\n  2025-01-01: 1\n", "rates.yaml:2: boe.2025-01-01: is unknown; allowed are half-years such as 2025-H1"),
        ("boe:\n  2025-H1: 1\n  2025-H1: 2\n", "'2025-H1' stands here twice"),
        ("boe: 5\n", "rates.yaml:1: boe: must hold keys of its own"),
        ("fed:\n  2025-H1: 1\n", "rates.yaml:1: fed: is unknown; allowed are boe, de-basiszins, ecb"),
        ("- 1\n", "rates.yaml:1: must hold keys"), ("ecb: [", "is no YAML"),
    ])
    func `is refused with line and key`(text: String, problem: String) {
        let problems = #expect(throws: RulebookProblems.self) { try rates(text) }
        #expect(problems?.problems.count == 1)
        #expect(problems?.description.contains(problem) == true, "\(problems?.description ?? "")")
    }
}
