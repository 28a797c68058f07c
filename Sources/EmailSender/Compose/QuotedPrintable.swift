/// Text as lines of at most 76 printable ASCII characters.
///
/// Every line break, CR, LF or both, becomes CRLF. A dot and the word `From ` at the start of a line are escaped, as
/// some servers alter such lines.
/// - Source: RFC 2045 §6.7; RFC 2049 §3 for what is escaped beyond it.
enum QuotedPrintable {
    private static let longestLine = 76
    private static let mailboxMark = Array("From ".utf8)

    /// Appends `text` encoded, ending with CRLF.
    static func append(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            // At worst each byte becomes three, and each 25 bytes cost a soft break; a lone LF grows by one.
            let room = bytes.count * 3 + bytes.count / 8 + 8
            output += [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                var page = Page(start: buffer.baseAddress!)
                encode(bytes, onto: &page)
                count = page.count
            }
        }
    }

    /// Where encoded text is written, without a check for each byte: a mail has some 20,000 of them.
    private struct Page {
        let start: UnsafeMutablePointer<UInt8>
        var count = 0
        var column = 0

        mutating func put(_ byte: UInt8) {
            start[count] = byte
            count += 1
            column += 1
        }

        mutating func putEscaped(_ byte: UInt8) {
            put(UInt8(ascii: "="))
            put(QuotedPrintable.digit(byte >> 4))
            put(QuotedPrintable.digit(byte & 15))
        }

        mutating func breakLine() {
            put(0x0D)
            put(0x0A)
            column = 0
        }
    }

    private static func encode(_ bytes: UnsafeBufferPointer<UInt8>, onto page: inout Page) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0D || byte == 0x0A {
                if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
                page.breakLine()
                index += 1
                continue
            }
            let isLast = isLineEnd(bytes, index + 1)
            let isPlain = isPlain(byte, isLast: isLast) && !(page.column == 0 && mustEscapeAtStart(bytes, index))
            // One column stays free for the soft break, unless the line ends here anyway.
            if page.column + (isPlain ? 1 : 3) > (isLast ? longestLine : longestLine - 1) {
                page.put(UInt8(ascii: "="))
                page.breakLine()
                continue
            }
            if isPlain { page.put(byte) } else { page.putEscaped(byte) }
            index += 1
        }
        if page.column > 0 { page.breakLine() }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
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
