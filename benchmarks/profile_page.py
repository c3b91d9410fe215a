"""Claims: among a million guests a guest's page and the search answer in under 100 ms at the 95th percentile, asked 50 times a second in an
open loop (the next request does not wait for the last) of two web workers on this machine; cards are made at 10,000 a second and more."""

import os
from collections.abc import Iterator

from benchmarks.claim import Claim, at_least, at_most, reported
from benchmarks.place import Place

GUESTS = int(os.environ.get("BENCHMARK_GUESTS", "1000000"))


def claims(place: Place) -> Iterator[Claim]:
    with place.database() as url:
        done = place.measured("profile", str(GUESTS), environment={"XENIA_DATABASE_URL": url})
    name = f"{GUESTS:,} guests"
    yield at_least(f"cards of {name} made anew", "cards a second", done["rate"], "1/s", ("goal", 10_000), 1)
    yield at_most(f"page of a guest among {name}, 50 requests a second", "p95", done["page_p95_ms"], "ms", ("goal", 100), 1)
    yield at_most(f"search among {name}, 50 requests a second", "p95", done["search_p95_ms"], "ms", ("goal", 100), 1)
    yield at_most(f"first part of the timeline among {name}", "p95", done["timeline_p95_ms"], "ms", ("goal", 300), 1)
    for what, key in (("page of a guest", "page_median_ms"), ("search", "search_median_ms")):
        yield reported(f"{what} among {name}, 50 requests a second", "median", done[key], "ms", ("goal of p95", 100))
