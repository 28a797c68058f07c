/// Text as one line without control characters: what may stand in a header or within a sentence.
package enum SingleLine {
    /// Each run of control characters, line separators and plain spaces becomes one space; none is left at the ends.
    package static func of(_ text: String) -> String {
        guard
            text.unicodeScalars.contains(where: { $0 != " " && isBreak($0) }) || text.contains("  ")
                || text.hasPrefix(" ") || text.hasSuffix(" ")
        else { return text }
        return text.unicodeScalars.split(whereSeparator: isBreak).map(String.init).joined(separator: " ")
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x20, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }
}
