import Contracts
import Store

/// What the ledger locks, in the order in which it is locked: accounts, names of documents, addresses.
extension LockKey {
    /// Everything of an account and of those that it pays for: facts, cases, attempts.
    ///
    /// - Parameter payer: the account itself, unless another pays for it. It need not be known yet.
    static func account(_ creditor: String, _ payer: String) -> LockKey {
        LockKey(rank: 0, "account", creditor, payer)
    }

    /// Whether an invoice is known. A payment that names it and the invoice itself, which may be another account's, must
    /// see each other.
    static func invoice(_ creditor: Identifier, _ id: Identifier) -> LockKey {
        LockKey(rank: 1, "invoice", creditor.text, id.text)
    }

    static func payment(_ creditor: Identifier, _ id: Identifier) -> LockKey {
        LockKey(rank: 1, "payment", creditor.text, id.text)
    }

    static func creditNote(_ creditor: Identifier, _ id: Identifier) -> LockKey {
        LockKey(rank: 1, "credit note", creditor.text, id.text)
    }

    static func heartbeat(_ creditor: Identifier) -> LockKey { LockKey(rank: 1, "heartbeat", creditor.text) }

    /// The budget of an address over all accounts of a creditor.
    ///
    /// - Parameter hash: as attempts have it.
    static func address(_ creditor: String, hash: String) -> LockKey {
        LockKey(rank: 2, "address", creditor, hash)
    }
}

extension Payload {
    /// The documents that it brings, or that it names whether they are known or not.
    var documentKeys: [LockKey] {
        switch self {
        case .invoice(let data, _): [.invoice(data.creditor, data.invoice)]
        case .payment(let data):
            [.payment(data.creditor, data.payment)] + Self.invoices(of: data.allocations ?? [], data.creditor)
        case .paymentAllocation(let data):
            [.payment(data.creditor, data.payment)] + Self.invoices(of: data.allocations, data.creditor)
        case .paymentReversal(let data): [.payment(data.creditor, data.payment)]
        case .creditNote(let data):
            [.creditNote(data.creditor, data.creditNote)] + Self.invoices(of: data.allocations ?? [], data.creditor)
        case .heartbeat(let data): [.heartbeat(data.creditor)]
        default: []
        }
    }

    private static func invoices(of lines: [Allocation], _ creditor: Identifier) -> [LockKey] {
        lines.map { .invoice(creditor, $0.invoice) }
    }
}
