"""Claim: over 50,000 contact fields a second are sealed and indexed on one core; beside it the bare AES-GCM and BLAKE2b of the same values."""

import os
from collections.abc import Iterator

from benchmarks.claim import Claim, at_least, reported
from benchmarks.place import Place

GUESTS = int(os.environ.get("BENCHMARK_GUESTS", "1000000"))


def claims(place: Place) -> Iterator[Claim]:
    limit, ours = place.measured("raw", str(GUESTS)), place.measured("seal", str(GUESTS))
    name = f"encryption: contact fields of {GUESTS:,} guests"
    yield at_least(name, "fields sealed and indexed a second", ours["rate"], "fields/s", ("goal", 50_000), 1)
    yield reported(f"{name}, against the limit", "fields a second", ours["rate"], "fields/s", ("AES-GCM + BLAKE2b alone", limit["rate"]))
