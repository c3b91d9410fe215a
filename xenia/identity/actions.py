"""Writes of identity. Until records are matched, every record is a guest of one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.ids import new_id

LINK_RECORDS = """
WITH wanted AS (
    SELECT record_id, guest_id FROM unnest(%s::uuid[], %s::uuid[]) AS w(record_id, guest_id)
    WHERE NOT EXISTS (SELECT 1 FROM identity_guestlink l WHERE l.record_id = w.record_id)
), guests AS (
    INSERT INTO identity_guest (id) SELECT guest_id FROM wanted RETURNING id
)
INSERT INTO identity_guestlink (record_id, guest_id, valid_from)
SELECT record_id, guest_id, %s FROM wanted
ON CONFLICT (record_id) DO NOTHING
"""


@transaction.atomic
def link_records(*, actor: Actor, record_ids: Sequence[UUID], now: datetime) -> int:
    """Gives each record that has no guest a guest of its own; returns how many were linked. Safe to repeat."""
    actor.require("link_records")
    with connection.cursor() as cursor:
        cursor.execute(LINK_RECORDS, [list(record_ids), [new_id() for _ in record_ids], now])
        return int(cursor.rowcount)
