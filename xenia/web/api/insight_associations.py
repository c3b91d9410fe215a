"""Associations over HTTP: the rules, the search that finds them, and the guests behind each."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.insight.actions import associations
from xenia.insight.queries import associations as queries
from xenia.insight.types.associations import Associations, Part
from xenia.insight.types.standing import GuestIn
from xenia.kernel.paging import Page
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["insight"])


class AssociationFilter(Schema):
    """Rules that name `item` (its code), with a lift of at least `lift_least`."""

    item: str = Field("", max_length=200)
    lift_least: float = Field(1.0, ge=0, le=1_000)


class AssociationGuests(Schema):
    """`part`: guests with `both` sides, or those with the conditions from whom the other is `missing`."""

    part: Part = Part.MISSING
    page: str | None = None
    size: int = 50


class SearchOrdered(Schema):
    """The id of what was ordered."""

    id: UUID


@router.get("/insight/associations", response=shape(Associations))
def list_associations(request: HttpRequest, where: Annotated[AssociationFilter, Query()]) -> Associations:
    """What goes together more often than chance allows, the strongest first."""
    return queries.list_associations(actor_of(request), item=where.item, lift_least=where.lift_least)


@router.post("/insight/associations", response={201: SearchOrdered})
def order_associations(request: HttpRequest) -> Status[SearchOrdered]:
    """Orders a search as of now; of two orders the second gets the first one's id."""
    return Status(201, SearchOrdered(id=associations.order_associations(actor=actor_of(request), now=timezone.now())))


@router.post("/insight/associations/{uuid:run_id}/cancel", response={204: None})
def cancel_associations(request: HttpRequest, run_id: UUID) -> Status[None]:
    """Asks a search to stop; the last result stays in use."""
    associations.cancel_associations(actor=actor_of(request), run_id=run_id, now=timezone.now())
    return Status(204, None)


@router.get("/insight/associations/{uuid:rule_id}/guests", response=page_of(GuestIn))
def list_association_guests(request: HttpRequest, rule_id: UUID, where: Annotated[AssociationGuests, Query()]) -> Page[GuestIn]:
    """The guests behind a rule, those who spent most on top."""
    return queries.list_association_guests(actor_of(request), rule_id, where.part, page=where.page, size=where.size)
