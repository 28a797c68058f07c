import Contracts
import Crypto
import Foundation
import Store

/// The key that seals dead letters in the ledger: AES-GCM with 256 bits.
///
/// From a file that only operators can read, it keeps what debtors said and owe from whoever gets hold of the ledger, a
/// backup of it or a database administrator's screen. The one that the ledger keeps for itself when there is no file
/// protects only against what is read without it: a dump of one table, a page of the file, a log of statements. Whoever
/// has the whole ledger has that key too.
package struct DataKey: Sendable {
    /// The beginning of the key's SHA-256, kept with what it sealed: a key that does not fit is named, not guessed at.
    package let id: String
    private let key: SymmetricKey

    private init(_ bytes: Data) {
        key = SymmetricKey(data: bytes)
        id = Array(SHA256.hash(data: bytes).prefix(8)).hexadecimal
    }

    /// Reads a file that holds the key: 32 bytes in Base64, as `openssl rand -base64 32` writes them.
    package init(file path: String) throws(SealError) {
        guard let data = FileManager.default.contents(atPath: path) else { throw .noFile(path) }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Data(base64Encoded: text), bytes.count == 32 else { throw .noKey(path) }
        self.init(bytes)
    }

    /// The key that the ledger keeps for itself; makes it at the first call.
    init(keptIn ledger: Ledger) throws {
        var kept = try ledger.database.read { try $0.setting(.dataKey) }
        if kept == nil {
            let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
            kept = try ledger.database.write { transaction in
                // Another process may have been first.
                if let kept = try transaction.setting(.dataKey) { return kept }
                try transaction.set(.dataKey, fresh)
                return fresh
            }
        }
        guard let bytes = kept.flatMap({ Data(base64Encoded: $0) }), bytes.count == 32 else {
            throw SealError.noKey("the ledger's setting data_key")
        }
        self.init(bytes)
    }

    /// Nonce, ciphertext and tag. `context` must be the same when it is opened: a sealed body put into another row
    /// does not open there.
    func seal(_ data: Data, for context: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(data, using: key, authenticating: Data(context.utf8))
        guard let combined = box.combined else { throw SealError.unreadable }
        return Array(combined)
    }

    func open(_ sealed: [UInt8], for context: String) throws(SealError) -> Data {
        do {
            return try AES.GCM.open(
                AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(context.utf8))
        } catch {
            throw .unreadable
        }
    }
}

/// Why something sealed stays so. Names files and key ids, never a key.
package enum SealError: Error, Equatable, CustomStringConvertible {
    case noFile(String)
    case noKey(String)
    /// Sealed with another key than the one at hand.
    case otherKey(sealed: String, given: String)
    /// What is stored is not what was sealed.
    case unreadable

    package var description: String {
        switch self {
        case .noFile(let path): "the data key's file cannot be read: \(path)"
        case .noKey(let path): "\(path) holds no data key: 32 bytes in Base64, as 'openssl rand -base64 32' writes them"
        case .otherKey(let sealed, let given): "the letter was sealed with data key \(sealed), and \(given) is given"
        case .unreadable: "a sealed letter does not open: what is stored is not what was sealed"
        }
    }
}

extension Ledger {
    /// - Parameter file: nil: the ledger's own key.
    package func dataKey(file: String?) throws -> DataKey {
        guard let file else { return try DataKey(keptIn: self) }
        return try DataKey(file: file)
    }
}
