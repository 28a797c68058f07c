/// Whether texts look like what they claim to be; nothing is asked of a network.
enum AddressChecks {
    /// `local@domain` in ASCII with a domain of at least two labels. No quoted local parts: no mailbox that one
    /// sends from needs them.
    /// - Source: RFC 5321 §4.1.2 and §4.5.3.1, RFC 1035 §2.3.1.
    static func isMailbox(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count) else { return false }
        let atoms = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        return atoms.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isAtomByte) } && isDomain(parts[1])
    }

    static func isDomain(_ text: some StringProtocol) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, text.utf8.count <= 253, let last = labels.last,
            !last.allSatisfy({ $0.isNumber })
        else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    /// An IBAN without spaces whose check digits are right.
    /// - Source: ISO 13616-1, ISO/IEC 7064 (MOD 97-10).
    static func isIBAN(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (15...34).contains(bytes.count), bytes.allSatisfy({ isCapital($0) || isDigit($0) }),
            bytes[0..<2].allSatisfy(isCapital), bytes[2..<4].allSatisfy(isDigit)
        else { return false }
        var remainder = 0
        for byte in bytes[4...] + bytes[..<4] {
            if isDigit(byte) {
                remainder = (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97
            } else {
                remainder = (remainder * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
            }
        }
        return remainder == 1
    }

    /// - Source: ISO 9362.
    static func isBIC(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return (bytes.count == 8 || bytes.count == 11) && bytes.allSatisfy { isCapital($0) || isDigit($0) }
            && bytes[..<6].allSatisfy(isCapital)
    }

    /// `#rrggbb`, dark enough that white text on it can be read.
    /// - Source: WCAG 2.2 §1.4.3: a contrast of at least 4.5 to 1.
    static func isDarkColour(_ text: String) -> Bool {
        let digits = text.dropFirst()
        guard text.first == "#", digits.utf8.count == 6, let value = UInt32(digits, radix: 16) else { return false }
        func light(_ shift: UInt32) -> Double {
            let part = Double(value >> shift & 0xFF) / 255
            // The standard's curve, by squares instead of the exponent 2.4: close enough to tell dark from light.
            return part * part
        }
        let luminance = 0.2126 * light(16) + 0.7152 * light(8) + 0.0722 * light(0)
        return 1.05 / (luminance + 0.05) >= 4.5
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || isCapital(byte) || (0x61...0x7A).contains(byte)
    }
    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
    }
}
