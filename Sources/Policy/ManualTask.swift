import Contracts

/// What a person has to do at a step.
package struct ManualTask: Hashable, Sendable {
    package enum Kind: String, Word {
        case call, review
        /// The message of the step goes out once it is approved.
        case approve
        case handOver = "hand over"
    }

    /// What follows when nobody has settled it in time.
    package enum Timeout: String, Word {
        case wait
        /// The step counts as taken; a message that waits for approval is not sent.
        case goOn = "go on"
    }

    package let kind: Kind
    /// Who does it, as the creditor names people or teams; nil: whoever takes it.
    package let owner: String?
    /// It is to be settled by the end of the day so many days after the one on which it was opened; 0 or more.
    package let withinDays: Int
    package let otherwise: Timeout

    package init(_ kind: Kind, owner: String? = nil, withinDays: Int, otherwise: Timeout) {
        self.kind = kind
        self.owner = owner
        self.withinDays = withinDays
        self.otherwise = otherwise
    }

    /// The first instant at which it is late, for a task that was opened then.
    package func deadline(openedAt: Instant, in zone: Zone) -> Instant {
        zone.instant(zone.date(at: openedAt).adding(days: withinDays + 1), minute: 0)
    }
}

/// A task that a step of the case has opened.
package struct PastTask: Hashable, Sendable {
    package enum State: String, Sendable {
        case open, done
        /// The step is omitted.
        case declined
    }

    package var instance: StepInstance
    package var state: State
    package var openedAt: Instant
    /// When it was done or declined; nil while it is open.
    package var settledAt: Instant?
    /// The invoices it speaks of.
    package var invoices: [Identifier]

    package init(
        instance: StepInstance, state: State, openedAt: Instant, settledAt: Instant? = nil, invoices: [Identifier]
    ) {
        self.instance = instance
        self.state = state
        self.openedAt = openedAt
        self.settledAt = settledAt
        self.invoices = invoices
    }
}
