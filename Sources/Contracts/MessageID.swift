import Crypto
import Foundation

/// Ids that are the same whenever the same thing is named again: UUID version 5 over SHA-1.
///
/// - Source: RFC 9562 §5.5.
package enum MessageID {
    /// The namespace of everything that Dunlin names.
    private static let namespace: [UInt8] = [
        0x6f, 0x1d, 0x57, 0x3e, 0x90, 0x2b, 0x4c, 0x61, 0xa5, 0x0e, 0x2f, 0x8c, 0x64, 0xd1, 0x7a, 0x39,
    ]

    /// The id of a name made of `parts`; each part's length counts, so no two lists of parts share an id.
    package static func named(_ parts: String...) -> String {
        var hash = Insecure.SHA1()
        hash.update(data: namespace)
        for part in parts {
            var part = part
            withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian) { hash.update(bufferPointer: $0) }
            part.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        }
        return text(of: Array(hash.finalize().prefix(16)), version: 5)
    }

    /// A message of an attempt: the same attempt, revision, stage and generation always have the same id.
    package static func message(_ stage: MessageType, of attempt: AttemptReference) -> String {
        named(attempt.id, String(attempt.revision), stage.rawValue, String(attempt.generation))
    }

    /// A fresh id that sorts by time: UUID version 7.
    package static func fresh(at now: Instant = .now) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        var generator = SystemRandomNumberGenerator()
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: now.milliseconds >> Int64(40 - 8 * index)) }
        for index in 6..<16 { bytes[index] = UInt8.random(in: 0...255, using: &generator) }
        return text(of: bytes, version: 7)
    }

    private static func text(of bytes: [UInt8], version: UInt8) -> String {
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0F | version << 4
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for (index, byte) in bytes.enumerated() {
                if [4, 6, 8, 10].contains(index) {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                buffer[position] = digits[Int(byte >> 4)]
                buffer[position + 1] = digits[Int(byte & 15)]
                position += 2
            }
            return 36
        }
    }
}
