import Contracts
import Testing

@testable import Policy

func half(_ text: String) -> HalfYear { HalfYear(text)! }

func percent(_ text: String) -> Percent { Percent(text)! }

/// The rates of 2024 and 2025 and nothing else.
let rates = BaseRates([
    .ecb: [
        half("2024-H1"): percent("4.50"), half("2024-H2"): percent("4.25"), half("2025-H1"): percent("3.15"),
        half("2025-H2"): percent("2.15"),
    ],
    .germanBase: [
        half("2024-H1"): percent("3.62"), half("2024-H2"): percent("3.37"),
        half("2025-H1"): percent("2.27"), half("2025-H2"): percent("1.27"),
    ],
    .boe: [
        half("2024-H1"): percent("5.25"), half("2024-H2"): percent("5.25"), half("2025-H1"): percent("4.75"),
        half("2025-H2"): percent("4.25"),
    ],
])

private func lines(
    _ regime: InterestRegime, _ minor: Int64 = 10_000_00, due: CivilDate = CivilDate(2025, 5, 31),
    paid: CivilDate = CivilDate(2025, 7, 31), points: Percent? = nil, payments: [PrincipalPayment] = [],
    by kind: AccountKind = .business
) throws -> [InterestLine] {
    try LateInterest(regime, owedBy: kind, points: points, rates: rates)
        .lines(on: minor, dueOn: due, payments: payments, until: paid)
}

private func total(_ lines: [InterestLine]) -> Int64 { lines.reduce(0) { $0 + $1.minor } }

@Suite struct `Interest on a late payment` {
    /// 10,000.00 due on 2025-05-31 and paid on 2025-07-31.
    static let regimes: [(regime: InterestRegime, points: Percent?, amounts: [Int64])] = [
        (.de, nil, [92_63, 87_22]), (.eu, nil, [91_64, 86_21]), (.eu, percent("9"), [99_86, 94_70]),
        (.fr, nil, [108_08, 103_19]), (.uk, nil, [213_08]), (.none, nil, []), (.none, percent("9"), []),
    ]

    @Test(arguments: regimes)
    func `is one line for each half-year, or one line in the United Kingdom`(
        regime: InterestRegime, points: Percent?, amounts: [Int64]
    ) throws {
        #expect(try lines(regime, points: points).map(\.minor) == amounts)
    }

    @Test func `splits at the first of July`() throws {
        let found = try lines(.de)
        #expect(total(found) == 179_85)
        #expect(found.map(\.from) == [CivilDate(2025, 6, 1), CivilDate(2025, 7, 1)])
        #expect(found.map(\.to) == [CivilDate(2025, 6, 30), CivilDate(2025, 7, 31)])
        #expect(found.map(\.days) == [30, 31])
        #expect(found.map(\.rate) == [percent("11.27"), percent("10.27")])
    }

    /// GBP 5,000 for 101 days at 12.25 %, and GBP 2,000 for 45 days at 13.25 %.
    @Test(arguments: [
        (5_000_00, CivilDate(2025, 7, 1), 101, "12.25", 169_49), (2_000_00, CivilDate(2024, 3, 1), 45, "13.25", 32_67),
        (10_000_00, CivilDate(2025, 5, 31), 61, "12.75", 213_08),
    ])
    func `in the United Kingdom keeps the rate of its start`(
        minor: Int64, due: CivilDate, days: Int, rate: String, interest: Int64
    ) throws {
        let found = try lines(.uk, minor, due: due, paid: due.adding(days: days))
        #expect(found.map(\.rate) == [percent(rate)])
        #expect(found.map(\.days) == [days])
        #expect(found.map(\.minor) == [interest])
    }

    @Test(arguments: [
        (CivilDate(2025, 6, 29), "12.75"), (CivilDate(2025, 6, 30), "12.25"), (CivilDate(2024, 12, 30), "13.25"),
        (CivilDate(2024, 12, 31), "12.75"),
    ])
    func `in the United Kingdom starts with the day after the due date`(due: CivilDate, rate: String) throws {
        #expect(try lines(.uk, due: due, paid: due.adding(days: 10)).map(\.rate) == [percent(rate)])
    }

    @Test func `runs over a leap day by 365`() throws {
        let found = try lines(.de, 365_00, due: CivilDate(2024, 2, 27), paid: CivilDate(2024, 3, 1))
        #expect(found.map(\.days) == [3])
        // 365.00 at 12.62 % is 12.62 cents a day.
        #expect(found.map(\.minor) == [38])
    }

    @Test(arguments: [CivilDate(2025, 5, 31), CivilDate(2025, 5, 1)])
    func `is none up to the due date`(paid: CivilDate) throws {
        #expect(try lines(.de, paid: paid).isEmpty)
    }

    @Test func `is never owed by a consumer`() throws {
        for regime in InterestRegime.allCases {
            #expect(try lines(regime, points: percent("20"), by: .consumer).isEmpty)
        }
    }

    @Test func `counts a part payment from the day after it`() throws {
        let found = try lines(.de, payments: [PrincipalPayment(on: CivilDate(2025, 6, 10), minor: 4_000_00)])
        #expect(found.map(\.days) == [10, 20, 31])
        #expect(found.map(\.principalMinor) == [10_000_00, 6_000_00, 6_000_00])
        #expect(found.map(\.minor) == [30_88, 37_05, 52_33])
    }

    @Test func `ends with the payment of the principal and stays owed`() throws {
        let payment = [PrincipalPayment(on: CivilDate(2025, 7, 31), minor: 10_000_00)]
        #expect(try lines(.de, paid: CivilDate(2025, 12, 31), payments: payment) == lines(.de))
    }

    @Test func `starts from what is open on the due date`() throws {
        let early = [
            PrincipalPayment(on: CivilDate(2025, 5, 31), minor: 1_000_00),
            PrincipalPayment(on: CivilDate(2025, 4, 1), minor: 2_000_00),
        ]
        #expect(try lines(.de, payments: early) == lines(.de, 7_000_00))
        let all = [PrincipalPayment(on: CivilDate(2025, 5, 31), minor: 10_000_00)]
        #expect(try lines(.de, payments: all).isEmpty)
    }

    @Test func `goes on when a payment is taken back`() throws {
        let payments = [
            PrincipalPayment(on: CivilDate(2025, 6, 10), minor: 10_000_00),
            PrincipalPayment(on: CivilDate(2025, 6, 20), minor: -10_000_00),
        ]
        let found = try lines(.de, paid: CivilDate(2025, 6, 30), payments: payments)
        #expect(found.map(\.from) == [CivilDate(2025, 6, 1), CivilDate(2025, 6, 21)])
        #expect(found.map(\.days) == [10, 10])
    }

    @Test func `is no more with part payments than without, in any order of them`() throws {
        for number in 0..<500 {
            var chance = Chance(seed: 20_250_531, case: number)
            let payments = (0..<4).map { _ in
                PrincipalPayment(
                    on: CivilDate(2025, 5, 25).adding(days: chance.between(0...80)),
                    minor: Int64(chance.between(1...3_000_00)))
            }
            for regime in [InterestRegime.eu, .uk] {
                let found = try lines(regime, payments: payments)
                #expect(try lines(regime, payments: payments.reversed()) == found)
                // Each line may gain half a minor unit by its rounding.
                #expect(total(found) <= total(try lines(regime)) + Int64(found.count))
                #expect(zip(found, found.dropFirst()).allSatisfy { $0.to < $1.from })
                #expect(found.allSatisfy { $0.principalMinor > 0 && $0.days > 0 })
            }
        }
    }

    @Test func `names the rate that is missing and guesses none`() throws {
        let missing = #expect(throws: MissingRate.self) { try lines(.fr, paid: CivilDate(2026, 1, 1)) }
        #expect("\(missing!)" == "the rate ecb of 2026-H1 is not known; the last one known is of 2025-H2")
        let early = #expect(throws: MissingRate.self) { try lines(.uk, due: CivilDate(2023, 12, 30)) }
        #expect(early?.half == half("2023-H2") && early?.series == .boe)
        // Fixed at the start: what came later is not asked for.
        #expect(try lines(.uk, paid: CivilDate(2027, 1, 1)).map(\.rate) == [percent("12.75")])
        #expect(
            MissingRate(series: .boe, half: half("2025-H1"), last: nil).description
                == "the rate boe of 2025-H1 is not known; none of this series is")
    }

    @Test func `is never negative and rounds a half up`() {
        let line = InterestLine(
            from: CivilDate(2025, 1, 1), to: CivilDate(2025, 12, 31), principalMinor: 50, half: half("2025-H1"),
            base: percent("-0.88"), points: percent("0.5"))
        #expect(line.rate == .zero && line.minor == 0)
        let halves = InterestLine(
            from: CivilDate(2025, 1, 1), to: CivilDate(2025, 12, 31), principalMinor: 50, half: half("2025-H1"),
            base: percent("1"), points: .zero)
        #expect(halves.days == 365 && halves.minor == 1)
    }

    @Test func `holds the largest amount over the longest time`() {
        let line = InterestLine(
            from: CivilDate(1, 1, 1), to: CivilDate(9999, 12, 31), principalMinor: Money.largestMinor,
            half: half("2025-H1"), base: percent("100"), points: .zero)
        // 3,652,059 days of 1/365 each, to the minor unit.
        #expect(line.minor == 10_005_641_095_890_411)
    }
}

@Suite struct `A half-year` {
    @Test(arguments: [
        (CivilDate(2025, 1, 1), "2025-H1", CivilDate(2025, 6, 30)),
        (CivilDate(2025, 6, 30), "2025-H1", CivilDate(2025, 6, 30)),
        (CivilDate(2025, 7, 1), "2025-H2", CivilDate(2025, 12, 31)),
        (CivilDate(2025, 12, 31), "2025-H2", CivilDate(2025, 12, 31)),
        (CivilDate(1, 7, 1), "0001-H2", CivilDate(1, 12, 31)),
    ])
    func `knows its days`(date: CivilDate, text: String, last: CivilDate) {
        let half = HalfYear(containing: date)
        #expect(half.description == text && HalfYear(text) == half && half.lastDay == last)
    }

    @Test(arguments: ["", "2025", "2025-H3", "2025-h1", "25-H1", "2025-01-01", "0000-H1", "2025-H1-"])
    func `is written in one way`(text: String) {
        #expect(HalfYear(text) == nil)
    }
}
