import Contracts

extension ClaimAnswer {
    /// What the answer did to the attempt; nil: nothing.
    func change(of request: ClaimRequest, worker: String) -> AttemptChange? {
        var change: AttemptChange
        let attempt = request.attempt
        switch self {
        case .granted:
            change = AttemptChange(
                .claimed, case: request.caseNumber, attempt.id, revision: attempt.revision, worker: worker)
        case .declined(let reason):
            change = AttemptChange(
                .refused, case: request.caseNumber, attempt.id, revision: attempt.revision, worker: worker,
                reason: reason)
        case .superseded, .settled, .underWay: return nil
        }
        change.renderer = request.renderer
        change.renderedAt = request.renderedAt
        return change
    }
}

extension Claim {
    func change(_ kind: AttemptChange.Kind, worker: String) -> AttemptChange {
        AttemptChange(kind, case: caseNumber, attempt.id, revision: attempt.revision, worker: worker)
    }
}

extension SubmissionOutcome {
    var change: AttemptChange.Kind {
        switch self {
        case .accepted: .accepted
        case .rejected: .rejected
        case .deferred: .deferred
        case .unknown: .unknown
        case .givenBack: .givenBack
        }
    }
}
