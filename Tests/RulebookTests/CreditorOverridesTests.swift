import Contracts
import Foundation
import Policy
import Testing

@testable import Rulebook

enum CreditorFiles {
    static let overrides = """

        overrides: {terms: net 14, leave_out: [upcoming], channels: [email]}
        segments:
          key:
            terms: end of month + 30
            pause_until: 2026-12-31
            policy: default
            language: en
            leave_out: []
          small: {channels: [letter, email]}

        """
}

@Suite final class `Overrides in a creditor's file` {
    private let folder: SpoiltFolder
    private static let file = "creditors/harbour-supplies.yaml"

    init() throws {
        folder = try SpoiltFolder()
        let url = folder.url.appending(path: Self.file)
        let text = try String(contentsOf: url, encoding: .utf8)
        try folder.write(text + CreditorFiles.overrides, to: Self.file)
    }

    @Test func `are those of the creditor and then of the segment, each with its line`() throws {
        let rulebook = try Rulebook.load(folder: folder.url)
        let text = try String(contentsOf: folder.url.appending(path: Self.file), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        func line(_ start: String) throws -> Int { try #require(lines.firstIndex { $0.hasPrefix(start) }) + 1 }
        let merged = Overrides.merged(rulebook.overrides(of: "harbour-supplies", segment: "key"))
        #expect(
            merged.explanation == [
                "channels: email, by creditor harbour-supplies (\(Self.file):\(try line("overrides:")))",
                "language: en, by segment key (\(Self.file):\(try line("    language: en")))",
                "leave_out: no step, by segment key (\(Self.file):\(try line("    leave_out: []")))",
                "pause_until: 2026-12-31, by segment key (\(Self.file):\(try line("    pause_until")))",
                "policy: default, by segment key (\(Self.file):\(try line("    policy: default")))",
                "terms: end of month + 30, by segment key (\(Self.file):\(try line("    terms: end")))",
            ])
        let others = Overrides.merged(rulebook.overrides(of: "harbour-supplies", segment: nil))
        #expect(others.leftOut?.value == ["upcoming"])
        #expect(others.policy == nil)
    }

    @Test func `choose the policy before any policy's own marks`() throws {
        try folder.write(
            PolicyFiles.whole.replacing("policy: default", with: "policy: strict"), to: "policies/strict.yaml")
        let rulebook = try Rulebook.load(folder: folder.url)
        let subject = PolicySubject(creditor: "harbour-supplies", segment: "key", country: "DE")
        let own = Overrides.merged(rulebook.overrides(of: "harbour-supplies", segment: "key"))
        #expect(rulebook.policyChoice(for: subject, own: own)?.policy == "default")
        #expect(
            rulebook.policyChoice(for: subject, own: EffectiveOverrides())?.description
                == "policy strict: for segment key, country DE")
        #expect(rulebook.policyChoice(for: PolicySubject(creditor: "nobody", country: "DE"), own: own) == nil)
    }

    @Test(arguments: [
        ("terms: net 14", "terms: net soon", "overrides.terms: allowed is payment terms such as 'due on receipt'"),
        (
            "leave_out: [upcoming]", "leave_out: [soon]",
            "overrides.leave_out: no policy of this creditor has a step 'soon'"
        ),
        ("leave_out: [upcoming]", "leave_out: upcoming", "overrides.leave_out: is no list; allowed is a list of ids"),
        ("channels: [email]", "channels: [fax]", "overrides.channels: allowed is a list of email, sms"),
        ("channels: [email]", "policy: strict", "overrides.policy: is unknown; allowed are channels, leave_out"),
        ("pause_until: 2026-12-31", "pause_until: 2026-02-30", "segments.key.pause_until: allowed is a date"),
        ("    policy: default", "    policy: strict", "segments.key.policy: policy 'strict' is not there"),
        ("language: en\n", "language: it\n", "segments.key.language: allowed is one of the creditor's languages: de"),
        ("small: {", "small: {grace: 3, ", "segments.small.grace: is unknown; allowed are channels, language"),
        ("small: {channels: [letter, email]}", "small: yes", "segments.small: must hold keys of its own"),
    ])
    func `with a mistake give one problem with line and key`(old: String, new: String, expected: String) throws {
        try folder.replace(old, with: new, in: Self.file)
        let problems = folder.found()
        try #require(problems.count == 1, "\(problems.map(\.description))")
        #expect(problems[0].line != nil)
        #expect(problems[0].description.contains(": " + expected), "\(problems[0])")
    }
}
