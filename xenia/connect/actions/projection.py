"""The serving copy of current bookings in PostgreSQL, written by COPY; rebuildable from the lake."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db import connection

COLUMNS = (
    "booking_id", "source_id", "unit_id", "booking_key", "line", "status", "channel", "booked_at", "starts_on", "ends_on", "cancelled_on",
    "destination_city", "destination_country", "property", "total_minor", "currency", "adults", "children", "rooms", "nights",
    "booker_id", "payer_id", "traveller_ids", "content_hash", "order_at", "run_id", "row_number",
)  # fmt: skip
EMPTY_TEXT = {"booking_key", "channel", "destination_city", "destination_country", "property", "currency"}
IDS = {"booking_id", "source_id", "unit_id", "booker_id", "payer_id", "run_id"}
NEWER = "(EXCLUDED.order_at, EXCLUDED.content_hash) > (connect_booking.order_at, connect_booking.content_hash)"


GUEST_UNITS = """
INSERT INTO connect_guestunit (record_id, unit_id)
SELECT DISTINCT person, b.unit_id
FROM incoming_booking b CROSS JOIN LATERAL unnest(b.traveller_ids || b.booker_id) AS person
WHERE person IS NOT NULL AND b.unit_id <> %s
ON CONFLICT DO NOTHING
"""


def write_bookings(bookings: pa.Table, *, source_unit_id: UUID) -> int:
    """Stores rows of `booking_versions` (at most one a booking) where they are newer than what is stored; returns how many were.

    People of bookings that belong to a unit below the source's own become visible there.
    """
    if bookings.num_rows == 0:
        return 0
    names = ", ".join(COLUMNS)
    changed = ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS[1:])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS incoming_booking (LIKE connect_booking) ON COMMIT DROP; TRUNCATE incoming_booking")
        with cursor.copy(f"COPY incoming_booking ({names}) FROM STDIN") as copy:
            for row in _rows(bookings):
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO connect_booking ({names}) SELECT {names} FROM incoming_booking "  # noqa: S608 - our own column names
            f"ON CONFLICT (booking_id) DO UPDATE SET {changed} WHERE {NEWER}"
        )
        stored = int(cursor.rowcount)
        cursor.execute(GUEST_UNITS, [source_unit_id])
        return stored


def _rows(bookings: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in bookings.select([name for name in COLUMNS if name in bookings.column_names]).to_batches(max_chunksize=10_000):
        columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        filled = [_filled(name, columns.get(name), batch.num_rows) for name in COLUMNS]
        yield from zip(*filled, strict=True)


def _filled(name: str, values: list[Any] | None, count: int) -> list[Any]:
    if name == "traveller_ids":
        return [[UUID(one) for one in each or []] for each in values or [None] * count]
    if values is None:
        return [""] * count if name in EMPTY_TEXT else [None] * count
    if name in EMPTY_TEXT:
        return [value or "" for value in values]
    return values
