import Foundation

/// Cuts a JSON document into the events it holds: one object, several after each other, or an array of them.
///
/// Follows strings and nesting only; whether a part is JSON is told by whoever reads it.
struct JSONTexts {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipBetween()
        if current == UInt8(ascii: "[") { position += 1 }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// The next event with the line it begins on; nil at the end.
    mutating func next() -> InputLine? {
        skipBetween()
        guard position < bytes.count else { return nil }
        let start = position
        let startLine = line
        skipValue()
        return InputLine(number: startLine, bytes: Data(bytes[start..<position]))
    }

    private mutating func skipBetween() {
        while let byte = current, [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]")].contains(byte) {
            advance()
        }
    }

    private mutating func skipValue() {
        var depth = 0
        var isInString = false
        while let byte = current {
            if isInString {
                if byte == UInt8(ascii: "\\") { advance() }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    // The end of the array around it, met by a bare value.
                    if depth == 0 { return }
                    depth -= 1
                case UInt8(ascii: ","), 0x0A:
                    if depth == 0 { return }
                default: break
                }
            }
            advance()
            if depth == 0, !isInString, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { return }
        }
    }

    private mutating func advance() {
        guard position < bytes.count else { return }
        if bytes[position] == 0x0A { line += 1 }
        position += 1
    }
}
