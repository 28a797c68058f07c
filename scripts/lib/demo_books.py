"""What the demo reads: the fleet's ledger, only ever read, and the mailbox that its mails end in."""

import email.parser
import email.policy
import json
import pathlib
import re
import sqlite3

DEMO_SOURCE = "demo-books"
ATTEMPT_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[^>]*>", re.IGNORECASE)
MOVING = ("planned", "dispatched", "claimed", "submitting")


class Ledger:
    def __init__(self, path):
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10, isolation_level=None)

    def rows(self, sql, *values):
        return self.connection.execute(sql, values).fetchall()

    def number(self, sql, *values):
        return self.rows(sql, *values)[0][0] or 0

    def counts(self, sql):
        return dict(self.rows(sql))

    def events(self):
        """Events of the demo's books that the planner has applied."""
        return self.number("SELECT COUNT(*) FROM inbox WHERE source = ?", DEMO_SOURCE)

    def attempts_by_state(self):
        return self.counts("SELECT state, COUNT(*) FROM attempt GROUP BY state")

    def is_quiet(self):
        """Whether nothing is on its way and nothing is due: as long as the clock stands, nothing will be."""
        moving = self.number(f"SELECT COUNT(*) FROM attempt WHERE state IN ({','.join('?' * len(MOVING))})", *MOVING)
        due = self.number(
            "SELECT COUNT(*) FROM dunning_case WHERE next_action_at <= "
            "(SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'clock_instant')"
        )
        return moving + due == 0

    def attempts(self):
        """By id: step, state, reason, invoices."""
        rows = self.rows("SELECT id, step, state, reason, creditor, invoices FROM attempt")
        return {
            row[0]: {
                "step": row[1],
                "state": row[2],
                "reason": row[3] or "no reason stored",
                "invoices": [(row[4], invoice) for invoice in json.loads(row[5])],
            }
            for row in rows
        }


class Mail:
    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.head = email.parser.BytesHeaderParser().parse(file)
        self.message_id = str(self.head["Message-ID"] or "")
        found = ATTEMPT_ID.search(self.message_id)
        self.attempt = found.group(1).lower() if found else None
        self.language = str(self.head["Content-Language"] or "").split("-")[0].lower()

    def parts(self):
        """Texts by content type."""
        with open(self.path, "rb") as file:
            message = email.parser.BytesParser(policy=email.policy.default).parse(file)
        return {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}


class Mailbox:
    def __init__(self, maildir):
        self.folder = pathlib.Path(maildir) / "new"

    def __len__(self):
        try:
            return sum(1 for _ in self.folder.iterdir())
        except FileNotFoundError:
            return 0

    def mails(self):
        """In the order of their arrival."""
        return [Mail(path) for path in sorted(self.folder.iterdir())] if self.folder.exists() else []
