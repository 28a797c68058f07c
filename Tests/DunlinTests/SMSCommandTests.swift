import Testing

@testable import Dunlin

@Suite struct `The sms command` {
    @Test func `answers encodings and segments line by line`() throws {
        let lines = [
            #"{"text":"Invoice 1042 is due: 1.250,00 €","id":1}"#, #"{"text":"zł"}"#, #"{"text":""}"#,
            #"{"text":"\#(String(repeating: "x", count: 161))"}"#,
        ]
        let ending = try Tool.run(["sms", "segments", "--ndjson"], input: lines.joined(separator: "\n") + "\n")
        #expect(ending.status == 0)
        #expect(
            ending.lines == [
                #"{"encoding":"GSM-7","id":1,"segments":1}"#, #"{"encoding":"UCS-2","segments":1}"#,
                #"{"encoding":"GSM-7","segments":0}"#, #"{"encoding":"GSM-7","segments":2}"#,
            ])
    }

    @Test func `refuses a bad line with its id and goes on`() throws {
        let long = #"{"text":"\#(String(repeating: "ж", count: 71))","id":2}"#
        let ending = try Tool.run(
            ["sms", "segments", "--ndjson", "--limit", "1"],
            input: [#"{"id":1}"#, long, "[]", #"{"text":"ok"}"#].joined(separator: "\n") + "\n")
        #expect(ending.status == ExitReason.refused.rawValue)
        #expect(ending.lines.count == 4)
        #expect(ending.lines[0].hasPrefix(#"{"error":{"code":"missing""#) && ending.lines[0].contains(#""id":1"#))
        #expect(ending.lines[1].contains(#""code":"segments","message":"the text needs 2 segments in UCS-2, of"#))
        #expect(ending.lines[3] == #"{"encoding":"GSM-7","segments":1}"#)
    }

    @Test func `shows where a text is cut and what it costs`() throws {
        let text = String(repeating: "x", count: 152) + "€ more\n"
        let shown = try Tool.run(["sms", "segments", "--price", "0.075EUR"], input: text)
        #expect(shown.status == 0)
        #expect(shown.lines.first == "GSM-7, 159 septets, 1 segment, about 0.075 EUR")
        let cut = try Tool.run(["sms", "segments", "--price", "0.075EUR"], input: text + "\u{0C}" + text)
        #expect(cut.lines.first == "GSM-7, 321 septets, 3 segments, about 0.225 EUR")
        #expect(cut.lines[2].contains("152  xxx") && cut.lines[3].contains(#"€ more\n\u{0C}xxx"#))
        let json = try Tool.run(["sms", "segments", "--json"], input: "zł")
        #expect(json.output == #"{"encoding":"UCS-2","segments":[{"text":"zł","units":2}],"units":2}"# + "\n")
    }

    @Test func `respells only when asked`() throws {
        func head(_ options: [String]) throws -> String? {
            try Tool.run(["sms", "segments"] + options, input: "“zł”").lines.first
        }
        #expect(try head([]) == "UCS-2, 4 UTF-16 units, 1 segment")
        #expect(try head(["--respell", "signs"]) == "UCS-2, 4 UTF-16 units, 1 segment")
        #expect(try head(["--respell", "letters"]) == "GSM-7, 4 septets, 1 segment")
    }

    @Test func `ends with 1 when a text is longer than allowed`() throws {
        let ending = try Tool.run(["sms", "segments", "--limit", "1"], input: String(repeating: "x", count: 161))
        #expect(ending.status == ExitReason.refused.rawValue)
        #expect(ending.remarks.contains("the text needs 2 segments in GSM-7, of at most 1; shorten it"))
    }

    @Test(arguments: [
        ["--limit", "0"], ["--header-octets", "0"], ["--header-octets", "101"], ["--ndjson", "--json"],
        ["--ndjson", "--price", "1EUR"], ["--price", "1"], ["--respell", "all"],
    ])
    func `refuses other options`(options: [String]) throws {
        #expect(try Tool.run(["sms", "segments"] + options).status == ExitReason.usage.rawValue)
    }
}
