"""Compares what upstream said, what the ledger says and what the mail server really received.

A receipt is a body that came whole and was not refused, whether the answer to it arrived or not: the provider has it. The
key of a receipt is (case, episode, step, occurrence, channel, contact slot).

lost            due by `dunlin simulate` over the same events and clock, and neither accepted, rejected or unknown, nor
                parked, nor cancelled with a reason that still holds; or accepted in the ledger and never received
twice           receipts beyond the first of a key, and receipts that no attempt of the ledger accounts for
after_payment   receipts whose claim was committed after a fact that stops it (everything named is settled, disputed or
                held), by the order of commits; and receipts whose body was let go more than 5 s after the claim
unknown         attempts whose outcome nobody knows; at most 1 % of the reminders, each with a task
uncrossed       accepted although something it names was settled, disputed or held between claim and acceptance, and the
                attempt does not say so
stuck           attempts that still move, and cases that are due, when nothing has happened for a minute and no task waits
"""

import collections
import json
import re

MOVING = ("planned", "dispatched", "claimed", "submitting")
CLAIM_LIMIT_MS = 5_000
# Instants of two processes are compared, each rounded to a millisecond.
ROUNDING_MS = 5


class Verdict:
    def __init__(self):
        self.evidence = collections.defaultdict(list)
        self.counts = collections.Counter()
        # What the ledger says of each attempt.
        self.attempts = []

    def violation(self, name, what):
        self.counts[name] += 1
        self.evidence[name].append(what)

    @property
    def is_clean(self):
        return not any(self.evidence.values())


def lines_of(path):
    try:
        with open(path, encoding="utf-8") as file:
            return [line for line in file.read().split("\n") if line]
    except FileNotFoundError:
        return []


class Checker:
    def __init__(self, folder, store):
        self.folder, self.store = folder, store
        self.verdict = Verdict()
        self.receipts = [json.loads(line) for line in lines_of(folder / "received.ndjson")]
        self.receipts = [one for one in self.receipts if one["fate"] != "refused"]
        self.attempts = {}
        for row in store.rows(
            "SELECT t.id, t.case_number, t.episode, t.step, t.occurrence, t.channel, t.slot, t.state, t.reason, "
            "a.account, t.invoices, t.crossed FROM attempt t JOIN account a ON a.id = t.account_id"
        ):
            self.attempts[row[0]] = {
                "key": row[1:7], "case": row[1], "step": row[3], "state": row[7], "reason": row[8],
                "account": str(row[9]), "invoices": json.loads(row[10]), "crossed": row[11]}
        self.tasks = collections.defaultdict(set)
        self.waiting = set()
        for case, kind, attempt, closed in store.rows("SELECT case_number, kind, attempt, closed_at FROM task"):
            self.tasks[kind].add(attempt)
            if closed is None:
                self.waiting.add(case)

    def run(self, due, clock):
        """`due`: {(account, step)} by the simulator; `clock`: the ledger's instant in milliseconds."""
        self.check_receipts()
        self.check_due(due)
        self.check_claims()
        self.check_unknown()
        self.check_stuck(clock)
        self.verdict.attempts = list(self.attempts.values())
        counts = self.verdict.counts
        counts["reminders"] = len({self.key(one) for one in self.receipts})
        counts["unknown"] = sum(one["state"] == "unknown" for one in self.attempts.values())
        return self.verdict

    def key(self, receipt):
        attempt = self.attempts.get(receipt["attempt"])
        return attempt["key"] if attempt else ("?", receipt["attempt"])

    def check_receipts(self):
        seen = collections.defaultdict(list)
        for receipt in self.receipts:
            seen[self.key(receipt)].append(receipt)
        for key, receipts in seen.items():
            for receipt in receipts[1:]:
                fates = ", ".join(f"{one['fate']} at {one['received']}" for one in receipts)
                self.verdict.violation("twice", f"attempt {receipt['attempt']} was received {len(receipts)} times: {fates}")
        for id in sorted({receipt["attempt"] or "" for receipt in self.receipts}):
            attempt = self.attempts.get(id)
            if attempt is None:
                self.verdict.violation("twice", f"attempt {id or '(none)'} was received and is not in the ledger")
            elif attempt["state"] not in ("accepted", "unknown", "delivered", "bounced", "complained"):
                # It could be sent again, and nobody would know that it was the second time.
                self.verdict.violation("twice", f"attempt {id} was received and is {attempt['state']}: {attempt['reason']}")
        received = {receipt["attempt"] for receipt in self.receipts}
        for id, attempt in self.attempts.items():
            if attempt["state"] == "accepted" and id not in received:
                self.verdict.violation("lost", f"attempt {id} is accepted and was never received")

    def check_due(self, due):
        """What is due by all facts must have come to an end that says so."""
        ends = collections.defaultdict(list)
        for id, attempt in self.attempts.items():
            ends[attempt["account"], attempt["step"]].append((id, attempt))
        for account, step in sorted(due):
            states = [attempt["state"] for _, attempt in ends[account, step]]
            if any(state in ("accepted", "rejected", "unknown", "parked", "delivered", "bounced") for state in states):
                continue
            if not states:
                self.verdict.violation("lost", f"account {account}: {step} is due and was never planned")
                continue
            for id, attempt in ends[account, step]:
                if attempt["case"] in self.waiting and attempt["state"] in MOVING:
                    continue
                self.verdict.violation(
                    "lost", f"account {account}: {step} is due, attempt {id} is {attempt['state']}: {attempt['reason']}")

    def check_claims(self):
        """Plays the commits in their order."""
        settled, stops = set(), collections.defaultdict(dict)
        claims = collections.defaultdict(list)
        # What is claimed and not accepted yet, by account, with the first fact that came meanwhile.
        under_way = collections.defaultdict(dict)
        for what, creditor, id, account, detail, at in self.store.rows(
            f"SELECT what, creditor, id, account, detail, at FROM witness ORDER BY {self.store.order}"
        ):
            if what in ("settled", "stopped"):
                for attempt, crossing in under_way[account].items():
                    under_way[account][attempt] = crossing or f"{what} by {id}"
            match what:
                case "settled":
                    settled.add((creditor, id))
                case "opened":
                    settled.discard((creditor, id))
                case "stopped":
                    stops[account][id] = detail
                case "released":
                    stops[account].pop(id, None)
                case "claimed":
                    claims[id].append((at, self.stop(creditor, account, json.loads(detail), settled, stops[account])))
                    under_way[account][id] = None
                case "unknown":
                    under_way[account].pop(id, None)
                case "accepted":
                    crossing = under_way[account].pop(id, None)
                    if crossing and self.attempts[id]["crossed"] is None:
                        self.verdict.violation("uncrossed", f"attempt {id} was accepted, {crossing}, and does not say so")
        released = {}
        for line in lines_of(self.folder / "released.log"):
            id, fence, at = line.split()
            released.setdefault(id, []).append(int(at))
        for receipt in self.receipts:
            before = [claim for claim in claims[receipt["attempt"]] if claim[0] <= receipt["received"] + ROUNDING_MS]
            if not before:
                self.verdict.violation("after_payment", f"attempt {receipt['attempt']} was received and never claimed")
                continue
            claimed, stop = before[-1]
            if stop:
                self.verdict.violation("after_payment", f"attempt {receipt['attempt']} was claimed after it was {stop}")
            let_go = [at for at in released.get(receipt["attempt"], []) if claimed - ROUNDING_MS <= at <= receipt["received"] + ROUNDING_MS]
            if not let_go:
                self.verdict.violation("after_payment", f"attempt {receipt['attempt']} was received and never let go")
            elif let_go[-1] - claimed > CLAIM_LIMIT_MS + ROUNDING_MS:
                self.verdict.violation(
                    "after_payment", f"attempt {receipt['attempt']} was let go {let_go[-1] - claimed} ms after its claim")

    def stop(self, creditor, account, invoices, settled, stops):
        """Why a mail that names these invoices must not be claimed now, or None."""
        if all((creditor, invoice) in settled for invoice in invoices):
            return "settled"
        for id, invoice in stops.items():
            if invoice is None or invoice in invoices:
                return f"stopped by {id}"
        return None

    def check_unknown(self):
        for id, attempt in self.attempts.items():
            for state, kind in (("unknown", "outcome unknown"), ("parked", "command parked"), ("rejected", "rejected")):
                if attempt["state"] == state and id not in self.tasks[kind]:
                    self.verdict.violation("taskless", f"attempt {id} is {state} and no task says so")

    def check_stuck(self, clock):
        for id, attempt in self.attempts.items():
            if attempt["state"] in MOVING and attempt["case"] not in self.waiting:
                self.verdict.violation("stuck", f"attempt {id} is {attempt['state']}: {attempt['reason']}")
        for number, why in self.store.rows(
            f"SELECT number, why FROM dunning_case WHERE next_action_at <= {clock}"
        ):
            if number not in self.waiting:
                self.verdict.violation("stuck", f"case {number} is due and rests: {why}")


def due_of(simulation, clock):
    """{(account, step)} that the simulator sends up to the clock's instant, an RFC 3339 text."""
    due = set()
    for line in simulation.splitlines():
        decision = json.loads(line)
        if decision["action"] == "send" and decision["at"] <= clock:
            due.add((decision["account"], decision["step"]))
    return due
