import Contracts
import Store

extension Applier {
    /// What a person is called, is reached by or said, as its column holds it.
    ///
    /// - Parameter row: what names the row, by the columns of ``SealedColumn/key``.
    func sealed(
        _ text: String?, _ column: SealedColumn, _ row: [String], of person: Person,
        in transaction: borrowing Transaction
    ) throws -> Value {
        guard let text else { return .null }
        return .text(try ledger.sealed(text, column, row, of: person, in: transaction))
    }
}

extension Ledger {
    /// A ledger in memory seals nothing.
    func sealed(
        _ text: String, _ column: SealedColumn, _ row: [String], of person: Person, mayMakeKey: Bool = true,
        in transaction: borrowing Transaction
    ) throws -> String {
        if simulation != nil { return text }
        return try sealing.seal(text, in: column, row, of: person, mayMakeKey: mayMakeKey, in: transaction)
    }

    /// - Returns: nil for NULL, and for what was erased.
    func opened(
        _ stored: String?, _ column: SealedColumn, _ row: [String], of person: Person,
        in transaction: borrowing Transaction
    ) throws -> String? {
        try stored.flatMap { try sealing.open($0, in: column, row, of: person, in: transaction) }
    }
}
