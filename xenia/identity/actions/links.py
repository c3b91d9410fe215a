"""Writes of identity. Until records are matched, every record is a guest of one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.identity import models
from xenia.identity.types import GUESTS_CHANGED
from xenia.kernel.actor import Actor
from xenia.kernel.ids import new_id
from xenia.news.publish import publish

LINK_RECORDS = """
WITH linked AS (
    INSERT INTO identity_guestlink (record_id, guest_id, home_id, valid_from)
    SELECT DISTINCT ON (record_id) record_id, guest_id, guest_id, %s FROM unnest(%s::uuid[], %s::uuid[]) AS wanted(record_id, guest_id)
    ON CONFLICT (record_id) DO NOTHING
    RETURNING guest_id
)
INSERT INTO identity_guest (id) SELECT guest_id FROM linked
"""
"""Links first, guests after: whoever links a record in the same moment makes the guest, and no guest is left without a record."""


TOLD_GUESTS = 500
"""How many guests one piece of news names."""


@transaction.atomic
def link_records(*, actor: Actor, record_ids: Sequence[UUID], now: datetime) -> int:
    """Gives each record that has no guest a guest of its own, and tells that these records' guests changed; returns how many were linked.

    Safe to repeat.
    """
    actor.require("link_records")
    with connection.cursor() as cursor:
        cursor.execute(LINK_RECORDS, [now, list(record_ids), [new_id() for _ in record_ids]])
        linked = int(cursor.rowcount)
    _tell_changed(record_ids, now)
    return linked


def _tell_changed(record_ids: Sequence[UUID], now: datetime) -> None:
    """Publishes GuestsChanged for the guests of these records, a few hundred in each."""
    guests = list(models.GuestLink.objects.filter(record_id__in=record_ids).values_list("guest_id", flat=True).distinct())
    for start in range(0, len(guests), TOLD_GUESTS):
        publish(GUESTS_CHANGED, {"guest_ids": [str(guest) for guest in guests[start : start + TOLD_GUESTS]]}, now=now)
