import Contracts
import Store

/// A letter that a run has in hand.
package struct ReplayLetter: Sendable {
    package let letter: DeadLetter
    package let message: DeadMessage
    /// The same whenever this plan publishes this letter.
    package let replay: String
}

/// What became of one publish.
package struct ReplayOutcome: Hashable, Sendable {
    enum Kind: String {
        case replayed, refused
        case passedOver = "passed over"
    }

    package let number: Int64
    /// nil: confirmed.
    package let refusal: String?

    package init(number: Int64, refusal: String?) {
        self.number = number
        self.refusal = refusal
    }
}

/// Replaying a plan, so that each message has its effect once.
///
/// A letter is taken from `waiting` to `publishing` and committed before it goes out, and becomes `replayed` once the
/// broker has confirmed it; both are compare-and-set, so of two operators one gets it. A run that dies in between
/// leaves letters of which nobody knows whether they went out: they are in doubt, and the next run publishes them again
/// under the same message id and the same replay id. That is safe because no consumer goes by the number of copies:
/// - The planner keeps (source, id) of upstream's events with their content; the fleet's own reports change nothing the
///   second time, and what follows from either carries an id made of the first one's.
/// - A render command leads to the same send command again, its id made of attempt, revision, stage and generation.
/// - A send command leads to nothing without a claim, and the claim of an attempt is granted once: the second copy is
///   told `settled`, `under way` or `superseded`.
///
/// Not to publish a letter in doubt would be the other way, and could lose it.
extension Ledger {
    /// Makes this process the one that runs a plan. Ends with an error if another process is heard of.
    ///
    /// - Parameters:
    ///   - runner: unique to this process.
    ///   - pace: nil: the plan's own, of the run before.
    ///   - confirmed: the number of letters that the operator expects; nil for a resume.
    package func beginReplay(
        of id: String, runner: String, author: String, pace: ReplayPace?, confirmed: Int64?, lease: Duration
    ) throws -> ReplayPlan {
        try database.write { transaction in
            let plan = try transaction.replayPlan(id)
            let isResume = confirmed == nil
            switch plan.state {
            case .ready where !isResume: break
            case .running where isResume, .stopped where isResume: break
            default: throw ReplayProblem.wrongState(id, plan.state)
            }
            if let confirmed, confirmed != plan.letters { throw ReplayProblem.wrongCount(planned: plan.letters) }
            if let other = plan.runner, let until = plan.leaseUntil, until > realNow {
                throw ReplayProblem.runsElsewhere(runner: other, until: until)
            }
            guard let pace = pace ?? plan.pace else { throw ReplayProblem.wrongState(id, plan.state) }
            try transaction.execute(
                """
                UPDATE replay_plan SET state = 'running', rate = $2, canary = $3, canary_wait = $4, runner = $5,
                    lease_until = $6 WHERE id = $1
                """,
                .text(id), .int(pace.rate), .int(pace.canary), .int(pace.canaryWait), .text(runner),
                .int(realNow.adding(lease).milliseconds))
            try transaction.audit([
                AuditAct(
                    actor: author, action: isResume ? "dead.resume" : "dead.replay", subject: id,
                    detail: [
                        "letters": .integer(plan.letters), "rate": .integer(Int64(pace.rate)),
                        "canary": .integer(Int64(pace.canary)),
                    ])
            ])
            return try transaction.replayPlan(id)
        }
    }

    /// Letters that an earlier run of the plan left in doubt, by number.
    package func lettersInDoubt(
        of plan: String, after number: Int64, limit: Int
    ) throws -> [ReplayLetter] {
        try database.read { transaction in
            let letters = try transaction.all(
                """
                SELECT \(DeadLetter.columns) FROM dead_letter WHERE state = 'publishing' AND plan = $1 AND number > $2
                ORDER BY number LIMIT $3
                """,
                .text(plan), .int(number), .int(limit)
            ) { try DeadLetter($0) }
            return try letters.map { try replayLetter($0, plan, in: transaction) }
        }
    }

    /// Stores what became of the last letters, renews the lease, and takes the next ones.
    ///
    /// - Parameters:
    ///   - outcomes: at most 64, like `limit`.
    ///   - number: where the search for the next letters begins.
    /// - Returns: the letters taken, which are now `publishing`, and where to go on; nil: the plan has no more.
    package func advanceReplay(
        of plan: String, runner: String, settling outcomes: [ReplayOutcome], after number: Int64, limit: Int,
        lease: Duration
    ) throws -> (letters: [ReplayLetter], last: Int64)? {
        try database.write { transaction in
            try transaction.renew(plan, runner: runner, until: realNow.adding(lease))
            for outcome in outcomes { try transaction.settle(outcome, plan: plan, at: realNow) }
            guard limit > 0 else { return ([], number) }
            let candidates = try transaction.all(
                """
                SELECT letter FROM replay_plan_letter WHERE plan = $1 AND letter > $2 AND outcome IS NULL
                ORDER BY letter LIMIT $3
                """,
                .text(plan), .int(number), .int(limit)
            ) { $0.int(0) }
            guard let last = candidates.last else { return nil }
            var taken: [ReplayLetter] = []
            for candidate in candidates {
                let isTaken =
                    try transaction.execute(
                        """
                        UPDATE dead_letter SET state = 'publishing', plan = $2, replay = $3
                        WHERE number = $1 AND state = 'waiting'
                        """,
                        .int(candidate), .text(plan), .text(Self.replayID(plan, candidate))) == 1
                let letter = try transaction.first(
                    "SELECT \(DeadLetter.columns) FROM dead_letter WHERE number = $1", .int(candidate)
                ) { try DeadLetter($0) }
                if isTaken, let letter {
                    taken.append(try replayLetter(letter, plan, in: transaction))
                } else if letter?.plan != plan || letter?.state != .publishing {
                    try transaction.note(
                        .passedOver, letter.map { "was \($0.state.rawValue)" }, of: candidate, plan: plan)
                }
            }
            return (taken, last)
        }
    }

    /// Says that the run is alive.
    package func renewReplay(of plan: String, runner: String, lease: Duration) throws {
        try database.write { try $0.renew(plan, runner: runner, until: realNow.adding(lease)) }
    }

    package func passCanary(of plan: String) throws {
        try database.write {
            try $0.execute("UPDATE replay_plan SET is_canary_passed = 1 WHERE id = $1", .text(plan))
        }
    }

    /// Ends a run: the plan is through, or its canary failed.
    package func endReplay(of plan: String, runner: String, author: String, as state: ReplayPlan.State) throws {
        let progress = try replayProgress(of: plan)
        try database.write { transaction in
            let isOurs =
                try transaction.execute(
                    "UPDATE replay_plan SET state = $3, runner = NULL, lease_until = NULL WHERE id = $1 AND runner = $2",
                    .text(plan), .text(runner), .text(state.rawValue)) == 1
            guard isOurs else { throw ReplayProblem.takenOver }
            try transaction.audit([
                AuditAct(
                    actor: author, action: "dead.replay." + state.rawValue, subject: plan, detail: progress.detail)
            ])
        }
    }

    /// Ends a plan for good. Letters that were not replayed wait again, those in doubt too: what a plan may have
    /// published can be published once more without harm, and cannot be fetched back.
    package func abortReplay(of id: String, author: String) throws -> ReplayPlan {
        let progress = try replayProgress(of: id)
        return try database.write { transaction in
            let plan = try transaction.replayPlan(id)
            guard plan.state != .done, plan.state != .aborted else {
                throw ReplayProblem.wrongState(id, plan.state)
            }
            if let other = plan.runner, let until = plan.leaseUntil, until > realNow {
                throw ReplayProblem.runsElsewhere(runner: other, until: until)
            }
            try transaction.execute(
                """
                UPDATE dead_letter SET state = 'waiting', plan = NULL, replay = NULL
                WHERE state = 'publishing' AND plan = $1
                """,
                .text(id))
            try transaction.execute(
                "UPDATE replay_plan SET state = 'aborted', runner = NULL, lease_until = NULL WHERE id = $1", .text(id))
            try transaction.audit([
                AuditAct(actor: author, action: "dead.abort", subject: id, detail: progress.detail)
            ])
            return try transaction.replayPlan(id)
        }
    }

    private func replayLetter(
        _ letter: DeadLetter, _ plan: String, in transaction: borrowing Transaction
    ) throws -> ReplayLetter {
        guard let message = try deadMessage(letter.number, in: transaction) else {
            throw StoreError.misuse("a dead letter went away")
        }
        return ReplayLetter(letter: letter, message: message, replay: Self.replayID(plan, letter.number))
    }

    static func replayID(_ plan: String, _ number: Int64) -> String {
        MessageID.named("replay", plan, String(number))
    }
}

extension ReplayProgress {
    fileprivate var detail: [String: JSONValue] {
        [
            "replayed": .integer(replayed), "refused": .integer(refused), "passed over": .integer(passedOver),
            "in doubt": .integer(inDoubt), "open": .integer(open), "returned": .integer(returned),
        ]
    }
}

extension Transaction {
    fileprivate func renew(_ plan: String, runner: String, until: Instant) throws {
        let isOurs =
            try execute(
                "UPDATE replay_plan SET lease_until = $3 WHERE id = $1 AND runner = $2 AND state = 'running'",
                .text(plan), .text(runner), .int(until.milliseconds)) == 1
        guard isOurs else { throw ReplayProblem.takenOver }
    }

    fileprivate func settle(_ outcome: ReplayOutcome, plan: String, at now: Instant) throws {
        if let refusal = outcome.refusal {
            try execute(
                """
                UPDATE dead_letter SET state = 'waiting', plan = NULL, replay = NULL
                WHERE number = $1 AND state = 'publishing' AND plan = $2
                """,
                .int(outcome.number), .text(plan))
            try note(.refused, refusal, of: outcome.number, plan: plan)
        } else {
            try execute(
                """
                UPDATE dead_letter SET state = 'replayed', settled_at = $3
                WHERE number = $1 AND state = 'publishing' AND plan = $2
                """,
                .int(outcome.number), .text(plan), .int(now.milliseconds))
            try note(.replayed, nil, of: outcome.number, plan: plan)
        }
    }

    fileprivate func note(_ kind: ReplayOutcome.Kind, _ reason: String?, of number: Int64, plan: String) throws {
        try execute(
            "UPDATE replay_plan_letter SET outcome = $3, reason = $4 WHERE plan = $1 AND letter = $2",
            .text(plan), .int(number), .text(kind.rawValue), .text(reason))
    }
}
