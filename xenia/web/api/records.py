"""Guest records: what one source says of a person, and contact values shown for a purpose."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from xenia.connect.actions import contacts
from xenia.connect.actions.contacts import Reveal
from xenia.connect.types.guests import GuestPage, RevealPurpose
from xenia.web.session import actor_of
from xenia.web.shapes import shape

router = Router(tags=["records"])


class RevealOrder(Schema):
    """Which sealed value to show, what for, and the booking or ticket number it is for; all of it is recorded."""

    field: Literal["phone", "email", "wechat", "birth_date", "document", "address"]
    purpose: RevealPurpose
    reference: str = Field(default="", max_length=40)


class Revealed(Schema):
    value: str


@router.get("/records/{uuid:record_id}", response=shape(GuestPage))
def get_record(request: HttpRequest, record_id: UUID) -> GuestPage:
    """Everything one source knows of a person; contact values are masked, except those the actor's role shows in clear (recorded)."""
    return contacts.show_guest(actor=actor_of(request), record_id=record_id, now=timezone.now())


@router.post("/records/{uuid:record_id}/reveal", response=Revealed)
def reveal_contact(request: HttpRequest, record_id: UUID, order: RevealOrder) -> dict[str, str]:
    """Shows one sealed value of a record in clear; needs the permission reveal_contacts and is recorded in the audit log."""
    reveal = Reveal(order.field, order.purpose, order.reference)
    return {"value": contacts.reveal_contact(actor=actor_of(request), record_id=record_id, reveal=reveal, now=timezone.now())}
