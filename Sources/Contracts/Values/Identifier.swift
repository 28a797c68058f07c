/// A name that upstream gave to one of its entities: 1 to 128 bytes of UTF-8 without control characters.
///
/// Identifiers are compared byte by byte and never interpreted.
package struct Identifier: Hashable, Sendable, Comparable {
    package let text: String

    package static let longest = 128

    package init?(_ text: String) {
        guard Self.problem(with: text) == nil else { return nil }
        self.text = text
    }

    /// Why `text` is no identifier, or nil if it is one.
    package static func problem(with text: String) -> String? {
        let count = text.utf8.count
        if count == 0 { return "must not be empty" }
        if count > longest { return "has \(count) bytes, at most \(longest) are allowed" }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "holds a control character" }
        return nil
    }

    package static func < (left: Identifier, right: Identifier) -> Bool {
        left.text < right.text
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { text }
}

extension Identifier: ExpressibleByStringLiteral {
    /// For tests and constants: a literal that is no identifier is a mistake of the programmer.
    package init(stringLiteral text: String) {
        precondition(Self.problem(with: text) == nil, "'\(text)' is no identifier")
        self.text = text
    }
}

extension Identifier: TextValue {
    package init(reading text: String) throws(TextRefusal) {
        if let problem = Self.problem(with: text) { throw TextRefusal(problem) }
        self.text = text
    }

    package var written: String { text }
}
