import Foundation
import Rulebook
import Testing

@testable import Dunlin

@Suite struct `The contact command` {
    @Test func `tells line by line when a debtor may be contacted`() throws {
        let call = #""kind":"consumer","role":"third party","channel":"voice","open":"07:00","close":"22:00"}"#
        let ending = try answers(to: [
            #"{"utc":"2027-01-04T12:30:00Z","country":"US","subdivision":"NY","id":1,"# + call,
            #"{"utc":"2027-01-04T13:00:00Z","country":"US","phone":"+12125550100","# + call,
            #"{"utc":"2027-03-28T05:30:00Z","country":"DE","# + call,
            #"{"utc":"2027-01-04T13:00:00Z","country":"US","zone":"America/Denver","# + call,
        ])
        #expect(ending.status == 0)
        let newYork = #""zones":["America/New_York"]}"#
        #expect(
            ending.lines == [
                #"{"allowed":false,"id":1,"next_allowed_utc":"2027-01-04T13:00:00.000Z","#
                    + #""rule":"us-regulation-f-hours","zone_origin":"address","# + newYork,
                #"{"allowed":true,"next_allowed_utc":"2027-01-04T13:00:00.000Z","rule":"","zone_origin":"phone","#
                    + newYork,
                // Easter Sunday and Monday, then the hours.
                #"{"allowed":false,"next_allowed_utc":"2027-03-30T06:00:00.000Z","rule":"europe-cautious-hours","#
                    + #""zone_origin":"country","zones":["Europe/Berlin"]}"#,
                #"{"allowed":false,"next_allowed_utc":"2027-01-04T15:00:00.000Z","rule":"us-regulation-f-hours","#
                    + #""zone_origin":"contact","zones":["America/Denver"]}"#,
            ])
    }

    @Test func `takes the narrowest hours over the zones of a country, or says that there are none`() throws {
        let ending = try answers(to: [
            #"{"utc":"2027-01-04T14:00:00Z","country":"US","channel":"email","open":"08:00","close":"20:00"}"#,
            #"{"utc":"2027-01-04T14:00:00Z","country":"RU","channel":"email","open":"09:00","close":"18:00"}"#,
        ])
        #expect(ending.status == 0)
        #expect(ending.lines[0].contains(#""next_allowed_utc":"2027-01-04T18:00:00.000Z","rule":"send window""#))
        #expect(ending.lines[0].contains(#""Pacific/Honolulu""#))
        #expect(ending.lines[1].hasPrefix(#"{"allowed":false,"next_allowed_utc":null,"rule":"#))
    }

    @Test(arguments: [
        (#"{"utc":"today""#, "utc"), (#"{"utc":"2027-01-04T14:00:00Z","country":"Germany""#, "country"),
        (#"{"utc":"2027-01-04T14:00:00Z","country":"DE","subdivision":"Bavaria""#, "subdivision"),
        (#"{"utc":"2027-01-04T14:00:00Z","country":"DE","kind":"person""#, "kind"),
        (#"{"utc":"2027-01-04T14:00:00Z","country":"DE","role":"agency""#, "role"),
        (#"{"utc":"2027-01-04T14:00:00Z","country":"XX""#, "zone"),
        (#"{"utc":"2027-01-04T14:00:00Z","country":"DE","zone":"Mars/Base""#, "zone"),
        (#"{"utc":"9999-12-31T23:00:00Z","country":"DE""#, "range"),
    ])
    func `answers a bad line with its id and goes on`(beginning: String, code: String) throws {
        let line = beginning + #","channel":"email","open":"08:00","close":"18:00","id":1}"#
        let ending = try answers(to: [line, line.replacing(#""email""#, with: #""fax""#)])
        #expect(ending.status == ExitReason.refused.rawValue)
        #expect(ending.lines.count == 2)
        #expect(ending.lines[0].contains(#""code":"\#(code)""#) && ending.lines[0].contains(#""id":1"#))
    }

    @Test func `relaxes a rule by the folder's own file`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "contact-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: Rulebook.defaultFolder, to: folder)
        let shipped = try String(contentsOf: folder.appending(path: "legal.yaml"), encoding: .utf8)
        let relax = """
            relax:
              - rule: us-cautious-hours
                author: compliance@example.com
                reason: counsel's opinion
            """
        try Data((shipped + relax).utf8).write(to: folder.appending(path: "legal.yaml"))
        let line =
            #"{"utc":"2027-01-05T01:30:00Z","country":"US","subdivision":"NY","kind":"consumer","role":"third_party","#
            + #""channel":"voice","open":"07:00","close":"22:00"}"#
        #expect(try answers(to: [line]).lines[0].contains(#""allowed":false"#))
        #expect(try answers(to: [line], folder: folder).lines[0].contains(#""allowed":true"#))
    }

    private func answers(to lines: [String], folder: URL? = nil) throws -> Tool.Ending {
        try Tool.run(
            ["contact", "window", "--ndjson"] + (folder.map { ["--config", $0.path] } ?? []),
            input: lines.joined(separator: "\n") + "\n")
    }
}
