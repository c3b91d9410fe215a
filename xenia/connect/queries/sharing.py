"""What records of different people have in common, and when people first travelled: for the product itself, over all units, and without
opening anything sealed."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from xenia.connect import models
from xenia.kernel.actor import Actor

WAYS = {"phone": "phone_index", "email": "email_index", "document": "document_index"}
NOT_TRAVELLED = ("cancelled", "no_show", "requested", "waitlisted")


def ways_shared(actor: Actor, record_ids: Collection[UUID], other_ids: Collection[UUID]) -> frozenset[str]:
    """Returns by which of WAYS any of the first records agrees with any of the others, by their blind indexes."""
    actor.require("link_records")
    both = {*record_ids, *other_ids}
    rows = list(models.GuestRecord.objects.filter(record_id__in=both).values("record_id", *WAYS.values()))

    def said(ids: Collection[UUID], column: str) -> set[bytes]:
        return {bytes(row[column]) for row in rows if row["record_id"] in ids and row[column] is not None}

    return frozenset(way for way, column in WAYS.items() if said(record_ids, column) & said(other_ids, column))


def first_trip_ended_on(actor: Actor, record_ids: Collection[UUID]) -> date | None:
    """Returns the day on which the first trip of these records ended or ends, None where they have none. Who booked a trip that names no
    traveller counts for one."""
    actor.require("link_records")
    mine = list(record_ids)
    theirs = Q(traveller_ids__overlap=mine) | Q(traveller_ids=[], booker_id__in=mine)
    rows = models.Booking.objects.filter(theirs).exclude(status__in=NOT_TRAVELLED)
    found: date | None = rows.aggregate(first=Min(Coalesce("ends_on", "starts_on")))["first"]
    return found
