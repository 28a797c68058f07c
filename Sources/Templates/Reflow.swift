/// Breaks long lines of plain text at spaces, so that a mail reads well in every reader.
enum Reflow {
    /// Continued lines keep their first line's indentation. A word that is longer than a line, such as a link, stays
    /// whole; a no-break space does not end a word.
    /// - Parameter width: in characters (Unicode scalars).
    static func wrapped(_ text: String, at width: Int) -> String {
        guard text.utf8.count > width else { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count + 64)
        var isFirst = true
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if !isFirst { result += "\n" }
            isFirst = false
            if line.utf8.count <= width || line.unicodeScalars.count <= width {
                result += line
            } else {
                append(line, to: &result, width: width)
            }
        }
        return result
    }

    private static func append(_ line: Substring, to result: inout String, width: Int) {
        let indentation = line.prefix { $0 == " " }
        var column = 0
        for word in line.split(separator: " ") {
            let length = word.unicodeScalars.count
            if column > 0, column + 1 + length > width {
                result += "\n"
                column = 0
            }
            if column == 0 {
                result += indentation
                column = indentation.utf8.count
            } else {
                result += " "
                column += 1
            }
            result += word
            column += length
        }
    }
}
