#!/usr/bin/python3
"""Lets the demo's ledger write down, in the order of its commits, when a mail was claimed and when invoices were settled.

The demo wants to prove that no mail was claimed after the payment that settled it. The fleet's own records can't: they are
what is being proved. Triggers in the database see every commit, whoever makes it, and number them in one row.
"""

import sqlite3
import sys

SQL = """
CREATE TABLE witness (
    number INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL, creditor TEXT NOT NULL, id TEXT NOT NULL,
    invoices TEXT
);
CREATE TRIGGER witness_claim AFTER UPDATE OF state ON attempt
WHEN NEW.state = 'claimed' AND OLD.state <> 'claimed'
BEGIN INSERT INTO witness (what, creditor, id, invoices) VALUES ('claimed', NEW.creditor, NEW.id, NEW.invoices); END;
CREATE TRIGGER witness_first_claim AFTER INSERT ON attempt
WHEN NEW.state = 'claimed'
BEGIN INSERT INTO witness (what, creditor, id, invoices) VALUES ('claimed', NEW.creditor, NEW.id, NEW.invoices); END;
CREATE TRIGGER witness_open AFTER UPDATE OF open ON invoice
WHEN (NEW.open > 0) <> (OLD.open > 0)
BEGIN INSERT INTO witness (what, creditor, id)
VALUES (CASE WHEN NEW.open > 0 THEN 'opened' ELSE 'settled' END, NEW.creditor, NEW.invoice); END;
CREATE TRIGGER witness_first_open AFTER INSERT ON invoice
BEGIN INSERT INTO witness (what, creditor, id)
VALUES (CASE WHEN NEW.open > 0 THEN 'opened' ELSE 'settled' END, NEW.creditor, NEW.invoice); END;
"""


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: demo_witness.py LEDGER")
    with sqlite3.connect(f"file:{sys.argv[1]}?mode=rw", uri=True, timeout=30) as connection:
        connection.executescript(SQL)
