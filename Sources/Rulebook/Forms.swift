import Contracts

/// Forms of values that several files share.
enum Forms {
    static func id(_ text: String) -> String? {
        let isAllowed = text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isAllowed && (1...64).contains(text.utf8.count) ? text : nil
    }
    static let idWords = "1 to 64 letters, digits, hyphens, underscores and points"

    /// A text in one line of at most 200 bytes.
    static func line(_ text: String) -> String? {
        let isLine = !text.isEmpty && text.utf8.count <= 200 && !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
        return isLine ? text : nil
    }
    static let lineWords = "a text in one line of at most 200 bytes"
}

extension YAMLOutline {
    /// A whole number that must be there.
    func number(_ key: String, in range: ClosedRange<Int>, of unit: String) -> Int? {
        text(key, allowed: Self.words(range, unit)) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    /// A whole number, or nil if it is left out.
    func optionalNumber(_ key: String, in range: ClosedRange<Int>, of unit: String) -> Int? {
        optionalText(key, allowed: Self.words(range, unit)) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// One word of a list, or nil if it is left out.
    func word<Value: Word>(_ key: String, as type: Value.Type) -> Value? {
        optionalText(key, allowed: Value.all.joined(separator: ", ")) { Value(rawValue: $0) }
    }

    /// true or false, or nil if it is left out.
    func truth(_ key: String) -> Bool? {
        optionalText(key, allowed: "true or false") { ["true": true, "false": false][$0] }
    }

    private static func words(_ range: ClosedRange<Int>, _ unit: String) -> String {
        "\(range.lowerBound) to \(range.upperBound) \(unit)"
    }
}
