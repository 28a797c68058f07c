/// What an address must look like to stand in a header and an envelope.
enum AddressForm {
    /// A local part of atoms and dots, and a domain of letters, digits, hyphens and dots, in ASCII, 254 bytes at most.
    ///
    /// Quoted local parts are refused: nobody receives invoices there, and their quoting has fooled many a server.
    /// - Source: RFC 5321 §4.1.2, RFC 5322 §3.2.3.
    static func check(_ address: String, _ path: String) throws(MailProblem) {
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254 else {
            throw MailProblem(path: path, reason: "is not of the form local@domain")
        }
        guard address.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw MailProblem(path: path, reason: "holds characters outside ASCII; a domain is given in its xn-- form")
        }
        let isAtoms = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomByte) }
        let isDomain = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") } }
        guard isAtoms, isDomain else {
            throw MailProblem(path: path, reason: "holds characters that no mailbox of ours has")
        }
    }

    /// In lower case; empty for what is no address.
    static func domain(of address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return "" }
        return address[address.index(after: at)...].lowercased()
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
