import Contracts
import Crypto
import Foundation

/// One line of the audit log.
///
/// Its hash covers the hash of the entry before it, so that no entry can be changed, removed or put in between without
/// breaking the chain. Whoever may write the whole ledger can forge a whole chain: keep a head
/// (`dunlin audit verify` tells it) somewhere else to notice even that.
package struct AuditEntry: Hashable, Sendable {
    /// From 1 without a gap.
    package let number: Int64
    /// Real time.
    package let at: Instant
    package let actor: String
    package let action: String
    package let subject: String
    /// JSON with sorted keys, as it was hashed.
    package let detail: String
    /// The hash of the entry before; 32 zero bytes in the first.
    package let previous: [UInt8]
    /// As it is stored. ``contentHash`` tells what it must be.
    package let hash: [UInt8]

    init(
        number: Int64, at: Instant, actor: String, action: String, subject: String, detail: String, previous: [UInt8],
        hash: [UInt8]
    ) {
        self.number = number
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
        self.previous = previous
        self.hash = hash
    }

    /// The entry of an act that follows `head`.
    init(_ act: AuditAct, detail: String, at: Instant, after head: AuditHead) {
        let number = head.number + 1
        let content = Content(
            number: number, at: at, actor: act.actor, action: act.action, subject: act.subject, detail: detail)
        self.init(
            number: number, at: at, actor: act.actor, action: act.action, subject: act.subject, detail: detail,
            previous: head.hash, hash: content.hash(after: head.hash))
    }

    /// What the hash of this entry is by its content.
    var contentHash: [UInt8] {
        Content(number: number, at: at, actor: actor, action: action, subject: subject, detail: detail)
            .hash(after: previous)
    }

    private struct Content {
        let number: Int64
        let at: Instant
        let actor: String
        let action: String
        let subject: String
        let detail: String

        /// SHA-256 over the hash before, number and time as eight bytes, and each text behind its length in four bytes.
        func hash(after previous: [UInt8]) -> [UInt8] {
            var hash = SHA256()
            hash.update(data: previous)
            withUnsafeBytes(of: number.bigEndian) { hash.update(bufferPointer: $0) }
            withUnsafeBytes(of: at.milliseconds.bigEndian) { hash.update(bufferPointer: $0) }
            for var text in [actor, action, subject, detail] {
                withUnsafeBytes(of: UInt32(text.utf8.count).bigEndian) { hash.update(bufferPointer: $0) }
                text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
            }
            return Array(hash.finalize())
        }
    }
}

/// Where the audit log ends: the number and hash of its last entry.
package struct AuditHead: Hashable, Sendable {
    package let number: Int64
    package let hash: [UInt8]

    /// Of a log without entries.
    static let start = AuditHead(number: 0, hash: [UInt8](repeating: 0, count: 32))

    init(number: Int64, hash: [UInt8]) {
        self.number = number
        self.hash = hash
    }

    /// Reads ``text``.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(parts[0]), number >= 0,
            let hash = [UInt8](hexadecimal: parts[1]), hash.count == 32
        else { return nil }
        self.init(number: number, hash: hash)
    }

    /// `17:9f86d0…`
    package var text: String { "\(number):\(hash.hexadecimal)" }
}
