import Contracts

/// A sender asks whether a message may go out now.
package struct ClaimRequest: Hashable, Sendable {
    package var attempt: AttemptReference
    package var caseNumber: Int64
    /// What the message rests on, as it was written.
    package var basis: String
    /// SHA-256 of the command that the message is made of, in hexadecimal, for the audit log; nil: not known.
    package var content: String?
    /// The process that made the message, and when; nil: its command does not say.
    package var renderer: String?
    package var renderedAt: Instant?

    package init(
        attempt: AttemptReference, caseNumber: Int64, basis: String, content: String? = nil, renderer: String? = nil,
        renderedAt: Instant? = nil
    ) {
        self.attempt = attempt
        self.caseNumber = caseNumber
        self.basis = basis
        self.content = content
        self.renderer = renderer
        self.renderedAt = renderedAt
    }
}

/// The right to submit one attempt, until the worker's lease ends.
package struct Claim: Hashable, Sendable {
    package let attempt: AttemptReference
    package let caseNumber: Int64
    /// Grows with each claim of the attempt; an older claim can change nothing any more.
    package let fence: Int64
    /// ``ClaimRequest/content``
    package let content: String?
}

package enum ClaimAnswer: Hashable, Sendable {
    case granted(Claim)
    /// Not now, for this reason: the attempt is back with the planner, which decides anew.
    case declined(reason: String)
    /// The command is of an older decision and must be dropped.
    case superseded
    /// It was submitted before; the outcome must be told once more.
    case settled(DeliveryResult, code: Int?, reason: String?)
    /// Another claim of it is alive, or its worker's lease has not ended yet: the lease decides, not this command.
    case underWay
}

/// What a submission came to, as the ledger stores it.
package enum SubmissionOutcome: Hashable, Sendable {
    case accepted(code: Int?, reason: String)
    /// - Parameter isUndeliverable: the address itself was refused for good.
    case rejected(code: Int?, reason: String, isUndeliverable: Bool)
    /// Refused before acceptance: provably not sent.
    case deferred(code: Int?, reason: String)
    case unknown(reason: String)
    /// Given back unsent; no delay.
    case givenBack(reason: String)

    package var result: DeliveryResult {
        switch self {
        case .accepted: .accepted
        case .rejected: .rejected
        case .deferred: .deferred
        case .unknown: .unknown
        case .givenBack: .declined
        }
    }

    package var code: Int? {
        switch self {
        case .accepted(let code, _), .rejected(let code, _, _), .deferred(let code, _): code
        case .unknown, .givenBack: nil
        }
    }

    package var reason: String {
        switch self {
        case .accepted(_, let reason), .rejected(_, let reason, _), .deferred(_, let reason), .unknown(let reason),
            .givenBack(let reason):
            reason
        }
    }
}

/// How long an attempt that was refused before acceptance waits, in real time.
package enum DeferralDelay {
    /// 5 min, 15 min, 45 min, 2 h 15 min, then 6 h.
    /// - Parameter count: deferrals so far, from 1.
    /// - Source: RFC 5321 §4.5.4.1 for retrying within days and not sooner than minutes.
    package static func wait(after count: Int) -> Duration {
        .seconds(count > 4 ? 21_600 : [300, 900, 2700, 8100][max(0, count - 1)])
    }
}
