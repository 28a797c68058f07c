/// Word on an attempt whose outcome was unknown, from whoever has it.
///
/// `dunlin.attempt.resolved.v1`. The first word about a revision that fits counts; a bounce counts also after the
/// provider had taken the message.
package struct AttemptResolved: Codable, Hashable, Sendable {
    package var attempt: AttemptReference
    package var `case`: CaseReference
    package var result: AttemptResolution
    package var by: AttemptResolver
    /// What it rests on, such as a queue id of the provider; without personal data, at most 500 bytes.
    package var evidence: String
    package var author: String
    package var reason: String

    package init(
        attempt: AttemptReference, case: CaseReference, result: AttemptResolution, by: AttemptResolver,
        evidence: String,
        author: String, reason: String
    ) {
        self.attempt = attempt
        self.case = `case`
        self.result = result
        self.by = by
        self.evidence = evidence
        self.author = author
        self.reason = reason
    }
}

/// What became of an attempt in doubt.
package enum AttemptResolution: String, Word {
    /// It went out: it counts as sent.
    case accepted
    /// It came back: the address takes no mail.
    case bounced
    /// It never went out: it is decided anew.
    case notSent = "not_sent"
}

/// Whose word it is.
package enum AttemptResolver: String, Word {
    /// The provider, asked what it has.
    case provider
    /// A bounce that came late.
    case bounce
    case `operator`
    /// The creditor's rule that a mail goes out again.
    case policy
}
