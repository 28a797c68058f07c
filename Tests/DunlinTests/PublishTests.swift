import Contracts
import Foundation
import Testing

@testable import Dunlin

@Suite struct `Publishing with a line out for each line in` {
    static func event(_ id: String) -> String {
        let heartbeat = SourceHeartbeat(creditor: "harbour-supplies", asOf: Instant("2026-01-01T00:00:00Z")!)
        let message = Message(id: id, source: "test", time: heartbeat.asOf, payload: .heartbeat(heartbeat))
        return String(decoding: message.encoded(), as: UTF8.self)
    }

    @Test func `answers in order and ends with 1 if one was bad`() throws {
        let lines = [
            Self.event("a"), "{", Self.event("b").replacing("heartbeat.v1", with: "heartbeat.v2"), "",
            Self.event("c").replacing("\"asOf\"", with: "\"asof\""), Self.event("d"),
            Self.event("e").replacing("source.heartbeat.v1", with: "email.send.v1"),
        ]
        let ending = try Tool.run(["publish", "--check", "--ndjson"], input: lines.joined(separator: "\n") + "\n")
        #expect(ending.status == 1)
        let answers = try ending.lines.map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
        #expect(answers.map(\.id) == ["a", nil, "b", nil, "c", "d", "e"])
        #expect(
            answers.map { $0.error?.code } == [nil, "permanent", "schema", "permanent", "permanent", nil, "permanent"])
        #expect(answers[4].error?.path == "$.data.asOf")
        #expect(answers.allSatisfy { ($0.status == "valid") == ($0.error == nil) })
    }

    @Test func `answers each line before the next one comes`() throws {
        let dialogue = try ToolDialogue(["publish", "--check", "--ndjson"])
        for id in ["a", "b", "c"] {
            let answer = try dialogue.answer(to: Self.event(id))
            #expect(try JSONDecoder().decode(Answer.self, from: answer).id == id)
        }
        #expect(try dialogue.close() == 0)
    }

    @Test func `survives lines of any size and content`() throws {
        let lines = [
            String(repeating: "x", count: 3 << 20), "\u{0}", String(repeating: "[", count: 100_000), "null", "[]", "42",
            Self.event("last"),
        ]
        let ending = try Tool.run(["publish", "--check", "--ndjson"], input: lines.joined(separator: "\r\n"))
        #expect(ending.status == 1)
        #expect(ending.lines.count == lines.count)
        #expect(ending.lines.last?.contains(#""id":"last""#) == true)
    }

    struct Answer: Decodable {
        struct Problem: Decodable {
            let code: String
            let message: String
            let path: String?
        }

        let id: String?
        let status: String?
        let error: Problem?
    }
}

@Suite struct `Publishing a document` {
    @Test(arguments: [
        "[\(event("a")),\n\(event("b"))]", "\(event("a"))\n\n  \(event("b"))", "[ ]", "[{\"a\": \"]},{\"}, 5, {}]",
    ])
    func `finds its events`(text: String) throws {
        var texts = JSONTexts(Array(text.utf8))
        var found: [String] = []
        while let next = texts.next() { found.append(String(decoding: next.bytes, as: UTF8.self)) }
        switch found.count {
        case 0: #expect(text == "[ ]")
        case 2: #expect(found == [Self.event("a"), Self.event("b")])
        default: #expect(found == ["{\"a\": \"]},{\"}", "5", "{}"])
        }
    }

    @Test func `names a bad one by its line`() throws {
        let ending = try Tool.run(["publish", "--check", "--format", "json"], input: "[\(Self.event("a")),\n{}]")
        #expect(ending.status == 1)
        #expect(ending.remarks.contains("standard input:2: $.specversion is missing"))
        #expect(ending.remarks.contains("checked 1 of 2 events, refused 1"))
    }

    static func event(_ id: String) -> String { `Publishing with a line out for each line in`.event(id) }
}
