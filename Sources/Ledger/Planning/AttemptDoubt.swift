import Contracts
import Policy

/// What the attempts of a case whose outcome nobody knows mean for what comes next, in policy time.
struct AttemptDoubt {
    /// So long nothing else of the case is sent; then it goes on with its next step. The attempt stays in doubt.
    static let patience = Duration.seconds(72 * 3600)
    /// After so long a mail goes out once more, with the same Message-ID, where the creditor's file says so.
    static let resendWait = Duration.seconds(24 * 3600)

    private let unknown: [(attempt: StoredAttempt, since: Instant, resends: Bool)]

    init(of loaded: LoadedCase, _ rules: CaseRules) {
        unknown = loaded.attempts.filter { $0.state == .unknown }.map { attempt in
            let mayResend = attempt.resends == 0 && rules.resendsUnknown.contains(attempt.channel)
            return (attempt, attempt.settledAt ?? attempt.plannedAt, mayResend)
        }
    }

    /// Until when nothing else may be sent; nil: it may.
    func end(at now: Instant) -> Instant? {
        unknown.map { $0.since.adding(Self.patience) }.filter { $0 > now }.max()
    }

    /// An attempt that is to go out again now.
    func resendable(at now: Instant) -> StoredAttempt? {
        unknown.first { $0.resends && $0.since.adding(Self.resendWait) <= now }?.attempt
    }

    /// `instant`, or when one goes out again if that is before; nil: never.
    func next(before instant: Instant?) -> Instant? {
        let resend = unknown.filter(\.resends).map { $0.since.adding(Self.resendWait) }.min()
        guard let instant, let resend else { return instant ?? resend }
        return min(instant, resend)
    }
}
