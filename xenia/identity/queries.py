"""Reads of identity: from record to guest."""

from collections.abc import Sequence
from uuid import UUID

from xenia.identity import models
from xenia.identity.types import GuestLink
from xenia.kernel.actor import Actor


def list_links(actor: Actor, record_ids: Sequence[UUID]) -> list[GuestLink]:
    """Returns the link of each record that has one, in no order."""
    actor.require("view_guests")
    rows = models.GuestLink.objects.filter(record_id__in=record_ids)
    return [GuestLink(row.record_id, row.guest_id, row.valid_from) for row in rows]
