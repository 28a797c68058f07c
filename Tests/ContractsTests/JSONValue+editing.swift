import Contracts

/// A step into a document: a member's name or an item's number.
enum Step: Hashable {
    case member(String)
    case item(Int)
}

extension JSONValue {
    subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The value with what is at `path` replaced; nil removes it.
    func replacing(_ path: ArraySlice<Step>, with value: JSONValue?) -> JSONValue {
        guard let step = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        switch (self, step) {
        case (.object(var members), .member(let name)):
            if rest.isEmpty {
                members[name] = value
            } else {
                members[name] = members[name]?.replacing(rest, with: value)
            }
            return .object(members)
        case (.list(var items), .item(let index)):
            items[index] = items[index].replacing(rest, with: value)
            return .list(items)
        default: return self
        }
    }

    func replacing(_ path: [Step], with value: JSONValue?) -> JSONValue { replacing(path[...], with: value) }

    /// A value of another JSON type, with a mark that no reason may repeat.
    var ofAnotherType: JSONValue {
        switch self {
        case .text, .null: 470_011
        case .integer, .number, .boolean: "zq-mark"
        case .object: ["zq-mark"]
        case .list: ["zq-mark": 1]
        }
    }
}

extension [Step] {
    /// As a refusal writes it: `$.data.items[0].number`.
    var text: String {
        reduce(into: "$") { text, step in
            switch step {
            case .member(let name): text += "." + name
            case .item(let index): text += "[\(index)]"
            }
        }
    }
}
