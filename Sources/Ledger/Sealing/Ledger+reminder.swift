import Contracts
import Policy
import Store

extension Ledger {
    /// What a reminder must tell: the references of its invoices, and the name of the account; both empty for whoever was
    /// erased.
    func opened(
        _ reminder: Reminder, of loaded: LoadedCase, in transaction: borrowing Transaction
    ) throws -> (Reminder, accountName: String) {
        var reminder = reminder
        let creditor = loaded.facts.creditor
        for (index, item) in reminder.items.enumerated() where item.reference != nil {
            reminder.items[index].reference = try opened(
                item.reference, .invoiceReference, [creditor.text, item.invoice.text],
                of: Person(creditor, item.account ?? loaded.facts.account), in: transaction)
        }
        let name = try opened(
            loaded.storedName, .accountName, [creditor.text, loaded.facts.account.text], of: loaded.person,
            in: transaction)
        return (reminder, name ?? "")
    }
}
