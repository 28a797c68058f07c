import Foundation
import Ledger
import Rulebook
import Testing

@testable import Dunlin

@Suite struct `A configuration folder` {
    @Test func `without a mistake is told with all it holds`() throws {
        let ending = try Tool.run(["config", "check"])
        #expect(ending.status == 0)
        let hash = try Rulebook.load(folder: Rulebook.defaultFolder).hash
        #expect(ending.lines[1] == "hash \(hash)")
        #expect(
            ending.output.contains("creditor harbour-supplies: Harbour Supplies GmbH, Europe/Berlin, policy default"))
        #expect(
            ending.output.contains(
                "policy default: upcoming (7 days before due), due-today (on due), first-reminder (5 days after due)"))
        #expect(ending.output.contains("template final-notice: de en es fr"))
        let json = try Tool.run(["config", "check", "--json"])
        #expect(json.lines.count == 1)
        #expect(json.output.contains(#""hash":"\#(hash)""#) && json.output.contains(#""problems":[]"#))
    }

    @Test func `with mistakes is told with all of them, by file and line`() throws {
        let folder = try LedgerFolder(now: nil)
        let config = try folder.configuration()
        let creditor = config.appending(path: "creditors/harbour-supplies.yaml")
        let text = try String(contentsOf: creditor, encoding: .utf8)
        try Data(text.replacing("country: DE", with: "country: XX").utf8).write(to: creditor)
        try Data("x".utf8).write(to: config.appending(path: "notes.txt"))
        let line = try #require(
            text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(of: "country: DE"))

        let ending = try Tool.run(["config", "check", "--folder", config.path])
        #expect(ending.status == ExitReason.refused.rawValue)
        #expect(ending.output.isEmpty)
        #expect(ending.remarks.contains("\(creditor.path):\(line + 1): country: "))
        #expect(ending.remarks.contains("\(config.path)/notes.txt: "))
        #expect(ending.remarks.contains("2 problems"))

        let json = try Tool.run(["config", "check", "--json"], environment: ["DUNLIN_CONFIG": config.path])
        #expect(json.status == ExitReason.refused.rawValue)
        #expect(
            json.output.contains(#"{"file":"creditors/harbour-supplies.yaml","key":"country","line":\#(line + 1),"#))
        #expect(!json.output.contains(#""hash""#))
    }

    @Test func `becomes the fleet's, once`() throws {
        let folder = try LedgerFolder()
        let config = try folder.configuration()
        try Data("# Ours\n".utf8).write(to: config.appending(path: "README.md"))
        let arguments = ["config", "activate", "--config", config.path]
        let first = try folder.run(arguments)
        #expect(first.status == 0)
        #expect(first.output.hasPrefix("activated configuration "))
        #expect(try Ledger.open(path: folder.path).activeConfig() == Rulebook.load(folder: config).hash)
        #expect(try folder.run(arguments).output.contains("was active already"))
    }
}
