import Contracts
import Faults
import Ledger
import Logging
import Transfer
import Worker

/// From a mail that has started to an outcome that is stored and told.
extension MailRoom {
    /// Stores what happened, first what lets mails go, then what became of others.
    func follow(_ events: [MailEvent]) throws {
        var ended: [(Submission, MailResult)] = []
        for event in events + unstarted {
            switch event {
            case .readyForBody(let id): submissions[id]?.stage = .waiting
            case .finished(let id, let result):
                if let submission = submissions.removeValue(forKey: id) { ended.append((submission, result)) }
            }
        }
        unstarted = []
        if events.contains(where: { if case .readyForBody = $0 { true } else { false } }) { try release() }
        try complete(ended)
    }

    /// Marks the mails that wait as `submitting`, and only then lets them go.
    private func release() throws {
        let waiting = submissions.values.filter { $0.stage == .waiting && $0.recalled == nil && !isLate($0) }
        var rest = waiting[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.claimsAtOnce)
            rest = rest.dropFirst(batch.count)
            Faults.pass("sender.after-start-before-mark")
            let marks = try book.markSubmitting(batch.map(\.claim))
            Faults.pass("sender.after-mark-before-body")
            var released: [UInt64] = []
            for (submission, mayGo) in zip(batch, marks) {
                if !mayGo {
                    recall(submission, "the claim had passed on")
                } else if isLate(submission) {
                    recall(submission, "not sent in time")
                } else {
                    submission.stage = .released
                    released.append(submission.number)
                    let claim = submission.claim
                    Faults.note("\(claim.attempt.id) \(claim.fence) \(Instant.now.milliseconds)")
                }
            }
            mails.release(released)
            if !released.isEmpty { Faults.pass("sender.after-body-before-answer") }
        }
    }

    /// A claim says what was true when it was made; it may not wait long.
    private func isLate(_ submission: Submission) -> Bool {
        submission.claimedAt.duration(to: .now) > claimLimit
    }

    /// Takes back what the server did not ask for in time.
    func recallLate() {
        for submission in submissions.values where submission.stage != .released && isLate(submission) {
            recall(submission, "not sent in time")
        }
    }

    func recallAll(_ reason: String) {
        for submission in submissions.values where submission.stage != .released { recall(submission, reason) }
    }

    /// Its end comes as an event, provably unsent.
    private func recall(_ submission: Submission, _ reason: String) {
        guard submission.recalled == nil, mails.abort(submission.number) else { return }
        submission.recalled = reason
    }

    private func complete(_ ended: [(Submission, MailResult)]) throws {
        var rest = ended[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.claimsAtOnce)
            rest = rest.dropFirst(batch.count)
            let outcomes = batch.map { submission, result in (submission, outcome(of: submission, result)) }
            Faults.pass("sender.after-answer-before-store")
            let completions = try book.complete(outcomes.map { (claim: $0.claim, outcome: $1) })
            Faults.pass("sender.after-store-before-publish")
            var told: [(EmailCommand, DeliveryResult, Int?, String?)] = []
            for ((submission, outcome), completion) in zip(outcomes, completions) {
                let command = submission.command
                switch completion {
                case .stored: told.append((command, outcome.result, outcome.code, outcome.reason))
                case .passedOn: drop(submission, outcome)
                case .unclear:
                    // When the command comes again, its claim says what was stored.
                    let messages = detour.retry(
                        command.incoming, command.subject, reason: "the ledger did not confirm the outcome",
                        lastly: .unknown)
                    reports.send([.detour(command.delivery, command.subject, messages)])
                }
            }
            try tell(told)
        }
    }

    private func outcome(of submission: Submission, _ result: MailResult) -> SubmissionOutcome {
        let now = ContinuousClock.now
        let outcome: SubmissionOutcome
        if let reason = submission.recalled, case .notSent = result {
            outcome = .givenBack(reason: reason)
        } else {
            standing.note(result, at: now)
            outcome = SubmissionOutcome(result, hiding: submission.command.send.to)
        }
        sending.note(outcome.result)
        if case .accepted = outcome { sending.noteAcceptance(since: submission.claimedAt) }
        var wasSent = true
        if case .notSent = result { wasSent = false }
        limits.leave(submission.command.domain, wasSent: wasSent)
        return outcome
    }

    /// Somebody else has the claim by now, and tells what becomes of it.
    private func drop(_ submission: Submission, _ outcome: SubmissionOutcome) {
        logger.error(
            "a claim had passed on before its outcome was stored",
            metadata: [
                "attempt_id": .string(submission.claim.attempt.id), "outcome": .string(outcome.result.rawValue),
                "reason": .string(outcome.reason),
            ])
        reports.send([.done(submission.command)])
    }

    /// Tells the planner what became of commands; they are acknowledged once the broker has confirmed that.
    func tell(_ outcomes: [(EmailCommand, DeliveryResult, Int?, String?)]) throws {
        guard !outcomes.isEmpty else { return }
        let at = try book.now()
        reports.send(
            outcomes.map { command, result, code, reason in
                let outcome = DeliveryOutcome(
                    attempt: command.send.attempt, case: command.send.case, channel: .email, at: at, code: code,
                    reason: reason, worker: book.worker, place: command.send.place)
                let message = Message(
                    id: MessageID.message(result.type, of: command.send.attempt), source: Reports.source, time: .now,
                    payload: .delivery(outcome, result))
                return Reports.Report(
                    delivery: command.delivery, subject: command.subject,
                    messages: [outbound.message(message, causedBy: command.incoming)])
            })
    }
}
