"""The fleet under test: workers, each in copies, behind a proxy, and a broker and a mail server of its own."""

import asyncio
import ctypes
import json
import os
import re
import secrets
import base64
import shutil
import signal
import socket
import subprocess
import time

LIBC = ctypes.CDLL("libc.so.6", use_errno=True)
PR_SET_PDEATHSIG = 1


def die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


class Peer:
    """A process of ours that takes orders on its standard input and tells things on its standard output."""

    def __init__(self, name, folder, command, heard=None):
        self.name, self.folder, self.command, self.heard = name, folder, command, heard

    async def start(self):
        with open(self.folder / f"log/{self.name}.log", "ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *map(str, self.command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent)
        self.first = (await asyncio.wait_for(self.process.stdout.readline(), 30)).decode()
        self.listening = asyncio.create_task(self.listen())
        return self.first

    async def listen(self):
        while line := await self.process.stdout.readline():
            if self.heard:
                self.heard(json.loads(line))

    def order(self, **what):
        self.process.stdin.write((json.dumps(what) + "\n").encode())

    @property
    def pid(self):
        return self.process.pid

    async def stop(self):
        if self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()
        await asyncio.wait([self.listening], timeout=5)


class Worker:
    """One copy of a worker. It is started again whenever it ends, like by any supervisor."""

    def __init__(self, fleet, kind, number):
        self.fleet, self.kind, self.name = fleet, kind, f"{kind}-{number}"
        self.settings = {}
        self.arm_file = fleet.folder / f"run/{self.name}.arm"
        self.process = None
        self.is_wanted = False
        # Ended without being killed by us, with which status.
        self.ends = []
        self.expected_end = False
        self.lock = asyncio.Lock()

    def launch(self):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.fleet.folder), "LANG": "C.UTF-8",
                       "RUN_MARK": os.environ.get("RUN_MARK", ""), **self.settings,
                       "DUNLIN_FAULTS_ARM": str(self.arm_file)}
        with open(self.fleet.folder / f"log/{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.fleet.products / self.kind], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent)
        self.expected_end = False

    async def supervise(self):
        self.is_wanted = True
        while self.is_wanted:
            self.launch()
            while self.process.poll() is None:
                await asyncio.sleep(0.05)
            fired = self.arm_file.with_name(self.arm_file.name + ".fired")
            if fired.exists():
                fired.unlink()
                self.fleet.point_fired(self)
            elif not self.expected_end and self.is_wanted:
                self.ends.append(self.process.returncode)
            if self.is_wanted:
                await asyncio.sleep(0.3)

    def send(self, number):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            return True
        return False

    def kill(self):
        self.expected_end = True
        return self.send(signal.SIGKILL)

    def freeze(self):
        return self.send(signal.SIGSTOP)

    def thaw(self):
        return self.send(signal.SIGCONT)

    def drain(self):
        self.expected_end = True
        return self.send(signal.SIGTERM)

    def arm(self, point, count):
        partial = self.arm_file.with_suffix(".new")
        partial.write_text(f"{point} {count} {time.time_ns()}\n")
        partial.rename(self.arm_file)

    def disarm(self):
        self.arm_file.unlink(missing_ok=True)


class Node:
    """One node of the broker."""

    def __init__(self, fleet, number):
        self.fleet, self.folder = fleet, fleet.folder / f"broker{number}"
        self.name = f"broker{number}"

    async def script(self, verb, *arguments, check=True, log=True):
        with open(self.fleet.folder / "log/broker.log", "ab") as file:
            process = await asyncio.create_subprocess_exec(
                "scripts/broker", verb, str(self.folder), *arguments, stdin=subprocess.DEVNULL,
                stdout=file if log else subprocess.PIPE, stderr=file)
            output, _ = await process.communicate()
        if check and process.returncode != 0:
            raise RuntimeError(f"scripts/broker {verb} failed with {process.returncode}; see log/broker.log")
        return (output or b"").decode()

    async def start(self, join=None):
        await self.script("start", *(["--join", str(join.folder)] if join else []))
        text = (self.folder / "broker.env").read_text()
        self.settings = dict(line.split("=", 1) for line in text.splitlines())

    @property
    def port(self):
        return int(self.settings["BROKER_AMQP_PORT"])

    @property
    def node(self):
        return self.settings["BROKER_NODE"]

    def pid(self):
        return int((self.folder / "node.pid").read_text())

    def kill(self):
        os.kill(self.pid(), signal.SIGKILL)

    async def crash(self, seconds):
        """kill -9, and a start a while later."""
        pid = self.pid()
        self.kill()
        while os.path.exists(f"/proc/{pid}"):
            await asyncio.sleep(0.05)
        await asyncio.sleep(seconds)
        await self.script("start")

    async def freeze(self, seconds):
        pid = self.pid()
        os.kill(pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            os.kill(pid, signal.SIGCONT)

    async def control(self, *arguments):
        return await self.script("ctl", *arguments, log=False)


class Fleet:
    # Small enough for two cores; each worker has a second copy to take over.
    COPIES = {"planner": 2, "renderer": 2, "email-sender": 2}
    CONNECTIONS = 4
    RESPONSE_TIMEOUT = 3

    def __init__(self, folder, products, store, nodes, guard_off, heard):
        self.folder, self.products, self.store = folder, products, store
        self.nodes = [Node(self, number) for number in range(1, nodes + 1)]
        self.guard_off = guard_off
        self.heard = heard
        self.workers = [Worker(self, kind, number) for kind, count in self.COPIES.items()
                        for number in range(1, count + 1)]
        self.tasks = []
        self.fired = []
        self.environment = {**os.environ, "PATH": f"{products}:{os.environ['PATH']}"}

    def of(self, kind):
        return [worker for worker in self.workers if worker.kind == kind]

    def named(self, name):
        return next(worker for worker in self.workers if worker.name == name)

    def point_fired(self, worker):
        self.fired.append(worker.name)

    async def dunlin(self, *arguments, environment=None):
        process = await asyncio.create_subprocess_exec(
            str(self.products / "dunlin"), *arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={**self.environment, **(environment or {})})
        output, errors = await process.communicate()
        if process.returncode != 0:
            raise RuntimeError(f"dunlin {' '.join(arguments[:2])}: {errors.decode()[-400:]}")
        return output.decode()

    async def start(self, books):
        folder = self.folder
        await self.nodes[0].start()
        for node in self.nodes[1:]:
            await node.start(join=self.nodes[0])
        shutil.copytree("Sources/Rulebook/Default", folder / "config")
        first = self.nodes[0].settings
        management = (f"http://{first['BROKER_USER']}:{first['BROKER_PASSWORD']}@127.0.0.1:"
                      f"{first['BROKER_MANAGEMENT_PORT']}")
        await self.dunlin("topology", "apply", "--management", management, "--credentials", str(folder / "env"))
        for node in self.nodes:
            await node.script("sync")
        await self.dunlin(
            "ledger", "init", "--store", self.store.address, "--config", str(folder / "config"), "--clock", "test",
            "--at", f"{books.TODAY}T{books.HOUR}", "--zone", books.ZONE)
        await asyncio.to_thread(self.store.watch)
        self.sink = Peer("sink", folder, ["/usr/bin/python3", "-u", "scripts/lib/chaos/sink.py",
                                          folder / "received.ndjson", "--delay-ms", "5"], self.heard)
        smtp_port = int((await self.sink.start()).split()[1])
        names = [f"{worker.name}={','.join(str(node.port) for node in self.nodes)}" for worker in self.workers]
        names += [f"smtp-{worker.name}={smtp_port}" for worker in self.of("email-sender")]
        self.proxy = Peer("proxy", folder, ["/usr/bin/python3", "-u", "scripts/lib/chaos/proxy.py", *names])
        self.configure(json.loads(await self.proxy.start()))
        self.tasks = [asyncio.create_task(worker.supervise()) for worker in self.workers]
        for worker in self.workers:
            await self.await_ready(worker)

    def broker_url(self, user, ports=None):
        text = (self.folder / f"env/{user}.env").read_text()
        url = re.search(r"^DUNLIN_BROKER_URL=(.*)$", text, re.MULTILINE).group(1)
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports or [node.port for node in self.nodes])
        return re.sub(r"@[^/?]*", f"@{hosts}", url, count=1)

    def configure(self, ports):
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        health = free_ports(len(self.workers))
        for worker, port in zip(self.workers, health):
            worker.health_port = port
            worker.settings = {
                "DUNLIN_BROKER_URL": self.broker_url(worker.kind, ports[worker.name]),
                "DUNLIN_BROKER_HEARTBEAT": "5s", "DUNLIN_HEALTH_PORT": str(port), "DUNLIN_STORE": self.store.address,
                "DUNLIN_CONFIG": str(self.folder / "config"), "DUNLIN_LINKS_URL": "http://127.0.0.1:9",
                "DUNLIN_LINKS_KEY": key, "DUNLIN_LOG_LEVEL": "notice", "DUNLIN_SHUTDOWN_GRACE": "10s",
                # Deferred mails wait minutes; a short run has seconds.
                "DUNLIN_FAULTS_HASTE": "60", "DUNLIN_FAULTS_JOURNAL": str(self.folder / "released.log")}
            if worker.kind == "email-sender":
                worker.settings |= {
                    "DUNLIN_EMAIL_SERVER": f"smtp://127.0.0.1:{ports['smtp-' + worker.name][0]}",
                    "DUNLIN_EMAIL_SECURITY": "none", "DUNLIN_EMAIL_CONNECTIONS": str(self.CONNECTIONS),
                    "DUNLIN_EMAIL_CONNECT_TIMEOUT": "3s",
                    "DUNLIN_EMAIL_RESPONSE_TIMEOUT": f"{self.RESPONSE_TIMEOUT}s", "DUNLIN_EMAIL_LEASE": "8s"}
            if self.guard_off:
                worker.settings["DUNLIN_FAULTS_GUARD_OFF"] = f"guard.{self.guard_off}"

    async def await_ready(self, worker, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", worker.health_port)
                writer.write(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n")
                answer = await asyncio.wait_for(_.readline(), 2)
                writer.close()
                if b" 200" in answer:
                    return
            except (OSError, asyncio.TimeoutError):
                pass
            await asyncio.sleep(0.1)
        raise RuntimeError(f"{worker.name} is not ready after {seconds} s; see log/{worker.name}.log")

    async def queues(self):
        """Messages by queue, as the queues themselves count them."""
        text = await self.nodes[0].control("list_queues", "name", "messages")
        counts = {}
        for line in text.splitlines():
            name, _, count = line.partition("\t")
            if count.isdigit():
                counts[name] = int(count)
        return counts

    async def stop(self):
        for worker in self.workers:
            worker.is_wanted = False
            worker.disarm()
            worker.send(signal.SIGCONT)
            worker.send(signal.SIGTERM)
        deadline = time.monotonic() + 15
        for worker in self.workers:
            while worker.process and worker.process.poll() is None and time.monotonic() < deadline:
                await asyncio.sleep(0.05)
            worker.send(signal.SIGKILL)
        for task in self.tasks:
            task.cancel()
        for peer in ("proxy", "sink"):
            if hasattr(self, peer):
                await getattr(self, peer).stop()
        for node in reversed(self.nodes):
            await node.script("stop", "--now", check=False)
