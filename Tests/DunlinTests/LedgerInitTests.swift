import Contracts
import Foundation
import Ledger
import Policy
import Rulebook
import Testing

@testable import Dunlin

@Suite struct `A new ledger` {
    @Test func `has the clock and the configuration that were asked for`() throws {
        let folder = try LedgerFolder()
        let ledger = try Ledger.open(path: folder.path)
        let clock = try ledger.clock()
        #expect(clock.kind == .test)
        #expect(clock.now == Instant("2026-11-24T09:00:00Z"))
        #expect(try ledger.activeConfig() == Rulebook.load(folder: Rulebook.defaultFolder).hash)
    }

    @Test func `is left as it is by the same command`() throws {
        let folder = try LedgerFolder()
        #expect(try folder.run(["clock", "advance", "1d"]).status == 0)
        let arguments = ["ledger", "init", "--clock", "test", "--at", "2026-11-24T09:00:00Z"]
        for again in [arguments, ["ledger", "init"]] {
            let ending = try folder.run(again)
            #expect(ending.status == 0)
            #expect(ending.lines.first == "found the ledger \(folder.path)")
            #expect(ending.output.contains("policy time is a test clock's: 2026-11-25T09:00:00.000Z"))
            #expect(ending.output.contains("was active already"))
        }
    }

    @Test func `tells programs what was done`() throws {
        let folder = try LedgerFolder(now: nil)
        let first = try folder.run(["ledger", "init", "--json"])
        let hash = try Rulebook.load(folder: Rulebook.defaultFolder).hash
        for part in [#""activated":true"#, #""clock":"system""#, #""created":true"#, #""config":"\#(hash)""#] {
            #expect(first.output.contains(part))
        }
        let second = try folder.run(["ledger", "init", "--json"])
        #expect(second.output.contains(#""activated":false"#) && second.output.contains(#""created":false"#))
    }

    @Test func `never changes its kind of clock`() throws {
        let ending = try LedgerFolder().run(["ledger", "init", "--clock", "system"])
        #expect(ending.status == ExitReason.configuration.rawValue)
        #expect(ending.remarks.contains("never changes"))
    }

    @Test(arguments: [
        (["--clock", "test"], ExitReason.usage), (["--clock", "test", "--at", "2026-11-24T10:00"], .usage),
        (["--clock", "moon"], .usage), (["--at", "2026-11-24T10:00:00Z"], .usage),
        (["--config", "/nowhere"], .inputOutput), (["--store", "/nowhere/ledger.sqlite"], .unavailable),
        (["--store", ""], .configuration),
    ])
    func `is not made from a command that leaves something open`(arguments: [String], status: ExitReason) throws {
        let folder = try LedgerFolder(now: nil)
        let ending = try folder.run(["ledger", "init"] + arguments)
        #expect(ending.status == status.rawValue)
        #expect(!ending.remarks.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `is not made with a configuration that is wrong`() throws {
        let folder = try LedgerFolder(now: nil)
        let config = try folder.configuration()
        try Data("policy: default\n".utf8).write(to: config.appending(path: "policies/default.yaml"))
        let ending = try folder.run(["ledger", "init", "--config", config.path])
        #expect(ending.status == ExitReason.configuration.rawValue)
        #expect(ending.remarks.contains("\(config.path)/policies/default.yaml"))
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
}

@Suite struct `The policy clock` {
    @Test func `is shown in a zone and as JSON`() throws {
        let folder = try LedgerFolder()
        let shown = try folder.run(["clock", "show", "--zone", "Europe/Berlin"])
        #expect(shown.output == "test clock: 2026-11-24T09:00:00.000Z (tuesday 2026-11-24 10:00 Europe/Berlin)\n")
        #expect(
            try folder.run(["clock", "--json"]).output == #"{"clock":"test","now":"2026-11-24T09:00:00.000Z"}"# + "\n")
    }

    @Test func `moves on and never back`() throws {
        let folder = try LedgerFolder()
        #expect(try folder.run(["clock", "advance", "1d2h"]).output == "test clock: 2026-11-25T11:00:00.000Z\n")
        let set = ["clock", "set", "2027-01-01T08:30", "--zone", "America/New_York"]
        #expect(try folder.run(set).output.contains("2027-01-01T13:30:00.000Z"))
        let back = try folder.run(["clock", "set", "2026-12-31T00:00:00Z"])
        #expect(back.status == ExitReason.usage.rawValue)
        #expect(back.remarks.contains("never goes back"))
        #expect(try folder.run(["clock", "show"]).output == "test clock: 2027-01-01T13:30:00.000Z\n")
    }

    @Test func `of the system is not moved`() throws {
        let folder = try LedgerFolder(now: nil)
        #expect(try folder.run(["ledger", "init"]).status == 0)
        #expect(try folder.run(["clock", "advance", "1h"]).status == ExitReason.configuration.rawValue)
        #expect(try folder.run(["clock"]).output.hasPrefix("system clock: "))
    }

    @Test func `needs a ledger`() throws {
        let ending = try LedgerFolder(now: nil).run(["clock", "show"])
        #expect(ending.status == ExitReason.unavailable.rawValue)
        #expect(ending.remarks.contains("dunlin ledger init"))
    }

    @Test(arguments: [
        ("90m", 5400), ("36h", 129_600), ("1d12h30m5s", 131_405), ("36525d", 36_525 * 86_400), ("0s", nil), ("", nil),
        ("5", nil), ("h", nil), ("1h1d", nil), ("1h1h", nil), ("-1h", nil), ("1.5h", nil), ("36526d", nil),
        ("99999999999999999999d", nil), ("١d", nil),
    ])
    func `takes lengths of time`(text: String, seconds: Int?) {
        #expect(TimeSpan(argument: text)?.seconds == seconds)
    }

    @Test(arguments: [
        ("2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z"), ("2026-11-24T10:00:00+01:00", "2026-11-24T09:00:00Z"),
        ("2026-11-24T10:00", "2026-11-24T09:00:00Z"), ("2026-07-01T10:00:30", "2026-07-01T08:00:30Z"),
        // Clocks are put on from 02:00 to 03:00 in this night.
        ("2026-03-29T02:30", "2026-03-29T01:30:00Z"), ("2026-11-24", nil), ("2026-11-24T24:00", nil),
        ("2026-11-31T10:00", nil), ("2026-11-24T10", nil), ("2026-11-24T10:0", nil), ("10:00", nil),
    ])
    func `takes times`(text: String, expected: String?) throws {
        let moment = Moment(argument: text)
        #expect(try moment?.instant(in: .init("Europe/Berlin")) == expected.flatMap { Instant($0) })
    }
}
