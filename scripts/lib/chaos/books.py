"""What upstream publishes: seeded books of accounts with overdue invoices, and what happens to them while reminders are on their way."""

import json
import random

CREDITOR = "harbour-supplies"
SOURCE = "chaos"
TODAY, HOUR, ZONE = "2026-11-24", "10:00", "Europe/Berlin"
PLACES = [("DE", "Europe/Berlin", "de"), ("GB", "Europe/London", "en"), ("FR", "Europe/Paris", "fr"),
          ("ES", "Europe/Madrid", "es")]
DOMAINS = 997

# What becomes of an account, and how many of a hundred. "calm" and the last five are due in the end, by their facts.
FATES = [("calm", 74), ("paid", 8), ("disputed", 3), ("held", 3), ("part-paid", 2), ("voided", 1), ("lifted", 2),
         ("reversed", 2), ("settled-dispute", 2), ("moved", 2), ("credited", 1)]


def event(type, id, minute, data):
    """All of it happened after hours on the day before, so that the simulator knows all of it when a step is due."""
    time = f"2026-11-23T{19 + minute // 600:02}:{minute // 10 % 60:02}:{minute % 10:02}.000Z"
    return json.dumps({
        "specversion": "1.0", "id": id, "source": SOURCE, "type": f"dunlin.{type}.v1", "time": time,
        "data": {"creditor": CREDITOR, **data}}, separators=(",", ":"))


def payment(account, invoices, id, minute=900, part=1.0):
    """Money for invoices, given as (id, minor units)."""
    parts = [(invoice, max(1, int(minor * part))) for invoice, minor in invoices]
    return event("payment.received", f"{id}", minute, {
        "account": account, "payment": id, "receivedOn": TODAY,
        "amount": {"minor": sum(minor for _, minor in parts), "currency": "EUR"},
        "allocations": [{"invoice": invoice, "minor": minor} for invoice, minor in parts]})


class Account:
    """One debtor with one or two overdue invoices, and when which event about it is published."""

    def __init__(self, seed, number):
        self.chance = random.Random(f"{seed}/account/{number}")
        self.number = number
        self.id = f"k{number}"
        self.address = f"{self.id}@d{number % DOMAINS}.example.com"
        fates, weights = zip(*FATES)
        self.fate = self.chance.choices(fates, weights)[0]
        self.invoices = [(f"r{number}-{line}", self.chance.randrange(1_000, 500_000))
                         for line in range(1 if self.chance.random() < 0.8 else 2)]

    def master(self, minute, suffix="", address=None):
        country, zone, language = PLACES[self.number % len(PLACES)]
        return event("account.upserted", f"a{self.number}{suffix}", minute, {
            "account": self.id, "name": f"Example {self.number} Ltd", "language": language, "country": country,
            "zone": zone, "kind": "business",
            "contacts": [{"contact": "c1", "role": "billing", "name": "Accounts payable",
                          "email": address or self.address}]})

    def invoice(self, index, minute=120, type="issued", suffix=""):
        id, minor = self.invoices[index]
        days = 6 + (self.number * 7 + index * 3) % 50
        return event(f"invoice.{type}", f"{id}{suffix}", minute, {
            "account": self.id, "invoice": id, "amount": {"minor": minor, "currency": "EUR"},
            "issuedOn": day_before(days + 30), "dueOn": day_before(days)})

    def timeline(self):
        """(seconds after the account's start, line), in no order. What overtakes a reminder comes 0 to 7 s after it."""
        chance = self.chance
        lines = [(chance.uniform(0, 0.3), self.master(100))]
        lines += [(chance.uniform(0, 0.5), self.invoice(index)) for index in range(len(self.invoices))]
        # Facts that race the mail: around the time at which it is planned, written, claimed and sent.
        race = chance.triangular(0.5, 7.0, 2.6)
        later = race + chance.uniform(-1.0, 3.0)
        first = self.invoices[0][0]
        match self.fate:
            case "paid":
                lines.append((race, payment(self.id, self.invoices, f"p{self.number}")))
            case "part-paid":
                lines.append((race, payment(self.id, self.invoices[:1], f"p{self.number}", part=0.4)))
            case "credited":
                lines.append((race, event("credit_note.issued", f"n{self.number}", 800, {
                    "account": self.id, "creditNote": f"n{self.number}", "issuedOn": TODAY,
                    "amount": {"minor": self.invoices[0][1] // 3 or 1, "currency": "EUR"},
                    "allocations": [{"invoice": first, "minor": self.invoices[0][1] // 3 or 1}]})))
            case "disputed":
                lines.append((race, self.dispute("opened", 800)))
            case "settled-dispute":
                # Opened and closed, and the closing may come first.
                lines += [(race, self.dispute("opened", 800)), (later, self.dispute("closed", 810))]
            case "held":
                lines.append((race, self.hold("placed", 800)))
            case "lifted":
                lines += [(race, self.hold("placed", 800)), (later, self.hold("lifted", 810))]
            case "voided":
                lines += [(race, self.invoice(index, 800, "voided", "-void")) for index in range(len(self.invoices))]
            case "reversed":
                lines.append((race, payment(self.id, self.invoices, f"p{self.number}", 800)))
                lines.append((later, event("payment.reversed", f"v{self.number}", 810, {
                    "account": self.id, "payment": f"p{self.number}", "reversal": f"v{self.number}",
                    "reversedOn": TODAY})))
            case "moved":
                # An address of before, which comes late.
                lines.append((race, self.master(90, "-old", f"old.{self.address}")))
        if chance.random() < 0.05:
            # Upstream says it again.
            at, line = chance.choice(lines)
            lines.append((at + chance.uniform(0.1, 20), line))
        return [(max(0.0, at), line) for at, line in lines]

    def dispute(self, verb, minute):
        return event(f"dispute.{verb}", f"d{self.number}-{verb}", minute,
                     {"account": self.id, "dispute": f"d{self.number}", "reason": "goods damaged"})

    def hold(self, verb, minute):
        return event(f"hold.{verb}", f"h{self.number}-{verb}", minute,
                     {"account": self.id, "hold": f"h{self.number}", "reason": "talks"})

    def racing_payment(self):
        """Pays for everything, when its mail is just going out."""
        return payment(self.id, self.invoices, f"q{self.number}", 1000)


def day_before(days):
    import datetime

    return (datetime.date.fromisoformat(TODAY) - datetime.timedelta(days=days)).isoformat()


def account_of(address):
    """The number of the account that a mail goes to, or None."""
    name = address.split("@", 1)[0].removeprefix("old.")
    return int(name[1:]) if name[:1] == "k" and name[1:].isdigit() else None


def timeline(seed, accounts, seconds):
    """All lines as (seconds, line), by time; accounts begin evenly over the time."""
    chance = random.Random(f"{seed}/arrivals")
    lines = []
    for number in range(1, accounts + 1):
        start = (number - chance.random()) * seconds / accounts
        lines += [(start + at, line) for at, line in Account(seed, number).timeline()]
    lines.sort(key=lambda entry: entry[0])
    return lines
