import Contracts
import Foundation
import Policy
import Testing

@testable import Rulebook

@Suite final class `Interest in a creditor's file` {
    private let folder: SpoiltFolder
    private static let file = "creditors/harbour-supplies.yaml"

    init() throws { folder = try SpoiltFolder() }

    private func claim(_ text: String) throws {
        try folder.replace("\nbrand:\n", with: "\ninterest: \(text)\n\nbrand:\n", in: Self.file)
    }

    private func rules() throws -> ChargeRules? {
        try #require(try Rulebook.load(folder: folder.url).rules(for: "harbour-supplies")).charges
    }

    @Test func `is claimed from nobody without the key`() throws {
        #expect(try rules() == nil)
    }

    @Test(
        arguments: [
            ("{regime: de}", .de, nil, true), ("{regime: eu, points: 9}", .eu, 900, true),
            ("{regime: uk, points: \"8.25\", compensation: false}", .uk, 825, false),
            ("{regime: fr, points: 0, compensation: true}", .fr, 0, true),
        ] as [(String, InterestRegime, Int?, Bool)])
    func `is claimed by the law and points that it names`(
        text: String, regime: InterestRegime, hundredths: Int?, compensation: Bool
    ) throws {
        try claim(text)
        let rules = try #require(try rules())
        #expect(rules.regime == regime)
        #expect(rules.points == hundredths.map(Percent.init(hundredths:)))
        #expect(rules.claimsCompensation == compensation)
        #expect(rules.fees.isEmpty)
    }

    @Test func `goes by the folder's rates, and by those that ship where it has none`() throws {
        try claim("{regime: de}")
        let shipped = try #require(try rules()).rates
        #expect(try shipped.rate(of: .germanBase, in: HalfYear("2025-H1")!) == Percent("2.27"))
        try folder.write("de-basiszins:\n  2025-H1: 5\n", to: "rates.yaml")
        let own = try #require(try rules()).rates
        #expect(try own.rate(of: .germanBase, in: HalfYear("2025-H1")!) == Percent("5"))
        try folder.remove("rates.yaml")
        #expect(try rules()?.rates == shipped)
    }

    @Test(arguments: [
        ("{points: 9}", "interest.regime: is missing; allowed is de, eu, fr, uk"),
        ("{regime: none}", "interest.regime: allowed is de, eu, fr, uk"),
        ("{regime: us}", "interest.regime: allowed is de, eu, fr, uk"),
        ("{regime: [de]}", "interest.regime: allowed is de, eu, fr, uk"),
        ("{regime: de, points: -1}", "interest.points: allowed is percentage points from 0 to 100"),
        ("{regime: de, points: 9.125}", "interest.points: allowed is percentage points from 0 to 100"),
        ("{regime: de, points: 101}", "interest.points: allowed is percentage points from 0 to 100"),
        ("{regime: de, points: 9 %}", "interest.points: allowed is percentage points from 0 to 100"),
        ("{regime: de, compensation: 40}", "interest.compensation: allowed is true or false"),
        ("{regime: de, rate: 9}", "interest.rate: is unknown; allowed are compensation, points, regime"),
        ("de", "interest: must hold keys of its own"),
        ("", "interest: must hold keys of its own"),
    ])
    func `with a mistake gives one problem with line and key`(text: String, expected: String) throws {
        try claim(text)
        let problems = folder.found()
        try #require(problems.count == 1, "\(problems.map(\.description))")
        #expect(problems[0].line != nil)
        #expect(problems[0].description.contains(": " + expected), "\(problems[0])")
    }
}
