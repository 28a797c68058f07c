/// One reply of an SMTP server (RFC 5321 §4.2): a code and one or more lines of text.
struct ServerReply: Equatable {
    var code: Int
    var lines: [String]

    /// The whole text on one line, fit to be stored and logged.
    var text: String { Self.cleaned(lines.joined(separator: " ")) }
    /// The last line with its code, fit to be stored and logged.
    var lastLine: String { Self.cleaned("\(code) \(lines.last ?? "")") }

    /// Printable ASCII of at most 200 characters, with every word that holds an `@` masked.
    static func cleaned(_ text: String) -> String {
        let printable = text.unicodeScalars.map { scalar in
            (0x20...0x7E).contains(scalar.value) ? Character(scalar) : " "
        }
        let masked = printable.split(separator: " ").map { word in
            word.contains("@") ? "<address>" : String(word)
        }
        return String(masked.joined(separator: " ").prefix(200))
    }
}

/// Puts the lines that libcurl hands over together into replies.
struct ReplyReader {
    /// Replies that are complete.
    private(set) var count = 0
    /// The last complete reply.
    private(set) var last: ServerReply?
    private var pending: ServerReply?

    mutating func read(line bytes: UnsafeRawBufferPointer) {
        // A server's line is at most 512 bytes (RFC 5321 §4.5.3.1.5); what is longer is cut, and only kept for people.
        let line = bytes.prefix(512).prefix { $0 != 0x0D && $0 != 0x0A }
        guard line.count >= 3, let code = Int(String(decoding: line.prefix(3), as: UTF8.self)) else { return }
        // The answer to QUIT, which libcurl sends when it gives a connection up, says nothing about a mail.
        guard code != 221 else { return }
        var reply = pending ?? ServerReply(code: code, lines: [])
        reply.code = code
        if reply.lines.count < 16 { reply.lines.append(String(decoding: line.dropFirst(4), as: UTF8.self)) }
        if line.count > 3, line[line.startIndex + 3] == UInt8(ascii: "-") {
            pending = reply
        } else {
            pending = nil
            last = reply
            count += 1
        }
    }
}
