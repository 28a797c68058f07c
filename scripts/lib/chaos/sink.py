#!/usr/bin/python3
"""A mail server on loopback that writes down what it received, and misbehaves when it is told to.

    sink.py LOG [--delay-ms N]

Prints "READY PORT". Then reads orders from standard input, one JSON object a line:

    {"fault": NAME, "mails": N, "stage": STAGE, "seconds": S}    how the next N mails are treated; see FAULTS
    {"race": N}                    name the recipients of the next N mails, before their bodies are asked for
    {"down": SECONDS}              nobody listens for so long; what is connected is reset
    {"calm": true}                 forget all orders

and prints {"racing": ADDRESS} for a recipient that was to be named, {"hit": NAME} for each mail treated by a fault.

LOG is the witness of what was received: a line of JSON for each body that came whole, in one write to the end of the
file, before anything is answered. `fate` says how it is answered: "accepted", "refused" (the answer says no), "silent" (it
never comes, or too late for anyone who waits as long as the sender does). A body that was not refused is a receipt,
whether its answer arrived or not: the provider has it.
"""

import argparse
import asyncio
import collections
import json
import os
import re
import signal
import socket
import struct
import sys
import time

# What happens to a mail, by its name; the stage at which, where there is a choice.
FAULTS = {
    "smtp-4xx": ("mail", "rcpt", "data", "message"),
    "smtp-5xx": ("rcpt", "message"),
    "smtp-421": ("mail", "rcpt", "data", "message"),
    "smtp-dies": ("message",),
    "smtp-stalls": ("rcpt", "data", "message"),
    "smtp-late": ("message",),
    "smtp-resets": ("body",),
}
ATTEMPT = re.compile(rb"^Message-ID:\s*<([0-9a-fA-F-]{36})@", re.IGNORECASE | re.MULTILINE)


def now_ms():
    return time.time_ns() // 1_000_000


class Sink:
    def __init__(self, log, delay):
        self.log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.delay = delay
        self.orders = collections.deque()
        self.racing = 0
        self.writers = set()

    def say(self, **what):
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()

    def next_order(self):
        """How the mail that begins now is treated; None: well."""
        if not self.orders:
            return None
        order = self.orders[0]
        order["mails"] -= 1
        if order["mails"] <= 0:
            self.orders.popleft()
        return order

    def write_down(self, **what):
        line = (json.dumps(what, separators=(",", ":")) + "\n").encode()
        if os.write(self.log, line) != len(line):
            raise OSError("the log took half a line")

    async def serve(self, reader, writer):
        self.writers.add(writer)
        try:
            await Conversation(self, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, Gone):
            pass
        finally:
            self.writers.discard(writer)
            writer.close()

    def reset_all(self):
        for writer in list(self.writers):
            reset(writer)


class Gone(Exception):
    """The conversation is over."""


def reset(writer):
    """Ends a connection so that the other side gets a reset."""
    connection = writer.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class Conversation:
    def __init__(self, sink, reader, writer):
        self.sink, self.reader, self.writer = sink, reader, writer
        self.order, self.sender, self.recipient = None, None, None

    async def answer(self, text):
        self.writer.write(text.encode() + b"\r\n")
        await self.writer.drain()

    async def misbehave(self, stage):
        """Does what the order says for this stage. Returns whether the step is answered by that."""
        order = self.order
        if not order or order["stage"] != stage:
            return False
        name = order["fault"]
        self.sink.say(hit=name)
        if name == "smtp-4xx":
            await self.answer("451 4.3.0 try again later")
        elif name == "smtp-5xx":
            await self.answer("550 5.1.1 no such mailbox" if stage == "rcpt" else "554 5.7.1 not taken")
        elif name == "smtp-421":
            await self.answer("421 4.3.2 going down")
            raise Gone
        elif name == "smtp-dies":
            reset(self.writer)
            raise Gone
        elif name == "smtp-stalls":
            await self.wait_for_the_end(600)
        elif name == "smtp-late":
            await self.wait_for_the_end(order["seconds"])
            await self.answer("250 2.0.0 late")
        self.order = None
        return True

    async def wait_for_the_end(self, seconds):
        """Until the other side hangs up, or so long."""
        try:
            await asyncio.wait_for(self.reader.read(1), seconds)
        except asyncio.TimeoutError:
            return
        raise Gone

    async def run(self):
        await self.answer("220 sink.example ESMTP")
        while line := await self.reader.readline():
            command = line.strip().decode("ascii", "replace")
            verb = command.split(" ", 1)[0].upper()
            if verb in ("EHLO", "HELO"):
                self.writer.write(b"250-sink.example\r\n250-8BITMIME\r\n")
                await self.answer("250 SIZE 33554432")
            elif verb == "MAIL":
                self.order, self.sender, self.recipient = self.sink.next_order(), command, None
                if not await self.misbehave("mail"):
                    await self.answer("250 2.1.0 Ok")
            elif verb == "RCPT":
                await self.recipient_named(command)
            elif verb == "DATA":
                await self.data()
            elif verb == "RSET":
                self.sender = self.recipient = None
                await self.answer("250 2.0.0 Ok")
            elif verb == "NOOP":
                await self.answer("250 2.0.0 Ok")
            elif verb == "QUIT":
                await self.answer("221 2.0.0 Bye")
                return
            else:
                await self.answer("502 5.5.2 not known")

    async def recipient_named(self, command):
        found = re.search(r"<([^>]*)>", command)
        address = found.group(1) if found else ""
        if await self.misbehave("rcpt"):
            return
        self.recipient = address
        if self.sink.racing > 0:
            self.sink.racing -= 1
            self.sink.say(racing=address)
        await self.answer("250 2.1.5 Ok")

    async def data(self):
        if not self.recipient:
            return await self.answer("503 5.5.1 no recipient")
        if await self.misbehave("data"):
            self.recipient = None
            return
        asked = now_ms()
        await self.answer("354 go on")
        if self.order and self.order["stage"] == "body":
            await self.reader.readexactly(1024)
            self.sink.say(hit=self.order["fault"])
            reset(self.writer)
            raise Gone
        first = await self.reader.readexactly(1)
        began = now_ms()
        body = first + await self.reader.readuntil(b"\r\n.\r\n")
        received = now_ms()
        if self.sink.delay and not self.order:
            await asyncio.sleep(self.sink.delay)
        fault = self.order["fault"] if self.order and self.order["stage"] == "message" else None
        fate = {"smtp-4xx": "refused", "smtp-5xx": "refused", "smtp-421": "refused"}.get(fault)
        fate = fate or ("silent" if fault else "accepted")
        found = ATTEMPT.search(body.replace(b"\r\n", b"\n"))
        self.sink.write_down(
            attempt=found.group(1).decode().lower() if found else None, to=self.recipient, asked=asked, began=began,
            received=received, answered=now_ms(), fate=fate, fault=fault)
        self.recipient = None
        if not await self.misbehave("message"):
            await self.answer("250 2.0.0 Ok")


async def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("log", help="what was received is appended to this file")
    parser.add_argument("--delay-ms", type=int, default=0, help="answer a body after so long (default %(default)s)")
    chosen = parser.parse_args()
    sink = Sink(chosen.log, chosen.delay_ms / 1000)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)

    async def listen(port):
        return await asyncio.start_server(sink.serve, "127.0.0.1", port, backlog=512, limit=1 << 20)

    server = await listen(0)
    port = server.sockets[0].getsockname()[1]
    print("READY", port, flush=True)
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)

    async def go_down(seconds):
        nonlocal server
        server.close()
        sink.reset_all()
        await asyncio.sleep(seconds)
        server = await listen(port)

    async def obey():
        while line := await lines.readline():
            order = json.loads(line)
            if "fault" in order:
                sink.orders.append(order)
            elif "race" in order:
                sink.racing = order["race"]
            elif "down" in order:
                await go_down(order["down"])
            elif "calm" in order:
                sink.orders.clear()
                sink.racing = 0
        stopped.set()

    obeying = asyncio.create_task(obey())
    await stopped.wait()
    obeying.cancel()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
