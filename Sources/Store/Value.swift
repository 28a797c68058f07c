/// A value bound to a parameter of a statement.
///
/// There are no booleans: a flag is 0 or 1, see ``flag(_:)``. Money is a whole number of minor units.
package enum Value: Sendable, Equatable {
    case null
    case int(Int64)
    /// Text without U+0000, which PostgreSQL can't store; a statement given one fails with
    /// ``StoreError/unstorable(parameter:reason:)``.
    case text(String)
    case blob([UInt8])
}

extension Value {
    package static func int(_ number: Int) -> Value { .int(Int64(number)) }
    package static func int(_ number: Int?) -> Value { number.map { .int(Int64($0)) } ?? .null }
    package static func int(_ number: Int64?) -> Value { number.map { .int($0) } ?? .null }
    package static func text(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
    package static func flag(_ flag: Bool) -> Value { .int(flag ? 1 as Int64 : 0) }
    package static func blob(_ bytes: [UInt8]?) -> Value { bytes.map { .blob($0) } ?? .null }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
    package init(integerLiteral number: Int64) { self = .int(number) }
    package init(stringLiteral text: String) { self = .text(text) }
    package init(nilLiteral: ()) { self = .null }
}

extension Value: CustomStringConvertible {
    /// The kind and size, never the content: values are personal data more often than not.
    package var description: String {
        switch self {
        case .null: "null"
        case .int: "int"
        case .text(let text): "text of \(text.utf8.count) bytes"
        case .blob(let bytes): "blob of \(bytes.count) bytes"
        }
    }
}
