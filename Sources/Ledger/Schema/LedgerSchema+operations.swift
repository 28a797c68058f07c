extension LedgerSchema {
    /// What operators do: the audit log, the dead letters they collected, and the plans by which they replay them.
    static let operations = [
        """
        CREATE TABLE audit_entry (
            number BIGINT PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, detail TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL
        )
        """,
        // The end of the chain in a second place, so that entries cut off at the end are missed.
        "INSERT INTO setting (name, value) VALUES ('audit_head', '\(AuditHead.start.text)')",
        """
        CREATE TABLE dead_letter (
            number BIGINT PRIMARY KEY, identity TEXT NOT NULL UNIQUE, state TEXT NOT NULL, queue TEXT NOT NULL,
            message_id TEXT NOT NULL, class TEXT NOT NULL, type TEXT, creditor TEXT, account TEXT, template TEXT,
            config TEXT, error TEXT, path TEXT, worker TEXT, died_at BIGINT NOT NULL, collected_at BIGINT NOT NULL,
            generation BIGINT NOT NULL, size BIGINT NOT NULL, origin BIGINT, plan TEXT, replay TEXT,
            settled_at BIGINT, sealing_key TEXT NOT NULL, content BLOB NOT NULL
        )
        """,
        "CREATE INDEX dead_letter_state ON dead_letter (state, number)",
        "CREATE INDEX dead_letter_class ON dead_letter (state, class, number)",
        "CREATE INDEX dead_letter_queue ON dead_letter (state, queue, number)",
        "CREATE INDEX dead_letter_creditor ON dead_letter (state, creditor, number)",
        "CREATE INDEX dead_letter_type ON dead_letter (state, type, number)",
        "CREATE INDEX dead_letter_died ON dead_letter (state, died_at)",
        "CREATE INDEX dead_letter_origin ON dead_letter (origin) WHERE origin IS NOT NULL",
        "CREATE UNIQUE INDEX dead_letter_replay ON dead_letter (replay) WHERE replay IS NOT NULL",
        """
        CREATE TABLE replay_plan (
            id TEXT PRIMARY KEY, condition TEXT NOT NULL, author TEXT NOT NULL, at BIGINT NOT NULL,
            letters BIGINT NOT NULL, state TEXT NOT NULL, rate BIGINT, canary BIGINT, canary_wait BIGINT,
            is_canary_passed BIGINT NOT NULL, runner TEXT, lease_until BIGINT
        )
        """,
        // No outcome: still to be replayed, or in doubt when its letter is being published.
        """
        CREATE TABLE replay_plan_letter (
            plan TEXT NOT NULL, letter BIGINT NOT NULL, outcome TEXT, reason TEXT, PRIMARY KEY (plan, letter)
        )
        """,
    ]
}
