"""Reading records: what a source says becomes a sealed reading with the keys it is found by (rules M1 to M16, M28)."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from xenia.connect.queries.people import list_people_ids, people_rows
from xenia.identity import models
from xenia.identity.rows import key_numbers, sealed_reading
from xenia.identity.rules.reading import Reading, read_record
from xenia.kernel.actor import Actor

BATCH = 2_000
STAGED = "DROP TABLE IF EXISTS staged_reading; CREATE TEMP TABLE staged_reading (LIKE identity_reading) ON COMMIT DROP"
COPY = "COPY staged_reading (record_id, reading_sealed, keys, content_hash) FROM STDIN (FORMAT binary)"
KEEP = """
INSERT INTO identity_reading SELECT * FROM staged_reading
ON CONFLICT (record_id) DO UPDATE
SET reading_sealed = excluded.reading_sealed, keys = excluded.keys, content_hash = excluded.content_hash
"""


def read_people(*, actor: Actor, record_ids: Sequence[UUID], today: date) -> dict[UUID, Reading]:
    """Reads these records anew, keeps the readings, and returns them; the reading of a record that is gone is deleted."""
    actor.require("link_records")
    rows = people_rows(actor, record_ids)
    readings = {record_id: read_record(row.cells, today=today, region=row.region) for record_id, row in rows.items()}
    gone = [record_id for record_id in record_ids if record_id not in rows]
    with transaction.atomic():
        models.Reading.objects.filter(record_id__in=gone).delete()
        with connection.cursor() as cursor:
            cursor.execute(STAGED)
            with cursor.copy(COPY) as copy:
                copy.set_types(["uuid", "bytea", "int8[]", "bytea"])
                for record_id, reading in readings.items():
                    kept = (record_id, sealed_reading(record_id, reading), key_numbers(reading), rows[record_id].content_hash)
                    copy.write_row(kept)
            cursor.execute(KEEP)
    return readings


def read_all(*, actor: Actor, today: date, step: Callable[[int], None]) -> int:
    """Reads every record that was never read, or says something else than when it was, or travels on other bookings; returns how many.

    `step` hears how far it is.
    """
    read = seen = 0
    for batch in list_people_ids(actor, size=BATCH):
        known = dict(models.Reading.objects.filter(record_id__in=[one for one, _ in batch]).values_list("record_id", "content_hash"))
        stale = [record_id for record_id, content in batch if bytes(known.get(record_id, b"")) != content]
        if stale:
            read_people(actor=actor, record_ids=stale, today=today)
        read, seen = read + len(stale), seen + len(batch)
        step(seen)
    _forget_gone()
    return read


def _forget_gone() -> None:
    """Deletes readings of records that have no link: their records were erased while nobody looked."""
    linked = models.GuestLink.objects.values("record_id")
    models.Reading.objects.exclude(record_id__in=linked).delete()
