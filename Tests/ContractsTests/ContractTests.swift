import Contracts
import Foundation
import Testing

@Suite struct `Every type of message` {
    @Test(arguments: MessageType.allCases)
    func `is read from its golden file and written with the same content`(type: MessageType) throws {
        let message = try Message(body: GoldenFiles.body(of: type))
        #expect(message.type == type)
        #expect(try JSONDecoder().decode(JSONValue.self, from: message.encoded()) == GoldenFiles.document(of: type))
        #expect(try Message(body: message.encoded()) == message)
        #expect(message.encoded() == message.encoded())
    }

    @Test func `has a golden file that is valid by its schema, and so is its example`() throws {
        var cases = try MessageType.allCases.map { (type: $0, body: try GoldenFiles.body(of: $0)) }
        cases += MessageType.allCases.map { (type: $0, body: Message.example(of: $0).encoded()) }
        for (checked, problem) in zip(cases, try SchemaValidator.problems(cases)) {
            #expect(problem == nil, "\(checked.type.rawValue)")
        }
    }

    @Test func `is read from the bytes of earlier versions, which stay valid`() throws {
        let cases = try GoldenFiles.old.map { file in
            let body = try Data(contentsOf: file)
            return (type: try Message(body: body).type, body: body)
        }
        #expect(Set(cases.map(\.type)) == Set(MessageType.allCases))
        for (checked, problem) in zip(cases, try SchemaValidator.problems(cases)) {
            #expect(problem == nil, "\(checked.type.rawValue)")
        }
    }

    @Test(arguments: MessageType.allCases)
    func `ignores fields that it does not know`(type: MessageType) throws {
        let known = try GoldenFiles.document(of: type)
        let richer = known.replacing([.member("zz")], with: [1]).replacing(
            [.member("data"), .member("zz")], with: ["deep": [["zz": true]]])
        #expect(try Message(body: richer.document) == Message(body: known.document))
    }

    @Test(arguments: MessageType.allCases)
    func `is of class schema in its next major version`(type: MessageType) throws {
        let next = type.rawValue.dropLast() + "2"
        let document = try GoldenFiles.document(of: type).replacing([.member("type")], with: .text(String(next)))
        let refusal = try #require(throws: MessageRefusal.self) { try Message(body: document.document) }
        #expect(refusal.class == .schema)
        #expect(refusal.path == "$.type")
        #expect(refusal.reason.contains(next))
        #expect(refusal.remains.id == Message.example(of: type).id)
    }

    @Test func `takes null for a field that may be missing, and so does its schema`() throws {
        let wishes = try MessageType.allCases.flatMap(Damage.nulls)
        #expect(wishes.count > 100)
        let problems = try SchemaValidator.problems(wishes.map { ($0.type, $0.body) })
        for (wish, problem) in zip(wishes, problems) {
            #expect(problem == nil, "\(wish.type.rawValue) \(wish.path.text)")
            #expect(throws: Never.self, "\(wish.type.rawValue) \(wish.path.text)") { try Message(body: wish.body) }
        }
    }

    @Test func `is refused by reader and schema alike when a needed field is gone or of another type`() throws {
        let damages = try MessageType.allCases.flatMap(Damage.all)
        #expect(damages.count > 1000)
        let problems = try SchemaValidator.problems(damages.map { ($0.type, $0.body) })
        for (damage, problem) in zip(damages, problems) {
            #expect(problem != nil, "the schema takes \(damage.type.rawValue) with \(damage.path.text) damaged")
            let refusal = try #require(throws: MessageRefusal.self, "\(damage.type.rawValue) \(damage.path.text)") {
                try Message(body: damage.body)
            }
            #expect(refusal.class == .permanent)
            #expect(refusal.path == damage.path.text)
            #expect(
                !refusal.reason.isEmpty && !refusal.reason.contains("zq-mark") && !refusal.reason.contains("470011"))
        }
    }
}

/// A golden message with one thing wrong.
struct Damage {
    let type: MessageType
    let path: [Step]
    let body: Data

    /// Each field of another type, and each needed one left out.
    static func all(of type: MessageType) throws -> [Damage] {
        let document = try GoldenFiles.document(of: type)
        return fields(of: MessageSchema.document(of: type), in: document, at: []).flatMap { path, value, isRequired in
            // The reader has no use for it: it takes JSON only.
            if path == [.member("datacontenttype")] { return [Damage]() }
            let changed = document.replacing(path, with: value.ofAnotherType)
            let removed = isRequired ? [document.replacing(path, with: nil)] : []
            return ([changed] + removed).map { Damage(type: type, path: path, body: $0.document) }
        }
    }

    /// Each field that may be missing as null. A hold of an invoice is the exception: it needs its account.
    static func nulls(of type: MessageType) throws -> [Damage] {
        let document = try GoldenFiles.document(of: type)
        return fields(of: MessageSchema.document(of: type), in: document, at: []).compactMap { path, _, isRequired in
            guard !isRequired, case .member(let name) = path.last,
                !(document["data"]?["hold"] != nil && name == "account")
            else { return nil }
            return Damage(type: type, path: path, body: document.replacing(path, with: .null).document)
        }
    }

    private static func fields(of schema: JSONValue, in document: JSONValue, at path: [Step])
        -> [(path: [Step], value: JSONValue, isRequired: Bool)]
    {
        if case .list(let items) = document, let inner = schema["items"], let first = items.first {
            return [(path + [.item(0)], first, false)] + fields(of: inner, in: first, at: path + [.item(0)])
        }
        guard case .object(let properties) = schema["properties"], case .list(let needed) = schema["required"] else {
            return []
        }
        return properties.flatMap { name, inner -> [(path: [Step], value: JSONValue, isRequired: Bool)] in
            guard let value = document[name] else { return [] }
            let path = path + [.member(name)]
            return [(path, value, needed.contains(.text(name)))] + fields(of: inner, in: value, at: path)
        }
    }
}
