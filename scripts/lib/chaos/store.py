"""The ledger's database as the suite sees it: makes it, breaks it, reads it, and lets it write down the order of commits.

The fleet's own records are what is being proved. Triggers in the database see every commit, whoever makes it: when a mail
was claimed, when an invoice was settled, a dispute opened, a hold placed.
"""

import asyncio
import csv
import glob
import io
import os
import pathlib
import pwd
import shutil
import sqlite3
import subprocess
import time

WITNESS = {
    "sqlite": ["""
CREATE TABLE witness (number INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL, creditor TEXT NOT NULL,
    id TEXT NOT NULL, account BIGINT, detail TEXT, at BIGINT NOT NULL)"""],
    "postgres": ["""
CREATE TABLE witness (number BIGSERIAL PRIMARY KEY, what TEXT NOT NULL, creditor TEXT NOT NULL,
    id TEXT NOT NULL, account BIGINT, detail TEXT, at BIGINT NOT NULL)"""],
}
NOW = {"sqlite": "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
       "postgres": "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"}
# Table, columns whose change counts, when, and what is written: what, id, account, detail.
TRIGGERS = [
    ("attempt", "state", "NEW.state = 'claimed'", "'claimed'", "NEW.id", "NEW.account_id", "NEW.invoices"),
    ("attempt", "state", "NEW.state IN ('accepted', 'unknown')", "NEW.state", "NEW.id", "NEW.account_id", "NULL"),
    ("invoice", "open", "", "CASE WHEN NEW.open > 0 THEN 'opened' ELSE 'settled' END", "NEW.invoice", "NEW.account_id",
     "NULL"),
    ("dispute", "is_open", "", "CASE WHEN NEW.is_open = 1 THEN 'stopped' ELSE 'released' END",
     "'dispute ' || NEW.id", "NEW.account_id", "NEW.invoice"),
    ("hold", "is_placed", "", "CASE WHEN NEW.is_placed = 1 THEN 'stopped' ELSE 'released' END", "'hold ' || NEW.id",
     "NEW.account_id", "NEW.invoice"),
]


def witness_sql(kind):
    statements = list(WITNESS[kind])
    for number, (table, column, condition, what, id, account, detail) in enumerate(TRIGGERS):
        insert = (f"INSERT INTO witness (what, creditor, id, account, detail, at) "
                  f"VALUES ({what}, NEW.creditor, {id}, {account}, {detail}, {NOW[kind]});")
        changed = {"opened": f"(NEW.{column} > 0) <> (OLD.{column} > 0)"}.get(
            "opened" if table == "invoice" else "", f"NEW.{column} <> OLD.{column}")
        update = " AND ".join(filter(None, [condition, changed]))
        if kind == "sqlite":
            statements += [
                f"CREATE TRIGGER witness_{number}_update AFTER UPDATE OF {column} ON {table} WHEN {update} "
                f"BEGIN {insert} END",
                f"CREATE TRIGGER witness_{number}_insert AFTER INSERT ON {table} "
                f"{f'WHEN {condition} ' if condition else ''}BEGIN {insert} END"]
        else:
            statements += [
                f"CREATE FUNCTION witness_{number}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {insert} RETURN NULL; END $$",
                f"CREATE TRIGGER witness_{number}_update AFTER UPDATE OF {column} ON {table} FOR EACH ROW "
                f"WHEN ({update}) EXECUTE FUNCTION witness_{number}()",
                f"CREATE TRIGGER witness_{number}_insert AFTER INSERT ON {table} FOR EACH ROW "
                f"{f'WHEN ({condition}) ' if condition else ''}EXECUTE FUNCTION witness_{number}()"]
    return statements


class SQLiteStore:
    """The ledger as a file, on a small file system of its own where that can be mounted."""

    kind = "sqlite"
    # How a question can fail.
    FAILURES = (sqlite3.Error,)
    SIZE_MB = 2048
    order = "number"

    def __init__(self, folder, say):
        self.disk = folder / "disk"
        self.disk.mkdir()
        self.path = self.disk / "ledger.sqlite"
        self.address = str(self.path)
        self.say = say
        self.is_mounted = False

    async def start(self):
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={self.SIZE_MB}m", "dunlin-chaos", str(self.disk)],
            capture_output=True, text=True)
        self.is_mounted = done.returncode == 0
        if not self.is_mounted:
            self.say(f"no disk-full faults: a file system of our own cannot be mounted here ({done.stderr.strip()})")

    def kinds(self):
        return ["database-locked"] + (["disk-full"] if self.is_mounted else [])

    def watch(self):
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        for statement in witness_sql(self.kind):
            connection.execute(statement)
        connection.close()

    def rows(self, sql):
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30, isolation_level=None)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    async def lock(self, seconds):
        """Holds the write lock, as a stranger does who forgot a transaction."""
        def hold():
            connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
            try:
                connection.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)
                connection.execute("ROLLBACK")
            finally:
                connection.close()

        await asyncio.to_thread(hold)

    async def fill(self, seconds):
        """No block is left for so long: the file system shrinks to what is used."""
        def resize(megabytes=None):
            stat = os.statvfs(self.disk)
            used = (stat.f_blocks - stat.f_bfree) * stat.f_frsize
            size = f"{megabytes}m" if megabytes else str(used + 4096)
            return subprocess.run(
                ["mount", "-o", f"remount,size={size}", str(self.disk)], capture_output=True).returncode == 0

        for _ in range(50):
            if resize():
                break
            await asyncio.sleep(0.02)
        else:
            raise RuntimeError("the disk could not be filled")
        try:
            await asyncio.sleep(seconds)
        finally:
            resize(self.SIZE_MB)

    def relieve(self):
        """Whatever a fault left behind is taken back."""
        if self.is_mounted:
            subprocess.run(["mount", "-o", f"remount,size={self.SIZE_MB}m", str(self.disk)], capture_output=True)

    def stop(self, keep):
        if not self.is_mounted:
            return
        if keep:
            kept = self.disk.parent / "ledger"
            kept.mkdir(exist_ok=True)
            for file in self.disk.glob("ledger.sqlite*"):
                shutil.copy(file, kept / file.name)
        subprocess.run(["umount", "--lazy", str(self.disk)], capture_output=True)


class PostgresStore:
    """The ledger in a PostgreSQL server of our own, on a socket in our folder."""

    kind = "postgres"
    FAILURES = (RuntimeError,)
    # When a transaction took effect, not when it asked for its number.
    order = "pg_xact_commit_timestamp(xmin), number"

    def __init__(self, folder, say):
        self.folder = folder / "postgres"
        self.folder.mkdir()
        self.say = say
        self.process = None
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]))
        if not programs:
            raise RuntimeError("PostgreSQL's server is not installed: run scripts/setup")
        self.programs = pathlib.Path(programs[-1])
        self.owner = []
        if os.geteuid() == 0:
            postgres = pwd.getpwnam("postgres")
            os.chown(self.folder, postgres.pw_uid, postgres.pw_gid)
            # The server's user must get through to its own.
            folder.chmod(0o711)
            self.owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        self.address = f"postgres://dunlin@/ledger?host={self.folder}&port=5432"

    async def start(self):
        subprocess.run(
            [*self.owner, self.programs / "initdb", f"--pgdata={self.folder}/data", "--username=dunlin", "--no-locale",
             "--encoding=UTF8", "--auth=trust", "--no-sync"], check=True, capture_output=True, cwd=self.folder)
        await self.launch()
        await asyncio.to_thread(self.run, "CREATE DATABASE ledger", "postgres")

    async def launch(self):
        with open(self.folder.parent / "log/postgres.log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.owner, self.programs / "postgres", "-D", f"{self.folder}/data", "-p", "5432",
                 "-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}", "-c", "max_connections=60",
                 "-c", "track_commit_timestamp=on", "-c", "jit=off", "-c", "shared_buffers=128MB"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, start_new_session=True)
        for _ in range(600):
            ready = await asyncio.create_subprocess_exec(
                self.programs / "pg_isready", "-q", "-h", self.folder, "-p", "5432")
            if await ready.wait() == 0:
                return
            await asyncio.sleep(0.1)
        raise RuntimeError("PostgreSQL does not serve after 60 s; see log/postgres.log")

    def kinds(self):
        return ["database-locked", "database-crash", "database-terminated"]

    def run(self, sql, database="ledger"):
        """Runs SQL and gives what it tells as rows of text."""
        done = subprocess.run(
            [self.programs / "psql", "-X", "-q", "--csv", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-p",
             "5432", "-U", "dunlin", "-d", database, "-f", "-"],
            input=sql, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"psql: {done.stderr.strip()}")
        return [tuple(row) for row in csv.reader(io.StringIO(done.stdout))]

    def watch(self):
        self.run(";\n".join(witness_sql(self.kind)) + ";")

    def rows(self, sql):
        def value(text):
            return int(text) if text.lstrip("-").isdigit() else text or None
        return [tuple(value(text) for text in row) for row in self.run(sql)]

    async def lock(self, seconds):
        """Holds the table that every claim needs, as a stranger does who forgot a transaction."""
        await asyncio.to_thread(
            self.run, f"BEGIN; LOCK TABLE attempt IN EXCLUSIVE MODE; SELECT pg_sleep({seconds:.2f}); ROLLBACK;")

    async def terminate(self):
        await asyncio.to_thread(
            self.run, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'ledger' "
            "AND pid <> pg_backend_pid()")

    async def crash(self, seconds):
        """`pg_ctl stop -m immediate`, and recovery when it is started again."""
        self.end()
        await asyncio.sleep(seconds)
        await self.launch()

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(3)
            self.process.wait(20)

    def relieve(self):
        pass

    def stop(self, keep):
        if keep and self.process and self.process.poll() is None:
            dump = self.folder.parent / "ledger.sql"
            with open(dump, "wb") as file:
                subprocess.run([self.programs / "pg_dump", "-h", self.folder, "-p", "5432", "-U", "dunlin", "ledger"],
                               stdout=file, stderr=subprocess.DEVNULL)
        self.end()
