"""A company made up for the benchmarks of insight: bookings, events of visits, and the map of records to guests, straight into a lake.

Guests are of four kinds (business, families, couples, others) that differ in line, lead, party and price, so that models have something to
find; who has a small number books and looks more often than who has a great one. Numbers come from hashes: the same for the same size.
"""

import time
from pathlib import Path
from typing import Any

from benchmarks.place import Place

BOOKINGS, EVENTS = 10, 50
"""A guest, on average; five events are one visit."""
CHUNK = 2_000_000
LINKS = "links.parquet"
ROOMY = {"XENIA_LAKE_MEMORY": "2500MB"}
"""What a company of this size gives the worker (docs/operating.md): with the default it spills to disk."""
AS_OF = "2026-06-15 04:00:00+00"
_COMMON = """'0192f0aa-0000-7000-8000-000000000001' AS source_id, '0192f0aa-0000-7000-8000-0000000000aa' AS unit_id,
 '0192f0aa-0000-7000-8000-0000000000bb' AS run_id, n AS row_number, unhex(md5(n::VARCHAR)) AS record_hash"""
_RECORD = "printf('0192f0aa-0000-7000-8000-%012x', ({})::BIGINT)"
_DRAWN = "hash({}) / 18446744073709551616.0"
_WHO = f"least((pow({_DRAWN.format('{key}')}, 1.3) * {{guests}})::BIGINT, {{guests}} - 1)"
_MAKE = {
    "booking_versions": f"""
WITH base AS (
    SELECT n, {_WHO.replace("{key}", "n * 16 + 1")} AS who, {_DRAWN.format("n * 16 + 2")} AS a, {_DRAWN.format("n * 16 + 3")} AS b, {_DRAWN.format("n * 16 + 4")} AS c,
        {_DRAWN.format("n * 16 + 5")} AS d, {_DRAWN.format("n * 16 + 8")} AS e FROM range({{first}}, {{last}}) t(n)
), kinds AS (
    SELECT *, (who // 11) % 4 AS kind, TIMESTAMPTZ '{AS_OF}' - to_seconds(floor(a * 1000) * 86400.0 + b * 80000) AS made_at FROM base
), rows AS (
    SELECT *, [(c * c * 12), 15 + c * 75, c * c * 90, c * 60][1 + kind]::INT AS lead,
        [['air', 'hotel', 'rail', 'air'], ['tour', 'hotel', 'air', 'tour'], ['hotel', 'rail', 'hotel', 'tour'], ['hotel', 'air', 'rail', 'tour']][1 + kind][1 + n % 4] AS line
    FROM kinds
), dated AS (
    SELECT *, (made_at + to_days(lead))::DATE AS starts, made_at + to_days((lead * e)::INT) AS left_at,
        d < 0.06 + lead / 500.0 AND made_at + to_days((lead * e)::INT) <= TIMESTAMPTZ '{AS_OF}' AS is_lost
    FROM rows
)
SELECT {_COMMON}, unhex(md5(n::VARCHAR || 'a')) AS content_hash, made_at AS order_at, made_at AS recorded_at,
    printf('0192f0ab-0000-7000-8000-%012x', n) AS booking_id, 'YX' || n AS booking_key, line,
    CASE WHEN is_lost THEN 'cancelled' WHEN starts >= DATE '{AS_OF[:10]}' THEN 'confirmed' WHEN d > 0.98 THEN 'no_show' ELSE 'completed' END AS status,
    CASE WHEN is_lost THEN left_at::DATE END AS cancelled_on,
    ['app', 'web', 'ota', 'phone'][1 + (n % 7 + kind) % 4] AS channel, 'city ' || ((n * 7919 % 53) * (1 + kind) % 211) AS destination_city,
    CASE WHEN n % 3 = 0 THEN 'JP' ELSE 'CN' END AS destination_country, CASE WHEN n % 10 = 0 THEN 'USD' ELSE 'CNY' END AS currency,
    CASE WHEN n % 2 = 0 THEN ['business', 'family', 'leisure', 'leisure'][1 + kind] END AS purpose, CASE WHEN n % 8 = 0 THEN 'SALE' END AS promotion_code,
    CASE WHEN line = 'hotel' THEN 'house ' || n % 37 END AS property,
    CASE WHEN e < [0.3, 0.1, 0.05, 0.02][1 + kind] THEN '{{{{"premium": "1"}}}}' END AS attributes,
    {_RECORD.format("who")} AS booker_id, {_RECORD.format("who")} AS payer_id,
    CASE WHEN n % 5 = 0 THEN [{_RECORD.format("who")}, {_RECORD.format("(who + n % 3 + 1) % {guests}")}] ELSE [{_RECORD.format("who")}] END AS traveller_ids,
    made_at AS booked_at, made_at AS modified_at, starts AS starts_on, starts + 1 + (n % 4)::INT AS ends_on,
    (([40000, 25000, 15000, 20000][1 + kind] + n * 7919 % 90000) * (1 + who % 3))::BIGINT AS total_minor,
    [1, 2, 2, 1 + n % 3][1 + kind]::INT AS adults, CASE WHEN kind = 1 THEN 1 + n % 2 ELSE 0 END::INT AS children, 0::INT AS infants, 1::INT AS rooms,
    CASE WHEN line = 'hotel' THEN 1 + n % 4 END::INT AS nights
FROM dated
""",
    "behaviour_events": f"""
WITH base AS (
    SELECT n, n // 5 AS visit, {_WHO.replace("{key}", "n // 5 * 16 + 6")} AS who, {_DRAWN.format("n // 5 * 16 + 7")} * 730 AS ago FROM range({{first}}, {{last}}) t(n)
), rows AS (
    SELECT *, TIMESTAMPTZ '{AS_OF}' - to_seconds(ago * 86400 - n % 5 * 90) AS happened FROM base
)
SELECT {_COMMON}, record_hash AS content_hash, happened AS order_at, happened AS recorded_at, 'E' || n AS event_key,
    ['Trip Searched', 'Offer Viewed', 'Offer Viewed', 'Offer Saved', 'Booking Started', 'Banner Clicked'][1 + (n + visit) % 6] AS name,
    CASE WHEN visit % 4 > 0 THEN {_RECORD.format("who")} END AS record_id, 'anon ' || who AS anonymous_id, 'visit ' || visit AS session_id,
    CASE WHEN n % 2 = 0 THEN 'city ' || ((visit * 7919 % 53) * (1 + (who // 11) % 4) % 211) END AS destination, happened AS at
FROM rows
""",
}


def company_of(place: Place, guests: int) -> Path:
    """The folder of a company of so many guests, made where this run has none yet."""
    folder = place.folder / f"company-{guests}"
    if not (folder / LINKS).exists():
        place.measured("insight_facts", str(folder), str(guests))
    return folder


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
    connection.execute("SET TimeZone = 'UTC'")
    for table, rows in (("booking_versions", many * BOOKINGS), ("behaviour_events", many * EVENTS)):
        for first in range(0, rows, CHUNK):
            sql = _MAKE[table].format(first=first, last=min(first + CHUNK, rows), guests=many)
            append_rows(table, connection.execute(sql).to_arrow_table(), run_id=new_id(), chunk=0, lake=lake)
    record, guest = _RECORD.format("n"), _RECORD.format("CASE WHEN n % 11 = 10 THEN n - 1 ELSE n END")
    links = connection.execute(f"SELECT {record} AS record_id, {guest} AS guest_id FROM range({many}) t(n)").to_arrow_table()
    pq.write_table(links, f"{folder}/{LINKS}")
    return {"rows": many, "seconds": time.perf_counter() - begun}


VERBS = {"insight_facts": insight_facts}
