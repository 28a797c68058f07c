/// Breaks long lines of plain text at spaces, so that a mail reads well in every reader.
enum Reflow {
    /// Continued lines keep their first line's indentation. A word that is longer than a line, such as a link, stays
    /// whole; a no-break space does not end a word.
    /// - Parameter width: in characters (Unicode scalars).
    static func wrapped(_ text: String, at width: Int) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 64)
        var text = text
        text.withUTF8 { source in
            var start = 0
            while start < source.count {
                let end = source[start...].firstIndex(of: newline) ?? source.count
                append(source[start..<end], to: &bytes, width: width)
                if end < source.count { bytes.append(newline) }
                start = end + 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private typealias Line = Slice<UnsafeBufferPointer<UInt8>>
    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")

    private static func append(_ line: Line, to bytes: inout [UInt8], width: Int) {
        guard line.count > width, characters(in: line) > width else {
            bytes += line
            return
        }
        let indentation = line.prefix { $0 == space }.count
        var column = 0
        for word in line.split(separator: space) {
            let length = characters(in: word)
            if column > 0, column + 1 + length > width {
                bytes.append(newline)
                column = 0
            }
            if column == 0 {
                bytes += repeatElement(space, count: indentation)
                column = indentation
            } else {
                bytes.append(space)
                column += 1
            }
            bytes += word
            column += length
        }
    }

    /// All bytes but those that continue a character.
    private static func characters(in line: Line) -> Int {
        line.count { $0 & 0xC0 != 0x80 }
    }
}
