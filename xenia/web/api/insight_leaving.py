"""The desk for guests who are leaving: whom, by what is at stake, and why."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from xenia.insight.queries import leaving
from xenia.insight.types.leaving import LeavingFilter, LeavingGuest, LeavingSummary
from xenia.insight.types.standing import Stage
from xenia.kernel.paging import Page
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["insight"])


class LeavingOf(Schema):
    """Guests whose chance to leave is at least `least`, a half or more; `stage` of the lifecycle, all of them without it."""

    least: float = Field(0.5, ge=0.5, le=1)
    stage: Stage | None = None


class LeavingPage(LeavingOf):
    page: str | None = None
    size: int = 20


@router.get("/insight/leaving", response=page_of(LeavingGuest))
def list_leaving(request: HttpRequest, where: Annotated[LeavingPage, Query()]) -> Page[LeavingGuest]:
    """Guests who are likely to leave, what is most at stake on top, each with the reasons in plain words."""
    wanted = LeavingFilter(where.least, where.stage)
    return leaving.list_leaving(actor_of(request), wanted, now=timezone.now(), page=where.page, size=where.size)


@router.get("/insight/leaving/summary", response=shape(LeavingSummary))
def summarise_leaving(request: HttpRequest, where: Annotated[LeavingOf, Query()]) -> LeavingSummary:
    """How many are likely to leave, what is at stake, by stage; and what has worked for similar guests, as far as experiments say."""
    return leaving.summarise_leaving(actor_of(request), LeavingFilter(where.least, where.stage), now=timezone.now())
