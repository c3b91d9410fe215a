"""The product under load for a long time: files imported, records pushed, pages read, and its parts killed without warning.

Claims: everything that was acknowledged is there at the end, once; told are how memory and response times grew from the first quarter to
the last. Afterwards many ask at once for what there is little of (soak_loyalty.py), and the ledger is written while everything around it is
killed (soak_crash.py). The exit code is 1 where a claim is not met.
`python -m benchmarks.soak --minutes 30 --seed 1`.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean, quantiles

import psutil

from benchmarks.claim import Claim, reported, table
from benchmarks.place import machine
from benchmarks.soak_crash import crash
from benchmarks.soak_load import Load, Source
from benchmarks.soak_loyalty import rush
from benchmarks.soak_proof import Held, accounts, drain, equal
from benchmarks.soak_visitor import open_source, signed_in
from benchmarks.soak_watch import Watch, quarters
from tests.product import Product

LAST_ANSWER_SECONDS = 300


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1, help="what is killed when, and what is in the files")
    parser.add_argument("--keep", action="store_true", help="leave the home for a look at its logs")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="xenia-soak-"))
    product = Product(folder / "home")
    print(f"{machine()}; {options.minutes:g} minutes, seed {options.seed}, {folder}", file=sys.stderr, flush=True)
    try:
        claims = list(told(product.start(), options.minutes * 60, options.seed))
        product.stop()
        claims += printed(rush(folder))
        claims += printed(crash(folder))
    finally:
        product.stop()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print("\n" + table(claims))
    sys.exit(1 if any(claim.met is False for claim in claims) else 0)


def printed(claims: Iterable[Claim]) -> list[Claim]:
    """The same, each printed as soon as it is known."""
    found = []
    for claim in claims:
        print(claim.line(), flush=True)
        found.append(claim)
    return found


def told(product: Product, seconds: float, seed: int) -> Iterator[Claim]:
    """Yields each claim, printed, after the load has come to its end and every run is over."""
    begun = time.monotonic()
    load = load_of(product, seed, begun + seconds)
    watch = Watch(psutil.Process(product.process.pid if product.process else None), seed, load.ends_at, load.over)
    threads = [*load.start(), *watch.start()]
    try:
        for thread in threads:
            thread.join(max(0, load.ends_at + LAST_ANSWER_SECONDS - time.monotonic()))
    finally:
        load.over.set()
    held = Held(product.home)
    is_whole, resumed = drain(held, load.visitor)
    for claim in (*proofs(load, held, is_whole), *growth(load, watch, begun, resumed)):
        print(claim.line(), flush=True)
        yield claim


def load_of(product: Product, seed: int, ends_at: float) -> Load:
    visitor = signed_in(product.url, product.link)
    files = Source(open_source(visitor, "soak-files", "file"), "soak-files")
    pushes = Source(open_source(visitor, "soak-pushes", "push"), "soak-pushes")
    pushes.key = visitor.post(f"/api/sources/{pushes.id}/push-keys", {"name": "soak"})["key"]
    return Load(visitor, files, pushes, seed, ends_at)


def proofs(load: Load, held: Held, is_whole: bool) -> Iterator[Claim]:
    """What decides the exit code."""
    unended = held.rows("SELECT id::text FROM connect_run WHERE state <> 'done'")
    yield equal("soak: runs", "runs that did not end" if not is_whole else "runs left undone", len(unended), ("none", 0), "runs")
    for refusal in load.turned:
        print(f"  refused: {refusal}", file=sys.stderr)
    yield equal("soak: requests", "requests refused that were right", len(load.turned), ("none", 0), "requests")
    for source in (load.files, load.pushes):
        yield from accounts(held, source)


def growth(load: Load, watch: Watch, begun: float, resumed: int) -> Iterator[Claim]:
    """What is told: memory, response times, and what the product went through."""
    for name, values in sorted(watch.memory.items()):
        first, last = quarters(values, begun, load.ends_at)
        if first and last:
            yield reported(f"soak: memory of {name}", "mean of the last quarter", mean(last), "MB", ("first quarter", mean(first)))
    first, last = quarters(load.reads, begun, load.ends_at)
    if len(first) > 1 and len(last) > 1:
        yield reported("soak: reads", "p95 of the last quarter", p95(last), "s", ("first quarter", p95(first)))
        every = [seconds for _, seconds in load.reads]
        yield reported("soak: reads", "p95", p95(every), "s", ("longest", max(every)))
    yield reported("soak: requests", "without an answer", load.unanswered, "requests", ("all", load.asked))
    yield reported("soak: runs", "resumed by hand", resumed, "runs", ("all", len(load.files.runs) + len(load.pushes.runs)))
    for name, times in sorted(watch.kills.items()):
        yield reported("soak: kills", name, times, "times", ("all", watch.kills.total()))


def p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    main()
