import Foundation
import Testing

@testable import Dunlin

@Suite struct `The interest command` {
    private func run(_ regime: String, _ further: String...) throws -> Tool.Ending {
        try Tool.run(
            [
                "interest", "--amount", "10000.00", "--currency", regime == "uk" ? "GBP" : "EUR", "--due",
                "2025-05-31", "--paid", "2025-07-31", "--regime", regime,
            ] + further)
    }

    @Test func `lists a line for each half-year, the sum and the fixed sum`() throws {
        let ending = try run("de")
        #expect(ending.status == 0)
        #expect(
            ending.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
                "from to days rate interest", "2025-06-01 2025-06-30 30 11.27 % 92.63",
                "2025-07-01 2025-07-31 31 10.27 % 87.22", "sum 61 179.85 EUR", "fixed sum 40.00 EUR",
            ])
    }

    @Test func `tells the same to programs`() throws {
        let ending = try run("uk", "--json")
        #expect(
            ending.lines == [
                #"{"compensation":{"currency":"GBP","minor":10000},"lines":[{"amount":{"currency":"GBP","minor":21308},"#
                    + #""base":"4.75","days":61,"from":"2025-06-01","points":"8","principal":{"currency":"GBP","#
                    + #""minor":1000000},"rate":"12.75","to":"2025-07-31"}],"regime":"uk","#
                    + #""sum":{"currency":"GBP","minor":21308}}"#
            ])
    }

    @Test(arguments: [
        ("eu", [], "177.85 EUR"), ("fr", [], "211.27 EUR"), ("uk", [], "213.08 GBP"), ("none", [], "0.00 EUR"),
        ("eu", ["--points", "9"], "194.56 EUR"), ("de", ["--consumer"], "0.00 EUR"),
        ("uk", ["--consumer", "--points", "20"], "0.00 GBP"),
    ])
    func `goes by the law that is named`(regime: String, further: [String], sum: String) throws {
        let ending = try Tool.run(
            [
                "interest", "--amount=10000", "--currency", regime == "uk" ? "GBP" : "EUR", "--due=2025-05-31",
                "--paid=2025-07-31", "--regime", regime,
            ] + further)
        #expect(ending.status == 0)
        #expect(ending.lines.contains { $0.hasPrefix("sum") && $0.hasSuffix(" " + sum) }, "\(ending.output)")
        #expect(ending.output.contains("fixed sum") == (regime != "none" && !further.contains("--consumer")))
    }

    @Test func `goes by rates of a file`() throws {
        let file = try TemporaryFile("ecb:\n  2025-H1: 2.27\n  2025-H2: 1.27\n", name: "rates.yaml")
        let ending = try run("eu", "--points", "9", "--rates", file.path)
        #expect(ending.lines.contains { $0.hasSuffix(" 179.85 EUR") }, "\(ending.output)\(ending.remarks)")
        let short = try run("de", "--rates", file.path)
        #expect(short.status == ExitReason.configuration.rawValue && short.output.isEmpty)
        #expect(short.remarks.contains("the rate de-basiszins of 2025-H1 is not known; none of this series is"))
    }

    @Test(arguments: [
        (["--amount", "1,5"], "--amount '1,5' is no number"), (["--amount=-1"], "is less than 0"),
        (["--amount", "1.005"], "takes 2"), (["--currency", "EURO"], "EURO"), (["--due", "2025-02-29"], "2025-02-29"),
        (["--regime", "us"], "us"), (["--points=-1"], "--points must be at least 0"), (["--points", "1.234"], "1.234"),
    ])
    func `refuses what it cannot reckon with`(bad: [String], remark: String) throws {
        let name = bad[0].prefix { $0 != "=" }
        let rest = [
            ("--amount", "100"), ("--currency", "EUR"), ("--due", "2025-05-31"), ("--paid", "2025-07-31"),
            ("--regime", "eu"),
        ].filter { $0.0 != name }
        let ending = try Tool.run(["interest"] + rest.flatMap { [$0.0, $0.1] } + bad)
        #expect(ending.status == ExitReason.usage.rawValue)
        #expect(ending.output.isEmpty && ending.remarks.contains(remark), "\(ending.remarks)")
    }

    @Test func `names the rate that is missing`() throws {
        let ending = try Tool.run([
            "interest", "--amount", "10", "--currency", "EUR", "--due", "2026-01-01", "--paid", "2999-01-01",
            "--regime", "fr",
        ])
        #expect(ending.status == ExitReason.configuration.rawValue && ending.output.isEmpty)
        #expect(ending.remarks.contains("the rate ecb of ") && ending.remarks.contains("--rates FILE"))
    }

    @Test func `names file, line and key of a rate that cannot be read`() throws {
        let file = try TemporaryFile("ecb:\n  2025-H1: 2.27 %\n", name: "rates.yaml")
        let ending = try run("eu", "--rates", file.path)
        #expect(ending.status == ExitReason.configuration.rawValue)
        #expect(ending.remarks.contains(":2: ecb.2025-H1: allowed is a rate in percent"))
        #expect(try run("eu", "--rates", file.path + ".none").status == ExitReason.inputOutput.rawValue)
    }
}
