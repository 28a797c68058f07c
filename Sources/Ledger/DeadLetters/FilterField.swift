import Contracts
import Foundation

/// What an expression can ask of a dead letter.
enum FilterField: Hashable, Sendable {
    case `class`, queue, type, creditor, account, template, config, error, path, worker, id
    case number, generation, size
    /// The time of death; `age` is asked of it too.
    case at
    case header(String)
    case body([String])

    enum Kind: String {
        case text = "a text in quotes"
        case integer = "a whole number"
        case instant = "a time in quotes, like \"2026-11-24T09:00:00Z\""
        case any = "a text in quotes, a whole number, true or false"
    }

    static let named: [String: FilterField] = [
        "class": .class, "queue": .queue, "type": .type, "creditor": .creditor, "account": .account,
        "template": .template, "config": .config, "error": .error, "path": .path, "worker": .worker, "id": .id,
        "number": .number, "generation": .generation, "size": .size, "at": .at,
    ]

    var kind: Kind {
        switch self {
        case .class, .queue, .type, .creditor, .account, .template, .config, .error, .path, .worker, .id: .text
        case .number, .generation, .size: .integer
        case .at: .instant
        case .header, .body: .any
        }
    }

    /// The column whose index can answer.
    var indexed: (name: String, isText: Bool)? {
        switch self {
        case .class: ("class", true)
        case .queue: ("queue", true)
        case .type: ("type", true)
        case .creditor: ("creditor", true)
        case .number: ("number", false)
        case .at: ("died_at", false)
        default: nil
        }
    }

    var isOfContent: Bool {
        switch self {
        case .header, .body: true
        default: false
        }
    }

    /// nil: only the content tells.
    func values(of letter: DeadLetter) -> [FilterLiteral]? {
        func text(_ text: String?) -> [FilterLiteral] { text.map { [.text($0)] } ?? [] }
        return switch self {
        case .class: [.text(letter.class)]
        case .queue: [.text(letter.queue)]
        case .type: text(letter.type)
        case .creditor: text(letter.creditor)
        case .account: text(letter.account)
        case .template: text(letter.template)
        case .config: text(letter.config)
        case .error: text(letter.error)
        case .path: text(letter.path)
        case .worker: text(letter.worker)
        case .id: [.text(letter.messageID)]
        case .number: [.integer(letter.number)]
        case .generation: [.integer(letter.generation)]
        case .size: [.integer(letter.size)]
        case .at: [.instant(letter.diedAt)]
        case .header, .body: nil
        }
    }

    func values(in message: DeadMessage) -> [FilterLiteral] {
        switch self {
        case .header(let name):
            switch message.properties.headers[name] {
            case .text(let text)?: return [.text(text)]
            case .integer(let integer)?: return [.integer(integer)]
            case .number(let number)?: return [.number(number)]
            case .flag(let flag)?: return [.flag(flag)]
            case .time(let seconds)?: return Int64(exactly: seconds).map { [.integer($0)] } ?? []
            case .bytes?, .nothing?, .unread?, nil: return []
            }
        case .body(let path):
            let found = JSONPathValues.values(at: path, in: message.body)
            return found.isEmpty ? JSONPathValues.values(at: ["data"] + path, in: message.body) : found
        default: return []
        }
    }
}

/// The plain values at the end of a path in a JSON document; nothing where it cannot be read that far.
private struct JSONPathValues: Decodable {
    private let values: [FilterLiteral]

    static func values(at path: [String], in document: Data) -> [FilterLiteral] {
        let decoder = JSONDecoder()
        decoder.userInfo[pathKey] = path
        // A body that is no JSON has no value at any path: that is the answer, not a fault.
        return (try? decoder.decode(JSONPathValues.self, from: document))?.values ?? []
    }

    private static let pathKey = CodingUserInfoKey(rawValue: "path")!

    init(from decoder: any Decoder) throws {
        let path = decoder.userInfo[Self.pathKey] as? [String] ?? []
        values = try Self.values(at: path[...], in: decoder)
    }

    private static func values(at path: ArraySlice<String>, in decoder: any Decoder) throws -> [FilterLiteral] {
        guard let step = path.first else { return leaf(decoder) }
        if var list = try? decoder.unkeyedContainer() {
            let place = Int(step)
            let rest = place == nil ? path : path.dropFirst()
            var found: [FilterLiteral] = []
            while !list.isAtEnd {
                let index = list.currentIndex
                let element = try list.superDecoder()
                if place == nil || place == index { found += try values(at: rest, in: element) }
            }
            return found
        }
        guard let object = try? decoder.container(keyedBy: Member.self), let member = Member(stringValue: step),
            object.contains(member)
        else { return [] }
        return try values(at: path.dropFirst(), in: try object.superDecoder(forKey: member))
    }

    private static func leaf(_ decoder: any Decoder) -> [FilterLiteral] {
        guard let container = try? decoder.singleValueContainer() else { return [] }
        if let text = try? container.decode(String.self) { return [.text(text)] }
        if let integer = try? container.decode(Int64.self) { return [.integer(integer)] }
        if let flag = try? container.decode(Bool.self) { return [.flag(flag)] }
        if let number = try? container.decode(Double.self) { return [.number(number)] }
        return []
    }

    private struct Member: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
