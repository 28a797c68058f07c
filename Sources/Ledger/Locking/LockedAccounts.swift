import Contracts
import Store

/// The accounts whose facts a transaction may write while others write too, because it has their locks.
///
/// What turns out to reach further ends the transaction with ``FactsReachFurther``; it is then done anew while nobody
/// else writes.
final class LockedAccounts {
    private let keys: Set<LockKey>
    /// By their ids, as far as they came by.
    private var known: Set<Int64>

    init(keys: Set<LockKey>, known: Set<Int64>) {
        self.keys = keys
        self.known = known
    }

    /// An account that this transaction made: it pays for itself.
    func note(_ made: Int64, _ creditor: Identifier, _ account: Identifier) {
        if keys.contains(.account(creditor.text, account.text)) { known.insert(made) }
    }

    /// - Throws: ``FactsReachFurther`` if somebody else may be writing facts of the account, or claiming for it.
    func check(_ account: Int64, in transaction: borrowing Transaction) throws {
        if known.contains(account) { return }
        let key = try transaction.first(
            """
            SELECT payer.creditor, payer.account FROM account a
            JOIN account payer ON payer.id = COALESCE(a.payer_id, a.id) WHERE a.id = $1
            """,
            .int(account)
        ) { LockKey.account($0.text(0), $0.text(1)) }
        guard let key, keys.contains(key) else { throw FactsReachFurther() }
        known.insert(account)
    }
}

/// Facts concern more than the accounts that their messages name, such as a hold on a whole creditor, an opt-out of an
/// address, another payer or money for another account's invoice.
struct FactsReachFurther: Error {}
