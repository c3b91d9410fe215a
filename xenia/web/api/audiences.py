"""Audiences over HTTP: the sandbox, in which a definition is written and tried, and audiences as they are kept."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.kernel.texts import Text
from xenia.segment.actions import audiences as actions
from xenia.segment.actions import lists, rebuilds
from xenia.segment.queries import audiences, groups, memberships, sandbox, values
from xenia.segment.queries.ground import KeptGround
from xenia.segment.queries.preview import Trying
from xenia.segment.types.audiences import (
    AudienceChanged,
    AudienceDay,
    AudienceDetail,
    AudienceDraft,
    AudienceFits,
    AudienceGuest,
    AudienceOfGuest,
    AudienceShown,
    ListMade,
    MembershipExplained,
    RebuildShown,
    Side,
)
from xenia.segment.types.contrast import AudienceContrast, AudienceOverlap
from xenia.segment.types.preview import ValueCount
from xenia.segment.types.sandbox import AudienceCatalogue, GuestTried, TriedAudience
from xenia.web.api.uploads import FILE_BODY
from xenia.web.incoming import file_of
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

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


class AudiencesBeside(AudienceTry):
    """`against`: the definition to hold it against; none: everybody else."""

    against: dict[str, Any] | None = None


class AudiencesOverlapping(Schema):
    """Up to six definitions in the form of docs/audience.schema.json; one that is kept is `{"audience": id}`."""

    definitions: Annotated[list[dict[str, Any]], Field(max_length=100)]


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


@router.post("/audiences/contrast", response=shape(AudienceContrast))
def contrast_audience(request: HttpRequest, asked: AudiencesBeside) -> AudienceContrast:
    """What sets those who fit a definition apart from other guests: conditions with both shares, and the value of both groups."""
    return groups.contrast_definition(actor_of(request), asked.definition, asked.against, now=timezone.now(), trying=Trying(KEPT))


@router.post("/audiences/overlap", response=shape(AudienceOverlap))
def overlap_audiences(request: HttpRequest, asked: AudiencesOverlapping) -> AudienceOverlap:
    """How many guests fit which of the definitions, each crossing as a definition of its own."""
    return groups.overlap_definitions(actor_of(request), asked.definitions, now=timezone.now(), trying=Trying(KEPT))


@router.post("/audiences/explain", response=shape(GuestTried))
def explain_audience_guest(request: HttpRequest, asked: AudienceTryOfGuest) -> GuestTried:
    """Whether one guest belongs, why, and the day on which that changes by itself."""
    return sandbox.try_guest(actor_of(request), asked.definition, asked.guest_id, now=timezone.now())


class AudienceSaved(Schema):
    """`definition` in the form of docs/audience.schema.json; none of a static copy."""

    name_zh: str = Field("", max_length=200)
    name_en: str = Field("", max_length=200)
    note: str = Field("", max_length=2_000)
    definition: dict[str, Any] | None = None


class AudienceSave(AudienceSaved):
    """`seen_revision`: the one the change began from; another save in between refuses this one."""

    seen_revision: int


class AudienceCopied(Schema):
    """What the static copy is called; one language is enough."""

    name_zh: str = Field("", max_length=200)
    name_en: str = Field("", max_length=200)


class ListCalled(Schema):
    """What a list is called, and what it is for; one language is enough."""

    name_zh: str = Field("", max_length=200)
    name_en: str = Field("", max_length=200)
    note: str = Field("", max_length=2_000)


class AudienceMade(Schema):
    """The id of what was made or ordered."""

    id: UUID


class AudienceRevision(Schema):
    """The revision in force."""

    revision: int


class RebuildOrder(Schema):
    """Of these audiences and all that ask about them; none: of all."""

    audience_ids: Annotated[list[UUID], Field(max_length=500)] | None = None


class AudiencePage(Schema):
    """A page."""

    page: str | None = None
    size: int = 50


@router.get("/audiences", response=list_of(AudienceShown))
def list_audiences(request: HttpRequest, is_archived: bool = False) -> list[AudienceShown]:
    """Every audience with counts, state and last change, the one changed last first."""
    return audiences.list_audiences(actor_of(request), is_archived=is_archived, now=timezone.now())


@router.post("/audiences", response={201: AudienceMade})
def create_audience(request: HttpRequest, audience: AudienceSaved) -> Status[AudienceMade]:
    """Keeps an audience; its members are made at once by the worker."""
    made = actions.create_audience(actor=actor_of(request), draft=_draft(audience), now=timezone.now())
    return Status(201, AudienceMade(id=made))


@router.post("/audiences/lists", response={201: shape(ListMade)}, openapi_extra=FILE_BODY)
def create_audience_list(request: HttpRequest, called: Annotated[ListCalled, Query()]) -> Status[ListMade]:
    """Keeps the guests of a file as an audience: one id, phone number or e-mail address a line; says what became of the lines."""
    name = Text(called.name_zh, called.name_en)
    with file_of(request) as file:
        made = lists.create_list(actor=actor_of(request), name=name, note=called.note, stream=file.stream, now=timezone.now())
    return Status(201, made)


@router.get("/audiences/rebuilds", response=list_of(RebuildShown))
def list_audience_rebuilds(request: HttpRequest) -> list[RebuildShown]:
    """The newest rebuilds, with how far the one under way is."""
    return audiences.list_rebuilds(actor_of(request))


@router.post("/audiences/rebuilds", response={201: AudienceMade})
def order_audience_rebuild(request: HttpRequest, order: RebuildOrder) -> Status[AudienceMade]:
    """Has members made anew; while a rebuild of all waits, its id is told."""
    made = rebuilds.order_rebuild(actor=actor_of(request), reason="ordered", audience_ids=order.audience_ids, now=timezone.now())
    return Status(201, AudienceMade(id=made))


@router.post("/audiences/rebuilds/{uuid:rebuild_id}/cancel", response={204: None})
def cancel_audience_rebuild(request: HttpRequest, rebuild_id: UUID) -> Status[None]:
    """Asks a rebuild to stop; audiences made by then stay made."""
    rebuilds.cancel_rebuild(actor=actor_of(request), rebuild_id=rebuild_id, now=timezone.now())
    return Status(204, None)


@router.get("/audiences/of-guest/{uuid:guest_id}", response=list_of(AudienceOfGuest))
def list_audiences_of_guest(request: HttpRequest, guest_id: UUID) -> list[AudienceOfGuest]:
    """The audiences a guest is in, as they were made last."""
    return memberships.list_audiences_of(actor_of(request), guest_id, now=timezone.now())


@router.get("/audiences/of-guest/{uuid:guest_id}/today", response=list_of(AudienceFits))
def list_audiences_fitting_guest(request: HttpRequest, guest_id: UUID) -> list[AudienceFits]:
    """Every audience judged for one guest now: which the guest fits, and which keep them; where these differ the guest moves."""
    return memberships.list_fitting(actor_of(request), guest_id, now=timezone.now())


@router.get("/audiences/{uuid:audience_id}", response=shape(AudienceDetail))
def get_audience(request: HttpRequest, audience_id: UUID) -> AudienceDetail:
    """One audience with its definition, its versions, and which others ask about it."""
    return audiences.get_audience(actor_of(request), audience_id, now=timezone.now())


@router.put("/audiences/{uuid:audience_id}", response=AudienceRevision)
def save_audience(request: HttpRequest, audience_id: UUID, audience: AudienceSave) -> AudienceRevision:
    """Saves an audience; a save that began from an older revision is refused with who changed what and when."""
    actor, now = actor_of(request), timezone.now()
    revision = actions.save_audience(
        actor=actor, audience_id=audience_id, draft=_draft(audience), seen_revision=audience.seen_revision, now=now
    )
    return AudienceRevision(revision=revision)


@router.post("/audiences/{uuid:audience_id}/archive", response={204: None})
def archive_audience(request: HttpRequest, audience_id: UUID) -> Status[None]:
    """Puts an audience away; refused where another asks about it."""
    actions.archive_audience(actor=actor_of(request), audience_id=audience_id, now=timezone.now())
    return Status(204, None)


@router.post("/audiences/{uuid:audience_id}/copy", response={201: AudienceMade})
def copy_audience(request: HttpRequest, audience_id: UUID, copied: AudienceCopied) -> Status[AudienceMade]:
    """Keeps the members of now as an audience of its own, which nothing changes."""
    name = Text(copied.name_zh, copied.name_en)
    made = actions.copy_audience(actor=actor_of(request), audience_id=audience_id, name=name, now=timezone.now())
    return Status(201, AudienceMade(id=made))


@router.get("/audiences/{uuid:audience_id}/days", response=list_of(AudienceDay))
def list_audience_days(request: HttpRequest, audience_id: UUID, days: int = 90) -> list[AudienceDay]:
    """How many were in it day by day, and how many came and went."""
    return audiences.list_days(actor_of(request), audience_id, days=days, now=timezone.now())


@router.get("/audiences/{uuid:audience_id}/changes", response=page_of(AudienceChanged))
def list_audience_changes(request: HttpRequest, audience_id: UUID, where: Annotated[AudiencePage, Query()]) -> Page[AudienceChanged]:
    """What each rebuild changed, the newest first."""
    return audiences.list_changes(actor_of(request), audience_id, page=where.page, size=where.size)


@router.get("/audiences/{uuid:audience_id}/changes/{int:change_id}/{str:side}", response=page_of(AudienceGuest))
def list_audience_moved(
    request: HttpRequest, audience_id: UUID, change_id: int, side: Side, where: Annotated[AudiencePage, Query()]
) -> Page[AudienceGuest]:
    """Who entered or left with a change."""
    actor = actor_of(request)
    return audiences.list_moved(actor, (audience_id, change_id), side, page=where.page, size=where.size, now=timezone.now())


@router.get("/audiences/{uuid:audience_id}/members", response=page_of(AudienceGuest))
def list_audience_members(request: HttpRequest, audience_id: UUID, where: Annotated[AudiencePage, Query()]) -> Page[AudienceGuest]:
    """The guests in an audience, page by page."""
    return audiences.list_members(actor_of(request), audience_id, page=where.page, size=where.size, now=timezone.now())


@router.get("/audiences/{uuid:audience_id}/members/{uuid:guest_id}", response=shape(MembershipExplained))
def explain_audience_member(request: HttpRequest, audience_id: UUID, guest_id: UUID) -> MembershipExplained:
    """Whether a guest is in the audience, since when, and why."""
    return memberships.explain_membership(actor_of(request), audience_id, guest_id, now=timezone.now())


def _draft(said: AudienceSaved) -> AudienceDraft:
    return AudienceDraft(Text(said.name_zh, said.name_en), said.note, said.definition)
