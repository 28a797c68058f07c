import Contracts
import Crypto

/// A hash over what a message rests on: if it is the same at the claim, the message is still true.
///
/// It covers the case, the step instance, each named invoice with its open amount, due date and stops, what is
/// unapplied, the contact's address and consent, and the configuration. Other facts do not make a message stale.
package enum Basis {
    /// - Parameter invoices: those the message names. One that is no longer open counts with an open amount of 0.
    /// - Returns: 32 lower-case hexadecimal digits, 128 bits of a SHA-256.
    package static func hash(
        of facts: CaseFacts, instance: StepInstance, slot: ContactSlot, invoices: [Identifier], config: String
    ) -> String {
        var text = "\(facts.number)|\(instance.episode)|\(instance.step)|\(instance.occurrence)|\(config)\n"
        for invoice in invoices.sorted() {
            let item = facts.items.first { $0.invoice == invoice }
            text += "\(invoice.text.utf8.count):\(invoice.text)|\(item?.openMinor ?? 0)|"
            text += "\(item?.dueOn.daysSince1970 ?? 0)|\(item?.stop?.reason.rawValue ?? "")\n"
        }
        let contact = facts.contacts.first { $0.slot == slot }
        text += "\(facts.unappliedMinor)|\(facts.stop?.reason.rawValue ?? "")|"
        text += "\(contact?.email ?? "")|\(contact?.isReachableByEmail == true)"
        let digits = Array("0123456789abcdef".utf8)
        let digest = SHA256.hash(data: Array(text.utf8)).prefix(16)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
