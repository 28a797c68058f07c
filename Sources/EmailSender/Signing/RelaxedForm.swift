import Foundation

/// A mail as signers and verifiers see it: what relays may change without harm is left out.
/// - Source: RFC 6376 §3.4.2 and §3.4.4, the algorithm `relaxed`.
enum RelaxedForm {
    private static let carriageReturn: UInt8 = 0x0D
    private static let lineFeed: UInt8 = 0x0A

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Runs of blanks as one, none at the end of a line, no empty lines at the end; empty if nothing else is there.
    /// - Parameter body: lines that end with CRLF.
    static func body(_ body: UnsafeRawBufferPointer) -> [UInt8] {
        // Each byte becomes one at most; a last line without its end gets it.
        [UInt8](unsafeUninitializedCapacity: body.count + 2) { output, count in
            var emptyLines = 0
            var isBlank = false
            for (index, byte) in body.enumerated() {
                if Self.isBlank(byte) {
                    isBlank = true
                } else if byte == lineFeed {
                    emptyLines += 1
                    isBlank = false
                } else if byte != carriageReturn || index + 1 == body.count || body[index + 1] != lineFeed {
                    for _ in 0..<emptyLines {
                        output[count] = carriageReturn
                        output[count + 1] = lineFeed
                        count += 2
                    }
                    emptyLines = 0
                    if isBlank {
                        output[count] = 0x20
                        count += 1
                        isBlank = false
                    }
                    output[count] = byte
                    count += 1
                }
            }
            guard count > 0 else { return }
            output[count] = carriageReturn
            output[count + 1] = lineFeed
            count += 2
        }
    }

    /// `name:value` on one line without its end: the name in small letters, runs of blanks as one, none around the value.
    static func field(_ name: String, _ value: some Sequence<UInt8>) -> [UInt8] {
        var field = Array(name.utf8) + [UInt8(ascii: ":")]
        let start = field.count
        var isBlank = false
        for byte in value where byte != carriageReturn && byte != lineFeed {
            if Self.isBlank(byte) {
                isBlank = true
                continue
            }
            if isBlank, field.count > start { field.append(0x20) }
            isBlank = false
            field.append(byte)
        }
        return field
    }
}
