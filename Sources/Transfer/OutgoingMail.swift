import Foundation

/// A mail as it goes on the wire: its envelope and its complete RFC 5322 message.
package struct OutgoingMail: Sendable {
    /// Why something is no mail. No case holds the address or the content.
    package enum Problem: Error, Equatable {
        /// There is no recipient.
        case noRecipient
        /// The address has no part before or after its `@`, or is longer than RFC 5321 §4.5.3.1
        /// allows: 64 bytes before it, 254 in all.
        case malformedAddress
        /// The address holds a space, a control character, `<` or `>`, and could say more than an address to the server.
        case hostileAddress
        /// The address holds a character outside ASCII: the local part would need SMTPUTF8 (RFC 6531), the domain must
        /// be given in its `xn--` form.
        case addressNotASCII
        /// The content is empty.
        case noContent
        /// A CR or an LF stands alone. Servers differ in what they take for the end of a mail with such lines.
        case bareLineBreak
        /// A line is longer than 998 bytes (RFC 5322 §2.1.1).
        case lineTooLong
    }

    /// Unique among the mails in progress.
    package let id: UInt64
    package let sender: String
    package let recipients: [String]
    package let content: Data

    /// - Parameters:
    ///   - sender: the envelope's sender, where bounces go; empty for the null reverse path.
    ///   - recipients: the envelope's recipients. All must be accepted, or the mail goes to none.
    ///   - content: header and body with CRLF lines; dots at the start of lines are as written, not doubled.
    package init(id: UInt64, sender: String, recipients: [String], content: Data) throws(Problem) {
        guard !recipients.isEmpty else { throw .noRecipient }
        if !sender.isEmpty { try Self.check(address: sender) }
        for recipient in recipients { try Self.check(address: recipient) }
        try Self.check(content: content)
        self.id = id
        self.sender = sender
        self.recipients = recipients
        self.content = content
    }

    private static func check(address: String) throws(Problem) {
        for byte in address.utf8 {
            if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") {
                throw .hostileAddress
            }
        }
        guard address.utf8.allSatisfy({ $0 < 0x80 }) else { throw .addressNotASCII }
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")) else { throw .malformedAddress }
        let local = address.utf8.distance(from: address.startIndex, to: at)
        let domain = address.utf8.count - local - 1
        guard (1...64).contains(local), domain >= 1, address.utf8.count <= 254 else { throw .malformedAddress }
    }

    private static func check(content: Data) throws(Problem) {
        guard !content.isEmpty else { throw .noContent }
        let problem = content.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Problem? in
            var length = 0
            var index = 0
            while index < bytes.count {
                switch bytes[index] {
                case 0x0D:
                    guard index + 1 < bytes.count, bytes[index + 1] == 0x0A else { return .bareLineBreak }
                    index += 1
                    length = 0
                case 0x0A: return .bareLineBreak
                default:
                    length += 1
                    if length > 998 { return .lineTooLong }
                }
                index += 1
            }
            return nil
        }
        if let problem { throw problem }
    }
}
