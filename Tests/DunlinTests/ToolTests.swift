import Contracts
import Foundation
import Testing

@testable import Dunlin

@Suite struct `The command line` {
    @Test func `tells its exit codes`() throws {
        let help = try Tool.run(["--help"])
        #expect(help.status == 0)
        for status in ExitReason.allCases { #expect(help.output.contains("\(status.rawValue)  \(status.meaning)")) }
    }

    @Test(arguments: [
        (["publish", "/nowhere/events"], ExitReason.inputOutput), (["import", "x.csv"], .usage), (["fly"], .usage),
        (["publish", "--ndjson", "--json"], .usage), (["publish"], .configuration),
        (["publish", "--broker", "http://localhost"], .configuration),
        (["publish", "--broker", "amqp://guest:guest@127.0.0.1:1/"], .unavailable),
        (["import", "-", "--map", "account=a", "--check"], .configuration),
        (["demo-data", "--today", "tomorrow"], .usage),
        (["demo-data", "--today", "2026-01-01", "--output", "/"], .inputOutput),
    ])
    func `ends with the code of what went wrong`(arguments: [String], status: ExitReason) throws {
        let ending = try Tool.run(arguments)
        #expect(ending.status == status.rawValue)
        #expect(!ending.remarks.isEmpty)
    }

    @Test func `says in one line what to do, and no password`() throws {
        let ending = try Tool.run(["publish", "--broker", "amqp://billing:tern-99@127.0.0.1:1/"])
        #expect(ending.remarks.split(separator: "\n").count == 1)
        #expect(ending.remarks.contains("check that the broker runs"))
        #expect(!ending.remarks.contains("tern-99"))
    }

    @Test func `imports what it can and says what not`() throws {
        let rows = "no,name\n1,Ann\n2,\n3,Cid\n"
        let map = ["--map", "account=no", "--map", "accounts.name=name", "--creditor", "c", "--as-of", "2026-01-01"]
        let ending = try Tool.run(["import", "-", "--output", "-"] + map, input: rows)
        #expect(ending.status == 1)
        #expect(ending.lines.count == 2)
        #expect(ending.remarks.contains("standard input:3: column 'name' (accounts.name) is empty"))
        let checked = try Tool.run(["import", "-", "--check", "--json"] + map, input: rows)
        #expect(checked.output.contains(#""refused":1,"refusedBy":{"missing":1},"repeated":0,"rows":3"#))
        let answered = try Tool.run(["import", "-", "--check", "--ndjson"] + map, input: rows)
        #expect(answered.lines.count == 3)
        #expect(answered.lines[1].hasPrefix(#"{"error":{"code":"missing","column":"name""#))
    }

    @Test func `asks for the date of rows that come through a pipe`() throws {
        let dialogue = try ToolDialogue([
            "import", "-", "--check", "--map", "account=a", "--map", "accounts.name=b", "--creditor", "c",
        ])
        #expect(dialogue.end() == ExitReason.usage.rawValue)
    }

    @Test func `gives the same demo data each time`() throws {
        let arguments = ["demo-data", "--today", "2026-11-24", "--accounts", "20", "--invoices", "60"]
        let first = try Tool.run(arguments)
        #expect(first.lines.count >= 80)
        #expect(try Tool.run(arguments).output == first.output)
        #expect(try Tool.run(arguments + ["--payments-only"]).lines.count == 2)
    }
}
