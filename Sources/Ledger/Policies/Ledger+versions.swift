import Contracts
import Policy
import Store

/// The versions of policies that were ever activated, or that a case goes by.
extension Ledger {
    /// Reads the text of a stored version: the grammar of policy files is the caller's.
    package typealias ReadPolicy = (_ text: String) throws -> DunningPolicy

    /// Stores the versions of a configuration and lets the planner go by it from now on, see ``activate(config:)``.
    ///
    /// Open cases stay on the version that they are pinned to.
    package func activate(config: String, _ versions: [PolicyVersion]) throws {
        try database.write { transaction in
            for version in versions { try keep(version, in: transaction) }
        }
        try activate(config: config)
    }

    func keep(_ version: PolicyVersion, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO policy_version (hash, id, text, seen_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (hash) DO NOTHING
            """,
            .text(version.hash), .text(version.policy.id), .text(version.text), .int(realNow.milliseconds))
    }

    /// - Throws: ``LedgerError/unreadableVersion(_:reason:)``; no case is decided by another version instead.
    func policy(withHash hash: String, in transaction: borrowing Transaction) throws -> DunningPolicy {
        if let known = memory.policy(withHash: hash) { return known }
        let text = try transaction.first("SELECT text FROM policy_version WHERE hash = $1", .text(hash)) { $0.text(0) }
        guard let text else { throw LedgerError.unreadableVersion(hash, reason: "it was never stored") }
        guard let readPolicy else { throw LedgerError.unreadableVersion(hash, reason: "nobody here reads policies") }
        let policy: DunningPolicy
        do {
            policy = try readPolicy(text)
        } catch {
            throw LedgerError.unreadableVersion(hash, reason: "\(error)")
        }
        guard policy.contentHash == hash else {
            throw LedgerError.unreadableVersion(hash, reason: "its text says something else by now")
        }
        memory.keep(policy, withHash: hash)
        return policy
    }

    /// The stored versions of a policy whose hashes begin with these digits, the newest first.
    package func storedVersions(of policy: String, hashPrefix: String) throws -> [String] {
        try database.read { transaction in
            try transaction.all(
                """
                SELECT hash FROM policy_version WHERE id = $1 AND substr(hash, 1, length($2)) = $2
                ORDER BY seen_at DESC, hash
                """,
                .text(policy), .text(hashPrefix)
            ) { $0.text(0) }
        }
    }

    /// How many cases go by each version, by policy and hash.
    package func pinnedCases() throws -> [PinnedCases] {
        try database.read { transaction in
            try transaction.all(
                """
                SELECT policy, policy_hash, COUNT(*) FROM dunning_case WHERE policy_hash IS NOT NULL
                GROUP BY policy, policy_hash ORDER BY policy, policy_hash
                """
            ) { PinnedCases(policy: $0.text(0), hash: $0.text(1), cases: Int($0.int(2))) }
        }
    }
}

/// How many open cases go by a version of a policy.
package struct PinnedCases: Hashable, Sendable, Codable {
    package var policy: String
    package var hash: String
    package var cases: Int
}
