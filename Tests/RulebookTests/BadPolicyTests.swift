import Foundation
import Policy
import Testing

@testable import Rulebook

@Suite struct `A policy file with one mistake` {
    @Test func `is one of at least fifty, all different, and without it is in order`() throws {
        #expect(BadPolicy.all.count >= 50)
        #expect(Set(BadPolicy.all.map(\.text)).count == BadPolicy.all.count)
        let folder = try SpoiltFolder()
        try folder.write(PolicyFiles.whole, to: "policies/default.yaml")
        #expect(folder.problems().isEmpty)
    }

    @Test(arguments: BadPolicy.all)
    func `gives one problem with line, key and what is allowed, and no configuration`(bad: BadPolicy) throws {
        try #require(PolicyFiles.whole.contains(bad.old))
        let folder = try SpoiltFolder()
        try folder.write(bad.text, to: "policies/default.yaml")
        let problems = folder.found()
        try #require(problems.count == 1, "\(problems.map(\.description))")
        #expect(problems[0].file == "policies/default.yaml")
        #expect(problems[0].line == bad.line, "\(problems[0])")
        #expect(problems[0].key == bad.key, "\(problems[0])")
        #expect(problems[0].reason.contains(bad.reason), "\(problems[0])")
    }

    @Test func `among several is told with the others`() throws {
        let text = PolicyFiles.whole.replacing("grace: 3\nconsolidate", with: "grace: x\nconsolidate")
            .replacing("tone: friendly", with: "tone: rude").replacing("messages: 2", with: "messages: none")
        #expect {
            _ = try RuleFile.policy(in: text, name: "p.yaml")
        } throws: { error in
            (error as? RulebookProblems)?.problems.map(\.key) == ["steps[0].tone", "budget.messages", "grace"]
        }
    }

    @Test(arguments: [
        ("{segments: [key]}", "{segments: [key, large]}", true),
        ("{segments: [key]}", "{segments: [large]}", false),
        ("{segments: [key]}", "{segments: [key], kinds: [business]}", false),
        ("{segments: [key]}", "{kinds: [business]}", false),
        ("{tags: [a]}", "{tags: [b]}", true),
        ("{countries: [DE]}", "{countries: [DE-BY]}", false),
        ("{countries: [DE, AT-9]}", "{countries: [AT-9]}", true),
        (
            "{creditors: [harbour-supplies], kinds: [consumer]}", "{kinds: [consumer], creditors: [harbour-supplies]}",
            true
        ),
    ])
    func `ties with another for the same accounts`(first: String, second: String, isTie: Bool) throws {
        let folder = try SpoiltFolder()
        for (name, scope) in [("one", first), ("two", second)] {
            let text = PolicyFiles.whole.replacing("policy: default", with: "policy: \(name)")
                .replacing("{segments: [key], countries: [DE]}", with: scope)
            try folder.write(text, to: "policies/\(name).yaml")
        }
        let tie =
            "policies/two.yaml:2: for: can be for the same account as that of policies/one.yaml, and neither is more "
            + "specific; allowed is a mark more in one of them, or values that differ"
        #expect(folder.problems() == (isTie ? [tie] : []))
    }
}
