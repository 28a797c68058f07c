import Contracts
import Crypto
import Foundation

/// A key of AES-GCM with 256 bits: a data key, which seals what the ledger holds about one person, or a key of the
/// fleet, which wraps data keys.
struct SealingKey: Sendable {
    /// The beginning of the key's SHA-256, kept with what it sealed: a key that does not fit is named, not guessed at.
    let id: String
    private let key: SymmetricKey

    init(_ bytes: Data) {
        key = SymmetricKey(data: bytes)
        id = Array(SHA256.hash(data: bytes).prefix(8)).hexadecimal
    }

    static func fresh() -> SealingKey {
        SealingKey(SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) })
    }

    /// What another key wraps. For nobody's eyes.
    var bytes: Data { key.withUnsafeBytes { Data($0) } }

    /// Nonce, ciphertext and tag. `context` must be the same when it is opened: what is sealed for one place does not
    /// open in another.
    func seal(_ data: Data, for context: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(data, using: key, authenticating: Data(context.utf8))
        guard let combined = box.combined else { throw SealError.unreadable }
        return Array(combined)
    }

    func open(_ sealed: some DataProtocol, for context: String) throws(SealError) -> Data {
        do {
            return try AES.GCM.open(
                AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(context.utf8))
        } catch {
            throw .unreadable
        }
    }
}
