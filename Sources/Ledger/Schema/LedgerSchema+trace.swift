import Store

extension LedgerSchema {
    /// The way of attempts and events: rows that are added and never changed.
    ///
    /// Found by case, not by attempt: cases are numbers that grow, so that the index is filled at its end, while an
    /// attempt's id would go anywhere in it.
    static let trace: [SchemaStatement] = [
        // `at` and `rendered_at` are real time.
        """
        CREATE TABLE attempt_change (
            number INTEGER PRIMARY KEY, case_number BIGINT NOT NULL, attempt TEXT NOT NULL, revision BIGINT NOT NULL,
            change TEXT NOT NULL, at BIGINT NOT NULL, worker TEXT, code BIGINT, reason TEXT, basis TEXT,
            renderer TEXT, rendered_at BIGINT
        )
        """,
        // SQLite's index ends with the number by itself.
        SchemaStatement(
            sqlite: "CREATE INDEX attempt_change_case ON attempt_change (case_number)",
            postgreSQL: "CREATE INDEX attempt_change_case ON attempt_change (case_number, number)"),
        // What an event was about. NULL: it was applied before this version, or is about no account.
        "ALTER TABLE inbox ADD COLUMN account_id BIGINT",
        "ALTER TABLE inbox ADD COLUMN type TEXT",
        "ALTER TABLE inbox ADD COLUMN subject TEXT",
        "ALTER TABLE inbox ADD COLUMN time BIGINT",
        "ALTER TABLE inbox ADD COLUMN applied_at BIGINT",
        "CREATE INDEX inbox_account ON inbox (account_id) WHERE account_id IS NOT NULL",
        "CREATE INDEX dead_letter_message ON dead_letter (message_id)",
        "CREATE INDEX replay_plan_letter_letter ON replay_plan_letter (letter)",
    ]
}
