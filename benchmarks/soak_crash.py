"""Claims: PostgreSQL, one of its connections, the worker and those who write the ledger are killed (SIGKILL) 100 times at random moments
while points are earned, taken back, held and spent; every operation that was acknowledged is in the books exactly once, nothing that was
not asked is, and the books add up. SOAK_KILLS: how often. By itself: `python -m benchmarks.soak_crash`."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from benchmarks.claim import Claim, reported, table
from benchmarks.crash_writer import WRITERS
from benchmarks.place import ROOT
from benchmarks.soak_proof import equal
from tests.product import Product

KILLS = int(os.environ.get("SOAK_KILLS", "100"))
BETWEEN = (10, 150)
"""So many operations are acknowledged between two kills: what is killed is at work."""
PATIENCE_SECONDS, END_SECONDS = 400, 300
KINDS = ("postgres", "connection", "work", "writer")


class Writers:
    """The processes that write, each started again as soon as it was killed."""

    def __init__(self, product: Product, folder: Path, seed: int) -> None:
        self.product, self.folder, self.seed = product, folder, seed
        self.processes = [self._started(one) for one in range(WRITERS)]

    def kill(self, one: int) -> None:
        self.processes[one].kill()
        self.processes[one].wait()
        self.processes[one] = self._started(one)

    def wait_for(self, operations: int) -> None:
        """Returns when so many more operations were acknowledged, whoever asked for them."""
        wanted, deadline = self._acknowledged() + operations, time.monotonic() + PATIENCE_SECONDS
        while self._acknowledged() < wanted:
            if time.monotonic() > deadline:
                said = "\n".join(path.read_text()[-1500:] for path in sorted(self.folder.glob("writer-*.log")))
                raise SystemExit(f"The writers came to a stop. What they said last:\n{said}")
            time.sleep(0.05)

    def _acknowledged(self) -> int:
        return sum(path.read_bytes().count(b"\n") for path in self.folder.glob("answers-*"))

    def end(self) -> list[int]:
        """Asks all to end and returns their exit codes."""
        (self.folder / "over").touch()
        return [one.wait(END_SECONDS) for one in self.processes]

    def _started(self, one: int) -> "subprocess.Popen[bytes]":
        with (self.folder / f"writer-{one}.log").open("ab") as log:
            command = [sys.executable, "-m", "benchmarks.crash_writer", "write", str(self.folder), str(self.seed), str(one)]
            return subprocess.Popen(command, cwd=ROOT, env=_environment(self.product), stdout=log, stderr=log)


def crash(folder: Path, *, kills: int = KILLS, seed: int = 1) -> Iterator[Claim]:
    """Runs it in a home of its own below `folder`."""
    begun, product, notes = time.monotonic(), Product(folder / "crash"), folder / "crash-notes"
    notes.mkdir()
    try:
        product.start()
        _writer(product, "open", str(notes))
        writers = Writers(product, notes, seed)
        killed = _kill_around(product, writers, kills, random.Random(seed))
        codes = writers.end()
        found = json.loads(_writer(product, "count", str(notes), str(seed)).splitlines()[-1])
    finally:
        product.stop()
    for one in (*found["differing"][:10], *found["faults"][:10]):
        print(f"  {one}", file=sys.stderr)
    name = f"soak: {sum(killed.values())} kills under the ledger's load"
    yield equal(name, "operations lost, twice or otherwise answered", len(found["differing"]), ("none", 0), "")
    yield equal(name, "transfers", found["found"], ("by the plan", found["expected"]), "")
    yield equal(name, "faults in the books", len(found["faults"]), ("none", 0), "")
    yield equal(name, "writers that failed", sum(code != 0 for code in codes), ("none", 0), "")
    yield reported(name, "acknowledged operations", found["operations"] / (time.monotonic() - begun), "/s", ("all", found["operations"]))
    for kind, times in sorted(killed.items()):
        yield reported(name, kind, times, "times", ("all", sum(killed.values())))


def _kill_around(product: Product, writers: Writers, kills: int, chance: random.Random) -> Counter[str]:
    killed: Counter[str] = Counter()
    left = [KINDS[place % len(KINDS)] for place in range(kills)]
    chance.shuffle(left)
    while left:
        writers.wait_for(chance.randint(*BETWEEN))
        kind = left[-1]
        if kind == "writer":
            writers.kill(chance.randrange(WRITERS))
        elif not _kill_part(product, kind, chance):
            continue  # it is just being started again
        killed[left.pop()] += 1
    return killed


def _kill_part(product: Product, kind: str, chance: random.Random) -> bool:
    """Kills a part of the product, or a process that serves a connection; returns whether there was one."""
    with suppress(psutil.Error):
        part = product.part("postgres" if kind == "connection" else kind)
        serving = [one for one in part.children() if "127.0.0.1" in " ".join(one.cmdline())] if part and kind == "connection" else []
        victim = chance.choice(serving) if serving else part if kind != "connection" else None
        if victim is not None:
            victim.kill()
            return True
    return False


def _writer(product: Product, *arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.crash_writer", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=_environment(product), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr[-4000:]}")
    return done.stdout


def _environment(product: Product) -> dict[str, Any]:
    return product.environment | {"DJANGO_SETTINGS_MODULE": "xenia.settings"}


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="xenia-crash-"))
    try:
        claims = list(crash(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(table(claims))
    sys.exit(1 if any(claim.met is False for claim in claims) else 0)


if __name__ == "__main__":
    main()
