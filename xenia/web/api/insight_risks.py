"""Risks: bookings to come that may be cancelled, by what is at stake."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from xenia.insight.queries import risks
from xenia.insight.types.risks import BookingAtRisk, RiskFilter, RiskSummary
from xenia.kernel.paging import Page
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["insight"])


class RisksOf(Schema):
    """`property` and `market` (the country or region of the stay or journey) as the source writes them; a line for bookings without a
    property."""

    property: str | None = Field(None, max_length=200)
    market: str | None = Field(None, max_length=200)
    unit_id: UUID | None = None
    page: str | None = None
    size: int = 50


@router.get("/insight/bookings-at-risk", response=page_of(BookingAtRisk))
def list_bookings_at_risk(request: HttpRequest, where: Annotated[RisksOf, Query()]) -> Page[BookingAtRisk]:
    """Bookings that stand and are to come, by the amount times the chance of cancelling, with the reasons."""
    wanted = RiskFilter(where.property, where.market, where.unit_id)
    return risks.list_risks(actor_of(request), wanted, now=timezone.now(), page=where.page, size=where.size)


@router.get("/insight/bookings-at-risk/summary", response=shape(RiskSummary))
def summarise_bookings_at_risk(request: HttpRequest) -> RiskSummary:
    """How much is at stake in all of them, by property and by market."""
    return risks.summarise_risks(actor_of(request), now=timezone.now())
