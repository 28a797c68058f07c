"""Does what the plan says, each fault at its time, and counts what was really done."""

import asyncio
import collections
import re
import time

from plan import TURN


class Injector:
    def __init__(self, fleet, say):
        self.fleet, self.say = fleet, say
        self.began = 0.0
        self.done = collections.Counter()
        self.points = collections.Counter()
        self.missed = []
        self.turns = {turn: asyncio.Lock() for turn in set(TURN.values())}
        self.running = set()

    async def run(self, faults, began):
        """Begins each fault at its time; returns when the last one is over."""
        self.began = began
        for fault in faults:
            await asyncio.sleep(max(0.0, began + fault.at - time.monotonic()))
            task = asyncio.create_task(self.perform(fault))
            self.running.add(task)
            task.add_done_callback(self.running.discard)
        if self.running:
            await asyncio.wait(list(self.running))

    async def perform(self, fault):
        turn = TURN.get(fault.kind)
        try:
            if turn:
                async with self.turns[turn]:
                    happened = await self.inject(fault)
            else:
                happened = await self.inject(fault)
        except Exception as error:  # What could not be done is told and not counted.
            self.say(f"fault failed: {fault}: {error}")
            happened = False
        if happened:
            self.done[fault.kind] += 1
            self.say(f"{time.monotonic() - self.began:7.1f}  done  {fault}")
        else:
            self.missed.append(fault)
            self.say(f"{time.monotonic() - self.began:7.1f}  not done  {fault}")

    async def inject(self, fault):
        fleet, seconds = self.fleet, fault.seconds
        match fault.kind:
            case "worker-kill":
                return await self.when_running(fault.target, lambda worker: worker.kill())
            case "worker-drain":
                return await self.when_running(fault.target, lambda worker: worker.drain())
            case "worker-stop":
                worker = fleet.named(fault.target)
                if not await self.when_running(fault.target, lambda worker: worker.freeze()):
                    return False
                try:
                    await asyncio.sleep(seconds)
                finally:
                    worker.thaw()
            case "crash-point":
                return await self.crash(fault)
            case "broker-reset":
                fleet.proxy.order(reset=fault.target)
            case "broker-half-open" | "smtp-half-open":
                fleet.proxy.order(hole=fault.target, seconds=seconds)
                await asyncio.sleep(seconds)
            case "broker-slow":
                fleet.proxy.order(slow=fault.target, seconds=seconds)
                await asyncio.sleep(seconds)
            case "smtp-cut":
                fleet.proxy.order(reset=fault.target)
            case "smtp-down":
                fleet.sink.order(down=seconds)
                await asyncio.sleep(seconds)
            case "broker-kill":
                await fleet.nodes[0].crash(seconds)
            case "broker-stop":
                await fleet.nodes[0].freeze(seconds)
            case "memory-alarm":
                await self.alarm(["set_vm_memory_high_watermark", "absolute", "1MiB"],
                                 ["set_vm_memory_high_watermark", "0.4"], seconds)
            case "disk-alarm":
                await self.alarm(["set_disk_free_limit", "100000GB"], ["set_disk_free_limit", "50MB"], seconds)
            case "leader-kill":
                await (await self.leader()).crash(seconds)
            case "leader-stop":
                await (await self.leader()).freeze(seconds)
            case "database-locked":
                await fleet.store.lock(seconds)
            case "database-terminated":
                await fleet.store.terminate()
            case "database-crash":
                await fleet.store.crash(seconds)
            case "disk-full":
                await fleet.store.fill(seconds)
            case "payment-race":
                fleet.sink.order(race=fault.detail["mails"])
            case kind:
                fleet.sink.order(fault=kind, seconds=fleet.RESPONSE_TIMEOUT + 1.5, **fault.detail)
        return True

    async def when_running(self, name, act):
        """A victim that is just being started again is waited for."""
        worker = self.fleet.named(name)
        for _ in range(100):
            if act(worker):
                return True
            await asyncio.sleep(0.05)
        return False

    async def crash(self, fault):
        """Armed until the process has died there, for half a minute at most: a point that nobody passes is no fault."""
        worker = self.fleet.named(fault.target)
        async with worker.lock:
            worker.arm(fault.detail["point"], fault.detail["count"])
            for _ in range(300):
                if worker.name in self.fleet.fired:
                    self.fleet.fired.remove(worker.name)
                    self.points[fault.detail["point"]] += 1
                    return True
                if self.ending:
                    break
                await asyncio.sleep(0.1)
            worker.disarm()
        return False

    ending = False

    async def alarm(self, on, off, seconds):
        nodes = self.fleet.nodes
        await asyncio.gather(*(node.control(*on) for node in nodes))
        try:
            await asyncio.sleep(seconds)
        finally:
            await asyncio.gather(*(node.control(*off) for node in nodes))

    async def leader(self):
        """The node that leads the sender's queue."""
        text = await self.fleet.nodes[0].control("list_queues", "name", "leader")
        found = re.search(r"^dunlin\.email-sender\s+(\S+)$", text, re.MULTILINE)
        if not found:
            raise RuntimeError("the sender's queue has no leader")
        return next(node for node in self.fleet.nodes if node.node == found.group(1))

    def relieve(self):
        """Nothing is armed, stopped or in the way any more."""
        self.ending = True
        self.fleet.sink.order(calm=True)
        self.fleet.store.relieve()
        for worker in self.fleet.workers:
            worker.disarm()
