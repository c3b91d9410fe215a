"""Features of many guests: the snapshot as the product makes it, and SQL by hand."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.insight_company import AS_OF


def insight_snapshot(folder: str) -> dict[str, Any]:
    """The snapshot as a night makes it, but for PostgreSQL: theme by theme, joined, written as a version."""
    from datetime import datetime

    import pyarrow.parquet as pq

    from xenia.insight.facts.snapshot import NAME, SCHEMA, SHARED, THEMES, guest_features
    from xenia.insight.rows import given_to_facts, guest_map_of
    from xenia.kernel.ids import new_id
    from xenia.lake import read
    from xenia.lake.engine import Lake, open_table
    from xenia.lake.snapshots import write_snapshot

    lake, as_of = Lake(f"{folder}/lake"), datetime.fromisoformat(AS_OF)
    begun = time.perf_counter()
    given = given_to_facts(guest_map_of(pq.read_table(f"{folder}/links.parquet")))
    took: dict[str, float] = {}
    with read.session(units=None, given=given, lake=lake) as asked:
        for shared in SHARED:
            with _timed(shared.__name__, took):
                asked.keep(shared(as_of))
        parts = {}
        for name, theme in THEMES.items():
            with _timed(name, took):
                parts[name] = asked.give(f"part_{name}", asked.execute(theme(as_of)))
        with _timed("joined", took):
            computed = asked.execute(guest_features(as_of, parts=parts))
    computing = time.perf_counter() - begun
    rows = write_snapshot(NAME, SCHEMA, computed.to_batches(max_chunksize=100_000), version=new_id(), lake=lake)
    seconds = time.perf_counter() - begun
    counts = {"bookings": open_table(lake, "booking_versions").count(), "events": open_table(lake, "behaviour_events").count()}
    return {"rows": rows, "seconds": seconds, "computing": computing, "took": took, "columns": _sums(computed), **counts}


@contextmanager
def _timed(name: str, took: dict[str, float]) -> Iterator[None]:
    since = time.perf_counter()
    yield
    took[name] = round(time.perf_counter() - since, 2)


def insight_by_hand(folder: str) -> dict[str, Any]:
    """The same columns by one script of SQL for DuckDB alone, over the same files, without the product."""
    import duckdb

    from benchmarks.insight_sql import script
    from xenia.insight.reading.rates import rates_table
    from xenia.settings import ENV

    ENV.home.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"memory_limit": ENV.lake_memory, "temp_directory": str(ENV.home / "spill")})
    connection.execute("SET TimeZone = 'UTC'")
    connection.register("rates", rates_table())
    files = {
        name: sorted(str(path) for path in Path(folder, "lake", name).glob("*.parquet"))
        for name in ("booking_versions", "behaviour_events")
    }
    begun = time.perf_counter()
    for statement in script(f"{folder}/links.parquet", files, AS_OF):
        connection.execute(statement)
    table = connection.execute("FROM guest_features").to_arrow_table()
    return {"rows": table.num_rows, "seconds": time.perf_counter() - begun, "columns": _sums(table)}


def _sums(table: Any) -> dict[str, float]:
    """Of each column the sum; of texts that of their lengths, of days that of their numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sums = {}
    for name in table.column_names:
        column = table[name]
        if pa.types.is_string(column.type):
            column = pc.utf8_length(column)
        elif pa.types.is_date(column.type):
            column = column.cast(pa.int32())
        sums[name] = float(pc.sum(column.cast(pa.float64())).as_py() or 0)
    return sums


VERBS = {"insight_snapshot": insight_snapshot, "insight_by_hand": insight_by_hand}
