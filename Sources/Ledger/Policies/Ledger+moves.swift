import Contracts
import Policy
import Store

/// Moves open cases from one version of a policy to another: never by itself, always by an operator.
extension Ledger {
    /// What would become of the open cases that are pinned to other versions of the policy; changes nothing.
    /// - Parameter rules: of the active configuration.
    package func previewMoves(
        of policy: String, to hash: String, rules: (Identifier) -> CaseRules?
    ) throws -> [VersionMove] {
        try database.read { try moves(of: policy, to: hash, rules: rules, in: $0) }
    }

    /// Moves them, and has each decided anew at the next planning.
    ///
    /// What was planned for a case and is not claimed yet is taken back: it may be a step that the other version does
    /// not have.
    /// - Returns: what became of each.
    package func moveCases(
        of policy: String, to hash: String, rules: (Identifier) -> CaseRules?
    ) throws -> [VersionMove] {
        try database.write { transaction in
            let moves = try moves(of: policy, to: hash, rules: rules, in: transaction)
            for move in moves {
                let taken = try transaction.all(
                    "SELECT id, revision FROM attempt WHERE case_number = $1 AND state IN ('planned', 'dispatched')",
                    .int(move.caseNumber)
                ) { row in
                    AttemptChange(
                        .takenBack, case: move.caseNumber, row.text(0), revision: Int(row.int(1)), worker: worker,
                        reason: "policy version changed")
                }
                try note(taken, in: transaction)
                try transaction.execute(
                    """
                    UPDATE attempt SET state = 'planned', revision = revision + 1, command = NULL, reason = $2
                    WHERE case_number = $1 AND state IN ('planned', 'dispatched')
                    """,
                    .int(move.caseNumber), .text("policy version changed"))
                try transaction.execute(
                    "UPDATE dunning_case SET policy_hash = $2, next_action_at = 0 WHERE number = $1",
                    .int(move.caseNumber), .text(hash))
            }
            return moves
        }
    }

    private func moves(
        of policy: String, to hash: String, rules: (Identifier) -> CaseRules?, in transaction: borrowing Transaction
    ) throws -> [VersionMove] {
        let target = try self.policy(withHash: hash, in: transaction)
        let now = try policyNow(in: transaction)
        let pinned = try transaction.all(
            """
            SELECT number, policy_hash FROM dunning_case
            WHERE policy = $1 AND policy_hash IS NOT NULL AND policy_hash <> $2 ORDER BY number
            """,
            .text(policy), .text(hash)
        ) { (number: $0.int(0), hash: $0.text(1)) }
        return try pinned.compactMap { entry in
            var before = VersionMove.Next(reason: "policy version cannot be read")
            do {
                let loaded = try load(case: entry.number, rules: rules, now: now, in: transaction)?.0
                // A case without rules rests, and one whose episode is over goes by the rules of now anyway.
                guard let loaded, let pin = loaded.pin else { return nil }
                before = pin.policy.next(on: loaded.facts, after: loaded.history, now: now)
            } catch LedgerError.unreadableVersion {
                // Moving is the way out.
            }
            guard let after = try load(case: entry.number, rules: rules, as: target, now: now, in: transaction)?.0
            else { return nil }
            return VersionMove(
                caseNumber: entry.number, creditor: after.facts.creditor, account: after.facts.account,
                currency: after.facts.currency, from: entry.hash, before: before,
                after: target.next(on: after.facts, after: after.history, now: now))
        }
    }
}
