"""Saved views of lists: a person's own, those colleagues share, and the one a list opens with."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.trust.actions import views as actions
from xenia.trust.queries import views as queries
from xenia.trust.types.views import ListCode, ViewDraft, ViewsOfList
from xenia.web.session import actor_of
from xenia.web.shapes import shape

router = Router(tags=["views"])
Filter = Annotated[str, Field(max_length=100)]


class ViewsQuery(Schema):
    list_code: ListCode


class ViewChange(Schema):
    """`filters` by their names in the address; `columns`: which are shown or hidden other than usual."""

    name: str = Field(max_length=200)
    filters: dict[str, Filter] = Field(default_factory=dict, max_length=20)
    columns: dict[str, bool] = Field(default_factory=dict, max_length=40)
    is_shared: bool = False

    def draft(self) -> ViewDraft:
        return ViewDraft(self.name, self.filters, self.columns, self.is_shared)


class NewView(ViewChange):
    list_code: ListCode


class ViewMade(Schema):
    id: UUID


class DefaultChoice(Schema):
    """`view_id` null: the list opens with all rows."""

    list_code: ListCode
    view_id: UUID | None


@router.get("/views", response=shape(ViewsOfList))
def list_views(request: HttpRequest, where: Annotated[ViewsQuery, Query()]) -> ViewsOfList:
    """The views of a list, the person's own first, and which filters a view of it can keep."""
    return queries.list_views(actor_of(request), list_code=where.list_code)


@router.post("/views", response=ViewMade)
def save_view(request: HttpRequest, new: NewView) -> dict[str, UUID]:
    """Keeps filters and columns of a list under a name."""
    made = actions.save_view(actor=actor_of(request), list_code=new.list_code, draft=new.draft(), now=timezone.now())
    return {"id": made}


@router.put("/views/default", response={204: None})
def choose_default_view(request: HttpRequest, choice: DefaultChoice) -> Status[None]:
    """Keeps the view with which the person opens a list."""
    actions.choose_default_view(actor=actor_of(request), list_code=choice.list_code, view_id=choice.view_id)
    return Status(204, None)


@router.put("/views/{uuid:view_id}", response={204: None})
def change_view(request: HttpRequest, view_id: UUID, change: ViewChange) -> Status[None]:
    """Changes a view of the person's own."""
    actions.change_view(actor=actor_of(request), view_id=view_id, draft=change.draft(), now=timezone.now())
    return Status(204, None)


@router.delete("/views/{uuid:view_id}", response={204: None})
def delete_view(request: HttpRequest, view_id: UUID) -> Status[None]:
    """Deletes a view; its owner may, and of a shared one who manages the people of the company."""
    actions.delete_view(actor=actor_of(request), view_id=view_id, now=timezone.now())
    return Status(204, None)
