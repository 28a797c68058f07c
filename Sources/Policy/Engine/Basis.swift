import Contracts
import Crypto

/// A hash over what a message rests on: if it is the same at the claim, the message is still true.
///
/// It covers the case, the step instance, each named invoice with its open amount, due date, age, instalments, left-out
/// steps, stops and parts that rest, the promises and plans that name one of them, what is unapplied, the contact's
/// address and consent, and the configuration. Other facts do not make a message stale.
package enum Basis {
    /// - Parameter invoices: those the message names. One that is no longer open counts with an open amount of 0.
    /// - Returns: 32 lower-case hexadecimal digits, 128 bits of a SHA-256.
    package static func hash(
        of facts: CaseFacts, instance: StepInstance, slot: ContactSlot, invoices: [Identifier], config: String
    ) -> String {
        var text = "\(facts.number)|\(instance.episode)|\(instance.step)|\(instance.occurrence)|\(config)\n"
        for invoice in invoices.sorted() {
            let item = facts.items.first { $0.invoice == invoice }
            text += "\(invoice.counted)|\(item?.openMinor ?? 0)|"
            text += "\(item?.dueOn.daysSince1970 ?? 0)|\(item?.stop?.reason.rawValue ?? "")\n"
            if let item { text += item.particulars }
        }
        for promise in facts.promises.sorted(by: { $0.id < $1.id }) where invoices.contains(where: promise.names) {
            text += "promise \(promise.text)\n"
        }
        for plan in facts.plans.sorted(by: { $0.id < $1.id }) where invoices.contains(where: plan.invoices.contains) {
            text += "plan \(plan.text)\n"
        }
        if !facts.leftOut.isEmpty { text += "without \(facts.leftOut.counted)\n" }
        let contact = facts.contacts.first { $0.slot == slot }
        text += "\(facts.unappliedMinor)|\(facts.stop?.reason.rawValue ?? "")|"
        text += "\(contact?.email ?? "")|\(contact?.isReachableByEmail == true)"
        return SHA256.hash(data: Array(text.utf8)).prefix(16).hexadecimal
    }
}

extension Identifier {
    /// With its length, so that no two texts of several identifiers are the same.
    fileprivate var counted: String { "\(text.utf8.count):\(text)" }
}

extension Set<String> {
    fileprivate var counted: String { sorted().map { "\($0.utf8.count):\($0)" }.joined(separator: ",") }
}

extension OpenItem {
    /// What few items have; empty for all others.
    fileprivate var particulars: String {
        var text = ""
        if let agesFrom { text += "from \(agesFrom.daysSince1970)\n" }
        let parts = rests.map { "\($0.amountMinor)|\($0.reason.rawValue)|\($0.until?.milliseconds ?? -1)" }.sorted()
        if !parts.isEmpty { text += "rests \(parts.joined(separator: ","))\n" }
        if !instalments.isEmpty { text += "in \(instalments.text)\n" }
        if !leftOut.isEmpty { text += "without \(leftOut.counted)\n" }
        return text
    }
}

extension [Instalment] {
    fileprivate var text: String {
        map { "\($0.dueOn.daysSince1970)|\($0.amountMinor)" }.sorted().joined(separator: ",")
    }
}

extension PromiseToPay {
    fileprivate var text: String {
        "\(id.counted)|\(amountMinor)|\(promisedOn.daysSince1970)|\(madeAt.milliseconds)|\(paidMinor)|"
            + invoices.sorted().map(\.counted).joined(separator: ",")
    }
}

extension PaymentPlan {
    fileprivate var text: String {
        "\(id.counted)|\(isCancelled)|\(brokenOn?.daysSince1970 ?? -1)|\(instalments.text)|"
            + invoices.sorted().map(\.counted).joined(separator: ",")
    }
}
