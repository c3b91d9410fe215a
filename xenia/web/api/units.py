"""Units: the company's tree."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.kernel.texts import Text
from xenia.trust.actions import units as actions
from xenia.trust.queries import people as queries
from xenia.trust.types.access import Unit, UnitKind
from xenia.web.session import actor_of
from xenia.web.shapes import list_of

router = Router(tags=["units"])


class UnitChange(Schema):
    """`parent_code` names the new parent; empty: the unit stays where it is."""

    name_zh: str = Field(max_length=100)
    name_en: str = Field(max_length=100)
    parent_code: str = Field(default="", max_length=50)


class NewUnit(Schema):
    code: str = Field(max_length=50)
    name_zh: str = Field(max_length=100)
    name_en: str = Field(max_length=100)
    kind: UnitKind
    parent_code: str = Field(max_length=50)


@router.get("/units", response=list_of(Unit))
def list_units(request: HttpRequest) -> list[Unit]:
    """The units of the company that the actor sees, the root first."""
    return queries.list_units(actor_of(request))


@router.post("/units", response={204: None})
def create_unit(request: HttpRequest, new: NewUnit) -> Status[None]:
    """Creates a unit below its parent."""
    name = Text(new.name_zh, new.name_en)
    actions.create_unit(actor=actor_of(request), code=new.code, name=name, kind=new.kind, parent_code=new.parent_code, now=timezone.now())
    return Status(204, None)


@router.patch("/units/{uuid:unit_id}", response={204: None})
def change_unit(request: HttpRequest, unit_id: UUID, change: UnitChange) -> Status[None]:
    """Renames a unit, and moves it with all below it where another parent is named."""
    name = Text(change.name_zh, change.name_en)
    actions.change_unit(actor=actor_of(request), unit_id=unit_id, name=name, parent_code=change.parent_code, now=timezone.now())
    return Status(204, None)
