"""Guests: list, page with lineage, timeline and companions, over all records that the reader sees."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from xenia.connect.types.guests import TimelineEntry
from xenia.kernel.paging import Page
from xenia.profile.actions import showing
from xenia.profile.queries import guests, lists, timeline
from xenia.profile.types.guests import Companion, FilterCount, GuestFilter, GuestLine, GuestView
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["guests"])
PLACE = Field(default=None, max_length=100)


class GuestQuery(Schema):
    source_id: UUID | None = None
    province: str | None = PLACE
    city: str | None = PLACE
    run_id: UUID | None = None
    page: str | None = None
    size: int = 50


class GuestSearch(GuestQuery):
    """`text` is a name, a contact value or a number: it comes in the body, so that it stands in no address and no log."""

    text: str = Field(max_length=200)


class GuestWhere(Schema):
    """The filter of the list of guests; what was typed comes in the body."""

    text: str | None = Field(default=None, max_length=200)
    source_id: UUID | None = None
    province: str | None = PLACE
    city: str | None = PLACE
    run_id: UUID | None = None


class TimelineQuery(Schema):
    """`kinds`: booking, event, interaction, feedback, trait, and of colleagues note, call, file; none means all."""

    kinds: list[Literal["booking", "event", "interaction", "feedback", "trait", "note", "call", "file"]] = Field(default_factory=list)
    page: str | None = None
    size: int = 50


@router.get("/guests", response=page_of(GuestLine))
def list_guests(request: HttpRequest, where: Annotated[GuestQuery, Query()]) -> Page[GuestLine]:
    """Guests, those with the newest word of a source on top; contact values are masked."""
    return _list(request, where)


@router.post("/guests/search", response=page_of(GuestLine))
def search_guests(request: HttpRequest, where: GuestSearch) -> Page[GuestLine]:
    """The list of guests narrowed by a typed text; it reads only."""
    return _list(request, where)


@router.post("/guests/count", response=shape(FilterCount))
def count_guests(request: HttpRequest, where: GuestWhere) -> FilterCount:
    """How many guests a filter of the list leaves: said before anything is done to all of them. It reads only."""
    return lists.count_guests(actor_of(request), where=GuestFilter(**where.dict()))


def _list(request: HttpRequest, where: GuestQuery) -> Page[GuestLine]:
    narrowed = GuestFilter(**where.dict(exclude={"page", "size"}))
    return lists.list_guests(actor_of(request), where=narrowed, page=where.page, size=where.size)


@router.get("/guests/{uuid:guest_id}", response=shape(GuestView))
def get_guest(request: HttpRequest, guest_id: UUID) -> GuestView:
    """Everything known of a guest, with who says it; takes a record's id or any id the guest ever had, and answers with today's.

    Contact values are masked, except those the actor's role shows in clear (recorded).
    """
    return showing.show_guest(actor=actor_of(request), identifier=guest_id, now=timezone.now())


@router.get("/guests/{uuid:guest_id}/timeline", response=page_of(TimelineEntry))
def list_guest_timeline(request: HttpRequest, guest_id: UUID, where: Annotated[TimelineQuery, Query()]) -> Page[TimelineEntry]:
    """What happened with this guest over all records, and what colleagues wrote down, newest first."""
    return timeline.list_timeline(actor_of(request), guest_id, kinds=tuple(where.kinds), page=where.page, size=where.size)


@router.get("/guests/{uuid:guest_id}/companions", response=list_of(Companion))
def list_guest_companions(request: HttpRequest, guest_id: UUID) -> list[Companion]:
    """Guests on the same bookings, most bookings first."""
    return guests.list_companions(actor_of(request), guest_id)
