"""Audiences over HTTP: the sandbox, in which a definition is written and tried before it is kept."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from xenia.segment.queries import sandbox, values
from xenia.segment.queries.ground import KeptGround
from xenia.segment.queries.preview import Trying
from xenia.segment.types.preview import ValueCount
from xenia.segment.types.sandbox import AudienceCatalogue, GuestTried, TriedAudience
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["audiences"])
KEPT = KeptGround()
"""Of this process: screens ask with every change of a definition."""


class AudienceTry(Schema):
    """A definition in the form of docs/audience.schema.json. What cannot be read is refused with its place in the tree in `fields`."""

    definition: dict[str, Any]


class AudiencePreviewAsked(AudienceTry):
    """`with_reach`: who may be contacted takes longer than all else; a screen that asks with every change asks for it apart."""

    with_reach: bool = True


class AudienceTryOfGuest(AudienceTry):
    """`guest_id`: any id the guest ever had, or that of a record."""

    guest_id: UUID


class ValuesAsked(Schema):
    """`field`: a text or set of the catalogue, or a property as `searched.destination`. `beginning`: how the values begin."""

    field: str = Field(max_length=200)
    beginning: str = Field("", max_length=200)


@router.get("/audiences/catalogue", response=shape(AudienceCatalogue))
def get_audience_catalogue(request: HttpRequest) -> AudienceCatalogue:
    """What conditions may ask about: fields, behaviours, and the tests that fit each."""
    return sandbox.list_catalogue(actor_of(request), now=timezone.now())


@router.get("/audiences/values", response=list_of(ValueCount))
def suggest_audience_values(request: HttpRequest, asked: Annotated[ValuesAsked, Query()]) -> list[ValueCount]:
    """Values that guests have, most frequent first, at most 50."""
    return list(values.suggest_values(actor_of(request), asked.field, asked.beginning, now=timezone.now()))


@router.post("/audiences/preview", response=shape(TriedAudience))
def preview_audience(request: HttpRequest, asked: AudiencePreviewAsked) -> TriedAudience:
    """A definition as a sentence, with its numbers today: of the whole, of each condition alone, a sample, and who may be contacted. At
    most five minutes old; who objects is out at once."""
    trying = Trying(KEPT, asked.with_reach)
    return sandbox.try_definition(actor_of(request), asked.definition, now=timezone.now(), trying=trying)


@router.post("/audiences/explain", response=shape(GuestTried))
def explain_audience_guest(request: HttpRequest, asked: AudienceTryOfGuest) -> GuestTried:
    """Whether one guest belongs, why, and the day on which that changes by itself."""
    return sandbox.try_guest(actor_of(request), asked.definition, asked.guest_id, now=timezone.now())
