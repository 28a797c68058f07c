#!/usr/bin/python3
"""Shows what of the crash points and guard switches is in built executables.

    names.py none FOLDER…    the executables of these folders hold none of their names; a folder that is missing is left out
    names.py all FOLDER      together they hold all of them

The names are read off the sources, so that none is forgotten.
"""

import pathlib
import re
import sys

CALL = re.compile(r'Faults\.(?:pass|isOff)\(\s*"([^"]+)"')
SETTING = re.compile(r'"(DUNLIN_FAULTS_\w+)"')
PRODUCTS = ("planner", "renderer", "email-sender", "response-ingester", "dunlin")


def names():
    found = set()
    for path in pathlib.Path("Sources").rglob("*.swift"):
        text = path.read_text(encoding="utf-8")
        found |= set(CALL.findall(text)) | set(SETTING.findall(text))
    return sorted(found)


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("none", "all"):
        sys.exit(__doc__)
    wanted, held, looked = names(), {}, 0
    for folder in map(pathlib.Path, sys.argv[2:]):
        for product in PRODUCTS:
            if (folder / product).is_file():
                looked += 1
                image = (folder / product).read_bytes()
                for name in wanted:
                    if name.encode() in image:
                        held.setdefault(name, []).append(str(folder / product))
    if not looked:
        sys.exit(f"names: there are no executables in {' '.join(sys.argv[2:])}")
    if sys.argv[1] == "all":
        missing = [name for name in wanted if name not in held]
        if missing:
            sys.exit(f"names: not built with FAULTS, for these are missing: {', '.join(missing)}")
    elif held:
        sys.exit("\n".join(f"names: {name} is in {', '.join(places)}" for name, places in held.items()))
    print(f"names: {len(wanted)} names, {'all' if sys.argv[1] == 'all' else 'none'} of them in {looked} executables")


if __name__ == "__main__":
    main()
