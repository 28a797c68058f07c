#!/usr/bin/python3
"""Runs the fleet under faults and gives the verdict; see scripts/chaos, which builds the workers and calls this."""

import argparse
import asyncio
import collections
import json
import pathlib
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import books  # noqa: E402
import sink  # noqa: E402
from checker import MOVING, Checker, due_of  # noqa: E402
from faults import Injector  # noqa: E402
from fleet import Fleet  # noqa: E402
from plan import plan  # noqa: E402
from store import PostgresStore, SQLiteStore  # noqa: E402
from upstream import Upstream  # noqa: E402

# What ten minutes must have seen, and how many kinds of faults there must be.
LEAST_REMINDERS, LEAST_FAULTS, LEAST_KINDS = 20_000, 200, 12
MOST_UNKNOWN = 0.01
# So many times as many accounts as reminders are wanted: some are paid, disputed or held before theirs.
ABUNDANCE = 1.6
# Nothing happens for so long: what still moves is stuck.
IDLE_SECONDS = 60
QUIET_SECONDS = 3


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--guard-off", choices=("claim", "confirm", "basis"))
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--products", type=pathlib.Path, required=True)
    return parser.parse_args()


class Run:
    def __init__(self, chosen):
        self.chosen = chosen
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dunlin-chaos-"))
        for name in ("log", "run", "env"):
            (self.folder / name).mkdir()
        self.journal = open(self.folder / "faults.log", "w", encoding="utf-8")
        store = {"sqlite": SQLiteStore, "postgres": PostgresStore}[chosen.store](self.folder, self.say)
        nodes = 3 if chosen.cluster else 1
        self.fleet = Fleet(self.folder, chosen.products.absolute(), store, nodes, chosen.guard_off, self.heard)
        self.store = store
        self.injector = Injector(self.fleet, self.note)
        self.upstream = Upstream(self.fleet, self.folder / "events.ndjson")
        self.raced = set()
        self.tasks = []

    def say(self, text):
        print(text, file=sys.stderr if self.chosen.json else sys.stdout, flush=True)

    def note(self, text):
        self.journal.write(text + "\n")
        self.journal.flush()

    def heard(self, told):
        """What the mail server says: whose mail is just going out."""
        if "racing" in told:
            number = books.account_of(told["racing"])
            if number and number not in self.raced:
                self.raced.add(number)
                self.upstream.publish(books.Account(self.chosen.seed, number).racing_payment())

    def make_plan(self):
        workers = {kind: [worker.name for worker in self.fleet.of(kind)] for kind in self.fleet.COPIES}
        # The last faults begin early enough to be over at the end.
        length = max(10, self.chosen.seconds - 5)
        faults = plan(self.chosen.seed, length, self.store.kinds(), workers, self.chosen.cluster, sink.FAULTS)
        self.say(f"plan: {len(faults)} faults of {len({fault.kind for fault in faults})} kinds")
        for fault in faults:
            self.say(f"plan: {fault}")
        return faults

    async def measure(self):
        """How far everything is; None while the ledger cannot be read."""
        try:
            return await asyncio.to_thread(self.look)
        except self.store.FAILURES:  # Locked, full or gone: that is what is being done to it.
            return None

    def look(self):
        states = dict(self.store.rows("SELECT state, COUNT(*) FROM attempt GROUP BY state"))
        clock = self.store.rows("SELECT CAST(value AS BIGINT) FROM setting WHERE name = 'clock_instant'")[0][0]
        due = self.store.rows(f"SELECT COUNT(*) FROM dunning_case WHERE next_action_at <= {clock}")[0][0]
        events = self.store.rows("SELECT COUNT(*) FROM inbox")[0][0]
        return {"states": states, "due": due, "events": events, "clock": clock}

    async def tell_progress(self, began):
        while True:
            await asyncio.sleep(10)
            seen = await self.measure()
            if seen:
                states = " ".join(f"{state}={count}" for state, count in sorted(seen["states"].items()))
                self.say(f"{time.monotonic() - began:6.0f} s  events {seen['events']}  {states}  due={seen['due']}  "
                         f"faults {self.injector.done.total()}")

    async def settle(self):
        """Waits until nothing moves, or nothing has moved for a minute. Returns what is left in the queues."""
        last, changed, quiet_since = None, time.monotonic(), None
        while True:
            await asyncio.sleep(1)
            seen = await self.measure()
            queues = await self.fleet.queues()
            work = sum(count for name, count in queues.items() if not name.endswith(".dlq") and ".log" not in name)
            now = time.monotonic()
            if (seen, queues) != last:
                last, changed = (seen, queues), now
            is_quiet = (seen is not None and self.upstream.is_idle and work == 0 and seen["due"] == 0
                        and not any(seen["states"].get(state) for state in MOVING))
            quiet_since = (quiet_since or now) if is_quiet else None
            if quiet_since and now - quiet_since >= QUIET_SECONDS:
                return queues
            if now - changed > IDLE_SECONDS + 15:
                self.say(f"nothing happened for {now - changed:.0f} s, and not all is done")
                return queues

    async def run(self):
        chosen = self.chosen
        await self.store.start()
        faults = self.make_plan()
        self.say(f"everything is in {self.folder}")
        await self.fleet.start(books)
        publishing = asyncio.create_task(self.upstream.run())
        began = time.monotonic()
        accounts = max(50, round(LEAST_REMINDERS * ABUNDANCE * chosen.seconds / 600))
        feed = books.timeline(chosen.seed, accounts, max(5, chosen.seconds - 10))
        progress = asyncio.create_task(self.tell_progress(began))
        self.tasks = [publishing, progress]
        await asyncio.gather(self.upstream.feed(feed, began), self.injector.run(faults, began))
        self.injector.relieve()
        self.say(f"{time.monotonic() - began:6.0f} s  the faults are over; waiting until nothing moves")
        queues = await self.settle()
        progress.cancel()
        self.upstream.close()
        return await self.judge(queues)

    async def judge(self, queues):
        seen = await asyncio.to_thread(self.look)
        day = books.TODAY
        simulation = await self.fleet.dunlin(
            "simulate", "--events", str(self.folder / "events.ndjson"), "--from", day, "--to", day, "--json")
        # 10:00 in Berlin in winter.
        verdict = Checker(self.folder, self.store).run(due_of(simulation, f"{day}T09:00:00.000Z"), seen["clock"])
        return self.report(verdict, queues)

    def report(self, verdict, queues):
        chosen, done, counts = self.chosen, self.injector.done, verdict.counts
        for kind, count in sorted(done.items()):
            self.say(f"fault {kind}: {count}")
        for point, count in sorted(self.injector.points.items()):
            self.say(f"  crash point {point}: {count}")
        if self.injector.missed:
            self.say(f"planned and not done: {len(self.injector.missed)}")
        ends = {worker.name: worker.ends for worker in self.fleet.workers if worker.ends}
        if ends:
            self.say(f"ended on their own: {ends}")
        dead = {name: count for name, count in queues.items() if name.endswith(".dlq") and count}
        states = collections.Counter(attempt["state"] for attempt in verdict.attempts)
        self.say("attempts: " + " ".join(f"{state}={count}" for state, count in sorted(states.items())))
        self.say(f"dead letters: {dead or 'none'}; paid just when the mail went out: {len(self.raced)}; "
                 f"publishes begun anew: {self.upstream.restarts}")
        share = chosen.seconds / 600
        if counts["reminders"] < LEAST_REMINDERS * share:
            verdict.violation("few", f"{counts['reminders']} reminders, {LEAST_REMINDERS * share:.0f} wanted")
        if done.total() < LEAST_FAULTS * share:
            verdict.violation("few", f"{done.total()} faults, {LEAST_FAULTS * share:.0f} wanted")
        if len(done) < LEAST_KINDS:
            verdict.violation("few", f"{len(done)} kinds of faults, {LEAST_KINDS} wanted")
        if counts["unknown"] > counts["reminders"] * MOST_UNKNOWN:
            verdict.violation("many unknown", f"{counts['unknown']} of {counts['reminders']} outcomes are unknown")
        if self.upstream.refused:
            verdict.violation("refused", f"{len(self.upstream.refused)} events were refused: {self.upstream.refused[0]}")
        for name, lines in verdict.evidence.items():
            for line in lines[:20]:
                self.say(f"violation {name}: {line}")
            if len(lines) > 20:
                self.say(f"violation {name}: and {len(lines) - 20} more")
        result = {name: counts[name] for name in ("reminders", "lost", "twice", "after_payment", "unknown", "stuck")}
        result["faults"] = done.total()
        self.is_clean = verdict.is_clean
        if chosen.json:
            print(json.dumps({**result, "kinds": dict(done), "points": dict(self.injector.points),
                              "violations": verdict.evidence, "folder": str(self.folder)}, sort_keys=True))
        return (f"chaos reminders={result['reminders']} faults={result['faults']} lost={result['lost']} "
                f"twice={result['twice']} after_payment={result['after_payment']} unknown={result['unknown']} "
                f"stuck={result['stuck']}")

    async def close(self, keep):
        for task in self.tasks:
            task.cancel()
        self.upstream.close()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        if keep:
            self.say(f"kept in {self.folder}")
        await self.fleet.stop()
        await asyncio.to_thread(self.store.stop, keep)
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)


async def main():
    run = Run(options())
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(run.run())
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, task.cancel)
    line, keep = None, True
    try:
        line = await task
        keep = run.chosen.keep or not run.is_clean
    except asyncio.CancelledError:
        keep = run.chosen.keep
    finally:
        await run.close(keep)
    if line is None:
        return 130
    print(line, file=sys.stderr if run.chosen.json else sys.stdout)
    return 0 if run.is_clean else 1


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main()))
    except (RuntimeError, OSError) as error:
        sys.exit(f"chaos: {error}")
