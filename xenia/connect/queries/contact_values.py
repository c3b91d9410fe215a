"""Contact values of many records in clear, for what leaves the product under guard."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from xenia.connect import models
from xenia.connect.rows import opened
from xenia.kernel.actor import Actor
from xenia.trust.types.access import Permission


@dataclass(frozen=True)
class ContactValues:
    """Phone in the form of E.164 and e-mail address of a record; empty where there is none."""

    phone: str
    email: str


def contact_values(actor: Actor, record_ids: Collection[UUID]) -> dict[UUID, ContactValues]:
    """Returns the values of each record that there is. Who calls this records that they were shown or sent. Raises Refused without the
    permission for the whole company."""
    actor.require_for_company(Permission.REVEAL_CONTACTS)
    rows = models.GuestRecord.objects.filter(record_id__in=record_ids)
    return {row.record_id: ContactValues(opened(row, "phone"), opened(row, "email")) for row in rows}
