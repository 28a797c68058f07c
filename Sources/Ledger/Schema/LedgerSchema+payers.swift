extension LedgerSchema {
    /// Accounts that pay for others.
    static let payers = [
        // Reckoned from `parent` of all accounts up the line; NULL: the account pays for itself.
        "ALTER TABLE account ADD COLUMN payer_id BIGINT",
        "CREATE INDEX account_payer ON account (payer_id) WHERE payer_id IS NOT NULL",
        "CREATE INDEX account_parent ON account (creditor, parent) WHERE parent IS NOT NULL",
    ]
}
