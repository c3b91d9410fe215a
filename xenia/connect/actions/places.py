"""The serving copy of what properties, products and places are called, so that a list shows a name where a source writes a code."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from xenia.connect.rules.places import name_in, names_property
from xenia.connect.types.mapping import RecordMapping

TOLD_BY_BOOKINGS = datetime(1970, 1, 1, tzinfo=UTC)
"""A place that has a record of its own is always newer than what bookings say of it in passing."""
Named = tuple[str, str, str, bytes, datetime]

_WRITE = """
INSERT INTO connect_place (source_id, place_key, name, name_en, content_hash, order_at)
SELECT %s, place_key, name, name_en, content_hash, order_at
FROM unnest(%s::text[], %s::text[], %s::text[], %s::bytea[], %s::timestamptz[]) AS told (place_key, name, name_en, content_hash, order_at)
ON CONFLICT (place_key, source_id) DO UPDATE
SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, content_hash = EXCLUDED.content_hash, order_at = EXCLUDED.order_at
WHERE (EXCLUDED.order_at, EXCLUDED.content_hash) > (connect_place.order_at, connect_place.content_hash)
"""


def write_places(places: pa.Table, *, source_id: UUID) -> None:
    """Stores the names in rows of `places` where they are newer than what is stored; of several of one place the newest."""
    rows = sorted(places.filter(pc.is_valid(places["place_key"])).to_pylist(), key=lambda row: (row["order_at"], row["content_hash"]))
    newest = {row["place_key"]: row for row in rows}
    _write(source_id, ((key, row["name"], row.get("name_en") or "", row["content_hash"], row["order_at"]) for key, row in newest.items()))


def write_names_in(bookings: pa.Table, mapping: RecordMapping, *, source_id: UUID) -> None:
    """Stores the names that rows of `booking_versions` carry in an attribute beside the property's code; does nothing where none does."""
    if not names_property(mapping.fields):
        return
    told = bookings.select(["property", "attributes"]).filter(pc.is_valid(bookings["property"]))
    first = told.group_by("property", use_threads=False).aggregate([("attributes", "first")])
    names = {row["property"]: name_in(json.loads(row["attributes_first"] or "{}")) for row in first.to_pylist()}
    _write(source_id, ((key, name, "", b"", TOLD_BY_BOOKINGS) for key, name in names.items() if name))


def _write(source_id: UUID, places: Iterable[Named]) -> None:
    columns = [list(column) for column in zip(*places, strict=True)]
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [source_id, *columns])
