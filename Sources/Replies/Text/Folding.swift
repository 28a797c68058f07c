/// Text as it is compared: lower case, Latin letters without their marks, typographic quotes and blanks made plain.
///
/// "Überfällig" and "überfallig" fold to "uberfallig", "Łódź" to "lodz", "straße" to "strasse", "for at få" to
/// "for at fa". Letters of other scripts only become lower case.
package enum Folding {
    package static func fold(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 8)
        for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        let value = scalar.value
        if value < 0x80 {
            let byte = UInt8(value)
            bytes.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        } else if value >= 0xC0 && value < 0x180 {
            bytes.append(contentsOf: latin[Int(value - 0xC0)])
        } else if let plain = plain(value) {
            bytes.append(contentsOf: plain)
        } else {
            bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }

    /// What is left out, or written otherwise, of the marks that mail programs put in.
    private static func plain(_ value: UInt32) -> [UInt8]? {
        switch value {
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: [0x20]
        case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF, 0xFE0F, 0x300...0x36F: []
        case 0x2018, 0x2019, 0x201A, 0x2032, 0xB4: [0x27]
        case 0x201C, 0x201D, 0x201E, 0xAB, 0xBB: [0x22]
        case 0x2010...0x2015, 0x2212: [0x2D]
        case 0xAA: [0x61]
        case 0xBA: [0x6F]
        default: nil
        }
    }

    /// U+00C0 to U+017F.
    private static let latin: [[UInt8]] = {
        let latin1 =
            "a a a a a a ae c e e e e i i i i d n o o o o o x o u u u u y th ss "
            + "a a a a a a ae c e e e e i i i i d n o o o o o / o u u u u y th y "
        let extended =
            "a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h i i i i i i i i i i ij ij "
            + "j j k k k l l l l l l l l l l n n n n n n n n n o o o o o o oe oe r r r r r r s s s s s s s s t t t t t t "
            + "u u u u u u u u u u u u w w y y y z z z z z z s"
        return (latin1 + extended).split(separator: " ").map { Array($0.utf8) }
    }()
}

extension String {
    /// Whether the bytes of `part` stand in this text: for folded text a fraction of what a search by characters costs.
    func holds(_ part: String) -> Bool {
        let found = utf8.withContiguousStorageIfAvailable { bytes in
            part.utf8.withContiguousStorageIfAvailable { part in
                guard let first = part.first else { return true }
                guard bytes.count >= part.count else { return false }
                search: for start in 0...(bytes.count - part.count) where bytes[start] == first {
                    for offset in part.indices where bytes[start + offset] != part[offset] { continue search }
                    return true
                }
                return false
            }
        }
        return found.flatMap { $0 } ?? contains(part)
    }
}
