import Contracts
import Policy
import Store

/// The version of a policy that a case keeps from the first step of an episode to its end, whatever is activated.
struct PolicyPin: Hashable {
    /// SHA-256 in hex of what the policy says.
    var hash: String
    var episode: Int
    var policy: DunningPolicy
}

/// What a case's row says of its version.
struct PinnedVersion {
    var hash: String
    var episode: Int

    /// - Parameter column: of `policy_hash`; `policy_episode` follows.
    init?(_ row: borrowing Row, at column: Int32) {
        guard let hash = row.optionalText(column) else { return nil }
        self.hash = hash
        episode = Int(row.int(column + 1))
    }
}

/// Which version a case goes by. A simulation has one version of everything and pins nothing.
extension Ledger {
    /// nil: the case goes by what the rules give now, as it does from the moment on that upstream names another policy
    /// for the account itself.
    /// - Parameter ruling: by the rules of now; most cases are pinned to its policy, and it is at hand.
    /// - Throws: ``LedgerError/unreadableVersion(_:reason:)``
    func pin(
        _ pinned: PinnedVersion, of ruling: AccountRuling, in transaction: borrowing Transaction
    ) throws -> PolicyPin? {
        let isCurrent = memory.version(of: ruling.policy).hash == pinned.hash
        let policy = try isCurrent ? ruling.policy : policy(withHash: pinned.hash, in: transaction)
        if policy.id != ruling.policy.id, ruling.isNamedByAccount { return nil }
        return PolicyPin(hash: pinned.hash, episode: pinned.episode, policy: policy)
    }

    /// The first step of an episode is planned: the case keeps the policy that decided it.
    func pin(
        _ loaded: LoadedCase, to policy: DunningPolicy, episode: Int, in transaction: borrowing Transaction
    ) throws {
        if simulation != nil || loaded.pin?.episode == episode { return }
        let version = memory.version(of: policy)
        try keep(version, in: transaction)
        try transaction.execute(
            "UPDATE dunning_case SET policy = $2, policy_hash = $3, policy_episode = $4 WHERE number = $1",
            .int(loaded.facts.number), .text(policy.id), .text(version.hash), .int(episode))
    }

    /// Nothing is open any more: what comes next goes by the version of then.
    func unpin(case number: Int64, in transaction: borrowing Transaction) throws {
        if simulation != nil { return }
        try transaction.execute(
            """
            UPDATE dunning_case SET policy = NULL, policy_hash = NULL, policy_episode = NULL
            WHERE number = $1 AND policy_hash IS NOT NULL
            """,
            .int(number))
    }
}
