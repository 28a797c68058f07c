import Contracts
import Foundation
import Policy
import Testing

@testable import Rulebook

@Suite final class `A creditor's file on old facts and lost outcomes` {
    private let folder: SpoiltFolder

    init() throws { folder = try SpoiltFolder() }

    private func add(_ line: String) throws {
        try folder.replace("\nbrand:\n", with: "\n\(line)\n\nbrand:\n", in: "creditors/harbour-supplies.yaml")
    }

    private func rules() throws -> CaseRules {
        try #require(try Rulebook.load(folder: folder.url).rules(for: "harbour-supplies"))
    }

    @Test func `says nothing of them if it is left as it ships`() throws {
        #expect(try rules().freshness == nil && rules().resendsUnknown.isEmpty)
    }

    @Test(arguments: [("1m", 60), ("15m", 900), ("2h", 7200), ("30d", 2_592_000)])
    func `may limit the age of facts`(text: String, seconds: Int) throws {
        try add("freshness: \(text)")
        #expect(try rules().freshness == .seconds(seconds))
    }

    @Test func `may have mail sent again`() throws {
        try add("resend_unknown: email")
        #expect(try rules().resendsUnknown == [.email])
    }

    @Test(arguments: [
        "freshness: 0m", "freshness: 31d", "freshness: 15", "freshness: 15 m", "freshness: m",
        "freshness: 9223372036854775807d", "resend_unknown: letter", "resend_unknown: true",
    ])
    func `with a mistake gives one problem with line and key`(line: String) throws {
        try add(line)
        let problems = folder.found()
        try #require(problems.count == 1, "\(problems.map(\.description))")
        #expect(problems[0].line != nil)
    }
}
