import Contracts
import Foundation
import TestSupport
import Testing
import Yams

@testable import Rulebook

/// The JSON Schemas of policy and creditor files, held against a validator that knows nothing of our code.
@Suite struct `The schema of a file` {
    @Test func `takes what ships and a policy with every key`() throws {
        let shipped = Rulebook.defaultFolder
        let policy = try String(contentsOf: shipped.appending(path: "policies/default.yaml"), encoding: .utf8)
        let creditor = try String(
            contentsOf: shipped.appending(path: "creditors/harbour-supplies.yaml"), encoding: .utf8)
        #expect(
            try FileSchemas.problems([
                ("policy.v1", policy), ("policy.v1", PolicyFiles.whole), ("creditor.v1", creditor),
                ("creditor.v1", creditor + CreditorFiles.overrides),
                ("creditor.v1", creditor + "\ninterest: {regime: de}\n"),
                ("creditor.v1", creditor + "\ninterest: {regime: uk, points: 8.5, compensation: false}\n"),
                ("creditor.v1", creditor + "\ninterest: {regime: eu, points: \"9\"}\n"),
                ("creditor.v1", creditor + "\nfreshness: 15m\nresend_unknown: email\n"),
            ]) == Array(repeating: nil, count: 8))
    }

    @Test func `refuses each mistake that it can see`() throws {
        let bad = BadPolicy.all.filter(\.isSeenBySchema)
        #expect(bad.count >= 50)
        for (bad, problem) in zip(bad, try FileSchemas.problems(bad.map { ("policy.v1", $0.text) })) {
            #expect(problem != nil, "\(bad.what)")
        }
    }

    @Test func `refuses mistakes in a creditor`() throws {
        let text = try String(
            contentsOf: Rulebook.defaultFolder.appending(path: "creditors/harbour-supplies.yaml"), encoding: .utf8)
        let bad = [
            ("country: DE", "country: Germany"), ("zone: Europe/Berlin", "zone: Berlin time"),
            ("languages: [de, en, fr, es]", "languages: []"), ("\npolicy: default\n", "\npolicies: default\n"),
            ("creditor: harbour-supplies\n", ""), ("colour: \"#0b4f6c\"", "colour: blue"), ("email:\n", "mail:\n"),
            ("url: https://", "url: ftp://"), ("bic: COBADEFFXXX", "bic: COBA"), ("holder: ", "owner: "),
            ("\npolicy: default\n", "\npolicy: default\nsegments: {key: {grace: 5}}\n"),
            ("\npolicy: default\n", "\npolicy: default\noverrides: {policy: strict}\n"),
            ("\npolicy: default\n", "\npolicy: default\noverrides: {pause_until: tomorrow}\n"),
            ("\npolicy: default\n", "\npolicy: default\noverrides: {channels: [fax]}\n"),
            ("\npolicy: default\n", "\npolicy: default\nfreshness: 900\n"),
            ("\npolicy: default\n", "\npolicy: default\nresend_unknown: letter\n"),
            ("\npolicy: default\n", "\npolicy: default\ninterest: {points: 9}\n"),
            ("\npolicy: default\n", "\npolicy: default\ninterest: {regime: none}\n"),
            ("\npolicy: default\n", "\npolicy: default\ninterest: {regime: de, points: -1}\n"),
            ("\npolicy: default\n", "\npolicy: default\ninterest: {regime: de, compensation: 40}\n"),
            ("\npolicy: default\n", "\npolicy: default\ninterest: {regime: de, rate: 9}\n"),
        ]
        for (old, new) in bad { try #require(text.contains(old) && text.replacing(old, with: new) != text) }
        let problems = try FileSchemas.problems(bad.map { ("creditor.v1", text.replacing($0.0, with: $0.1)) })
        for (mistake, problem) in zip(bad, problems) { #expect(problem != nil, "\(mistake.1)") }
    }

    @Test func `knows the currencies that we know`() throws {
        let schema = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: FileSchemas.file("policy.v1")))
        #expect(
            schema["properties"]?["minimum"]?["propertyNames"]?["enum"]
                == .list(Currency.allCodes.map { .text($0) }))
    }
}

enum FileSchemas {
    static func file(_ name: String) -> URL {
        tests.appending(path: "../topology/schemas/\(name).json").standardizedFileURL
    }

    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The JSON path of the first problem of each YAML text, or nil for a valid one.
    static func problems(_ cases: [(schema: String, yaml: String)]) throws -> [String?] {
        let lines = try cases.map { schema, yaml in
            let node = try #require(try Yams.compose(yaml: yaml))
            let document = String(decoding: JSONValue.document(node.json), as: UTF8.self)
            return JSONValue.object(["schema": .text(file(schema).path), "document": .text(document)])
        }
        let encoder = JSONEncoder()
        let input = FileManager.default.temporaryDirectory.appending(path: "schemas-\(UUID().uuidString)")
        defer { unlink(input.path) }
        try Data(lines.map { try encoder.encode($0) + Data("\n".utf8) }.joined()).write(to: input)
        let validator = tests.appending(path: "ContractsTests/Golden/validate.py").path
        let output = try Command.capture(["/usr/bin/python3", validator], input: .file(input.path))
        try #require(output.status == 0, "python3-jsonschema did not do its work: \(output.errors)")
        return output.output.split(separator: "\n", omittingEmptySubsequences: false)
            .prefix(cases.count).map { $0.isEmpty ? nil : String($0) }
    }
}

extension Node {
    /// As a YAML reader makes JSON of it; dates stay texts.
    fileprivate var json: JSONValue {
        switch self {
        case .mapping(let mapping):
            return .object(
                Dictionary(
                    mapping.map { ($0.key.string ?? "", $0.value.json) }, uniquingKeysWith: { first, _ in first }))
        case .sequence(let sequence): return .list(sequence.map(\.json))
        case .scalar(let scalar):
            if let value = null { return value == NSNull() ? .null : .text(scalar.string) }
            if let value = bool { return .boolean(value) }
            if let value = int { return .integer(Int64(value)) }
            if let value = float { return .number(value) }
            return .text(scalar.string)
        case .alias: return .null
        }
    }
}

extension JSONValue {
    fileprivate subscript(member: String) -> JSONValue? {
        if case .object(let members) = self { return members[member] }
        return nil
    }
}
