"""Claim: the lake path of an import (read, map, check, classify, append) is within 3x of DuckDB's own CSV to Parquet, in flat memory."""

from collections.abc import Iterator

from benchmarks.booking_files import write_bookings_file
from benchmarks.claim import Claim, at_most
from benchmarks.place import Place

PEER = "DuckDB read_csv -> Parquet"
MEMORY_LIMIT_MB = 1_500
ROUNDS = {1_000_000: 3, 10_000_000: 1}


def claims(place: Place) -> Iterator[Claim]:
    peaks: dict[int, float] = {}
    for rows, rounds in ROUNDS.items():
        path = str(write_bookings_file(place.folder, rows))
        peers, ours = [], []
        for _ in range(rounds):  # in turns, so that whatever else the machine does weighs on both
            peers.append(place.measured("duckdb", path))
            ours.append(place.measured("lake", path))
        best, peer = min(one["seconds"] for one in ours), min(one["seconds"] for one in peers)
        peaks[rows] = max(one["peak_mb"] for one in ours)
        yield at_most(f"import: lake path, {rows:,} rows", "time, best of the rounds", best, "s", (PEER, peer), 3)
        yield at_most(f"import: lake path, {rows:,} rows, memory", "peak memory", peaks[rows], "MB", ("limit", MEMORY_LIMIT_MB), 1)
    small, large = peaks[min(peaks)], peaks[max(peaks)]
    yield at_most("import: memory stays flat", "peak memory of 10 million rows", large, "MB", ("1 million rows", small), 1.25)
