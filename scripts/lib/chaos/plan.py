"""The plan of faults: what is done when and to whom. The same seed, length, store and nodes give the same plan."""

import dataclasses
import random

# Gaps between two steps from event to outcome, by the worker that passes them. See topology/crash-points.md.
EVERY_LOOP = ["worker.after-receive-before-effects", "worker.after-effects-before-publish",
              "worker.after-publish-before-confirm", "worker.after-confirm-before-acknowledgement",
              "worker.after-acknowledgement"]
CRASH_POINTS = {
    "planner": EVERY_LOOP + [
        "planner.after-apply-before-publish", "planner.after-plan-before-publish", "planner.after-publish-before-mark",
        "planner.after-mark", "planner.after-sweep-before-publish"],
    "renderer": EVERY_LOOP,
    "email-sender": [
        "sender.after-receive-before-claim", "sender.after-claim-before-start", "sender.after-start-before-mark",
        "sender.after-mark-before-body", "sender.after-body-before-answer", "sender.after-answer-before-store",
        "sender.after-store-before-publish", "sender.after-publish-before-confirm",
        "sender.after-confirm-before-acknowledgement", "sender.after-acknowledgement"],
}

# Faults a minute by kind; the seed scatters them. What takes the whole fleet down comes rarely, what hits one process or
# one mail often.
RATES = {
    "worker-kill": 3.0, "worker-stop": 2.0, "worker-drain": 1.0, "crash-point": 5.0,
    "broker-reset": 1.6, "broker-half-open": 1.5, "broker-slow": 0.5,
    "broker-kill": 0.5, "broker-stop": 0.5, "memory-alarm": 0.5, "disk-alarm": 0.5,
    "database-locked": 1.0, "disk-full": 0.7, "database-crash": 0.5, "database-terminated": 0.8,
    "smtp-4xx": 1.2, "smtp-5xx": 0.8, "smtp-421": 1.0, "smtp-dies": 0.6, "smtp-stalls": 0.7, "smtp-late": 0.6,
    "smtp-resets": 0.8, "smtp-cut": 0.5, "smtp-half-open": 0.4, "smtp-down": 0.4,
    "payment-race": 2.5,
    "leader-kill": 0.7, "leader-stop": 0.7,
}
CLUSTER_ONLY = {"leader-kill", "leader-stop"}
# In a cluster the leaders stand for the broker.
SINGLE_ONLY = {"broker-kill", "broker-stop"}
STORE_KINDS = {"database-locked", "disk-full", "database-crash", "database-terminated"}
# These take place one at a time: two at once are one.
TURN = {kind: "broker" for kind in
        ("broker-kill", "broker-stop", "memory-alarm", "disk-alarm", "leader-kill", "leader-stop")}
TURN |= {kind: "store" for kind in STORE_KINDS}


@dataclasses.dataclass
class Fault:
    at: float
    kind: str
    target: str = ""
    seconds: float = 0.0
    detail: dict = dataclasses.field(default_factory=dict)

    def __str__(self):
        parts = [f"{self.at:7.1f}", self.kind]
        if self.target:
            parts.append(self.target)
        if self.seconds:
            parts.append(f"{self.seconds:.1f} s")
        parts += [f"{name}={value}" for name, value in self.detail.items()]
        return "  ".join(parts)


def plan(seed, length, store_kinds, workers, is_cluster, sink_stages):
    """Faults by time, over `length` seconds. `workers`: names of the processes by kind."""
    chance = random.Random(f"{seed}/plan")
    faults = []
    for kind in RATES:
        if kind in STORE_KINDS and kind not in store_kinds:
            continue
        if kind in (SINGLE_ONLY if is_cluster else CLUSTER_ONLY):
            continue
        # At least once each, in however short a run.
        count = max(1, round(RATES[kind] * length / 60))
        # One in each part of the time, so that chance does not heap them.
        for part in range(count):
            at = (part + chance.random()) * length / count
            faults.append(make(chance, kind, at, workers, sink_stages))
    faults.sort(key=lambda fault: fault.at)
    spread_holes(chance, faults, workers)
    return spread_crash_points(chance, faults, workers)


def spread_holes(chance, faults, workers):
    """Each kind of worker in its turn, first the planner, of which the most is on its way to the broker."""
    for turn, fault in enumerate(fault for fault in faults if fault.kind == "broker-half-open"):
        fault.target = chance.choice(list(workers.values())[turn % len(workers)])


def spread_crash_points(chance, faults, workers):
    """Each point in its turn, so that a run of some length passes all of them."""
    points = [(kind, point) for kind in workers for point in CRASH_POINTS.get(kind, [])]
    chance.shuffle(points)
    turn = 0
    for fault in faults:
        if fault.kind == "crash-point":
            kind, point = points[turn % len(points)]
            fault.target = chance.choice(workers[kind])
            fault.detail = {"point": point, "count": chance.choice([1, 1, 2, 3, 5, 8, 13])}
            if point == "planner.after-sweep-before-publish":
                fault.detail["count"] = 1
            turn += 1
    return faults


def make(chance, kind, at, workers, sink_stages):
    everyone = [name for names in workers.values() for name in names]
    senders = workers["email-sender"]
    fault = Fault(at, kind)
    match kind:
        case "worker-kill" | "worker-drain" | "broker-reset":
            fault.target = chance.choice(everyone)
        case "worker-stop":
            fault.target, fault.seconds = chance.choice(everyone), chance.choice([1, 2, 4, 7, 11])
        case "broker-half-open":
            fault.seconds = chance.uniform(4, 14)
        case "broker-slow":
            fault.target, fault.seconds = chance.choice(everyone), chance.uniform(2, 5)
        case "broker-kill" | "leader-kill":
            fault.seconds = chance.uniform(0.2, 3)
        case "broker-stop":
            fault.seconds = chance.choice([2, 4, 8, 13])
        case "leader-stop":
            fault.seconds = chance.choice([5, 10, 16])
        case "memory-alarm" | "disk-alarm":
            fault.seconds = chance.uniform(2, 6)
        case "database-locked":
            fault.seconds = chance.uniform(1, 7)
        case "disk-full":
            fault.seconds = chance.uniform(1, 5)
        case "database-crash":
            fault.seconds = chance.uniform(0.1, 3)
        case "smtp-cut" | "smtp-half-open":
            fault.target = f"smtp-{chance.choice(senders)}"
            fault.seconds = 0 if kind == "smtp-cut" else chance.uniform(1, 5)
        case "smtp-down":
            fault.seconds = chance.uniform(0.5, 4)
        case "payment-race":
            fault.detail = {"mails": chance.randrange(1, 6)}
        case _ if kind in sink_stages:
            # What leaves an outcome unknown hits one mail, the rest a few.
            few = kind in ("smtp-dies", "smtp-stalls", "smtp-late")
            fault.detail = {"mails": 1 if few else chance.randrange(1, 6), "stage": chance.choice(sink_stages[kind])}
    return fault
