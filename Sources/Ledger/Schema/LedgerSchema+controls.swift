import Store

extension LedgerSchema {
    /// What stops sending whatever policy and facts say, and what is known of attempts in doubt.
    static let controls: [SchemaStatement] = [
        // The fleet's has no name.
        """
        CREATE TABLE kill_switch (
            scope TEXT NOT NULL, name TEXT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL,
            PRIMARY KEY (scope, name)
        ) WITHOUT ROWID
        """,
        // The creditor of a case that a control keeps from sending; `why` says which. NULL: none does.
        "ALTER TABLE dunning_case ADD COLUMN held_for TEXT",
        "CREATE INDEX case_held ON dunning_case (held_for, why, number) WHERE held_for IS NOT NULL",
        // Every word about what became of an attempt in doubt, also one that came too late to matter.
        """
        CREATE TABLE attempt_resolution (
            attempt TEXT NOT NULL, revision BIGINT NOT NULL, event TEXT NOT NULL, result TEXT NOT NULL,
            resolver TEXT NOT NULL, evidence TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL,
            time BIGINT NOT NULL, is_applied BIGINT NOT NULL, PRIMARY KEY (attempt, event)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX attempt_unknown ON attempt (settled_at, id) WHERE state = 'unknown'",
        // How often policy had it sent again though its outcome was unknown; NULL: never.
        "ALTER TABLE attempt ADD COLUMN resends BIGINT",
        // What was meant to go out in an hour.
        "CREATE INDEX attempt_planned ON attempt (planned_at)",
    ]
}
