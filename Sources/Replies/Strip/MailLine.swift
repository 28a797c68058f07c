import Foundation

/// A line of a mail with what is asked of it again and again.
struct MailLine {
    let text: Substring
    /// Folded, without blanks at the ends and without the stars of bold text around it.
    let folded: String

    init(_ text: Substring) {
        self.text = text
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { Folding.append(scalar, to: &bytes) }
        var from = 0
        var to = bytes.count
        while from < to, bytes[from] <= 0x20 || bytes[from] == UInt8(ascii: "*") { from += 1 }
        while to > from, bytes[to - 1] <= 0x20 || bytes[to - 1] == UInt8(ascii: "*") { to -= 1 }
        folded = String(decoding: bytes[from..<to], as: UTF8.self)
    }

    var isBlank: Bool { folded.isEmpty }

    /// Marked as someone else's: "> text", also "Initials> text" as some programs write it.
    var isQuoted: Bool { folded.utf8.first == UInt8(ascii: ">") }

    static func lines(of text: String) -> [MailLine] {
        var text = text
        if text.utf8.contains(0x0D) {
            text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(MailLine.init)
    }
}
