extension LedgerSchema {
    /// The versions of policies, and which of them an open case goes by.
    static let policies = [
        // `text` can be read as a policy file. A version that a case ever went by is never deleted.
        """
        CREATE TABLE policy_version (
            hash TEXT PRIMARY KEY, id TEXT NOT NULL, text TEXT NOT NULL, seen_at BIGINT NOT NULL
        ) WITHOUT ROWID
        """,
        // NULL: the case goes by the active configuration. The pin holds for this episode only.
        "ALTER TABLE dunning_case ADD COLUMN policy TEXT",
        "ALTER TABLE dunning_case ADD COLUMN policy_hash TEXT",
        "ALTER TABLE dunning_case ADD COLUMN policy_episode BIGINT",
        "CREATE INDEX case_version ON dunning_case (policy, policy_hash) WHERE policy_hash IS NOT NULL",
    ]
}
