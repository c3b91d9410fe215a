"""Reads of identity: from record to guest."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xenia.identity import models
from xenia.identity.types import GuestLink
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.trust.types.rights import Section

LINK_COLUMNS = (
    ("record_id", Text("记录编号", "Record id")),
    ("guest_id", Text("客人编号", "Guest id")),
    ("valid_from", Text("自", "Since")),
)


def list_links(actor: Actor, record_ids: Sequence[UUID]) -> list[GuestLink]:
    """Returns the link of each record that has one, in no order."""
    actor.require("view_guests")
    rows = models.GuestLink.objects.filter(record_id__in=record_ids)
    return [GuestLink(row.record_id, row.guest_id, row.valid_from) for row in rows]


def list_records(actor: Actor, guest_ids: Sequence[UUID]) -> list[GuestLink]:
    """Returns the records of each guest, in no order."""
    actor.require("view_guests")
    rows = models.GuestLink.objects.filter(guest_id__in=guest_ids)
    return [GuestLink(row.record_id, row.guest_id, row.valid_from) for row in rows]


def guests_of(actor: Actor, record_ids: Sequence[UUID]) -> list[UUID]:
    """Returns the guests these records belong to, each once."""
    actor.require("handle_requests")
    return sorted(models.GuestLink.objects.filter(record_id__in=record_ids).values_list("guest_id", flat=True).distinct())


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns which guest the records belong to, and since when."""
    actor.require("handle_requests")
    rows = models.GuestLink.objects.filter(record_id__in=record_ids).order_by("valid_from", "record_id")
    said = tuple({"record_id": str(row.record_id), "guest_id": str(row.guest_id), "valid_from": row.valid_from.isoformat()} for row in rows)
    return [Section("links", "identity", Text("同一位客人的记录", "Records of the same guest"), LINK_COLUMNS, said)]
