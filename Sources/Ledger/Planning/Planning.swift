import Contracts
import Crypto
import Foundation
import Policy
import Store

/// A command that must be published, and then marked as dispatched.
package struct Dispatch: Hashable, Sendable {
    package var attempt: String
    package var revision: Int
    package var command: Message
    /// The command's bytes, as stored.
    package var body: Data
}

/// What one pass over due cases led to.
package struct PlanningResult: Hashable, Sendable {
    package var cases = 0
    package var dispatches: [Dispatch] = []
    package var feed: [Payload] = []
    /// What was decided about each case and why, in the order of the decisions.
    package var decisions: [DecisionRecord] = []
    /// Attempts that were stopped before they were claimed, by reason.
    package var cancelled: [String: Int] = [:]
    /// Cases in which something was due and a control kept it from going out.
    package var held: [SendingHold: Int] = [:]
    /// Whether more cases are due at once.
    package var isMore = false
    /// false: nothing was planned because another configuration is active.
    package var isConfigActive = true
    /// To be stored at the end of the transaction, all at once.
    var changes: [AttemptChange] = []
}

/// Makes the links of a reminder from case number, link epoch and attempt; the signing key stays with the caller.
package typealias MakeLinks = (_ case: Int64, _ epoch: Int64, _ attempt: String) -> ReminderLinks

extension Ledger {
    /// Plans the cases that are due: decides each, writes what is to be sent, cancels what no longer is.
    ///
    /// One transaction, at most `limit` cases and 50 ms. Several planners may run it at the same time: each takes other
    /// cases, and leaves those whose accounts others are writing for later.
    /// - Parameters:
    ///   - config: the content hash of the rules; if it is not the active one nothing is planned.
    ///   - source: the CloudEvents source of the commands.
    package func planDue(
        limit: Int, rules: (Identifier) -> CaseRules?, config: String, links: @escaping MakeLinks, source: String
    ) throws -> PlanningResult {
        try database.write(.together) { transaction in
            var result = PlanningResult()
            result.isConfigActive = try transaction.setting(.config) == config
            guard result.isConfigActive else { return result }
            let now = try transaction.policyNow()
            let controls = try SendingControls(of: self, now: now, in: transaction)
            try wakeHeldCases(controls, limit: limit, rules: rules, in: transaction)
            let found = try dueCases(at: now, limit: limit, in: transaction)
            let due = try free(found, in: transaction)
            let planner = CasePlanner(
                ledger: self, now: now, realNow: realNow,
                commands: CommandWriter(links: links, source: source, now: now), controls: controls)
            for (index, dueCase) in due.enumerated() {
                if index > 0, transaction.elapsed > .milliseconds(40) { break }
                try planner.plan(dueCase, rules: rules, into: &result, in: transaction)
                result.cases += 1
            }
            // When all are busy there is no point in asking again at once.
            result.isMore = result.cases < due.count || (found.count == limit && !due.isEmpty)
            try note(result.changes, in: transaction)
            result.changes = []
            return result
        }
    }

    /// The cases that are due by both clocks, those that facts have touched first.
    func dueCases(at now: Instant, limit: Int, in transaction: borrowing Transaction) throws -> [DueCase] {
        try transaction.claim(
            """
            SELECT number, next_action_at FROM dunning_case WHERE next_action_at <= $1 AND ready_at <= $2
            ORDER BY next_action_at, number LIMIT $3
            """,
            .int(now.milliseconds), .int(realNow.milliseconds), .int(limit)
        ) { row in
            let waitedFor = row.int(1)
            return DueCase(
                number: row.int(0), since: waitedFor > 0 ? Instant(milliseconds: waitedFor) : now,
                isTouched: waitedFor == 0)
        }
    }

    /// Marks commands that the broker has confirmed.
    package func markDispatched(_ dispatches: [(attempt: String, revision: Int)]) throws {
        if dispatches.isEmpty { return }
        try database.write(.together) { transaction in
            try lock(attempts: dispatches.map(\.attempt), in: transaction)
            var changes: [AttemptChange] = []
            for dispatch in dispatches {
                let isMarked =
                    try transaction.execute(
                        """
                        UPDATE attempt SET state = CASE state WHEN 'planned' THEN 'dispatched' ELSE state END,
                            command = NULL, published_at = $3
                        WHERE id = $1 AND revision = $2
                        """,
                        .text(dispatch.attempt), .int(dispatch.revision), .int(realNow.milliseconds)) == 1
                guard isMarked else { continue }
                changes.append(
                    AttemptChange(
                        .dispatched, case: nil, dispatch.attempt, revision: dispatch.revision, worker: worker))
            }
            try note(changes, in: transaction)
        }
    }

    /// Commands that were planned longer than `age` ago and never confirmed: their planner died. They keep their ids.
    package func undispatched(olderThan age: Duration, limit: Int) throws -> [Dispatch] {
        let before = realNow.adding(.zero - age).milliseconds
        return try database.write(.together) { transaction in
            let stored = try transaction.claim(
                """
                SELECT id, revision, command, creditor,
                    (SELECT account FROM account WHERE account.id = attempt.account_id)
                FROM attempt WHERE state = 'planned' AND published_at < $1 AND command IS NOT NULL LIMIT $2
                """,
                .int(before), .int(limit)
            ) { row in
                (
                    id: row.text(0), revision: Int(row.int(1)), command: row.text(2),
                    person: Person(named: row.text(3), row.text(4))
                )
            }
            let found = try stored.compactMap { row -> Dispatch? in
                guard
                    let text = try opened(
                        row.command, .attemptCommand, [row.id], of: row.person, in: transaction)
                else { return nil }
                let body = Data(text.utf8)
                return Dispatch(
                    attempt: row.id, revision: row.revision,
                    command: try JSONDecoder().decode(Message.self, from: body), body: body)
            }
            for dispatch in found {
                try transaction.execute(
                    "UPDATE attempt SET published_at = $2 WHERE id = $1", .text(dispatch.attempt),
                    .int(realNow.milliseconds))
            }
            try note(
                found.map {
                    AttemptChange(.republished, case: nil, $0.attempt, revision: $0.revision, worker: worker)
                }, in: transaction)
            return found
        }
    }
}
