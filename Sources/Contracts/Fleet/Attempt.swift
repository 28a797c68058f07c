/// Which attempt, in which life: what every message about an attempt carries.
package struct AttemptReference: Codable, Hashable, Sendable {
    /// A UUID, derived from case, step instance, channel and contact slot.
    package var id: String
    /// Grows with each new decision about the same attempt, from 1.
    package var revision: Int
    /// Grows with each replay by an operator, from 0.
    package var generation: Int

    package init(id: String, revision: Int, generation: Int) {
        self.id = id
        self.revision = revision
        self.generation = generation
    }
}

/// Which case: the dunning of one account by one creditor in one currency.
package struct CaseReference: Codable, Hashable, Sendable {
    /// The ledger's running number.
    package var number: Int64
    package var creditor: Identifier
    package var account: Identifier
    package var currency: Currency

    package init(number: Int64, creditor: Identifier, account: Identifier, currency: Currency) {
        self.number = number
        self.creditor = creditor
        self.account = account
        self.currency = currency
    }
}

/// Which step of which episode; with channel and contact slot it can lead to one submission at most.
package struct StepInstance: Codable, Hashable, Sendable {
    package var episode: Int
    package var step: String
    /// 0 for steps after the due date; the due date's day number (days since 1970-01-01) for steps up to it.
    /// Where each invoice has a ladder of its own: a number of 2^51 or more, from the invoice, for all its steps.
    package var occurrence: Int

    package init(episode: Int, step: String, occurrence: Int) {
        self.episode = episode
        self.step = step
        self.occurrence = occurrence
    }
}

/// Role and id of the contact written to, never its address: a new address does not make a new attempt.
package struct ContactSlot: Codable, Hashable, Sendable {
    package var role: String
    package var contact: Identifier

    package init(role: String, contact: Identifier) {
        self.role = role
        self.contact = contact
    }

    /// `billing/c1`, as stored.
    package var text: String { role + "/" + contact.text }

    /// Reads ``text``.
    package init?(text: String) {
        guard let slash = text.firstIndex(of: "/"), let contact = Identifier(String(text[text.index(after: slash)...]))
        else { return nil }
        self.init(role: String(text[..<slash]), contact: contact)
    }
}

/// Where an attempt stands in its case: what a ledger that was restored from before it needs to enter it again.
package struct AttemptPlace: Codable, Hashable, Sendable {
    package var instance: StepInstance
    package var slot: ContactSlot
    /// What it names; of a long list the first ``most``.
    package var invoices: [Identifier]
    package var totalMinor: Int64

    /// So that an outcome stays within the size of an event.
    package static let most = 200

    package init(instance: StepInstance, slot: ContactSlot, invoices: [Identifier], totalMinor: Int64) {
        self.instance = instance
        self.slot = slot
        self.invoices = Array(invoices.prefix(Self.most))
        self.totalMinor = totalMinor
    }
}

package enum Channel: String, Word {
    case email, sms, voice, letter
}
