import Testing

@testable import Dunlin

@Suite struct `The phone command` {
    @Test func `tells numbers line by line`() throws {
        let lines = [
            #"{"raw":"030 23125 000","region":"DE","id":1}"#, #"{"raw":"+1 212-555-0100"}"#,
            #"{"raw":"555 0123","region":"US"}"#, #"{"raw":"+800 1234 5678","region":null}"#,
        ]
        let ending = try Tool.run(["phone", "--ndjson"], input: lines.joined(separator: "\n") + "\n")
        #expect(ending.status == 0)
        let answers = [
            #"{"country":"DE","e164":"+493023125000","id":1,"possible":true,"timezones":["Europe/Berlin"],"#
                + #""type":"FIXED_LINE","valid":true}"#,
            #"{"country":"US","e164":"+12125550100","possible":true,"timezones":["America/New_York"],"#
                + #""type":"FIXED_LINE_OR_MOBILE","valid":true}"#,
            #"{"country":null,"e164":"+15550123","possible":true,"timezones":["Etc/Unknown"],"type":"UNKNOWN","valid":false}"#,
            #"{"country":"001","e164":"+80012345678","possible":true,"timezones":["Etc/Unknown"],"type":"TOLL_FREE","valid":true}"#,
        ]
        #expect(ending.lines == answers)
    }

    @Test(arguments: [
        (#"{"raw":"none","region":"DE","id":1}"#, "number", "is no telephone number"),
        (#"{"raw":"030 23125 000","id":1}"#, "country", "has no calling code"),
        (#"{"region":"DE","id":1}"#, "missing", "is missing"), (#"{"raw":7,"id":1}"#, "type", "is not a text"),
    ])
    func `answers a bad line with its id and goes on`(line: String, code: String, message: String) throws {
        let good = #"{"raw":"+12125550100"}"#
        let ending = try Tool.run(["phone", "--ndjson"], input: line + "\n" + good + "\n")
        #expect(ending.status == ExitReason.refused.rawValue)
        #expect(ending.lines.count == 2 && ending.lines[1].contains(#""e164":"+12125550100""#))
        #expect(ending.lines[0].hasPrefix(#"{"error":{"code":"\#(code)","message":"\#(message)"#))
        #expect(ending.lines[0].hasSuffix(#""path":"$.raw"},"id":1}"#))
    }

    @Test func `wants to be told that lines come`() throws {
        let ending = try Tool.run(["phone"])
        #expect(ending.status == ExitReason.usage.rawValue && ending.remarks.contains("give --ndjson"))
    }
}
