import Contracts
import Faults
import Foundation
import Policy
import Store

/// What senders do: claim, mark, complete. Nothing else of the ledger is theirs to write.
extension Ledger {
    /// Asks for a batch of attempts, in one transaction, and renews the worker's lease.
    ///
    /// Each is granted only if everything it rests on is still so at this instant: revision, kill switches, the age of
    /// the facts, basis, stops, consent, window and budget.
    /// - Parameters:
    ///   - worker: unique to this process.
    ///   - lease: how long the worker may be silent before its claims are taken from it.
    package func claim(
        _ requests: [ClaimRequest], worker: String, lease: Duration, rules: (Identifier) -> CaseRules?
    ) throws -> [ClaimAnswer] {
        try database.write(.together) { transaction in
            try lock(attempts: requests.map(\.attempt.id), addresses: true, in: transaction)
            try renewLease(of: worker, lease, in: transaction)
            let now = try transaction.policyNow()
            let controls = try SendingControls(of: self, now: now, in: transaction)
            let answers = try requests.map {
                try claim($0, worker: worker, rules: rules, controls, now: now, in: transaction)
            }
            try note(zip(requests, answers).compactMap { $1.change(of: $0, worker: worker) }, in: transaction)
            return answers
        }
    }

    private func claim(
        _ request: ClaimRequest, worker: String, rules: (Identifier) -> CaseRules?, _ controls: SendingControls,
        now: Instant, in transaction: borrowing Transaction
    ) throws -> ClaimAnswer {
        let row = try transaction.first(
            "SELECT state, revision, fence, code, reason FROM attempt WHERE id = $1", .text(request.attempt.id)
        ) { row in
            (
                state: AttemptState(rawValue: row.text(0)), revision: Int(row.int(1)), fence: row.int(2),
                code: row.optionalInt(3).map(Int.init), reason: row.optionalText(4)
            )
        }
        if let row, Faults.isOff("guard.claim") {
            return try grant(request, after: row.fence, worker, now, in: transaction)
        }
        guard let row, row.revision == request.attempt.revision else { return .superseded }
        switch row.state {
        // A parked command comes here only if an operator replayed it.
        case .planned, .dispatched, .parked: break
        case .claimed, .submitting: return .underWay
        case .accepted, .delivered, .bounced, .complained:
            return .settled(.accepted, code: row.code, reason: row.reason)
        case .rejected: return .settled(.rejected, code: row.code, reason: row.reason)
        case .unknown: return .settled(.unknown, code: row.code, reason: row.reason)
        case .cancelled, nil: return .superseded
        }
        if let refusal = try refusal(of: request, rules: rules, controls, now: now, in: transaction) {
            try transaction.execute(
                """
                UPDATE attempt SET state = 'planned', revision = revision + 1, command = NULL, reason = $2
                WHERE id = $1
                """,
                .text(request.attempt.id), .text(refusal))
            return .declined(reason: refusal)
        }
        return try grant(request, after: row.fence, worker, now, in: transaction)
    }

    private func grant(
        _ request: ClaimRequest, after fence: Int64, _ worker: String, _ now: Instant,
        in transaction: borrowing Transaction
    ) throws -> ClaimAnswer {
        try transaction.execute(
            """
            UPDATE attempt SET state = 'claimed', fence = fence + 1, worker = $2, claimed_at = $3, command = NULL,
                reason = NULL, crossed = NULL
            WHERE id = $1
            """,
            .text(request.attempt.id), .text(worker), .int(now.milliseconds))
        return .granted(
            Claim(
                attempt: request.attempt, caseNumber: request.caseNumber, fence: fence + 1,
                content: request.content))
    }

    /// Why the message must not go out at this instant, or nil.
    private func refusal(
        of request: ClaimRequest, rules: (Identifier) -> CaseRules?, _ controls: SendingControls, now: Instant,
        in transaction: borrowing Transaction
    ) throws -> String? {
        let found: (LoadedCase, CaseRules)?
        do {
            found = try load(case: request.caseNumber, rules: rules, now: now, in: transaction)
        } catch LedgerError.unreadableVersion {
            return "policy version cannot be read"
        } catch let error as SealError where error.isOfOnePerson {
            return SealError.why
        }
        guard let (loaded, rules) = found,
            let attempt = loaded.attempts.first(where: { $0.id == request.attempt.id })
        else { return "account or creditor not known" }
        let facts = loaded.facts
        if let hold = try controls.hold(on: loaded, attempt.channel, rules, in: transaction) { return hold.rawValue }
        let isCompared = !Faults.isOff("guard.basis")
        if isCompared, let settled = try settledReason(of: attempt.invoices, facts: facts, in: transaction) {
            return settled
        }
        let named = facts.items.filter { attempt.invoices.contains($0.invoice) }
        if let stop = facts.stop ?? named.compactMap(\.stop).first { return stop.reason.rawValue }
        guard let contact = facts.contacts.first(where: { $0.slot.text == attempt.slot }) else {
            return "contact is gone"
        }
        if contact.hasOptedOut { return "opted out" }
        let basis = Basis.hash(
            of: facts, instance: attempt.instance, slot: contact.slot, invoices: attempt.invoices,
            config: rules.config)
        if isCompared, basis != request.basis { return "changed" }
        if !rules.policy.window.isOpen(at: now, in: facts.accountZone) {
            return Decision.WaitReason.window.rawValue
        }
        let budget = rules.policy.budget
        if budget.nextAllowed(sent: loaded.history.contacts, now: now) != nil
            || budget.nextAllowed(sent: contact.messages, now: now) != nil
        {
            return Decision.WaitReason.budget.rawValue
        }
        return nil
    }

    /// Stores that the first body byte is about to go out. What is not marked must not be sent.
    ///
    /// - Returns: for each claim whether it still holds.
    package func markSubmitting(_ claims: [Claim], worker: String, lease: Duration) throws -> [Bool] {
        try database.write(.together) { transaction in
            try lock(attempts: claims.map(\.attempt.id), in: transaction)
            try renewLease(of: worker, lease, in: transaction)
            let marks = try claims.map { claim in
                try transaction.execute(
                    """
                    UPDATE attempt SET state = 'submitting', submitted_at = $3
                    WHERE id = $1 AND fence = $2 AND state = 'claimed'
                    """,
                    .text(claim.attempt.id), .int(claim.fence), .int(realNow.milliseconds)) == 1
            }
            try note(
                zip(claims, marks).compactMap { claim, isMarked in
                    isMarked ? claim.change(.submitting, worker: worker) : nil
                }, in: transaction)
            return marks
        }
    }

    /// Stores outcomes.
    ///
    /// A late word on an attempt that was given up as `unknown` counts, as long as nobody claimed it again.
    /// - Returns: for each whether it was stored; if not, the claim had passed to someone else.
    package func complete(
        _ outcomes: [(claim: Claim, outcome: SubmissionOutcome)], worker: String, lease: Duration
    ) throws -> [Bool] {
        try database.write(.together) { transaction in
            try lock(attempts: outcomes.map(\.claim.attempt.id), in: transaction)
            try renewLease(of: worker, lease, in: transaction)
            let now = try transaction.policyNow()
            let isStored = try outcomes.map { try complete($0.claim, $0.outcome, now: now, in: transaction) }
            try transaction.audit(
                try zip(outcomes, isStored).compactMap { entry, isStored in
                    guard isStored, case .accepted = entry.outcome else { return nil }
                    return try acceptance(of: entry.claim, worker: worker, in: transaction)
                })
            try note(
                zip(outcomes, isStored).compactMap { entry, isStored in
                    guard isStored else { return nil }
                    var change = entry.claim.change(entry.outcome.change, worker: worker)
                    change.code = entry.outcome.code
                    change.reason = entry.outcome.reason
                    return change
                }, in: transaction)
            return isStored
        }
    }

    /// What was sent, as a hash, and what it rests on.
    private func acceptance(
        of claim: Claim, worker: String, in transaction: borrowing Transaction
    ) throws -> AuditAct {
        let detail = try transaction.first(
            "SELECT basis, config, template, channel, revision FROM attempt WHERE id = $1", .text(claim.attempt.id)
        ) { row -> [String: JSONValue] in
            [
                "basis": .text(row.text(0)), "config": .text(row.text(1)), "template": .text(row.text(2)),
                "channel": .text(row.text(3)), "revision": .integer(row.int(4)),
                "content": claim.content.map { .text($0) } ?? .null,
            ]
        }
        return AuditAct(
            actor: worker, action: "message.accepted", subject: claim.attempt.id, detail: detail ?? [:])
    }

    private func complete(
        _ claim: Claim, _ outcome: SubmissionOutcome, now: Instant, in transaction: borrowing Transaction
    ) throws -> Bool {
        switch outcome {
        case .accepted, .rejected, .unknown:
            var isUndeliverable = false
            if case .rejected(_, _, let flag) = outcome { isUndeliverable = flag }
            let isStored =
                try transaction.execute(
                    """
                    UPDATE attempt SET state = $3, settled_at = $4, code = $5, reason = $6, is_undeliverable = $7
                    WHERE id = $1 AND fence = $2 AND state IN ('claimed', 'submitting', 'unknown')
                    """,
                    .text(claim.attempt.id), .int(claim.fence), .text(outcome.result.rawValue), .int(now.milliseconds),
                    .int(outcome.code), .text(outcome.reason), .flag(isUndeliverable)) == 1
            guard !isStored, case .accepted = outcome else { return isStored }
            return try correct(claim, outcome, now: now, in: transaction)
        case .deferred:
            let count = try transaction.first(
                "SELECT deferrals FROM attempt WHERE id = $1", .text(claim.attempt.id)
            ) { Int($0.int(0)) }
            let wait = Faults.hastened(DeferralDelay.wait(after: (count ?? 0) + 1))
            let retryAt = realNow.adding(wait)
            return try giveBack(claim, outcome, retryAt: retryAt, in: transaction)
        case .givenBack:
            return try giveBack(claim, outcome, retryAt: nil, in: transaction)
        }
    }

    /// Somebody said that the attempt was not sent, and here is the provider's word that it was: that holds, as long as
    /// nobody claimed it again.
    private func correct(
        _ claim: Claim, _ outcome: SubmissionOutcome, now: Instant, in transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            UPDATE attempt SET state = 'accepted', settled_at = $4, claimed_at = $4, code = $5, reason = $6,
                command = NULL
            WHERE id = $1 AND fence = $2 AND state IN ('planned', 'dispatched', 'cancelled') AND EXISTS (
                SELECT 1 FROM attempt_resolution
                WHERE attempt = $1 AND revision = $3 AND result = 'not_sent' AND is_applied = 1)
            """,
            .text(claim.attempt.id), .int(claim.fence), .int(claim.attempt.revision), .int(now.milliseconds),
            .int(outcome.code), .text(outcome.reason)) == 1
    }

    private func giveBack(
        _ claim: Claim, _ outcome: SubmissionOutcome, retryAt: Instant?, in transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            UPDATE attempt SET state = 'planned', revision = revision + 1, command = NULL, claimed_at = NULL,
                worker = NULL, submitted_at = NULL, code = $3, reason = $4, retry_at = $5, deferrals = deferrals + $6
            WHERE id = $1 AND fence = $2 AND state IN ('claimed', 'submitting', 'unknown')
            """,
            .text(claim.attempt.id), .int(claim.fence), .int(outcome.code), .text(outcome.reason),
            .int(retryAt?.milliseconds), .int(retryAt == nil ? 0 : 1)) == 1
    }

    /// Says that the worker is alive. Without it its claims are taken from it when the lease ends.
    package func renewLease(of worker: String, _ lease: Duration) throws {
        // Its own row: nobody else writes it.
        try database.write(.together) { try renewLease(of: worker, lease, in: $0) }
    }

    private func renewLease(
        of worker: String, _ lease: Duration, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO worker_lease (worker, until) VALUES ($1, $2)
            ON CONFLICT (worker) DO UPDATE SET until = excluded.until
            """,
            .text(worker), .int(realNow.adding(lease).milliseconds))
    }
}
