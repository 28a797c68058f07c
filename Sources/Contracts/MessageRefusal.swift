import Foundation

/// Why a message cannot be taken, without a value of it: the values may be personal.
package struct MessageRefusal: Error, Hashable, Sendable {
    /// `schema` for an unknown type or a newer major version, `permanent` for a broken one.
    package let `class`: DeadLetterClass
    /// Where, as a JSON path: `$.data.items[3].minor`; `$` if it cannot be told.
    package let path: String
    package let reason: String
    /// What could still be read, so that the refusal can be reported and its account held.
    package let remains: Remains

    /// The parts of an unreadable message that could be read all the same.
    package struct Remains: Hashable, Sendable {
        package var id: String?
        package var source: String?
        package var type: String?
        package var creditor: Identifier?
        package var account: Identifier?
    }

    package init(class: DeadLetterClass, path: String, reason: String, remains: Remains = Remains()) {
        self.class = `class`
        self.path = path
        self.reason = reason
        self.remains = remains
    }

    init(_ error: any Error, body: Data) {
        let remains = Remains(of: body)
        switch error {
        case is UnknownType:
            self.init(class: .schema, path: "$.type", reason: Self.reason(forUnknown: remains.type), remains: remains)
        case DecodingError.keyNotFound(let key, let context):
            self.init(
                class: .permanent, path: Self.path(context.codingPath + [key]), reason: "is missing", remains: remains)
        case DecodingError.valueNotFound(_, let context):
            self.init(class: .permanent, path: Self.path(context.codingPath), reason: "is null", remains: remains)
        case DecodingError.typeMismatch(let type, let context):
            self.init(
                class: .permanent, path: Self.path(context.codingPath), reason: "is not of type \(Self.name(type))",
                remains: remains)
        case DecodingError.dataCorrupted(let context):
            self.init(
                class: .permanent, path: Self.path(context.codingPath), reason: Self.reason(for: context),
                remains: remains)
        default:
            self.init(class: .permanent, path: "$", reason: "cannot be read", remains: remains)
        }
    }

    /// An unknown type is shown only if it looks like one of ours: anything else may hold anything.
    private static func reason(forUnknown type: String?) -> String {
        guard let type, type.hasPrefix(MessageType.prefix), type.utf8.count <= 80,
            type.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x5F
            })
        else { return "is no type of this fleet" }
        return "'\(type)' is unknown here: a newer fleet may know it"
    }

    /// Foundation's own words may hold the value, so only ours are passed on.
    private static func reason(for context: DecodingError.Context) -> String {
        if context.underlyingError is StatedReason { return context.debugDescription }
        return context.codingPath.isEmpty
            ? "is not JSON in UTF-8 that can be read" : "has a value that is not allowed here"
    }

    private static func path(_ codingPath: [any CodingKey]) -> String {
        codingPath.reduce(into: "$") { path, key in
            if let index = key.intValue { path += "[\(index)]" } else { path += "." + key.stringValue }
        }
    }

    private static func name(_ type: any Any.Type) -> String {
        switch type {
        case is String.Type: "string"
        case is Bool.Type: "boolean"
        case is any BinaryInteger.Type: "integer"
        case is [Any].Type: "array"
        default: "object"
        }
    }
}

extension MessageRefusal.Remains {
    /// Reads the envelope leniently; whatever is no short text is left out.
    init(of body: Data) {
        self.init()
        guard let outline = try? JSONDecoder().decode(Outline.self, from: body) else { return }
        self.id = outline.id
        self.source = outline.source
        self.type = outline.type
        self.creditor = outline.data?.creditor
        self.account = outline.data?.account
    }

    /// An envelope in which everything may be missing or of the wrong type.
    private struct Outline: Decodable {
        var id: String?
        var source: String?
        var type: String?
        var data: Owner?

        struct Owner: Decodable {
            var creditor: Identifier?
            var account: Identifier?

            enum CodingKeys: String, CodingKey { case creditor, account, `case` }

            init(from decoder: any Decoder) throws {
                var container = try decoder.container(keyedBy: CodingKeys.self)
                if let inner = try? container.nestedContainer(keyedBy: CodingKeys.self, forKey: .case) {
                    container = inner
                }
                // An owner that cannot be read is no owner: that is what lenient means here.
                self.creditor = try? container.decode(Identifier.self, forKey: .creditor)
                self.account = try? container.decode(Identifier.self, forKey: .account)
            }
        }

        enum CodingKeys: String, CodingKey { case id, source, type, data }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.id = (try? container.decode(Identifier.self, forKey: .id))?.text
            self.source = (try? container.decode(Identifier.self, forKey: .source))?.text
            self.type = (try? container.decode(Identifier.self, forKey: .type))?.text
            self.data = try? container.decode(Owner.self, forKey: .data)
        }
    }
}
