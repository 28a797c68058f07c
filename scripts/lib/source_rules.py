#!/usr/bin/python3
"""The rules of the source tree that can be read off its files. Prints one line a finding; exit 1 if there is one."""

import pathlib
import re
import subprocess
import sys

# Which module may import which, beside SYSTEM. A line that grows is a decision: modules stay small by what they may not
# know. The C modules appear on one line each: one Swift module fences a C library, so that no other can misuse it.
IMPORTS = {
    # What every process speaks. It knows nobody.
    "Contracts": "Crypto",
    # Pure decisions: with a clock, a file or a connection in reach they would not stay so (see PURE).
    "Policy": "Contracts Crypto",
    "Templates": "Contracts Mustache",
    # The configuration folder: policies and templates of a creditor, checked as a whole.
    "Calendars": "Contracts Policy",
    "Rulebook": "Contracts Policy Calendars Templates Crypto Yams",
    # What a text message weighs. It knows nobody.
    "SMS": "",
    "Phones": "CPhoneNumber Policy Calendars",
    # What customers answer, read by rules and a small model: text in, a reading out.
    "Replies": "Contracts",
    "Links": "Contracts Crypto",
    # Crash points and guard switches: empty without -D FAULTS.
    "Faults": "",
    "AMQP": "CRabbitMQ Faults",
    "Store": "CSQLite CPostgres",
    "Ledger": "Store Contracts Policy Faults Crypto",
    "Transfer": "CCurl",
    "Worker": "Contracts AMQP Links Faults ArgumentParser Logging Metrics CoreMetrics Hummingbird NIOCore",
    # Executables. No one imports another. The renderer has no ledger: it is a function of message and templates.
    "Planner": "Contracts Policy Rulebook Links AMQP Store Ledger Worker Faults Crypto ArgumentParser Logging "
    "Metrics",
    "Renderer": "Contracts Policy Rulebook Templates Links AMQP Worker Crypto ArgumentParser Logging Metrics",
    "EmailSender": "Contracts Policy Rulebook Links AMQP Store Ledger Transfer Worker Faults Crypto CryptoExtras "
    "ArgumentParser Logging Metrics",
    "ResponseIngester": "Contracts Policy Rulebook Templates Links AMQP Store Ledger Worker Crypto ArgumentParser "
    "Logging Metrics CoreMetrics Hummingbird HummingbirdCore HTTPTypes NIOCore NIOHTTP1 ServiceLifecycle",
    "Dunlin": "Contracts Policy Calendars Rulebook Templates Replies SMS Phones Links AMQP Store Ledger Transfer Crypto "
    "ArgumentParser Yams",
    # Peers that tests and measurements start; nothing that runs in production may lean on it (see TEST_ONLY).
    "TestSupport": "",
    "Bench": "Contracts Policy Rulebook Links AMQP Store Ledger Transfer Worker TestSupport Crypto ArgumentParser",
}
SYSTEM = {"Foundation", "FoundationNetworking", "Synchronization", "Dispatch", "Glibc", "PackageDescription"}
C_MODULES = {"CRabbitMQ", "CSQLite", "CPostgres", "CCurl", "CPhoneNumber"}
# Tests that reach through a fence, and why.
THROUGH_FENCE = {
    # What a broker user must not do is what our own connection would never try.
    "DunlinTests": {"CRabbitMQ"},
}
TEST_ONLY = {"TestSupport", "Testing", "HummingbirdTesting"}

# The same facts must give the same decision, today and in a replay.
PURE = {"Policy", "Replies"}
IMPURE = re.compile(r"\b(Date\(\)|Date\.now|Instant\.now|ContinuousClock|FileManager|ProcessInfo|SystemRandom|random\()")

# Past this a file holds two ideas. Whoever needs more says so here, with the reason.
LONGEST = 450
LONGER: dict[str, str] = {}

# What a reader of a published tree can't use, or what marks unfinished work.
WORDS = [
    (re.compile(r"(?<![\w.])/(home|root|work|Users)/"), "names a folder of somebody's machine"),
    (re.compile(r"/tmp/(bash_jobs|mini|brief)"), "names a folder of somebody's machine"),
    (re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b"), "is unfinished: finish it or file an issue"),
]
# A reachable state ends a worker with everything it holds: throw instead.
FATAL = re.compile(r"\bfatalError\(|\btry!")
IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"
)
TEXT_LIMIT = 1_000_000


def tracked_files():
    """Files that are in the repository or would be with the next commit."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], check=True, capture_output=True
    )
    names = [pathlib.Path(name) for name in listing.stdout.decode().split("\0") if name]
    return [name for name in names if name.is_file() and not name.is_symlink()]


def import_findings(path, lines):
    area, module = path.parts[0], path.parts[1]
    if area == "Sources":
        if module not in IMPORTS:
            yield 1, f"the module {module} is not in the table of imports in scripts/lib/source_rules.py"
            return
        allowed = set(IMPORTS[module].split()) | SYSTEM | {module}
    else:
        # Tests see everything but the C libraries, and of those the one that their subject fences.
        subject = module.removesuffix("Tests")
        allowed = None
        fenced = C_MODULES - set(IMPORTS.get(subject, "").split()) - THROUGH_FENCE.get(module, set())
    for number, line in enumerate(lines, 1):
        match = IMPORT.match(line)
        if not match:
            continue
        name = match.group(1)
        if allowed is None:
            if name in fenced:
                yield number, f"{module} imports {name}, which only its own fence may"
        elif name not in allowed:
            reason = "is for tests" if name in TEST_ONLY else "is not one it may know"
            yield number, f"{module} imports {name}, which {reason}"


def swift_findings(path, lines):
    if len(path.parts) > 2:
        yield from import_findings(path, lines)
    if path.parts[0] != "Sources":
        return
    for number, line in enumerate(lines, 1):
        code = line.split("//")[0]
        if FATAL.search(code):
            yield number, "ends the process where an error could be thrown"
        if path.parts[1] in PURE and IMPURE.search(code):
            yield number, f"{path.parts[1]} is pure: time, chance and files come in as arguments"


def findings(path):
    content = path.read_bytes()
    if b"\0" in content[:8192]:
        yield 1, "is binary: nobody can review it"
        return
    if len(content) > TEXT_LIMIT:
        yield 1, f"has {len(content)} bytes: data belongs outside the repository"
    text = content.decode("utf-8", errors="replace")
    lines = text.splitlines()
    if path.parts[0] in ("Sources", "Tests", "scripts") and path.suffix in (".swift", ".py", ".c", ".h", ".sh", ""):
        if len(lines) > LONGEST and str(path) not in LONGER:
            yield 1, f"has {len(lines)} lines, more than {LONGEST}: look for the second idea"
    for number, line in enumerate(lines, 1):
        for pattern, reason in WORDS:
            if pattern.search(line):
                yield number, reason
    if path.suffix == ".swift":
        yield from swift_findings(path, lines)


def main():
    found = [(path, number, reason) for path in tracked_files() for number, reason in findings(path)]
    for path, number, reason in found:
        print(f"{path}:{number}: {reason}", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
