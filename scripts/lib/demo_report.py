#!/usr/bin/python3
"""Counts what the demo's fleet did, prints it as tables, keeps two mails to look at, and gives the verdict.

Mails are counted in the mailbox, not in the ledger. The last line of standard output is the demo's last line; it begins
with `demo: ok` only if everything holds, and else the exit status is 1.
"""

import argparse
import collections
import json
import pathlib
import re
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from demo_books import Ledger, Mailbox  # noqa: E402

LEAST_ACCEPTED = 250
LEAST_STOPPED = 20
OURS = ["planner", "renderer", "email-sender", "response-ingester", "publish"]
WORTH_A_LOOK = [("first-reminder", "de"), ("final-notice", "fr"), ("third-reminder", "en"), ("second-reminder", "es")]


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--dead", type=int, required=True, help="messages in dead-letter queues")
    parser.add_argument("--unknown-permille", type=int, default=0, help="attempts of 1,000 that may end as unknown")
    return parser.parse_args()


def print_table(title, head, rows):
    print(f"\n{title}")
    cells = [head] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for row in cells:
        first, *rest = [cell.ljust(width) if i == 0 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(row, widths))]
        print("  " + "  ".join([first] + rest))


def claimed_after_settlement(ledger):
    """Attempts that were claimed when everything their mail names was settled, by the order of commits."""
    is_settled = {}
    late = set()
    for what, creditor, identifier, invoices in ledger.rows(
        "SELECT what, creditor, id, invoices FROM witness ORDER BY number"
    ):
        if what != "claimed":
            is_settled[creditor, identifier] = what == "settled"
        elif all(is_settled.get((creditor, invoice), False) for invoice in json.loads(invoices)):
            late.add(identifier.lower())
    return late


def personal_texts(events):
    """Names, addresses and amounts of the books, in lower case, amounts as people write them."""
    texts = set()
    for line in events.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)["data"]
        if "contacts" in data:
            people = [data] + data["contacts"]
            texts.update(person[key].lower() for person in people for key in ("name", "email", "phone") if person.get(key))
        minor = abs(data.get("amount", {}).get("minor", 0))
        if minor >= 100_000:
            whole, part = f"{minor // 100}", f"{minor % 100:02}"
            groups = f"{minor // 100:,}"
            texts.update({f"{whole}.{part}", f"{groups}.{part}", f"{groups.replace(',', '.')},{part}"})
    return texts


class Report:
    def __init__(self, chosen):
        self.chosen = chosen
        self.ledger = Ledger(chosen.folder / "ledger.sqlite")
        self.attempts = self.ledger.attempts()
        self.mails = Mailbox(chosen.folder / "maildir").mails()
        self.steps = re.findall(r"\bid: ([\w-]+)", (chosen.folder / "config/policies/default.yaml").read_text())
        self.problems = []

    def demand(self, holds, problem):
        if not holds:
            self.problems.append(problem)

    def attempt(self, mail):
        return self.attempts.get(mail.attempt, {})

    def print_sent(self):
        counts = collections.Counter((self.attempt(mail).get("step", "?"), mail.language or "?") for mail in self.mails)
        languages = sorted({language for _, language in counts})
        steps = [step for step in self.steps if any(counts[step, language] for language in languages)]
        steps += sorted({step for step, _ in counts} - set(self.steps))
        rows = [[step] + [counts[step, one] for one in languages] + [sum(counts[step, one] for one in languages)]
                for step in steps]
        rows.append(["all"] + [sum(counts[step, one] for step in steps) for one in languages] + [len(self.mails)])
        print_table("What was sent, by step and language (counted in the mailbox)", ["step"] + languages + ["all"], rows)

    def print_stopped(self):
        reasons = collections.Counter(one["reason"] for one in self.attempts.values() if one["state"] == "cancelled")
        rows = [*reasons.most_common(), ("all", reasons.total())]
        print_table("What was stopped on its way, and why", ["reason", "reminders"], rows)
        resting = self.ledger.rows(
            "SELECT why, COUNT(*) FROM dunning_case WHERE number NOT IN (SELECT case_number FROM attempt) "
            "GROUP BY why ORDER BY 2 DESC, 1"
        )
        if resting:
            print_table("Accounts that nobody wrote to today, and why", ["reason", "accounts"], resting)
        return reasons.total()

    def check_mailbox(self):
        """Mailbox and ledger must tell the same story: no mail without an attempt, no accepted attempt without a mail."""
        sent = {mail.attempt for mail in self.mails}
        accepted = {attempt for attempt, one in self.attempts.items() if one["state"] == "accepted"}
        unknown = {attempt for attempt, one in self.attempts.items() if one["state"] == "unknown"}
        self.demand(None not in sent, "a mail names no attempt in its Message-ID")
        self.demand(not accepted - sent, f"{len(accepted - sent)} accepted reminders are not in the mailbox")
        stray = sent - accepted - unknown - {None}
        self.demand(not stray, f"{len(stray)} mails are in the mailbox that the ledger does not count as sent")
        return sent, unknown

    def check_logs(self):
        """What workers log is about identifiers, never about who someone is or what they owe."""
        texts = personal_texts(self.chosen.folder / "events.ndjson")
        self.demand(len(texts) > LEAST_ACCEPTED, "the books hold too few names to look for")
        for name in OURS:
            path = self.chosen.folder / "log" / f"{name}.log"
            log = path.read_text(encoding="utf-8", errors="replace").lower()
            found = sum(text in log for text in texts)
            self.demand(not found, f"{path.name} holds {found} names, addresses or amounts of the books")

    def keep_mails(self):
        """Two mails of different languages and steps as HTML, and the page behind the payment link of one."""
        folder = self.chosen.folder / "mails"
        folder.mkdir(exist_ok=True)
        by_kind = {}
        for mail in self.mails:
            by_kind.setdefault((self.attempt(mail).get("step"), mail.language), mail)
        kinds = [kind for kind in WORTH_A_LOOK if kind in by_kind] + [kind for kind in by_kind if kind not in WORTH_A_LOOK]
        chosen = []
        for kind in kinds:
            if len(chosen) < 2 and kind[1] not in [one[1] for one in chosen]:
                chosen.append(kind)
        self.demand(len(chosen) == 2, "there are no two mails of different languages to look at")
        print("\nTo look at")
        for step, language in chosen:
            path = folder / f"{step}-{language}.html"
            path.write_text(by_kind[step, language].parts().get("text/html", ""), encoding="utf-8")
            self.demand(path.stat().st_size > 0, f"the mail {path.name} has no HTML part")
            print(f"  {path}")
        if chosen:
            self.keep_page(by_kind[chosen[0]], folder / "payment-page.html")

    def keep_page(self, mail, path):
        link = re.search(r"https?://\S+/c/[\w.~-]+", mail.parts().get("text/plain", ""))
        if not link:
            return self.demand(False, "a mail has no payment link")
        try:
            with urllib.request.urlopen(link.group(0), timeout=10) as answer:
                path.write_bytes(answer.read())
            print(f"  {path}")
        except OSError as error:
            self.demand(False, f"the page behind a payment link does not open: {error}")

    def run(self):
        self.print_sent()
        stopped = self.print_stopped()
        sent, unknown = self.check_mailbox()
        late = claimed_after_settlement(self.ledger) & sent
        message_ids = {mail.message_id for mail in self.mails}
        duplicates = len(self.mails) - len(message_ids)
        self.keep_mails()
        self.check_logs()

        self.demand(len(message_ids) >= LEAST_ACCEPTED, f"fewer than {LEAST_ACCEPTED} reminders were accepted")
        self.demand(stopped >= LEAST_STOPPED, f"fewer than {LEAST_STOPPED} reminders were stopped")
        self.demand(not duplicates, f"{duplicates} mails came twice")
        self.demand(not late, f"{len(late)} mails were claimed after everything they name was paid")
        self.demand(not self.chosen.dead, f"{self.chosen.dead} messages are dead letters")
        most_unknown = len(self.attempts) * self.chosen.unknown_permille // 1000
        self.demand(len(unknown) <= most_unknown, f"the outcome of {len(unknown)} reminders is not known")
        for problem in self.problems:
            print(f"demo: {problem}", file=sys.stderr)
        accounts = self.ledger.number("SELECT COUNT(*) FROM account WHERE name IS NOT NULL")
        invoices = self.ledger.number("SELECT COUNT(*) FROM invoice")
        print(
            f"\ndemo: {'failed' if self.problems else 'ok'} accounts={accounts} invoices={invoices} "
            f"accepted={len(message_ids)} stopped={stopped} duplicates={duplicates} after_payment={len(late)} "
            f"dead={self.chosen.dead} unknown={len(unknown)}"
        )
        return 1 if self.problems else 0


if __name__ == "__main__":
    sys.exit(Report(options()).run())
