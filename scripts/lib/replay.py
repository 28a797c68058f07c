#!/usr/bin/python3
"""The replay's parts: books from a file of settled invoices, and what the simulator's decisions come to against it.

    replay.py books CSV FOLDER        writes events.ndjson, each event checked against its schema, and ar-ibm.yaml
    replay.py days CSV                first day of issue and last day of payment
    replay.py sends DECISIONS         each reminder as a line: date, account, step, total in minor units, invoices
    replay.py counts CSV DECISIONS    the replay's last line; exit 1 if something happened that never must

What must never happen is counted from the CSV and the reminders alone: what the simulator says about its reasons or its
own facts is not read.
"""

import collections
import csv
import datetime
import decimal
import json
import pathlib
import sys

import jsonschema

CREDITOR, CURRENCY, SOURCE = "ar-ibm", "EUR", "/replay"
SCHEMAS = pathlib.Path(__file__).parents[2] / "topology/schemas"
# The default policy's steps that follow each other, lowest first.
LADDER = ["first-reminder", "second-reminder", "third-reminder", "final-notice"]
OPENS, CLOSES = datetime.time(8), datetime.time(18)
CREDITOR_FILE = f"""\
creditor: {CREDITOR}
name: Replay Books
country: IE
zone: UTC
language: en
languages: [en]
email:
  from: {{name: Accounts Receivable, address: receivables@example.com}}
  reply: billing@example.com
postal: |
  Replay Books
payment: {{url: "https://pay.example.com/?case={{case}}&amount={{amount}}&currency={{currency}}&invoice={{invoice}}"}}
policy: default
"""

Invoice = collections.namedtuple("Invoice", "id account issued due settled minor is_disputed")


def read_invoices(path):
    with open(path, encoding="utf-8", newline="") as file:
        invoices = [
            Invoice(
                row["invoiceNumber"], row["customerID"], read_day(row["InvoiceDate"]), read_day(row["DueDate"]),
                read_day(row["SettledDate"]), cents(row["InvoiceAmount"]), {"Yes": True, "No": False}[row["Disputed"]])
            for row in csv.DictReader(file)
        ]
    if len({one.id for one in invoices}) < len(invoices):
        sys.exit("replay: an invoice's number is not unique")
    return invoices


def read_day(text):
    month, day, year = map(int, text.split("/"))
    return datetime.date(year, month, day)


def cents(text):
    """Decimal digits to whole minor units: 61.7 is 6170. Never by way of a binary fraction."""
    minor = decimal.Decimal(text).scaleb(2)
    if minor != minor.to_integral_value() or minor <= 0:
        sys.exit(f"replay: {text} is no amount of at least one minor unit")
    return int(minor)


def events(invoices):
    """All events in the order of their times; of one time, accounts first and payments last."""
    found = []
    first_issue = {}
    for one in invoices:
        first_issue[one.account] = min(one.issued, first_issue.get(one.account, one.issued))
        owner = {"creditor": CREDITOR, "account": one.account}
        money = {"minor": one.minor, "currency": CURRENCY}
        found.append(event(1, "invoice.issued", one.id, one.issued, {
            **owner, "invoice": one.id, "amount": money, "issuedOn": str(one.issued), "dueOn": str(one.due)}))
        if one.is_disputed:
            found.append(event(2, "dispute.opened", one.id, one.issued, {
                **owner, "dispute": f"dispute-{one.id}", "invoice": one.id}))
        found.append(event(3, "payment.received", one.id, one.settled, {
            **owner, "payment": f"payment-{one.id}", "amount": money, "receivedOn": str(one.settled),
            "allocations": [{"invoice": one.id, "minor": one.minor}]}))
    for account, day in first_issue.items():
        contact = {"contact": "billing", "email": f"{account}@example.com"}
        found.append(event(0, "account.upserted", account, day, {
            "creditor": CREDITOR, "account": account, "name": f"Account {account}", "zone": "UTC",
            "contacts": [contact]}))
    found.sort(key=lambda pair: pair[0])
    return [body for _, body in found]


def event(rank, name, entity, day, data):
    """The event and what it is sorted by."""
    time = f"{day}T00:00:00.000Z"
    return (time, rank, entity), {
        "specversion": "1.0", "id": f"{name}-{entity}", "source": SOURCE, "type": f"dunlin.{name}.v1", "time": time,
        "data": data}


def check(bodies):
    """Ends everything at the first event that is not as its published schema says."""
    validators = {}
    for body in bodies:
        kind = body["type"]
        if kind not in validators:
            schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
            validators[kind] = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        problem = next(validators[kind].iter_errors(body), None)
        if problem:
            sys.exit(f"replay: {body['id']} is not as its schema says: {problem.json_path}: {problem.message}")


def write_books(invoices, folder):
    bodies = events(invoices)
    check(bodies)
    folder = pathlib.Path(folder)
    (folder / "events.ndjson").write_text("".join(json.dumps(body) + "\n" for body in bodies), encoding="utf-8")
    (folder / f"{CREDITOR}.yaml").write_text(CREDITOR_FILE, encoding="utf-8")


def read_sends(path):
    with open(path, encoding="utf-8") as file:
        sends = [line for line in map(json.loads, file) if line["action"] == "send"]
    if strange := [one for one in sends if one["total"]["currency"] != CURRENCY or one["creditor"] != CREDITOR]:
        sys.exit(f"replay: a reminder of books that are not these: {strange[0]}")
    return sorted(sends, key=lambda one: one["at"])


def instant(send):
    return datetime.datetime.strptime(send["at"], "%Y-%m-%dT%H:%M:%S.%f%z")


def line(send):
    return (f"{send['at'][:10]} {send['account']} {send['step']} {send['total']['minor']} "
            f"{','.join(sorted(send['invoices']))}")


def faults(invoices, sends):
    """How often what must never happen did happen. Days are counted in UTC, the zone of the books."""
    known = {one.id: one for one in invoices}
    counts = dict.fromkeys(["after_payment", "on_dispute", "twice", "skipped_steps", "outside_window"], 0)
    # Of each account's dunning since it last had nothing open of what it was reminded of: invoices named, steps taken.
    episodes = collections.defaultdict(lambda: (set(), collections.Counter()))
    for send in sends:
        at = instant(send)
        named = [known[invoice] for invoice in send["invoices"]]
        counts["after_payment"] += any(at.date() >= one.settled for one in named)
        counts["on_dispute"] += any(one.is_disputed for one in named)
        counts["outside_window"] += at.weekday() >= 5 or not OPENS <= at.time() < CLOSES
        if all(at.date() >= known[invoice].settled for invoice in episodes[send["account"]][0]):
            episodes.pop(send["account"])
        invoices_named, taken = episodes[send["account"]]
        step = send["step"]
        if step in LADDER:
            counts["skipped_steps"] += sum((lower, None) not in taken for lower in LADDER[:LADDER.index(step)])
        # A step before or on a due date belongs to that date; the others are taken once.
        occurrence = (step, None if step in LADDER else min(one.due for one in named))
        counts["twice"] += occurrence in taken
        taken[occurrence] += 1
        invoices_named.update(send["invoices"])
    return counts


def main(task, path, *rest):
    if task == "sends":
        return sys.stdout.writelines(sorted(f"{line(send)}\n" for send in read_sends(path)))
    invoices = read_invoices(path)
    if task == "books":
        return write_books(invoices, rest[0])
    if task == "days":
        return print(min(one.issued for one in invoices), max(one.settled for one in invoices))
    sends = read_sends(rest[0])
    counts = faults(invoices, sends)
    print(f"replay invoices={len(invoices)} sent={len(sends)}", *(f"{name}={count}" for name, count in counts.items()))
    return 1 if any(counts.values()) else 0


if __name__ == "__main__":
    needed = {"books": 3, "days": 2, "sends": 2, "counts": 3}
    if len(sys.argv) < 2 or len(sys.argv) - 1 != needed.get(sys.argv[1]):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
