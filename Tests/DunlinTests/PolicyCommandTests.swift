import Foundation
import Policy
import Rulebook
import Testing

@testable import Dunlin

@Suite struct `Policies on the command line` {
    private let shipped = Rulebook.defaultFolder.appending(path: "policies/default.yaml")

    private func file(_ old: String, _ new: String) throws -> TemporaryFile {
        let text = try String(contentsOf: shipped, encoding: .utf8)
        try #require(text.contains(old))
        return try TemporaryFile(text.replacing(old, with: new), name: "default.yaml")
    }

    @Test func `are checked by file and by folder`() throws {
        let hash = try #require(try Rulebook.load(folder: Rulebook.defaultFolder).version(of: "default")).shortHash
        for arguments in [[], [shipped.path], [Rulebook.defaultFolder.path]] {
            let ending = try Tool.run(["policy", "check"] + arguments)
            #expect(ending.status == 0, "\(ending.remarks)")
            #expect(ending.lines == ["policy default: \(hash)"])
        }
    }

    @Test func `are refused with every problem, its file, line and key`() throws {
        let bad = try file("grace: 0", "grace: never\nspeaker: loudest")
        let line =
            try #require(
                try String(contentsOfFile: bad.path, encoding: .utf8).split(
                    separator: "\n", omittingEmptySubsequences: false
                )
                .firstIndex(of: "grace: never")) + 1
        let ending = try Tool.run(["policy", "check", bad.path])
        #expect(ending.status == ExitReason.refused.rawValue)
        #expect(ending.output.isEmpty)
        #expect(
            ending.remarks.split(separator: "\n").map(String.init) == [
                "\(bad.path):\(line): grace: allowed is 0 to 365 days",
                "\(bad.path):\(line + 1): speaker: allowed is carrying, oldest, highest", "2 problems",
            ])
        let json = try Tool.run(["policy", "check", bad.path, "--json"])
        #expect(json.status == ExitReason.refused.rawValue)
        #expect(json.output.contains(#""key":"grace","line":\#(line),"reason":"allowed is 0 to 365 days""#))
        #expect(try Tool.run(["policy", "check", "/nowhere/default.yaml"]).status == ExitReason.inputOutput.rawValue)
        #expect(try Tool.run(["policy", "show", bad.path]).status == ExitReason.configuration.rawValue)
    }

    @Test func `are shown as a ladder and as JSON that is a policy file again`() throws {
        let ending = try Tool.run(["policy", "show", "default"])
        #expect(ending.status == 0)
        #expect(
            ending.lines.contains { $0.hasPrefix("upcoming") && $0.contains("7 days before due") && $0.contains("-7") })
        #expect(ending.lines.contains { $0.hasPrefix("budget") && $0.hasSuffix("2 messages in 7 days") })
        #expect(ending.lines.contains { $0.hasPrefix("minimum ") && $0.contains("CHF 5.00, EUR 5.00") })
        let json = try Tool.run(["policy", "show", "--json"])
        #expect(json.lines.count == 1)
        #expect(json.output.contains(#""speaker":"carrying""#))
        let unknown = try Tool.run(["policy", "show", "strict"])
        #expect(unknown.status == ExitReason.usage.rawValue)
        #expect(unknown.remarks.contains("there is no policy 'strict'; give one of default"))
    }

    @Test func `are compared by id and file`() throws {
        let same = try file("# The ladder", "# Our ladder")
        let equal = try Tool.run(["policy", "diff", "default", same.path])
        #expect(equal.status == 0 && equal.output.isEmpty)
        let other = try file("due: 14,", "due: 15,")
        let differing = try Tool.run(["policy", "diff", "default", other.path])
        #expect(differing.status == 1)
        #expect(differing.lines.dropFirst() == ["~ step second-reminder: when 14 days after due → 15 days after due"])
        let json = try Tool.run(["policy", "diff", "default", other.path, "--json"])
        #expect(json.status == 1)
        #expect(
            json.output.contains(
                #""changes":[{"key":"when","new":"15 days after due","old":"14 days after due"}],"id":"second-reminder""#
            ))
        #expect(try Tool.run(["policy", "diff", "default", "strict"]).status == ExitReason.usage.rawValue)
    }
}
