/// What became of a submission, or of the claim before it. The event's type says which.
///
/// `dunlin.delivery.accepted.v1`: the provider has taken it.
/// `dunlin.delivery.rejected.v1`: the provider will never take it (5xx).
/// `dunlin.delivery.deferred.v1`: refused before acceptance; the planner decides anew after a delay.
/// `dunlin.delivery.unknown.v1`: nobody knows; it waits for word.
/// `dunlin.delivery.declined.v1`: the claim refused it; `reason` says why.
package struct DeliveryOutcome: Codable, Hashable, Sendable {
    package var attempt: AttemptReference
    package var `case`: CaseReference
    package var channel: Channel
    package var at: Instant
    /// The provider's code, for example 250 or 550.
    package var code: Int?
    /// The provider's or the ledger's words without personal data, at most 200 bytes.
    package var reason: String?
    /// The worker that did it.
    package var worker: String
    /// For a ledger that lost the attempt; nil: its command did not say.
    package var place: AttemptPlace?

    package init(
        attempt: AttemptReference, case: CaseReference, channel: Channel, at: Instant, code: Int?, reason: String?,
        worker: String, place: AttemptPlace? = nil
    ) {
        self.attempt = attempt
        self.case = `case`
        self.channel = channel
        self.at = at
        self.code = code
        self.reason = reason
        self.worker = worker
        self.place = place
    }
}

/// A worker put the attempt's command into a dead-letter queue.
///
/// `dunlin.attempt.parked.v1`
package struct AttemptParked: Codable, Hashable, Sendable {
    package var attempt: AttemptReference
    package var `case`: CaseReference
    package var `class`: DeadLetterClass
    package var reason: String
    package var worker: String

    package init(
        attempt: AttemptReference, case: CaseReference, class: DeadLetterClass, reason: String, worker: String
    ) {
        self.attempt = attempt
        self.case = `case`
        self.class = `class`
        self.reason = reason
        self.worker = worker
    }
}

/// The debtor asked that a channel stop.
///
/// `dunlin.response.opted_out.v1`, from the response ingester.
package struct OptOut: Codable, Hashable, Sendable {
    /// The attempt whose message carried the link.
    package var attempt: String
    package var channel: Channel
    /// How it was asked, for example `one-click` or `page`.
    package var evidence: String
    package var at: Instant

    package init(attempt: String, channel: Channel, evidence: String, at: Instant) {
        self.attempt = attempt
        self.channel = channel
        self.evidence = evidence
        self.at = at
    }
}

/// An operator declares the facts of an account complete although an event of it is parked.
///
/// `dunlin.facts.accepted.v1`, from the CLI.
package struct FactsAccepted: Codable, Hashable, Sendable {
    package var creditor: Identifier
    /// nil: what is held against the creditor as a whole.
    package var account: Identifier?
    package var author: String
    package var reason: String

    package init(creditor: Identifier, account: Identifier?, author: String, reason: String) {
        self.creditor = creditor
        self.account = account
        self.author = author
        self.reason = reason
    }
}
