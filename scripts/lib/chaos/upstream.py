"""Upstream: publishes events through `dunlin publish` and says each again until the broker has confirmed it."""

import asyncio
import collections
import json
import subprocess
import time

from fleet import die_with_parent


class Upstream:
    # Lines on their way to the broker, at most.
    WINDOW = 400

    def __init__(self, fleet, record):
        self.fleet = fleet
        # Every event that was given to the broker, in the order of its first time.
        self.record = open(record, "w", encoding="utf-8")
        self.waiting = collections.deque()
        self.unconfirmed = collections.deque()
        self.known = set()
        self.confirmed = 0
        self.refused = []
        self.restarts = 0
        self.arrived = asyncio.Event()
        self.is_closing = False

    def publish(self, line):
        if line not in self.known:
            self.known.add(line)
            self.record.write(line + "\n")
        self.waiting.append(line)
        self.arrived.set()

    @property
    def is_idle(self):
        return not self.waiting and not self.unconfirmed

    async def feed(self, lines, began):
        """Publishes each line at its time."""
        for at, line in lines:
            wait = began + at - time.monotonic()
            if wait > 0.005:
                await asyncio.sleep(wait)
            self.publish(line)

    async def run(self):
        while not self.is_closing:
            try:
                await self.converse()
            except (OSError, asyncio.IncompleteReadError):
                pass
            # What was not answered is said again, before anything else.
            self.waiting.extendleft(reversed(self.unconfirmed))
            self.unconfirmed.clear()
            self.restarts += 1
            await asyncio.sleep(0.3)

    async def converse(self):
        """One life of `dunlin publish`."""
        with open(self.fleet.folder / "log/publish.log", "ab") as log:
            process = await asyncio.create_subprocess_exec(
                str(self.fleet.products / "dunlin"), "publish", "-", "--ndjson", "--timeout", "60",
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
                preexec_fn=die_with_parent,
                env={**self.fleet.environment, "DUNLIN_BROKER_URL": self.fleet.broker_url("dunlin")})
        reading = asyncio.create_task(self.read(process))
        try:
            while not reading.done() and not self.is_closing:
                if not self.waiting or len(self.unconfirmed) >= self.WINDOW:
                    self.arrived.clear()
                    waiting = asyncio.create_task(self.arrived.wait())
                    await asyncio.wait([reading, waiting], timeout=0.2, return_when=asyncio.FIRST_COMPLETED)
                    waiting.cancel()
                    continue
                lines = []
                while self.waiting and len(self.unconfirmed) < self.WINDOW and len(lines) < 100:
                    lines.append(self.waiting.popleft())
                    self.unconfirmed.append(lines[-1])
                process.stdin.write("".join(line + "\n" for line in lines).encode())
                await process.stdin.drain()
        finally:
            reading.cancel()
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def read(self, process):
        while answer := await process.stdout.readline():
            line = self.unconfirmed.popleft()
            answer = json.loads(answer)
            if "error" in answer:
                if answer["error"].get("code") in ("abandoned", "broker"):
                    self.waiting.append(line)
                else:
                    self.refused.append(answer)
            else:
                self.confirmed += 1
            self.arrived.set()

    def close(self):
        self.is_closing = True
        self.arrived.set()
        self.record.flush()
