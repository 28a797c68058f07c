/// Text as lines of at most 76 printable ASCII characters.
///
/// Every line break, CR, LF or both, becomes CRLF. A dot and the word `From ` at the start of a line are escaped, as
/// some servers alter such lines.
/// - Source: RFC 2045 §6.7; RFC 2049 §3 for what is escaped beyond it.
enum QuotedPrintable {
    private static let longestLine = 76
    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let mailboxMark = Array("From ".utf8)

    /// Appends `text` encoded, ending with CRLF.
    static func append(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0, to: &output) }
    }

    private static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var column = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0D || byte == 0x0A {
                if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
                breakLine(&output, &column)
                index += 1
                continue
            }
            let isLast = isLineEnd(bytes, index + 1)
            let isPlain = isPlain(byte, isLast: isLast) && !(column == 0 && mustEscapeAtStart(bytes, index))
            let width = isPlain ? 1 : 3
            // One column stays free for the soft break, unless the line ends here anyway.
            if column + width > (isLast ? longestLine : longestLine - 1) {
                output.append(UInt8(ascii: "="))
                breakLine(&output, &column)
                continue
            }
            if isPlain {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "="))
                output.append(digits[Int(byte >> 4)])
                output.append(digits[Int(byte & 15)])
            }
            column += width
            index += 1
        }
        if column > 0 { breakLine(&output, &column) }
    }

    private static func breakLine(_ output: inout [UInt8], _ column: inout Int) {
        output.append(0x0D)
        output.append(0x0A)
        column = 0
    }

    private static func isLineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        index >= bytes.count || bytes[index] == 0x0D || bytes[index] == 0x0A
    }

    /// Blanks are plain, except at the end of a line, where servers may drop them.
    private static func isPlain(_ byte: UInt8, isLast: Bool) -> Bool {
        switch byte {
        case 0x20, 0x09: !isLast
        case UInt8(ascii: "="): false
        default: byte > 0x20 && byte < 0x7F
        }
    }

    private static func mustEscapeAtStart(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "."): true
        case UInt8(ascii: "F"): bytes[index...].starts(with: mailboxMark)
        default: false
        }
    }
}
