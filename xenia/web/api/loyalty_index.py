"""The loyalty index over HTTP: of a guest, of everybody and of groups, its policy, and its computations."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.loyalty.actions import loyalty_index as actions
from xenia.loyalty.queries import index_board, index_policy
from xenia.loyalty.queries import loyalty_index as queries
from xenia.loyalty.queries.index_board import IndexAsked
from xenia.loyalty.types.loyalty_index import (
    Dimension,
    GuestIndex,
    IndexBoard,
    IndexGroup,
    IndexGrouping,
    IndexGuest,
    IndexMovers,
    IndexPolicy,
    IndexPolicyPreview,
    IndexPolicyState,
    IndexRun,
)
from xenia.web.api.loyalty import RulesVersion
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])


class IndexOf(Schema):
    """A group by its kind and key, such as `tier` and `YUN:GOLD`; neither: everybody."""

    by: IndexGrouping | None = None
    key: str | None = Field(default=None, max_length=60)


class IndexGuestsAsked(IndexOf):
    """`low`: the bin of ten points that begins there; `measure`: a dimension in place of the index."""

    low: int | None = Field(default=None, ge=0, le=90, multiple_of=10)
    measure: Dimension | None = None
    page: str | None = None
    size: int = 50


class IndexGroupsAsked(Schema):
    """By what guests are put together."""

    by: IndexGrouping


class IndexMoversAsked(Schema):
    """Since the end of the month so many months ago."""

    months: int = Field(default=3, ge=1, le=12)


class NewIndexPolicy(Schema):
    """Another policy, and the version that was looked at."""

    policy: IndexPolicy
    seen_number: int


class IndexPolicyAsked(Schema):
    """A policy as it is to be."""

    policy: IndexPolicy


class IndexOrder(Schema):
    """`with_past`: the twelve months before are computed anew too."""

    with_past: bool = False


class IndexOrdered(Schema):
    """The computation that waits."""

    id: UUID


@router.get("/loyalty/guests/{uuid:guest_id}/index", response=shape(GuestIndex))
def get_guest_index(request: HttpRequest, guest_id: UUID) -> GuestIndex:
    """The six dimensions of a guest, with the evidence under each, the months, and what is expected."""
    return queries.get_guest_index(actor_of(request), guest_id, now=timezone.now())


@router.get("/loyalty/index", response=shape(IndexBoard))
def get_index_board(request: HttpRequest, of: Annotated[IndexOf, Query()]) -> IndexBoard:
    """The index of everybody, or of a group."""
    return index_board.get_index_board(actor_of(request), IndexAsked(of.by, of.key), now=timezone.now())


@router.get("/loyalty/index/groups", response=list_of(IndexGroup))
def list_index_groups(request: HttpRequest, asked: Annotated[IndexGroupsAsked, Query()]) -> list[IndexGroup]:
    """Every group of a grouping, with the means of its guests."""
    return index_board.list_index_groups(actor_of(request), asked.by, now=timezone.now())


@router.get("/loyalty/index/guests", response=page_of(IndexGuest))
def list_index_guests(request: HttpRequest, asked: Annotated[IndexGuestsAsked, Query()]) -> Page[IndexGuest]:
    """The guests behind a number, those with the most points first."""
    wanted = IndexAsked(asked.by, asked.key, asked.low, asked.measure)
    return index_board.list_index_guests(actor_of(request), wanted, page=asked.page, size=asked.size, now=timezone.now())


@router.get("/loyalty/index/movers", response=shape(IndexMovers))
def list_index_movers(request: HttpRequest, asked: Annotated[IndexMoversAsked, Query()]) -> IndexMovers:
    """Whose index rose and fell most."""
    return index_board.list_index_movers(actor_of(request), months=asked.months, now=timezone.now())


@router.get("/loyalty/index/policy", response=shape(IndexPolicyState))
def get_index_policy(request: HttpRequest) -> IndexPolicyState:
    """The policy in force, the evidence it speaks of, and its versions."""
    return index_policy.get_index_policy(actor_of(request))


@router.put("/loyalty/index/policy", response=RulesVersion)
def change_index_policy(request: HttpRequest, wanted: NewIndexPolicy) -> dict[str, int]:
    """Keeps another policy; it holds at once and for every month."""
    number = actions.change_index_policy(actor=actor_of(request), policy=wanted.policy, seen_number=wanted.seen_number, now=timezone.now())
    return {"version": number}


@router.post("/loyalty/index/policy/preview", response=shape(IndexPolicyPreview))
def preview_index_policy(request: HttpRequest, wanted: IndexPolicyAsked) -> IndexPolicyPreview:
    """How many guests another policy would move; nothing is kept."""
    return index_policy.preview_index_policy(actor_of(request), wanted.policy)


@router.get("/loyalty/index/runs", response=list_of(IndexRun))
def list_index_runs(request: HttpRequest) -> list[IndexRun]:
    """The newest computations, the one under way on top."""
    return index_policy.list_index_runs(actor_of(request))


@router.post("/loyalty/index/runs", response={201: IndexOrdered})
def order_index(request: HttpRequest, order: IndexOrder) -> Status[IndexOrdered]:
    """Orders a computation, which the worker takes up."""
    made = actions.order_index(actor=actor_of(request), with_past=order.with_past, now=timezone.now())
    return Status(201, IndexOrdered(id=made))


@router.post("/loyalty/index/runs/{uuid:run_id}/cancel", response={204: None})
def cancel_index(request: HttpRequest, run_id: UUID) -> Status[None]:
    """Asks a computation to stop; finished months stay."""
    actions.cancel_index(actor=actor_of(request), run_id=run_id, now=timezone.now())
    return Status(204, None)
