"""Claim: whether a guest may be used for a purpose is answered in under 1 ms, and for a million guests in one pass.

The peers are the least PostgreSQL can do for it, in the same run: one row by its primary key, and a count over the join of the same ids.
"""

from collections.abc import Iterator

from benchmarks.claim import Claim, at_most
from benchmarks.place import Place

GUESTS = 1_000_000
ONE_MS = 1.0
JOINS = 8  # the ids travel in and out, which the count does not have to


def claims(place: Place) -> Iterator[Claim]:
    with place.database() as url:
        done = place.measured("consent", str(GUESTS), environment={"XENIA_DATABASE_URL": url})
    look_up = ("SELECT by primary key", done["select_ms"])
    yield at_most("consent: may", f"one of {GUESTS:,} guests, p95", done["may_ms"], "ms", ("goal", ONE_MS), 1)
    yield at_most("consent: may", f"one of {GUESTS:,} guests, median", done["may_median_ms"], "ms", look_up, 3)
    join = ("COUNT over the join", done["join_seconds"])
    yield at_most("consent: may_many", f"{GUESTS:,} guests, ids in and out", done["many_seconds"], "s", join, JOINS)
