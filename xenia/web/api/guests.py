"""Guests: list, page, timeline, companions, and contact values shown for a purpose."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from xenia.connect.actions import contacts
from xenia.connect.actions.contacts import Reveal
from xenia.connect.queries import guests, timeline
from xenia.connect.types.guests import Companion, GuestFilter, GuestPage, GuestSummary, RevealPurpose, TimelineEntry
from xenia.kernel.paging import Page
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["guests"])


class GuestQuery(Schema):
    text: str | None = Field(default=None, max_length=200)
    source_id: UUID | None = None
    province: str | None = None
    city: str | None = None
    run_id: UUID | None = None
    page: str | None = None
    size: int = 50


class TimelineQuery(Schema):
    """`kinds`: booking, event, interaction, feedback, trait; none means all."""

    kinds: list[Literal["booking", "event", "interaction", "feedback", "trait"]] = Field(default_factory=list)
    page: str | None = None
    size: int = 50


class RevealOrder(Schema):
    """Which sealed value to show, what for, and the booking or ticket number it is for; all of it is recorded."""

    field: Literal["phone", "email", "wechat", "birth_date", "document", "address"]
    purpose: RevealPurpose
    reference: str = Field(default="", max_length=40)


class Revealed(Schema):
    value: str


@router.get("/guests", response=page_of(GuestSummary))
def list_guests(request: HttpRequest, where: Annotated[GuestQuery, Query()]) -> Page[GuestSummary]:
    """Guests, the ones seen first most recently on top; contact values are masked."""
    narrowed = GuestFilter(**where.dict(exclude={"page", "size"}))
    return guests.list_guests(actor_of(request), where=narrowed, page=where.page, size=where.size)


@router.get("/guests/{uuid:record_id}", response=shape(GuestPage))
def get_guest(request: HttpRequest, record_id: UUID) -> GuestPage:
    """Everything one source knows of a person; contact values are masked, except those the actor's role shows in clear (recorded)."""
    return contacts.show_guest(actor=actor_of(request), record_id=record_id, now=timezone.now())


@router.get("/guests/{uuid:record_id}/timeline", response=page_of(TimelineEntry))
def list_guest_timeline(request: HttpRequest, record_id: UUID, where: Annotated[TimelineQuery, Query()]) -> Page[TimelineEntry]:
    """What happened with this person, newest first."""
    return timeline.list_timeline(actor_of(request), record_id, kinds=tuple(where.kinds), page=where.page, size=where.size)


@router.get("/guests/{uuid:record_id}/companions", response=list_of(Companion))
def list_guest_companions(request: HttpRequest, record_id: UUID) -> list[Companion]:
    """People on the same bookings, most bookings first."""
    return guests.list_companions(actor_of(request), record_id)


@router.post("/guests/{uuid:record_id}/reveal", response=Revealed)
def reveal_guest_contact(request: HttpRequest, record_id: UUID, order: RevealOrder) -> dict[str, str]:
    """Shows one sealed value in clear; needs the permission reveal_contacts and is recorded in the audit log."""
    reveal = Reveal(order.field, order.purpose, order.reference)
    return {"value": contacts.reveal_contact(actor=actor_of(request), record_id=record_id, reveal=reveal, now=timezone.now())}
