"""Claims: an entry of the audit log adds under 1 ms (p95) to an action; the sealer keeps up with 2,000 entries a second; a log of one million
entries is verified in under 30 s. Beside the last: SHA-256 alone over as many bytes."""

import os
from collections.abc import Iterator

from benchmarks.claim import Claim, at_least, at_most, reported
from benchmarks.place import Place

ENTRIES = int(os.environ.get("BENCHMARK_ENTRIES", "1000000"))
ACTIONS = 2_000


def claims(place: Place) -> Iterator[Claim]:
    with place.database() as url:
        insert = place.measured("audit_insert", str(ACTIONS), environment={"XENIA_DATABASE_URL": url})
    with place.database() as url:
        log = place.measured("audit_log", str(ENTRIES), environment={"XENIA_DATABASE_URL": url})
    added = insert["with_ms"] - insert["without_ms"]
    yield at_most("audit: an entry in an action", "milliseconds added, p95", added, "ms", ("goal", 1.0), 1)
    yield reported(
        "audit: an action with its entry", "milliseconds, p95", insert["with_ms"], "ms", ("the same without", insert["without_ms"])
    )
    yield at_least("audit: sealing", "entries a second", log["rate"], "entries/s", ("goal", 2_000), 1)
    name = f"audit: verifying {ENTRIES:,} entries"
    yield at_most(name, "seconds", log["verify"], "s", ("goal", 30 * ENTRIES / 1_000_000), 1)
    yield reported(f"{name}, against the limit", "seconds", log["verify"], "s", ("SHA-256 of the same bytes", log["hash"]))
