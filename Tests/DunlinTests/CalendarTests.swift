import Foundation
import Testing

@testable import Dunlin

@Suite struct `The calendar command` {
    @Test func `lists a year's holidays for people and for programs`() throws {
        let text = try Tool.run(["calendar", "holidays", "--country", "DE-BY", "--year", "2027"])
        #expect(text.status == 0)
        #expect(text.lines.count == 13)
        #expect(text.lines[2].split(separator: " ") == ["2027-01-06", "Wednesday", "Epiphany"])
        let json = try Tool.run(["calendar", "holidays", "--country", "SA", "--year", "2027", "--json"])
        #expect(json.lines.count == 1)
        #expect(json.output.hasPrefix(#"{"country":"SA","holidays":[{"date":"2027-02-"#))
        #expect(json.output.contains(#"{"date":"2027-09-23","name":"National Day Holiday"}"#))
        #expect(json.output.hasSuffix(#""weekend":["Friday","Saturday"]}"# + "\n"))
        let all = try Tool.run(["calendar", "holidays", "--country", "DE", "--json"])
        #expect(all.output.contains(#""2024-01-01""#) && all.output.contains(#""2035-12-26""#))
    }

    @Test(arguments: [
        (["holidays", "--country", "DE-BX"], "the nearest are DE-BB, DE-BE, DE-BW, DE-BY"),
        (["holidays", "--country", "DE", "--year", "2036"], "tells of the years 2024 to 2035, not of 2036"),
        (["holidays"], "--country"), (["check"], "give --ndjson"), (["window"], "give --ndjson"),
    ])
    func `says what it cannot tell`(arguments: [String], remark: String) throws {
        let ending = try Tool.run(["calendar"] + arguments)
        #expect(ending.status == ExitReason.usage.rawValue)
        #expect(ending.output.isEmpty && ending.remarks.contains(remark))
    }

    @Test func `checks days line by line`() throws {
        let ending = try answers(
            to: "check",
            [
                #"{"country":"DE-BY","date":"2027-01-06"}"#, #"{"country":"DE","date":"2027-01-06","id":7}"#,
                #"{"country":"DE","date":"2027-01-09","id":"a"}"#, #"{"country":"SA","date":"2027-01-08"}"#,
            ])
        #expect(ending.status == 0)
        #expect(
            ending.lines == [
                #"{"business":false,"name":"Epiphany"}"#, #"{"business":true,"id":7,"name":null}"#,
                #"{"business":false,"id":"a","name":"Saturday"}"#, #"{"business":false,"name":"Friday"}"#,
            ])
    }

    @Test func `tells windows line by line`() throws {
        let berlin = #""zone":"Europe/Berlin","open":"02:30","close":"04:00"}"#
        let ending = try answers(
            to: "window",
            [
                #"{"utc":"2027-03-28T00:59:59.999Z","id":"gap","# + berlin,
                #"{"utc":"2027-03-28T03:30:00+02:00","# + berlin,
                #"{"utc":"2027-06-01T12:00:00Z","zone":"UTC","open":"22:00","close":"06:00"}"#,
                #"{"utc":"2027-06-01T12:00:00Z","zone":"UTC","open":"00:00","close":"24:00"}"#,
            ])
        #expect(ending.status == 0)
        #expect(
            ending.lines == [
                #"{"allowed":false,"id":"gap","next_allowed_utc":"2027-03-28T01:00:00.000Z"}"#,
                #"{"allowed":true,"next_allowed_utc":"2027-03-28T01:30:00.000Z"}"#,
                #"{"allowed":false,"next_allowed_utc":"2027-06-01T22:00:00.000Z"}"#,
                #"{"allowed":true,"next_allowed_utc":"2027-06-01T12:00:00.000Z"}"#,
            ])
    }

    @Test(arguments: [
        ("check", #"{"country":"DE-XX","date":"2027-01-06","id":1}"#, "country"),
        ("check", #"{"country":"DE","date":"2027-02-29","id":1}"#, "date"),
        ("check", #"{"country":"DE","date":"2036-01-01","id":1}"#, "range"),
        ("check", #"{"country":"DE","id":1}"#, "missing"), ("check", #"{"country":5,"id":1}"#, "type"),
        ("window", #"{"utc":"today","zone":"UTC","open":"08:00","close":"18:00","id":1}"#, "utc"),
        ("window", #"{"utc":"2027-01-01T00:00:00Z","zone":"Mars/Base","open":"08:00","close":"18:00","id":1}"#, "zone"),
        ("window", #"{"utc":"2027-01-01T00:00:00Z","zone":"UTC","open":"8","close":"18:00","id":1}"#, "open"),
        ("window", #"{"utc":"2027-01-01T00:00:00Z","zone":"UTC","open":"08:00","close":"24:01","id":1}"#, "close"),
        ("window", #"{"utc":"2027-01-01T00:00:00Z","zone":"UTC","open":"08:00","close":"08:00","id":1}"#, "window"),
        ("window", #"{"utc":"9999-12-31T23:00:00Z","zone":"UTC","open":"08:00","close":"18:00","id":1}"#, "range"),
    ])
    func `answers a bad line with its id and goes on`(command: String, line: String, code: String) throws {
        let ending = try answers(to: command, [line, "", "[]", line])
        #expect(ending.status == ExitReason.refused.rawValue)
        let errors = try ending.lines.map { try JSONDecoder().decode(Refusal.self, from: Data($0.utf8)) }
        #expect(errors.map(\.error.code) == [code, "line", "line", code])
        #expect(errors.map(\.id) == [1, nil, nil, 1])
        #expect(errors.allSatisfy { !$0.error.message.isEmpty })
    }

    @Test func `answers each line before the next one comes`() throws {
        let dialogue = try ToolDialogue(["calendar", "check", "--ndjson"])
        for date in ["2027-01-01", "2027-01-04"] {
            let line = #"{"country":"DE","date":"\#(date)","id":"\#(date)"}"#
            let answer = String(decoding: try dialogue.answer(to: line), as: UTF8.self)
            #expect(answer.contains(#""id":"\#(date)""#) && answer.hasSuffix("\n"))
        }
        #expect(try dialogue.close() == 0)
    }

    private func answers(to command: String, _ lines: [String]) throws -> Tool.Ending {
        try Tool.run(["calendar", command, "--ndjson"], input: lines.joined(separator: "\n") + "\n")
    }

    private struct Refusal: Decodable {
        struct Problem: Decodable {
            let code: String
            let message: String
        }

        let id: Int?
        let error: Problem
    }
}
