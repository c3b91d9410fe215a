"""Programmes and members over HTTP: what there is, who belongs, what they have and why."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.kernel.texts import Text
from xenia.loyalty.actions import leaving, programmes
from xenia.loyalty.queries import ledger as ledger_queries
from xenia.loyalty.queries import members as member_queries
from xenia.loyalty.queries import programmes as programme_queries
from xenia.loyalty.types.ledger import Balance, LedgerEntry, Lot
from xenia.loyalty.types.programmes import (
    ExpiryMode,
    ExpiryPolicy,
    FamilyPolicy,
    Member,
    PassingPolicy,
    Programme,
    ProgrammeDraft,
    ProgrammePolicy,
    ProgrammeState,
)
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])


class NewProgramme(Schema):
    """A programme to be drafted; its rules are as the product comes until they are changed."""

    code: str = Field(max_length=20)
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    currency: str = Field(default="CNY", max_length=3)
    time_zone: str = Field(default="Asia/Shanghai", max_length=40)


class NewState(Schema):
    """What a programme becomes."""

    state: ProgrammeState


class ProgrammeRules(Schema):
    """What is decided about a programme as a whole, and the version that was looked at."""

    seen_version: int
    expiry_mode: ExpiryMode
    expiry_months: int
    expiry_years: int
    debt_max: int
    backdate_days_max: int
    adjust_max: int
    face_minor_per_1000: int
    passing: PassingPolicy
    family: FamilyPolicy


class RulesVersion(Schema):
    """The version that holds now."""

    version: int


class MadeId(Schema):
    """The id of what was made."""

    id: UUID


class MovementPage(Schema):
    """A page of movements, of one kind of points or all."""

    kind: str | None = None
    page: str | None = None
    size: int = 50


@router.get("/loyalty/programmes", response=list_of(Programme))
def list_programmes(request: HttpRequest) -> list[Programme]:
    """Every programme with its kinds of points and its rules."""
    return programme_queries.list_programmes(actor_of(request))


@router.post("/loyalty/programmes", response={201: MadeId})
def create_programme(request: HttpRequest, wanted: NewProgramme) -> Status[dict[str, UUID]]:
    """Drafts a programme; nobody joins until it is open."""
    draft = ProgrammeDraft(wanted.code, Text(wanted.name_zh, wanted.name_en), wanted.currency, wanted.time_zone)
    return Status(201, {"id": programmes.create_programme(actor=actor_of(request), draft=draft, now=timezone.now())})


@router.get("/loyalty/programmes/{uuid:programme_id}", response=shape(Programme))
def get_programme(request: HttpRequest, programme_id: UUID) -> Programme:
    """One programme."""
    return programme_queries.get_programme(actor_of(request), programme_id)


@router.put("/loyalty/programmes/{uuid:programme_id}/state", response={204: None})
def set_programme_state(request: HttpRequest, programme_id: UUID, wanted: NewState) -> Status[None]:
    """Opens or ends a programme."""
    programmes.set_programme_state(actor=actor_of(request), programme_id=programme_id, state=wanted.state, now=timezone.now())
    return Status(204, None)


@router.put("/loyalty/programmes/{uuid:programme_id}/rules", response=RulesVersion)
def change_programme_rules(request: HttpRequest, programme_id: UUID, wanted: ProgrammeRules) -> dict[str, int]:
    """Keeps the rules as a new version."""
    actor = actor_of(request)
    policy = ProgrammePolicy(
        ExpiryPolicy(wanted.expiry_mode, wanted.expiry_months, wanted.expiry_years),
        wanted.debt_max,
        wanted.backdate_days_max,
        wanted.adjust_max,
        wanted.face_minor_per_1000,
        wanted.passing,
        wanted.family,
    )
    version = programmes.change_policy(
        actor=actor, programme_id=programme_id, policy=policy, seen_version=wanted.seen_version, now=timezone.now()
    )
    return {"version": version}


@router.get("/guests/{uuid:guest_id}/memberships", response=list_of(Member))
def list_memberships(request: HttpRequest, guest_id: UUID) -> list[Member]:
    """The guest's memberships, those that have ended too."""
    return member_queries.list_memberships(actor_of(request), guest_id)


@router.get("/loyalty/members/{uuid:member_id}", response=shape(Member))
def get_member(request: HttpRequest, member_id: UUID) -> Member:
    """One membership."""
    return member_queries.get_named_member(actor_of(request), member_id)


@router.get("/loyalty/members/{uuid:member_id}/balances", response=list_of(Balance))
def list_balances(request: HttpRequest, member_id: UUID) -> list[Balance]:
    """What the member has of each kind of points, and what ends next."""
    return ledger_queries.list_balances(actor_of(request), member_id)


@router.get("/loyalty/members/{uuid:member_id}/lots/{kind}", response=list_of(Lot))
def list_point_lots(request: HttpRequest, member_id: UUID, kind: str) -> list[Lot]:
    """What is left of each credit, and where it came from."""
    return ledger_queries.list_lots(actor_of(request), member_id, kind)


@router.get("/loyalty/members/{uuid:member_id}/entries", response=page_of(LedgerEntry))
def list_entries(request: HttpRequest, member_id: UUID, where: Annotated[MovementPage, Query()]) -> Page[LedgerEntry]:
    """What happened on the member's accounts, the newest first."""
    return ledger_queries.list_entries(actor_of(request), member_id, kind=where.kind, page=where.page, size=where.size)


@router.post("/loyalty/members/{uuid:member_id}/leaving", response={204: None})
def leave_programme(request: HttpRequest, member_id: UUID) -> Status[None]:
    """Ends a membership; what is left is forfeited."""
    leaving.leave_programme(actor=actor_of(request), member_id=member_id, now=timezone.now())
    return Status(204, None)
