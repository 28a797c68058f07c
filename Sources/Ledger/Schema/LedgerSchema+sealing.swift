import Store

extension LedgerSchema {
    /// Data keys, each wrapped by a key of the fleet. A text that is sealed stands where it stood unsealed.
    static let sealing: [SchemaStatement] = [
        // The keys of the fleet that anything was wrapped with; `retired_at`: nothing is any more.
        """
        CREATE TABLE fleet_key (id TEXT PRIMARY KEY, added_at BIGINT NOT NULL, retired_at BIGINT) WITHOUT ROWID
        """,
        // Without `wrapped` the key is gone, and with it the person. Without creditor and account it is nobody's.
        """
        CREATE TABLE data_key (
            id TEXT PRIMARY KEY, creditor TEXT NOT NULL, account TEXT NOT NULL, fleet_key TEXT, wrapped BLOB,
            created_at BIGINT NOT NULL, erased_at BIGINT
        ) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX data_key_person ON data_key (creditor, account) WHERE wrapped IS NOT NULL",
        "CREATE INDEX data_key_fleet_key ON data_key (fleet_key, id) WHERE wrapped IS NOT NULL",
        // Who said it last: the account of the message that was answered.
        "ALTER TABLE consent ADD COLUMN account TEXT",
        "CREATE INDEX dead_letter_account ON dead_letter (creditor, account) WHERE account IS NOT NULL",
        "CREATE INDEX dead_letter_sealing_key ON dead_letter (sealing_key, number)",
    ]
}
