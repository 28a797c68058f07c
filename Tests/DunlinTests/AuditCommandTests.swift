import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

@testable import Dunlin

@Suite struct `Auditing on the command line` {
    private static func filled() throws -> LedgerFolder {
        let folder = try LedgerFolder()
        let letter = DeadMessage(
            properties: DeadMessage.Properties(
                queue: Topology.deadLetterQueue(of: Topology.plannerQueue), exchange: Topology.deadExchange,
                routingKey: Topology.deadRoutingKey(.config, queue: Topology.plannerQueue), messageID: "m"),
            body: Data("{}".utf8))
        let file = try TemporaryFile(try letter.line())
        for _ in 1...3 { #expect(try folder.run(["dead", "import", file.path, "--author", "ops"]).status == 0) }
        return folder
    }

    @Test func `tells the log and that it is whole`() throws {
        let folder = try Self.filled()
        let list = try folder.run(["audit", "list", "--json", "--after", "1", "--limit", "1"])
        #expect(list.lines.count == 1 && list.output.contains(#""action":"dead.import""#))
        #expect(list.output.contains(#""actor":"ops""#) && list.output.contains(#""number":2"#))
        let verdict = try folder.run(["audit", "verify", "--json"])
        #expect(verdict.status == 0 && verdict.output.contains(#""status":"whole""#))
        let words = try folder.run(["audit", "verify"]).output
        let head = try #require(words.split(separator: " ").last?.trimmingCharacters(in: .whitespacesAndNewlines))
        #expect(try folder.run(["audit", "verify", "--head", head]).status == 0)
        #expect(try folder.run(["audit", "verify", "--head", "4:" + head.dropFirst(2)]).status == 1)
        #expect(try folder.run(["audit", "verify", "--head", "nonsense"]).status == 64)
    }

    @Test func `names the first bad entry and ends with 1`() throws {
        let folder = try Self.filled()
        let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        try Command.run(["python3", "-c", script, folder.path, "DELETE FROM audit_entry WHERE number = 2"])
        let words = try folder.run(["audit", "verify"])
        #expect(words.status == 1 && words.output == "broken: entry 2 is missing\n")
        let json = try folder.run(["audit", "verify", "--json"])
        #expect(json.status == 1 && json.output.contains(#""firstBad":{"number":2,"reason":"is missing"}"#))
    }

    @Test(arguments: [
        ["list", "--where", "class = parked"], ["groups", "--where", "age >"], ["list", "--limit", "0"],
        ["replay", "--plan", "x", "--confirm", "1", "--rate", "0"], ["archive"], ["restore"], ["plan", "--author", ""],
    ])
    func `refuses what cannot be meant`(arguments: [String]) throws {
        let ending = try Tool.run(["dead"] + arguments, environment: ["DUNLIN_STORE": "/nowhere"])
        #expect(ending.status == 64)
        if arguments.contains("--where") { #expect(ending.remarks.contains("at character")) }
    }

    @Test func `does not open letters with another key`() throws {
        let folder = try Self.filled()
        let key = try TemporaryFile(Data(repeating: 9, count: 32).base64EncodedString())
        // The ledger's own key opens them whatever else is given.
        #expect(try folder.run(["dead", "show", "1"], environment: ["DUNLIN_KEY_FILE": key.path]).status == 0)
        let rotation = try folder.run(["keys", "rotate"], environment: ["DUNLIN_KEY_FILE": key.path])
        #expect(rotation.status == 0 && rotation.output.contains("may be removed"))
        let ending = try folder.run(["dead", "show", "1"])
        #expect(ending.status == 78 && ending.remarks.contains("which is not at hand"))
        #expect(try folder.run(["dead", "list"]).status == 0)
        #expect(try folder.run(["dead", "show", "1"], environment: ["DUNLIN_KEY_FILE": key.path]).status == 0)
        let missing = try folder.run(["dead", "show", "1"], environment: ["DUNLIN_KEY_FILE": "/nowhere"])
        #expect(missing.status == 78)
    }
}
