"""Bookings: list, totals, page, versions."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from xenia.connect.queries import bookings
from xenia.connect.types.guests import BookingFilter, BookingPage, BookingSummary, BookingVersion
from xenia.connect.types.home import BookingTotals
from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page
from xenia.profile.queries.guests import get_identity
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["bookings"])


class BookingWhere(Schema):
    """`guest_id` is any id of a guest or a record. Dates are inclusive from, exclusive until.

    Booking dates are days of the company's time zone (see get_home).
    """

    line: str | None = None
    status: str | None = None
    source_id: UUID | None = None
    guest_id: UUID | None = None
    run_id: UUID | None = None
    starts_from: date | None = None
    starts_until: date | None = None
    booked_from: date | None = None
    booked_until: date | None = None


class BookingQuery(BookingWhere):
    page: str | None = None
    size: int = 50


class BookingSearch(BookingQuery):
    """`text` is a name, a contact value or a number: it comes in the body, so that it stands in no address and no log."""

    text: str = Field(max_length=200)


class BookingSum(BookingWhere):
    """The same for the sum."""

    text: str = Field(max_length=200)


@router.get("/bookings", response=page_of(BookingSummary))
def list_bookings(request: HttpRequest, where: Annotated[BookingQuery, Query()]) -> Page[BookingSummary]:
    """Current bookings, the ones booked last on top."""
    actor = actor_of(request)
    return bookings.list_bookings(actor, where=_narrowed(actor, where), page=where.page, size=where.size)


@router.get("/bookings/totals", response=shape(BookingTotals))
def get_booking_totals(request: HttpRequest, where: Annotated[BookingWhere, Query()]) -> BookingTotals:
    """How many bookings a filter has, and the sum of each currency."""
    actor = actor_of(request)
    return bookings.get_totals(actor, where=_narrowed(actor, where))


@router.post("/bookings/search", response=page_of(BookingSummary))
def search_bookings(request: HttpRequest, where: BookingSearch) -> Page[BookingSummary]:
    """The list of bookings narrowed by a typed text; it reads only."""
    actor = actor_of(request)
    return bookings.list_bookings(actor, where=_narrowed(actor, where), page=where.page, size=where.size)


@router.post("/bookings/search/totals", response=shape(BookingTotals))
def get_found_totals(request: HttpRequest, where: BookingSum) -> BookingTotals:
    """How many bookings a typed text leaves, and the sum of each currency; it reads only."""
    actor = actor_of(request)
    return bookings.get_totals(actor, where=_narrowed(actor, where))


def _narrowed(actor: Actor, where: BookingWhere) -> BookingFilter:
    """The filter with the guest's records in place of the guest: connect knows records only."""
    record_ids = get_identity(actor, where.guest_id)[1] if where.guest_id else None
    return BookingFilter(**where.dict(exclude={"guest_id", "page", "size"}), record_ids=record_ids)


@router.get("/bookings/{uuid:booking_id}", response=shape(BookingPage))
def get_booking(request: HttpRequest, booking_id: UUID) -> BookingPage:
    """One booking with its people, items, payments and where it came from."""
    return bookings.get_booking(actor_of(request), booking_id)


@router.get("/bookings/{uuid:booking_id}/versions", response=list_of(BookingVersion))
def list_booking_versions(request: HttpRequest, booking_id: UUID) -> list[BookingVersion]:
    """Every version that came in, newest first, with file and row."""
    return bookings.list_versions(actor_of(request), booking_id)
