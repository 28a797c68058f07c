import Store

extension LedgerSchema {
    /// What debtors and collections people agree on, what accounts and invoices have of their own, and what it costs to
    /// be late.
    static let agreements: [SchemaStatement] = [
        "ALTER TABLE account ADD COLUMN tags TEXT",
        "ALTER TABLE account ADD COLUMN subdivision TEXT",
        "ALTER TABLE account ADD COLUMN parent TEXT",
        "ALTER TABLE account ADD COLUMN dunning TEXT",
        // 0: the event had no due date; `due_on` is the one without terms then.
        "ALTER TABLE invoice ADD COLUMN has_due BIGINT NOT NULL DEFAULT 1",
        "ALTER TABLE invoice ADD COLUMN delivered_on BIGINT",
        "ALTER TABLE invoice ADD COLUMN instalments TEXT",
        "ALTER TABLE invoice ADD COLUMN dunning TEXT",
        """
        CREATE TABLE promise (
            creditor TEXT NOT NULL, id TEXT NOT NULL, account_id BIGINT NOT NULL, revision BIGINT NOT NULL,
            time BIGINT NOT NULL, event TEXT NOT NULL, currency TEXT NOT NULL, amount BIGINT NOT NULL,
            promised_on BIGINT NOT NULL, invoices TEXT NOT NULL, author TEXT, reason TEXT, is_made BIGINT NOT NULL,
            told TEXT, PRIMARY KEY (creditor, id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX promise_account ON promise (account_id) WHERE is_made = 1",
        """
        CREATE TABLE plan (
            creditor TEXT NOT NULL, id TEXT NOT NULL, account_id BIGINT NOT NULL, revision BIGINT NOT NULL,
            time BIGINT NOT NULL, event TEXT NOT NULL, currency TEXT NOT NULL, invoices TEXT NOT NULL,
            instalments TEXT NOT NULL, author TEXT, reason TEXT, is_agreed BIGINT NOT NULL, PRIMARY KEY (creditor, id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX plan_account ON plan (account_id) WHERE is_agreed = 1",
        // The earliest word that a dispute is open: what was left of the term then is left when it is closed.
        "ALTER TABLE dispute ADD COLUMN opened_at BIGINT",
        "CREATE INDEX dispute_account ON dispute (account_id)",
        "CREATE INDEX settlement_account ON settlement (account_id, settled_on)",
        // A task of a policy's step; those of attempts and cases have neither step nor owner.
        "ALTER TABLE task ADD COLUMN id TEXT",
        "ALTER TABLE task ADD COLUMN step TEXT",
        "ALTER TABLE task ADD COLUMN episode BIGINT",
        "ALTER TABLE task ADD COLUMN occurrence BIGINT",
        "ALTER TABLE task ADD COLUMN owner TEXT",
        "ALTER TABLE task ADD COLUMN due_at BIGINT",
        "ALTER TABLE task ADD COLUMN outcome TEXT",
        "ALTER TABLE task ADD COLUMN invoices TEXT",
        "CREATE UNIQUE INDEX task_id ON task (id) WHERE id IS NOT NULL",
        // The word about a task may come before the ledger opened it again, after a restore.
        """
        CREATE TABLE task_word (
            creditor TEXT NOT NULL, task TEXT NOT NULL, account_id BIGINT NOT NULL, outcome TEXT NOT NULL,
            author TEXT, reason TEXT, time BIGINT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (creditor, task)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE charge (
            creditor TEXT NOT NULL, id TEXT NOT NULL, case_number BIGINT NOT NULL, step TEXT NOT NULL,
            minor BIGINT NOT NULL, charged_on BIGINT NOT NULL, basis TEXT NOT NULL, PRIMARY KEY (creditor, id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX charge_case ON charge (case_number)",
        """
        CREATE TABLE waiver (
            creditor TEXT NOT NULL, charge TEXT NOT NULL, account_id BIGINT NOT NULL, author TEXT,
            reason TEXT NOT NULL, time BIGINT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (creditor, charge)
        ) WITHOUT ROWID
        """,
        "ALTER TABLE attempt ADD COLUMN fee BIGINT",
        "ALTER TABLE attempt ADD COLUMN fee_basis TEXT",
    ]
}
