/// Free text as a header field may hold it: one logical line, folded, in ASCII.
///
/// Control characters and line breaks become spaces, so no text can begin another header field.
/// - Source: RFC 5322 §2.2 and §3.2, RFC 2047 for what is not ASCII.
enum HeaderText {
    /// Characters of a header line without its CRLF, wherever folding allows it.
    static let longestLine = 76
    private static let longestWord = 75
    private static let opening = "=?UTF-8?Q?"
    private static let closing = "?="
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The value of an unstructured field, like a subject.
    /// - Parameter column: characters already on the line.
    static func unstructured(_ text: String, column: Int) -> String {
        let line = singleLine(text)
        let isShort = column + line.utf8.count <= longestLine
        return isShort && isPlain(line) ? line : encodedWords(line, column: column)
    }

    /// A display name in front of an address, quoted or encoded.
    static func displayName(_ text: String, column: Int) -> String {
        let line = singleLine(text)
        guard isPlain(line), column + line.utf8.count + 2 <= longestLine else {
            return encodedWords(line, column: column)
        }
        return "\"" + line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Without control characters (line and paragraph separators among them), and without blanks at either end.
    static func singleLine(_ text: String) -> String {
        let isTrimmed = text.utf8.first != 0x20 && text.utf8.last != 0x20
        if isTrimmed, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        guard let first = scalars.firstIndex(where: { $0 != " " }), let last = scalars.lastIndex(where: { $0 != " " })
        else { return "" }
        var line = String.UnicodeScalarView()
        line.append(contentsOf: scalars[first...last])
        return String(line)
    }

    /// Printable ASCII that no reader takes for an encoded word.
    private static func isPlain(_ line: String) -> Bool {
        line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !line.contains("=?")
    }

    /// Words of at most 75 characters, one a line; none ends within a character.
    ///
    /// Only letters and digits are left as they are, which is right in subjects and in names.
    private static func encodedWords(_ line: String, column: Int) -> String {
        var lines = ""
        var word = opening
        var room = min(longestWord, longestLine - column) - opening.utf8.count - closing.utf8.count
        for scalar in line.unicodeScalars {
            let piece = encoded(scalar)
            if piece.utf8.count > room {
                lines += word == opening ? "\r\n " : word + closing + "\r\n "
                word = opening
                room = longestWord - opening.utf8.count - closing.utf8.count
            }
            word += piece
            room -= piece.utf8.count
        }
        return lines + word + closing
    }

    private static func encoded(_ scalar: Unicode.Scalar) -> String {
        if scalar == " " { return "_" }
        if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            return String(Character(scalar))
        }
        var text = ""
        for byte in UTF8.encode(scalar).map({ Array($0) }) ?? [] {
            text.unicodeScalars.append("=")
            text.unicodeScalars.append(Unicode.Scalar(digits[Int(byte >> 4)]))
            text.unicodeScalars.append(Unicode.Scalar(digits[Int(byte & 15)]))
        }
        return text
    }
}
