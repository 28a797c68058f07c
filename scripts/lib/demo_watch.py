#!/usr/bin/python3
"""Waits until the demo's fleet has come to a point, and says meanwhile how far it is.

Fails with 3 when a process of the demo has ended on its own (its name is in run/ended then), with 4 when the point is not reached in time.
"""

import argparse
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from demo_books import MOVING, Ledger, Mailbox  # noqa: E402

# How long nothing may move before it counts as quiet: longer than a planner waits for an import to end.
QUIET_SECONDS = 3.0


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--started", type=float, required=True, help="when the demo began, seconds since 1970")
    parser.add_argument("--events", type=int, default=0, help="events of the demo's books that are applied")
    parser.add_argument("--planned", type=int, default=0, help="reminders that were planned")
    parser.add_argument("--mails", type=int, default=0, help="mails in the mailbox")
    parser.add_argument("--quiet", action="store_true", help="nothing on its way any more")
    parser.add_argument("--within", type=float, default=120, help="seconds to wait at most")
    return parser.parse_args()


def dead_process(folder):
    """The name of a process whose id is noted and that is gone."""
    for note in sorted((folder / "run").glob("*.pid")):
        try:
            pid = int(note.read_text())
            os.kill(pid, 0)
            state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
            if state == "Z":
                return note.stem
        except FileNotFoundError:
            if note.exists():
                return note.stem
        except (ProcessLookupError, ValueError):
            return note.stem
    return None


class Watch:
    def __init__(self, chosen):
        self.chosen = chosen
        self.ledger = Ledger(chosen.folder / "ledger.sqlite")
        self.mailbox = Mailbox(chosen.folder / "maildir")
        self.quiet_since = None
        self.looked = self.said_at = 0.0
        self.said = ""

    def is_reached(self):
        chosen = self.chosen
        if self.ledger.events() < chosen.events or len(self.mailbox) < chosen.mails:
            return False
        if chosen.planned and sum(self.ledger.attempts_by_state().values()) < chosen.planned:
            return False
        if not chosen.quiet:
            return True
        if not self.ledger.is_quiet():
            self.quiet_since = None
            return False
        self.quiet_since = self.quiet_since or time.monotonic()
        return time.monotonic() - self.quiet_since >= QUIET_SECONDS

    def tell(self):
        """Once a second, and when nothing changes every five."""
        now = time.monotonic()
        if now - self.looked < 1:
            return
        self.looked = now
        states = self.ledger.attempts_by_state()
        counts = (
            f"events {self.ledger.events():5}   mails {len(self.mailbox):4}   "
            f"on the way {sum(states.get(state, 0) for state in MOVING):4}   stopped {states.get('cancelled', 0):3}"
        )
        if counts != self.said or now - self.said_at >= 5:
            self.said, self.said_at = counts, now
            print(f"  {time.time() - self.chosen.started:4.0f} s  {counts}", flush=True)

    def run(self):
        deadline = time.monotonic() + self.chosen.within
        while not self.is_reached():
            self.tell()
            if name := dead_process(self.chosen.folder):
                (self.chosen.folder / "run/ended").write_text(name)
                return 3
            if time.monotonic() > deadline:
                return 4
            time.sleep(0.03)
        return 0


if __name__ == "__main__":
    sys.exit(Watch(options()).run())
