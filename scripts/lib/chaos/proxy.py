#!/usr/bin/python3
"""A TCP proxy on loopback that does to connections what networks do.

    proxy.py NAME=PORT[,PORT…] …

Listens on a port of its own for each pair of NAME and PORT and passes on to 127.0.0.1:PORT. Prints one line of JSON,
{"NAME": [PORT, …], …}. Then reads orders from standard input, one JSON object a line:

    {"reset": NAME}                    every connection of that name is reset, on both sides
    {"hole": NAME, "seconds": S}       for so long nothing comes through, either way, and nobody is told; then what was
                                       connected is reset
    {"slow": NAME, "seconds": S}       for so long every piece waits a moment

An empty NAME means all.
"""

import asyncio
import json
import signal
import socket
import struct
import sys
import time

PIECE = 65_536
SLOWNESS = 0.05


class Line:
    """One name: its connections and what is done to them."""

    def __init__(self, name):
        self.name = name
        self.pairs = set()
        self.hole_until = self.slow_until = 0.0

    async def serve(self, port, reader, writer):
        try:
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return reset(writer)
        pair = (writer, there_writer)
        self.pairs.add(pair)
        try:
            await asyncio.gather(self.pass_on(reader, there_writer), self.pass_on(there_reader, writer))
        except OSError:
            pass
        finally:
            self.pairs.discard(pair)
            for one in pair:
                one.close()

    async def pass_on(self, reader, writer):
        try:
            while piece := await reader.read(PIECE):
                while (left := self.hole_until - time.monotonic()) > 0:
                    await asyncio.sleep(left)
                if self.slow_until > time.monotonic():
                    await asyncio.sleep(SLOWNESS)
                writer.write(piece)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()
        except OSError:
            writer.transport.abort()
            raise

    def reset_all(self):
        for pair in list(self.pairs):
            for one in pair:
                reset(one)

    async def hole(self, seconds):
        self.hole_until = time.monotonic() + seconds
        pairs = list(self.pairs)
        # What was connected never comes back, as behind a firewall that forgot it: it is reset before the hole closes, so
        # that nothing of what fell into it comes through later.
        await asyncio.sleep(max(0, seconds - 0.05))
        for pair in pairs:
            for one in pair:
                reset(one)


def reset(writer):
    connection = writer.get_extra_info("socket")
    if connection is not None:
        try:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
    writer.transport.abort()


async def main():
    lines, ports, servers = {}, {}, []
    for argument in sys.argv[1:]:
        name, _, targets = argument.partition("=")
        line = lines[name] = Line(name)
        ports[name] = []
        for target in targets.split(","):
            server = await asyncio.start_server(
                lambda reader, writer, line=line, target=int(target): line.serve(target, reader, writer),
                "127.0.0.1", 0, backlog=512)
            servers.append(server)
            ports[name].append(server.sockets[0].getsockname()[1])
    print(json.dumps(ports), flush=True)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    tasks = set()

    async def obey():
        while text := await orders.readline():
            order = json.loads(text)
            verb = next(iter(order))
            for line in [lines[order[verb]]] if order[verb] else lines.values():
                if verb == "reset":
                    line.reset_all()
                elif verb == "hole":
                    task = asyncio.create_task(line.hole(order["seconds"]))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
                elif verb == "slow":
                    line.slow_until = time.monotonic() + order["seconds"]
        stopped.set()

    obeying = asyncio.create_task(obey())
    await stopped.wait()
    obeying.cancel()
    for server in servers:
        server.close()


if __name__ == "__main__":
    asyncio.run(main())
