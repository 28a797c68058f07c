import Store

/// The ledger's tables.
///
/// Instants are milliseconds since 1970, days are days since 1970, amounts are minor units, flags are 0 or 1.
/// `revision`, `time` and `event` name the version of an entity: the highest of the three, in this order, wins.
enum LedgerSchema {
    static let migrations = [
        Migration(version: 1, name: "facts", sql: facts),
        Migration(version: 2, name: "cases and attempts", sql: cases),
        Migration(version: 3, name: "agreements", sql: agreements),
        Migration(version: 4, name: "policies", sql: policies),
        Migration(version: 5, name: "payers", sql: payers),
        Migration(version: 6, name: "operations", sql: operations),
        Migration(version: 7, name: "controls", sql: controls),
        // Compatible until anything is sealed: see ``Ledger/beginSealing(_:in:)``.
        Migration(version: 8, name: "sealing", isCompatible: true, sql: sealing),
        Migration(version: 9, name: "trace", isCompatible: true, sql: trace),
    ]

    private static let facts: [SchemaStatement] = [
        "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE inbox (
            source TEXT NOT NULL, id TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (source, id)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE account (
            id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, account TEXT NOT NULL, revision BIGINT NOT NULL,
            time BIGINT NOT NULL, event TEXT NOT NULL, name TEXT, language TEXT, country TEXT, zone TEXT, kind TEXT,
            segment TEXT, contacts TEXT, UNIQUE (creditor, account)
        )
        """,
        """
        CREATE TABLE invoice (
            creditor TEXT NOT NULL, invoice TEXT NOT NULL, account_id BIGINT NOT NULL, revision BIGINT NOT NULL,
            time BIGINT NOT NULL, event TEXT NOT NULL, status TEXT NOT NULL, number TEXT NOT NULL, reference TEXT,
            currency TEXT NOT NULL, amount BIGINT NOT NULL, issued_on BIGINT NOT NULL, due_on BIGINT NOT NULL,
            document TEXT, reason TEXT, open BIGINT NOT NULL, PRIMARY KEY (creditor, invoice)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX invoice_open ON invoice (account_id) WHERE open <> 0",
        """
        CREATE TABLE settlement (
            creditor TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, account_id BIGINT NOT NULL,
            is_known BIGINT NOT NULL, currency TEXT NOT NULL, amount BIGINT NOT NULL, settled_on BIGINT NOT NULL,
            reference TEXT, event TEXT NOT NULL, allocation_revision BIGINT NOT NULL, allocation_time BIGINT NOT NULL,
            allocation_event TEXT NOT NULL, unapplied BIGINT NOT NULL, PRIMARY KEY (creditor, kind, id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX settlement_unapplied ON settlement (account_id) WHERE unapplied <> 0",
        """
        CREATE TABLE allocation (
            creditor TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, line BIGINT NOT NULL, invoice TEXT NOT NULL,
            minor BIGINT NOT NULL, effective BIGINT NOT NULL, PRIMARY KEY (creditor, kind, id, line)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX allocation_invoice ON allocation (creditor, invoice)",
        """
        CREATE TABLE reversal (
            creditor TEXT NOT NULL, id TEXT NOT NULL, payment TEXT NOT NULL, account_id BIGINT NOT NULL,
            currency TEXT, amount BIGINT, reversed_on BIGINT NOT NULL, reason TEXT, event TEXT NOT NULL,
            PRIMARY KEY (creditor, id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX reversal_payment ON reversal (creditor, payment)",
        """
        CREATE TABLE dispute (
            creditor TEXT NOT NULL, id TEXT NOT NULL, account_id BIGINT NOT NULL, revision BIGINT NOT NULL,
            time BIGINT NOT NULL, event TEXT NOT NULL, invoice TEXT, currency TEXT, amount BIGINT, reason TEXT,
            is_open BIGINT NOT NULL, PRIMARY KEY (creditor, id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX dispute_open ON dispute (account_id) WHERE is_open = 1",
        """
        CREATE TABLE hold (
            creditor TEXT NOT NULL, id TEXT NOT NULL, account_id BIGINT, revision BIGINT NOT NULL,
            time BIGINT NOT NULL, event TEXT NOT NULL, invoice TEXT, reason TEXT NOT NULL, author TEXT,
            from_at BIGINT, until_at BIGINT, is_placed BIGINT NOT NULL, PRIMARY KEY (creditor, id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX hold_account ON hold (account_id) WHERE is_placed = 1",
        "CREATE INDEX hold_creditor ON hold (creditor) WHERE is_placed = 1 AND account_id IS NULL",
        """
        CREATE TABLE statement (
            account_id BIGINT PRIMARY KEY, as_of BIGINT NOT NULL, balances TEXT NOT NULL, open_invoices TEXT NOT NULL,
            differs BIGINT NOT NULL
        )
        """,
        "CREATE TABLE heartbeat (creditor TEXT PRIMARY KEY, as_of BIGINT NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE consent (
            creditor TEXT NOT NULL, channel TEXT NOT NULL, address TEXT NOT NULL, is_allowed BIGINT NOT NULL,
            evidence TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (creditor, channel, address)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE incomplete (
            creditor TEXT NOT NULL, account TEXT NOT NULL, event TEXT NOT NULL, class TEXT NOT NULL,
            path TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (creditor, account, event)
        ) WITHOUT ROWID
        """,
    ]

    private static let cases: [SchemaStatement] = [
        """
        CREATE TABLE dunning_case (
            number INTEGER PRIMARY KEY, account_id BIGINT NOT NULL, currency TEXT NOT NULL, next_action_at BIGINT,
            ready_at BIGINT NOT NULL, why TEXT NOT NULL, refusals BIGINT NOT NULL, link_epoch BIGINT NOT NULL,
            UNIQUE (account_id, currency)
        )
        """,
        // SQLite's index ends with the number by itself.
        SchemaStatement(
            sqlite: "CREATE INDEX case_due ON dunning_case (next_action_at) WHERE next_action_at IS NOT NULL",
            postgreSQL:
                "CREATE INDEX case_due ON dunning_case (next_action_at, number) WHERE next_action_at IS NOT NULL"),
        """
        CREATE TABLE attempt (
            id TEXT NOT NULL PRIMARY KEY, case_number BIGINT NOT NULL, account_id BIGINT NOT NULL,
            creditor TEXT NOT NULL, episode BIGINT NOT NULL, step TEXT NOT NULL, occurrence BIGINT NOT NULL,
            channel TEXT NOT NULL, slot TEXT NOT NULL, state TEXT NOT NULL, revision BIGINT NOT NULL,
            generation BIGINT NOT NULL, basis TEXT NOT NULL, config TEXT NOT NULL, template TEXT NOT NULL,
            invoices TEXT NOT NULL, total BIGINT NOT NULL, address TEXT NOT NULL, planned_at BIGINT NOT NULL,
            command TEXT, published_at BIGINT, retry_at BIGINT, deferrals BIGINT NOT NULL, fence BIGINT NOT NULL,
            worker TEXT, claimed_at BIGINT, submitted_at BIGINT, settled_at BIGINT, code BIGINT, reason TEXT,
            is_undeliverable BIGINT NOT NULL, crossed TEXT
        )
        """,
        "CREATE INDEX attempt_case ON attempt (case_number)",
        "CREATE INDEX attempt_account ON attempt (account_id, claimed_at)",
        "CREATE INDEX attempt_address ON attempt (creditor, address, claimed_at)",
        """
        CREATE INDEX attempt_moving ON attempt (state, published_at)
            WHERE state IN ('planned', 'dispatched', 'claimed', 'submitting')
        """,
        """
        CREATE TABLE lapse (
            case_number BIGINT NOT NULL, step TEXT NOT NULL, occurrence BIGINT NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (case_number, step, occurrence)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE task (
            case_number BIGINT NOT NULL, kind TEXT NOT NULL, attempt TEXT NOT NULL, opened_at BIGINT NOT NULL,
            closed_at BIGINT, PRIMARY KEY (case_number, kind, attempt)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE worker_lease (worker TEXT PRIMARY KEY, until BIGINT NOT NULL) WITHOUT ROWID",
    ]
}
