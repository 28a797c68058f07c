import Foundation

extension JSONValue {
    /// The value as YAML 1.2 in block style, with sorted keys and every text quoted.
    package var yaml: String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    private func write(to text: inout String, indent: Int) {
        let margin = String(repeating: "  ", count: indent)
        switch self {
        case .object(let members) where !members.isEmpty:
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                text += margin + Self.key(key) + ":"
                value.writeNested(to: &text, indent: indent + 1)
            }
        case .list(let items) where !items.isEmpty:
            for item in items {
                text += margin + "-"
                item.writeNested(to: &text, indent: indent + 1)
            }
        default:
            text += margin + scalar + "\n"
        }
    }

    private func writeNested(to text: inout String, indent: Int) {
        switch self {
        case .object(let members) where !members.isEmpty:
            text += "\n"
            write(to: &text, indent: indent)
        case .list(let items) where !items.isEmpty:
            text += "\n"
            write(to: &text, indent: indent)
        default: text += " " + scalar + "\n"
        }
    }

    /// JSON's scalars and empty collections are YAML's too.
    private var scalar: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(self) else {
            preconditionFailure("a value without floating-point numbers did not encode")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func key(_ key: String) -> String {
        let isPlain = key.utf8.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false
        return isPlain && key.utf8.allSatisfy { $0 != 0x3A && $0 != 0x20 && $0 != 0x23 } ? key : "\"\(key)\""
    }
}
