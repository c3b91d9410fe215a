"""Importing a CSV of bookings: the lake path against DuckDB's own CSV-to-Parquet of the same file, and the whole path, with people and without.

XENIA_BENCH_ROWS sets the rows of the large files (default 1,000,000); ten times that shows whether memory stays flat.
"""

import os
from collections.abc import Iterator
from statistics import median

from benchmarks.booking_files import write_bookings_file
from benchmarks.claim import Claim, at_least, at_most, reported
from benchmarks.place import Place

ROWS = int(os.environ.get("XENIA_BENCH_ROWS", "1000000"))
PEOPLE_ROWS = 200_000
RUNS = 3
GOAL_LAKE = 3
GOAL_MEMORY_MB = 1_500
GOAL_PROJECTION = 40_000


def run(place: Place) -> Iterator[Claim]:
    """Yields the claims; each side runs in a process of its own, in turn, and the median of three is told."""
    file = str(write_bookings_file(place.folder, ROWS))
    peers, ours = [], []
    for _ in range(RUNS):
        peers.append(place.measured("duckdb", file))
        ours.append(place.measured("lake", file))
    peer, own = (median(one["seconds"] for one in side) for side in (peers, ours))
    yield at_most("import", f"lake path, {ROWS:,} rows", own, "s", ("DuckDB CSV to Parquet", peer), GOAL_LAKE)
    memory = median(one["peak_mb"] for one in ours)
    yield at_most("import", f"peak memory of the lake path, {ROWS:,} rows", memory, "MB", ("the limit", GOAL_MEMORY_MB), 1)
    with place.database() as url:
        environment = {"XENIA_DATABASE_URL": url}
        whole = place.measured("whole", file, "plain", environment=environment)
        yield reported("import", f"sealed upload to PostgreSQL, {ROWS:,} rows", whole["seconds"], "s", ("DuckDB CSV to Parquet", peer))
        people = str(write_bookings_file(place.folder, PEOPLE_ROWS, with_people=True))
        sealed = place.measured("whole", people, "people", environment=environment)
        yield reported("import", "with names, phones, e-mails", sealed["rate"], "rows/s", ("the same without", whole["rate"]))
        projection = place.measured("projection", str(PEOPLE_ROWS), environment=environment)
        yield at_least("import", "projection by COPY", projection["rate"], "rows/s", ("the goal", GOAL_PROJECTION), 1)
