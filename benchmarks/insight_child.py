"""Features of many guests: facts made up and written straight into a lake, the snapshot as the product makes it, and SQL by hand."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BOOKINGS, EVENTS = 10, 50
"""A guest, on average."""
CHUNK = 2_000_000
AS_OF = "2026-06-15 04:00:00+00"
_COMMON = """'0192f0aa-0000-7000-8000-000000000001' AS source_id, '0192f0aa-0000-7000-8000-0000000000aa' AS unit_id,
 '0192f0aa-0000-7000-8000-0000000000bb' AS run_id, n AS row_number, unhex(md5(n::VARCHAR)) AS record_hash"""
_RECORD = "printf('0192f0aa-0000-7000-8000-%012x', ({})::BIGINT)"
_MAKE = {
    # a guest of a small number books and looks more often than one of a great; one booking in twenty is cancelled by a second version
    "booking_versions": f"""
WITH base AS (
    SELECT n, least((pow(random(), 1.3) * {{guests}})::BIGINT, {{guests}} - 1) AS who, (random() * 1000)::INT AS ago, random() AS r, random() AS s
    FROM range({{first}}, {{last}}) t(n)
), rows AS (
    SELECT *, TIMESTAMPTZ '{AS_OF}' - to_seconds(ago * 86400.0 + r * 80000) AS made_at FROM base
)
SELECT {_COMMON}, unhex(md5(n::VARCHAR || 'a')) AS content_hash, made_at AS order_at, made_at AS recorded_at,
    printf('0192f0ab-0000-7000-8000-%012x', n) AS booking_id, 'YX' || n AS booking_key,
    ['hotel', 'air', 'rail', 'tour'][1 + (n % 4)] AS line, CASE WHEN s < 0.85 THEN 'completed' WHEN s < 0.97 THEN 'cancelled' ELSE 'no_show' END AS status,
    ['app', 'web', 'ota', 'phone'][1 + (n % 7 % 4)] AS channel, 'city ' || (n * 7919 % 211) AS destination_city,
    CASE WHEN n % 3 = 0 THEN 'JP' ELSE 'CN' END AS destination_country, CASE WHEN n % 10 = 0 THEN 'USD' ELSE 'CNY' END AS currency,
    CASE WHEN n % 5 = 0 THEN 'business' ELSE 'leisure' END AS purpose, CASE WHEN n % 8 = 0 THEN 'SALE' END AS promotion_code,
    {_RECORD.format("who")} AS booker_id, {_RECORD.format("who")} AS payer_id,
    CASE WHEN n % 5 = 0 THEN [{_RECORD.format("who")}, {_RECORD.format("(who + n % 3 + 1) % {guests}")}] ELSE [{_RECORD.format("who")}] END AS traveller_ids,
    made_at AS booked_at, made_at AS modified_at, (made_at + INTERVAL 20 DAY)::DATE AS starts_on, (made_at + INTERVAL 23 DAY)::DATE AS ends_on,
    (10000 + n * 7919 % 300000)::BIGINT AS total_minor, (1 + n % 3)::INT AS adults, (n % 4 // 3)::INT AS children, 0::INT AS infants, 1::INT AS rooms,
    CASE WHEN n % 4 = 0 THEN 3::INT END AS nights
FROM rows
""",
    "behaviour_events": f"""
WITH base AS (
    SELECT n, least((pow(random(), 1.3) * {{guests}})::BIGINT, {{guests}} - 1) AS who, random() * 730 AS ago FROM range({{first}}, {{last}}) t(n)
), rows AS (
    SELECT *, TIMESTAMPTZ '{AS_OF}' - to_seconds(ago * 86400) AS happened FROM base
)
SELECT {_COMMON}, record_hash AS content_hash, happened AS order_at, happened AS recorded_at, 'E' || n AS event_key,
    ['Trip Searched', 'Offer Viewed', 'Offer Viewed', 'Offer Saved', 'Booking Started', 'Banner Clicked'][1 + n % 6] AS name,
    CASE WHEN n % 4 > 0 THEN {_RECORD.format("who")} END AS record_id, 'anon ' || who AS anonymous_id,
    CASE WHEN n % 2 = 0 THEN 'city ' || (n * 7919 % 211) END AS destination, happened AS at
FROM rows
""",
}


def insight_facts(folder: str, guests: str) -> dict[str, Any]:
    """Makes the lake: bookings, events, and the map of records to guests, of whom one in ten has two records."""
    import duckdb
    import pyarrow.parquet as pq

    from xenia.kernel.ids import new_id
    from xenia.lake.append import append_rows
    from xenia.lake.engine import Lake
    from xenia.lake.tables import ensure_tables

    lake, many, begun = Lake(f"{folder}/lake"), int(guests), time.perf_counter()
    ensure_tables(lake.url)
    connection = duckdb.connect()
    connection.execute("SELECT setseed(0.7); SET TimeZone = 'UTC'")
    for table, rows in (("booking_versions", many * BOOKINGS), ("behaviour_events", many * EVENTS)):
        for first in range(0, rows, CHUNK):
            sql = _MAKE[table].format(first=first, last=min(first + CHUNK, rows), guests=many)
            append_rows(table, connection.execute(sql).to_arrow_table(), run_id=new_id(), chunk=0, lake=lake)
    record, guest = _RECORD.format("n"), _RECORD.format("CASE WHEN n % 11 = 10 THEN n - 1 ELSE n END")
    links = connection.execute(f"SELECT {record} AS record_id, {guest} AS guest_id FROM range({many}) t(n)").to_arrow_table()
    pq.write_table(links, f"{folder}/links.parquet")
    return {"rows": many, "seconds": time.perf_counter() - begun}


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


VERBS = {"insight_facts": insight_facts, "insight_snapshot": insight_snapshot, "insight_by_hand": insight_by_hand}
