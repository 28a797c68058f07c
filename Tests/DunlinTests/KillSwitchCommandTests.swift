import Contracts
import Foundation
import Ledger
import Store
import Testing

@testable import Dunlin

@Suite struct `The kill switch command` {
    @Test func `turns on, is shown first by status, is listed and turned off`() throws {
        let folder = try LedgerFolder()
        let reason = ["--reason", "wrong template", "--actor", "ops"]
        let on = try folder.run(["kill-switch", "on", "--fleet"] + reason)
        #expect(on.status == 0 && on.lines == ["nothing is claimed for the fleet from now on"])
        let again = try folder.run(["kill-switch", "on", "--fleet"] + reason + ["--json"])
        #expect(again.status == 0)
        #expect(
            again.output.contains(#""isChanged":false,"isOn":true,"name":"","reason":"wrong template","scope":"fleet""#)
        )
        let status = try folder.run(["status"])
        #expect(status.lines[0].hasPrefix("KILL SWITCH    the fleet, since "))
        #expect(status.lines[0].hasSuffix(" by ops: wrong template"))
        let list = try folder.run(["kill-switch", "list", "--json"])
        #expect(list.lines.count == 1 && list.output.contains(#""actor":"ops""#))
        let off = try folder.run(["kill-switch", "off", "--fleet"] + reason)
        #expect(off.status == 0 && off.output.contains("is off"))
        #expect(try folder.run(["kill-switch", "list"]).lines == ["no kill switch is on"])
        let idle = try folder.run(["kill-switch", "off", "--fleet"] + reason)
        #expect(idle.status == ExitReason.refused.rawValue && idle.remarks.contains("kill-switch list"))
    }

    @Test func `remarks on a creditor that nothing was ever heard of, and stops it all the same`() throws {
        let folder = try LedgerFolder()
        let on = try folder.run(["kill-switch", "on", "--creditor", "harbour-suplies", "--reason", "merger"])
        #expect(on.status == 0 && on.remarks.contains("is the id right?"))
        #expect(try folder.run(["kill-switch", "list"]).output.contains("harbour-suplies"))
    }

    @Test(arguments: [
        ["--reason", "x"], ["--fleet", "--creditor", "c", "--reason", "x"], ["--channel", "pigeon", "--reason", "x"],
        ["--fleet", "--reason", " "],
    ])
    func `wants one target and a reason`(arguments: [String]) throws {
        #expect(try LedgerFolder().run(["kill-switch", "on"] + arguments).status == ExitReason.usage.rawValue)
    }

    @Test func `does not lift the switch of a restored ledger that was not reconciled`() throws {
        let folder = try LedgerFolder()
        _ = try folder.run(["kill-switch", "on", "--fleet", "--reason", "restored"])
        try Ledger.open(path: folder.path).database.write {
            try $0.execute("INSERT INTO setting (name, value) VALUES ('restored_at', '1790000000000')")
        }
        let off = try folder.run(["kill-switch", "off", "--fleet", "--reason", "go on"])
        #expect(off.status == ExitReason.refused.rawValue)
        #expect(off.remarks.contains("dunlin ledger reconcile"))
    }
}
