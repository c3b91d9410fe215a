"""Groups of guests over HTTP: the gallery, the guests of a group, and its name."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.insight.actions import groups
from xenia.insight.queries import groups as queries
from xenia.insight.types.groups import GroupGallery
from xenia.insight.types.standing import GuestIn
from xenia.kernel.paging import Page
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["insight"])


class GroupNaming(Schema):
    """What a group is called; empty: by its number again."""

    name: str = Field(max_length=200)


class GroupPage(Schema):
    """A page of guests."""

    page: str | None = None
    size: int = 50


@router.get("/insight/groups", response=shape(GroupGallery))
def list_groups(request: HttpRequest) -> GroupGallery:
    """The groups of the newest scores, with what sets each apart."""
    return queries.list_groups(actor_of(request))


@router.put("/insight/groups/{int:number}/name", response={204: None})
def name_group(request: HttpRequest, number: int, naming: GroupNaming) -> Status[None]:
    """Names a group for everybody; the name stays while the group does."""
    groups.name_group(actor=actor_of(request), number=number, name=naming.name, now=timezone.now())
    return Status(204, None)


@router.get("/insight/groups/{int:number}/guests", response=page_of(GuestIn))
def list_group_guests(request: HttpRequest, number: int, where: Annotated[GroupPage, Query()]) -> Page[GuestIn]:
    """The guests of a group, those who spent most on top."""
    return queries.list_group_guests(actor_of(request), number, page=where.page, size=where.size)
