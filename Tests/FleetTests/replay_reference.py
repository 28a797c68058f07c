#!/usr/bin/python3
"""A second reckoning of which reminders a file of settled invoices leads to under the default policy, day by day.

It shares nothing with the engine but the policy's words: it reads the CSV itself, walks through every day of every
account, and looks at nothing but that day. scripts/replay compares it with `dunlin simulate`.

Books as the replay has them: one creditor, UTC, one currency; a payment at 00:00 of its day, so before that day's
reminders; a disputed invoice disputed from its issue. All reminders then go out at 08:00, when the window opens.
"""

import argparse
import csv
import datetime
import decimal

# Sources/Rulebook/Default/policies/default.yaml: days relative to the due date, in the order of the ladder.
EARLY = {"upcoming": -7, "due-today": 0}
LATE = {"first-reminder": 5, "second-reminder": 14, "third-reminder": 28, "final-notice": 42}
MINIMUM = 500
MESSAGES, BUDGET_DAYS = 2, 7


class Invoice:
    def __init__(self, row):
        self.id, self.account = row["invoiceNumber"], row["customerID"]
        self.issued, self.due, self.settled = (day(row[name]) for name in ("InvoiceDate", "DueDate", "SettledDate"))
        self.minor = int(decimal.Decimal(row["InvoiceAmount"]) * 100)
        self.is_disputed = row["Disputed"] == "Yes"


class Account:
    def __init__(self):
        self.invoices = []
        self.sent_on = []
        # The episode: what was named in it, and the day on which each (step, due date) was taken.
        self.named, self.taken = [], {}

    def reminder(self, today):
        """The next reminder of today as (step, due date of an early step, invoices), or None."""
        owed = [one for one in self.invoices if one.issued <= today < one.settled and not one.is_disputed]
        if not any(today < one.settled for one in self.named):
            self.named, self.taken = [], {}
        overdue = [one for one in owed if one.due < today]
        found = self.late(overdue, today) if overdue else self.early(owed, today)
        if not found or sum(one.minor for one in found[2]) < MINIMUM:
            return None
        recent = [day for day in self.sent_on if (today - day).days < BUDGET_DAYS]
        return found if len(recent) < MESSAGES else None

    def late(self, overdue, today):
        """The lowest late step not taken, if its day has come: it names everything that is overdue."""
        for step, offset in LATE.items():
            if (step, None) in self.taken:
                continue
            days = [min(one.due for one in overdue) + datetime.timedelta(offset)]
            for lower in LATE:
                if (lower, None) in self.taken:
                    gap = max(1, offset - LATE[lower])
                    days.append(self.taken[lower, None] + datetime.timedelta(gap))
            return (step, None, overdue) if max(days) <= today else None
        return None

    def early(self, owed, today):
        """An early step whose day is today: the highest, then the earliest due date. On other days it lapses."""
        for step, offset in reversed(EARLY.items()):
            for due in sorted({one.due for one in owed}):
                sending_day = due + datetime.timedelta(offset)
                while sending_day.weekday() >= 5:
                    sending_day += datetime.timedelta(1)
                if sending_day == today <= due and (step, due) not in self.taken:
                    return step, due, [one for one in owed if one.due == due]
        return None

    def send(self, found, today):
        step, due, invoices = found
        self.sent_on.append(today)
        self.taken[step, due] = today
        self.named += invoices


def day(text):
    return datetime.datetime.strptime(text, "%m/%d/%Y").date()


def reminders(invoices):
    """Each reminder as a line: date, account, step, total in minor units, invoices."""
    accounts = {}
    for invoice in invoices:
        accounts.setdefault(invoice.account, Account()).invoices.append(invoice)
    today, last = min(one.issued for one in invoices), max(one.settled for one in invoices)
    while today <= last:
        for name, account in accounts.items():
            while today.weekday() < 5 and (found := account.reminder(today)):
                account.send(found, today)
                total = sum(one.minor for one in found[2])
                yield f"{today} {name} {found[0]} {total} {','.join(sorted(one.id for one in found[2]))}"
        today += datetime.timedelta(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", help="the CSV of invoices")
    parser.add_argument("--lines", action="store_true", help="print each reminder instead of their number, sorted")
    chosen = parser.parse_args()
    with open(chosen.file, encoding="utf-8", newline="") as file:
        lines = sorted(reminders([Invoice(row) for row in csv.DictReader(file)]))
    print(*lines if chosen.lines else [len(lines)], sep="\n")


if __name__ == "__main__":
    main()
