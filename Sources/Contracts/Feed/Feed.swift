/// A reminder was accepted for delivery.
///
/// `dunlin.reminder.sent.v1`
package struct ReminderSent: Codable, Hashable, Sendable {
    package var attempt: String
    package var `case`: CaseReference
    package var instance: StepInstance
    package var channel: Channel
    package var invoices: [Identifier]
    package var totalMinor: Int64
    package var at: Instant
    /// Who was written to, without an address; nil: told by an older version.
    package var slot: ContactSlot?

    package init(
        attempt: String, case: CaseReference, instance: StepInstance, channel: Channel, invoices: [Identifier],
        totalMinor: Int64, at: Instant, slot: ContactSlot? = nil
    ) {
        self.attempt = attempt
        self.case = `case`
        self.instance = instance
        self.channel = channel
        self.invoices = invoices
        self.totalMinor = totalMinor
        self.at = at
        self.slot = slot
    }
}

/// A debtor's consent to a channel changed.
///
/// `dunlin.consent.changed.v1`
package struct ConsentChanged: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var contact: Identifier
    package var channel: Channel
    package var allowed: Bool
    package var evidence: String
    package var at: Instant
    /// The keyed hash by which the ledger finds the address; nil: told by an older version.
    package var recipient: String?

    package init(
        creditor: Identifier, account: Identifier, contact: Identifier, channel: Channel, allowed: Bool,
        evidence: String, at: Instant, recipient: String? = nil
    ) {
        self.creditor = creditor
        self.account = account
        self.contact = contact
        self.channel = channel
        self.allowed = allowed
        self.evidence = evidence
        self.at = at
        self.recipient = recipient
    }
}

/// Something needs a person.
///
/// `dunlin.task.opened.v1`
package struct TaskOpened: Codable, Hashable, Sendable {
    package var `case`: CaseReference
    /// For example `outcome unknown`, `case does not settle`, `no channel`, `dispute`.
    package var kind: String
    /// The attempt it is about, if any.
    package var attempt: String?
    /// What `task.closed` names it by; nil: nothing waits for that word.
    package var task: Identifier?
    /// The policy's step that a person must do, if it is one.
    package var step: String?
    package var owner: String?
    /// When the case goes on without it, or was to be looked at.
    package var dueAt: Instant?
    package var at: Instant
    /// Where ``attempt`` stands; nil: it is about none, or was told by an older version.
    package var place: AttemptPlace?

    package init(
        case: CaseReference, kind: String, attempt: String?, task: Identifier? = nil, step: String? = nil,
        owner: String? = nil, dueAt: Instant? = nil, at: Instant, place: AttemptPlace? = nil
    ) {
        self.case = `case`
        self.kind = kind
        self.attempt = attempt
        self.task = task
        self.step = step
        self.owner = owner
        self.dueAt = dueAt
        self.at = at
        self.place = place
    }
}

/// An event of upstream could not be taken and lies in a dead-letter queue.
///
/// `dunlin.event.refused.v1`
package struct EventRefused: Codable, Hashable, Sendable {
    /// nil: not even the id could be read.
    package var event: String?
    package var type: String?
    package var `class`: DeadLetterClass
    /// Where in the body, as a JSON path such as `$.data.amount.minor`.
    package var path: String?
    package var reason: String

    package init(event: String?, type: String?, class: DeadLetterClass, path: String?, reason: String) {
        self.event = event
        self.type = type
        self.class = `class`
        self.path = path
        self.reason = reason
    }
}
