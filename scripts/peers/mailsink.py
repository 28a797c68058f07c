#!/usr/bin/python3
"""A mail server that accepts every mail and keeps it as a file: the sink of tests and of the demo.

Each accepted mail becomes one file in MAILDIR/new, with its envelope in front of it as X-Envelope-From and one
X-Envelope-To for each recipient. A file is written in MAILDIR/tmp and renamed, so a reader never sees half of one.
Nothing is synced to disk: what a power cut takes here was never anyone's mail.

Prints "READY PORT" on standard output when it listens, and stops cleanly on SIGTERM or SIGINT.
Needs python3-aiosmtpd.
"""

import argparse
import asyncio
import itertools
import os
import pathlib
import signal
import ssl
import sys
import time
import warnings

# aiosmtpd 1.4.3 warns on each start about combinations that are meant here (AUTH without TLS on loopback).
warnings.filterwarnings("ignore", module="aiosmtpd")

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword  # noqa: E402


class Maildir:
    """Stores mails under names that sort in the order of their arrival."""

    def __init__(self, folder, delay):
        self.tmp, self.new = folder / "tmp", folder / "new"
        for part in (self.tmp, self.new, folder / "cur"):
            part.mkdir(parents=True, exist_ok=True)
        self.delay = delay
        self.numbers = itertools.count(1)

    async def handle_DATA(self, server, session, envelope):
        if self.delay:
            await asyncio.sleep(self.delay)
        name = f"{time.time_ns()}.{os.getpid()}_{next(self.numbers)}.mailsink"
        head = [f"X-Envelope-From: {envelope.mail_from or ''}"]
        head += [f"X-Envelope-To: {recipient}" for recipient in envelope.rcpt_tos]
        partial = self.tmp / name
        with open(partial, "wb") as file:
            file.write("\r\n".join(head).encode("ascii", "backslashreplace") + b"\r\n" + envelope.content)
        os.rename(partial, self.new / name)
        return f"250 2.0.0 Ok: queued as {name.split('.')[0]}"


def authenticator(user, password):
    expected = LoginPassword(user.encode(), password.encode())

    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=data == expected, handled=False)

    return check


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--maildir", type=pathlib.Path, required=True, help="folder for the mails; made when missing")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one (default)")
    parser.add_argument("--cert", help="PEM file with the certificate chain; with --key, offers STARTTLS")
    parser.add_argument("--key", help="PEM file with the private key")
    parser.add_argument("--smtps", action="store_true", help="TLS from the first byte instead of STARTTLS")
    parser.add_argument("--require-tls", action="store_true", help="refuse mail before STARTTLS")
    parser.add_argument("--user", help="demand AUTH with this name")
    parser.add_argument("--password", help="the password that goes with --user")
    parser.add_argument("--delay-ms", type=int, default=0, help="answer this long after the final dot")
    parser.add_argument("--max-bytes", type=int, default=33_554_432, help="largest mail (default %(default)s)")
    chosen = parser.parse_args()
    if bool(chosen.cert) != bool(chosen.key):
        parser.error("--cert and --key go together")
    if bool(chosen.user) != bool(chosen.password):
        parser.error("--user and --password go together")
    if (chosen.smtps or chosen.require_tls) and not chosen.cert:
        parser.error("--smtps and --require-tls need --cert and --key")
    return chosen


async def serve(chosen):
    context = None
    if chosen.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chosen.cert, chosen.key)
    handler = Maildir(chosen.maildir, chosen.delay_ms / 1000)
    settings = {"hostname": "mailsink.example", "data_size_limit": chosen.max_bytes, "enable_SMTPUTF8": False}
    if context and not chosen.smtps:
        settings.update(tls_context=context, require_starttls=chosen.require_tls)
    if chosen.user:
        settings.update(
            auth_required=True, auth_require_tls=False, authenticator=authenticator(chosen.user, chosen.password)
        )
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    # Whoever started this may have had them blocked, and a child inherits that.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await loop.create_server(
        lambda: SMTP(handler, **settings), chosen.host, chosen.port, ssl=context if chosen.smtps else None, backlog=512
    )
    print("READY", server.sockets[0].getsockname()[1], flush=True)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    try:
        asyncio.run(serve(options()))
    except OSError as error:
        sys.exit(f"mailsink: {error}")
