"""Writes of identity. Until records are matched, every record is a guest of one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.identity import models
from xenia.kernel.actor import Actor
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.trust.types.rights import EraseStep, Erasure, Position, Worked

LINK_RECORDS = """
WITH linked AS (
    INSERT INTO identity_guestlink (record_id, guest_id, valid_from)
    SELECT DISTINCT ON (record_id) record_id, guest_id, %s FROM unnest(%s::uuid[], %s::uuid[]) AS wanted(record_id, guest_id)
    ON CONFLICT (record_id) DO NOTHING
    RETURNING guest_id
)
INSERT INTO identity_guest (id) SELECT guest_id FROM linked
"""
"""Links first, guests after: whoever links a record in the same moment makes the guest, and no guest is left without a record."""


@transaction.atomic
def link_records(*, actor: Actor, record_ids: Sequence[UUID], now: datetime) -> int:
    """Gives each record that has no guest a guest of its own; returns how many were linked. Safe to repeat."""
    actor.require("link_records")
    with connection.cursor() as cursor:
        cursor.execute(LINK_RECORDS, [now, list(record_ids), [new_id() for _ in record_ids]])
        return int(cursor.rowcount)


def erase_links(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Deletes the links of erased records, and guests who have no record left."""
    actor.require("handle_requests")
    gone, _ = models.GuestLink.objects.filter(record_id__in=erasure.record_ids).delete()
    left = models.GuestLink.objects.filter(guest_id__in=erasure.guest_ids).values("guest_id")
    guests, _ = models.Guest.objects.filter(id__in=erasure.guest_ids).exclude(id__in=left).delete()
    return Worked({}, True, {"links": gone, "guests": guests})


ERASE_STEPS = (EraseStep("links", Text("删除记录与客人的归属", "Delete which guest the records belong to"), erase_links),)
