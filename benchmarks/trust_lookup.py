"""Claim: a guest is found by phone among a million, through the blind index, in under 5 ms at the 95th percentile."""

import os
from collections.abc import Iterator

from benchmarks.claim import Claim, at_most, reported
from benchmarks.place import Place

GUESTS = int(os.environ.get("BENCHMARK_GUESTS", "1000000"))


def claims(place: Place) -> Iterator[Claim]:
    with place.database() as url:
        done = place.measured("lookup", str(GUESTS), environment={"XENIA_DATABASE_URL": url})
    name = f"look-up by phone among {GUESTS:,} guests"
    yield at_most(name, "the guests under the number, p95", done["p95_ms"], "ms", ("goal", 5), 1)
    yield reported(f"{name}, against the bare SELECT", "p95", done["p95_ms"], "ms", ("SELECT by the blind index", done["bare_p95_ms"]))
