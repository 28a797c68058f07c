/// The name of something that transactions which write together must not touch at the same time.
///
/// Only a name: what it names need not have a row yet. A database that has one writer at a time needs none of it.
package struct LockKey: Hashable, Sendable {
    /// Keys of a lower rank are taken before those of a higher one, so that nobody waits in a circle.
    let number: Int64

    /// - Parameters:
    ///   - rank: 0 to 3.
    ///   - parts: what it is the name of. Two names that share a number only wait for each other once in a while.
    package init(rank: Int, _ parts: String...) {
        let hash = FowlerNollVo.hash(of: parts)
        // Of 64 bits the sign stays free, and two hold the rank.
        number = Int64(rank & 3) << 61 | Int64(hash >> 3)
    }
}

extension LockKey: Comparable {
    package static func < (one: LockKey, other: LockKey) -> Bool { one.number < other.number }
}

/// FNV-1a, 64 bits: guards against no ill will.
/// - Source: draft-eastlake-fnv
enum FowlerNollVo {
    /// Of texts, each followed by a zero byte.
    static func hash(of texts: [String]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in texts {
            for byte in text.utf8 + [0] {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            }
        }
        return hash
    }
}
