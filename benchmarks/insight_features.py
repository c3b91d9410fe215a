"""Claims: every feature of a million guests from ten million bookings and fifty million events in under 120 seconds and 6 GB, within one and a
half times of SQL written by hand for the same columns, and near linear from a tenth of it on."""

import os
from collections.abc import Iterator

from benchmarks.claim import Claim, at_most, reported
from benchmarks.insight_company import ROOMY, company_of
from benchmarks.place import Place

GUESTS = int(os.environ.get("BENCHMARK_GUESTS", "1000000"))


def claims(place: Place) -> Iterator[Claim]:
    seconds = {}
    for guests in (GUESTS // 10, GUESTS):
        folder = company_of(place, guests)
        ours = place.measured("insight_snapshot", str(folder), environment=ROOMY)
        seconds[guests] = ours["seconds"]
    peer = place.measured("insight_by_hand", str(folder), environment=ROOMY)
    name = f"{len(ours['columns'])} features of {GUESTS:,} guests, {ours['bookings']:,} bookings, {ours['events']:,} events"
    yield at_most(name, "full snapshot, written to the lake", ours["seconds"], "s", ("goal", 120), 1)
    yield at_most(name, "memory", ours["peak_mb"], "MB", ("goal", 6_144), 1)
    yield at_most(name, "computed", ours["computing"], "s", ("SQL by hand for the same columns", peer["seconds"]), 1.5)
    yield at_most(
        name, "columns that differ from those by hand, and one", 1 + len(_differing(ours, peer)), "columns", ("none, and one", 1), 1
    )
    yield reported(
        f"from {GUESTS // 10:,} guests to ten times as many", "seconds", seconds[GUESTS], "s", ("ten times", 10 * seconds[GUESTS // 10])
    )


def _differing(ours: dict[str, dict[str, float]], peer: dict[str, dict[str, float]]) -> list[str]:
    """Columns whose sum (of texts: of lengths) is not the same to nine digits."""
    sums = peer["columns"]
    return [name for name, value in ours["columns"].items() if abs(value - sums[name]) > 1e-9 * max(1.0, abs(value))]
