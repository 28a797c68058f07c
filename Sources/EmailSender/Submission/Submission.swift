import Ledger

/// A mail between its claim and its end.
final class Submission {
    enum Stage {
        /// On its way to the server, up to the envelope.
        case opening
        /// The server waits for the body; nothing of it has left.
        case waiting
        /// Stored as `submitting`, and let go.
        case released
    }

    /// The mail's number on the ``MailLoop``.
    let number: UInt64
    let command: EmailCommand
    let claim: Claim
    let claimedAt: ContinuousClock.Instant
    var stage = Stage.opening
    /// Why we took it back, unsent; nil: we did not.
    var recalled: String?

    init(number: UInt64, command: EmailCommand, claim: Claim, claimedAt: ContinuousClock.Instant) {
        self.number = number
        self.command = command
        self.claim = claim
        self.claimedAt = claimedAt
    }
}
