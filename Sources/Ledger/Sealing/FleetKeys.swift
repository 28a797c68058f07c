import Contracts
import Foundation

/// The keys of the fleet: the first wraps data keys, and each unwraps what it has wrapped.
///
/// From a file that only the fleet and its operators can read, they keep what debtors are called, where they are reached
/// and what they said from whoever gets hold of the ledger, a backup of it or a database administrator's screen. The one
/// that the ledger keeps for itself when there is no file protects only against what is read without it: a dump of one
/// table, a page of the file, a log of statements. Whoever has the whole ledger has that key too. Erasing works with
/// either.
package struct FleetKeys: Sendable {
    let keys: [SealingKey]

    init(_ keys: [SealingKey]) { self.keys = keys }

    /// Reads keys as ``KeyText`` tells.
    ///
    /// - Parameter source: where the text is from, for the error.
    package init(text: String, source: String) throws(SealError) {
        guard let keys = KeyText.keys(in: text) else { throw .noKey(source) }
        self.keys = keys.map { SealingKey($0) }
    }

    /// Reads a worker's setting; nil: it is not set.
    package init?(setting text: String?) throws(SealError) {
        guard let text else { return nil }
        try self.init(text: text, source: "DUNLIN_KEY")
    }

    /// Reads a file with keys.
    package init(file path: String) throws(SealError) {
        guard let data = FileManager.default.contents(atPath: path) else { throw .noFile(path) }
        try self.init(text: String(decoding: data, as: UTF8.self), source: path)
    }

    subscript(id: String) -> SealingKey? { keys.first { $0.id == id } }

    /// By which they are named everywhere, the one that wraps first.
    package var ids: [String] { keys.map(\.id) }
}
