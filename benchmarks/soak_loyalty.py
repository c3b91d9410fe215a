"""Claims: of 10,000 who ask for 1,000 coupons, pieces of a reward, points or a promotion's budget from 64 connections, exactly 1,000 get one;
nobody waits for ever, and the books add up afterwards. SOAK_RUSH: how many ask. By itself: `python -m benchmarks.soak_loyalty`."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.claim import Claim, reported, table
from benchmarks.place import Place
from benchmarks.soak_proof import equal

ASKED = int(os.environ.get("SOAK_RUSH", "10000"))
SHORT = frozenset({"coupons_gone", "reward_gone", "points_short"})
"""How it is said that nothing is left."""


def rush(folder: Path) -> Iterator[Claim]:
    place = Place(folder)
    with place.database() as url:
        told = place.measured("loyalty_rush", str(ASKED), environment={"XENIA_DATABASE_URL": url})
    for what, answers in told["found"].items():
        name = f"soak: {ASKED:,} who want {ASKED // 10:,} {what}"
        yield equal(name, "got one", answers.get("got", 0), ("there were", ASKED // 10), "")
        others = sum(times for answer, times in answers.items() if answer not in SHORT | {"got"})
        yield equal(name, "answers other than that none is left", others, ("none", 0), "")
    yield equal("soak: loyalty", "faults in the books after the rush", told["faults"], ("none", 0), "")
    yield reported("soak: loyalty", "answers a second from 64 connections", told["rows"] / told["seconds"], "/s", ("asked", told["rows"]))


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="xenia-rush-"))
    try:
        claims = list(rush(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(table(claims))
    sys.exit(1 if any(claim.met is False for claim in claims) else 0)


if __name__ == "__main__":
    main()
