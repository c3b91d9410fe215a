"""Tiers over HTTP: what is asked for them, who has which, where a member stands, and tiers that are given."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.kernel.texts import Text
from xenia.loyalty.actions import tier_grants, tiers
from xenia.loyalty.queries import tier_board
from xenia.loyalty.queries import tiers as queries
from xenia.loyalty.types.tiers import (
    Benefit,
    EvidenceKind,
    GivenTier,
    HandReason,
    MemberTier,
    NearMember,
    Needs,
    Threshold,
    Tier,
    TierBoard,
    TierChange,
    TierEvidence,
    TierPolicy,
    TierVersion,
    WindowMode,
)
from xenia.web.api.loyalty import MadeId, RulesVersion
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])
TIERS_MOST, MEASURES_MOST, BENEFITS_MOST = 20, 10, 50


class TierAsked(Schema):
    """One tier; the base tier asks for nothing, one by invitation is only ever given."""

    code: str = Field(max_length=20)
    name: Text
    asks: list[Threshold] = Field(default_factory=list, max_length=MEASURES_MOST)
    needs: Needs = Needs.ANY
    lifetime: list[Threshold] = Field(default_factory=list, max_length=MEASURES_MOST)
    by_invitation: bool = False
    benefits: list[Benefit] = Field(default_factory=list, max_length=BENEFITS_MOST)

    def tier(self) -> Tier:
        return Tier(self.code, self.name, tuple(self.asks), self.needs, tuple(self.lifetime), self.by_invitation, tuple(self.benefits))


class TiersAsked(Schema):
    """What is asked for the tiers, the base tier first, and how long one holds."""

    tiers: list[TierAsked] = Field(max_length=TIERS_MOST)
    mode: WindowMode = WindowMode.CALENDAR
    months: int = 12
    first_month: int = 1
    windows_valid: int = 1
    grace_days: int = 0
    is_soft: bool = True
    near_permille: int = 800

    def policy(self) -> TierPolicy:
        return TierPolicy(tuple(one.tier() for one in self.tiers), **self.dict(exclude={"tiers"}))


class TiersChange(Schema):
    """Tiers from a day on; `seen_number` is the version that was looked at, 0 where there was none."""

    policy: TiersAsked
    valid_from: date
    seen_number: int = Field(ge=0)


class NewMeasure(Schema):
    """Something else that counts for tiers, such as stays."""

    code: str = Field(max_length=20, pattern=r"^[A-Z][A-Z0-9_]{1,19}$")
    name_zh: str = Field(min_length=1, max_length=40)
    name_en: str = Field(min_length=1, max_length=40)


class NearPage(Schema):
    """A page of members near their next tier."""

    page: str | None = None
    size: int = 50


class NewMatch(Schema):
    """A tier for one shown from another programme, and the number under which what was shown is filed."""

    tier: str = Field(max_length=20)
    days: int
    evidence: EvidenceKind
    reference: str = Field(max_length=40)


class NewChallenge(Schema):
    """A tier for doing all that is asked within so many days."""

    tier: str = Field(max_length=20)
    days: int
    asks: list[Threshold] = Field(max_length=MEASURES_MOST)


class TierByHand(Schema):
    """At least this tier until a day (exclusive), with a reason from the list."""

    tier: str = Field(max_length=20)
    until: date
    reason: HandReason


@router.get("/loyalty/programmes/{uuid:programme_id}/tiers", response=list_of(TierVersion))
def list_tier_versions(request: HttpRequest, programme_id: UUID) -> list[TierVersion]:
    """What was decided about the tiers, by the day from which it holds; nothing where nothing was."""
    return queries.list_versions(actor_of(request), programme_id)


@router.put("/loyalty/programmes/{uuid:programme_id}/tiers", response=RulesVersion)
def set_tiers(request: HttpRequest, programme_id: UUID, wanted: TiersChange) -> dict[str, int]:
    """Keeps the tiers as a new version."""
    number = tiers.set_tiers(
        actor=actor_of(request),
        programme_id=programme_id,
        policy=wanted.policy.policy(),
        valid_from=wanted.valid_from,
        seen_number=wanted.seen_number,
        now=timezone.now(),
    )
    return {"version": number}


@router.post("/loyalty/programmes/{uuid:programme_id}/measures", response={204: None})
def add_tier_measure(request: HttpRequest, programme_id: UUID, wanted: NewMeasure) -> Status[None]:
    """Has something else count for tiers."""
    name = Text(wanted.name_zh, wanted.name_en)
    tiers.add_measure(actor=actor_of(request), programme_id=programme_id, code=wanted.code, name=name)
    return Status(204, None)


@router.get("/loyalty/programmes/{uuid:programme_id}/tier-board", response=shape(TierBoard))
def get_tier_board(request: HttpRequest, programme_id: UUID) -> TierBoard:
    """Members per tier, who moved month by month, and how many are near the next."""
    return tier_board.get_board(actor_of(request), programme_id, now=timezone.now())


@router.post("/loyalty/tier-review", response={202: None})
def order_tier_review(request: HttpRequest) -> Status[None]:
    """Has the members who are due looked at now instead of within the hour."""
    tiers.order_review(actor=actor_of(request))
    return Status(202, None)


@router.get("/loyalty/programmes/{uuid:programme_id}/near-members", response=page_of(NearMember))
def list_near_members(request: HttpRequest, programme_id: UUID, where: Annotated[NearPage, Query()]) -> Page[NearMember]:
    """Members who lack little to the next tier, who lacks least first."""
    return tier_board.list_near(actor_of(request), programme_id, page=where.page, size=where.size, now=timezone.now())


@router.get("/loyalty/members/{uuid:member_id}/tier", response=shape(MemberTier))
def get_member_tier(request: HttpRequest, member_id: UUID) -> MemberTier:
    """Where the member stands today, what is missing and until when, and the benefits."""
    return queries.get_tier(actor_of(request), member_id, now=timezone.now())


@router.get("/loyalty/members/{uuid:member_id}/tier-changes", response=list_of(TierChange))
def list_tier_changes(request: HttpRequest, member_id: UUID) -> list[TierChange]:
    """How the member's tier changed, the oldest change first."""
    return queries.list_changes(actor_of(request), member_id)


@router.get("/loyalty/members/{uuid:member_id}/given-tiers", response=list_of(GivenTier))
def list_given_tiers(request: HttpRequest, member_id: UUID) -> list[GivenTier]:
    """Matches, challenges and tiers by hand of the member, as they stand today."""
    return queries.list_given(actor_of(request), member_id, now=timezone.now())


@router.post("/loyalty/members/{uuid:member_id}/matches", response={201: MadeId})
def offer_tier_match(request: HttpRequest, member_id: UUID, wanted: NewMatch) -> Status[dict[str, UUID]]:
    """Offers a tier for one shown from another programme."""
    evidence = TierEvidence(wanted.evidence, wanted.reference)
    made = tier_grants.offer_match(
        actor=actor_of(request), member_id=member_id, tier=wanted.tier, days=wanted.days, evidence=evidence, now=timezone.now()
    )
    return Status(201, {"id": made})


@router.post("/loyalty/members/{uuid:member_id}/challenges", response={201: MadeId})
def offer_tier_challenge(request: HttpRequest, member_id: UUID, wanted: NewChallenge) -> Status[dict[str, UUID]]:
    """Offers a tier for doing all that is asked in time."""
    made = tier_grants.offer_challenge(
        actor=actor_of(request), member_id=member_id, tier=wanted.tier, days=wanted.days, asks=wanted.asks, now=timezone.now()
    )
    return Status(201, {"id": made})


@router.post("/loyalty/members/{uuid:member_id}/tiers-by-hand", response={201: MadeId})
def give_tier_by_hand(request: HttpRequest, member_id: UUID, wanted: TierByHand) -> Status[dict[str, UUID]]:
    """Gives at least this tier until a day."""
    made = tier_grants.override_tier(
        actor=actor_of(request), member_id=member_id, tier=wanted.tier, until=wanted.until, reason=wanted.reason, now=timezone.now()
    )
    return Status(201, {"id": made})


@router.post("/loyalty/given-tiers/{uuid:grant_id}/acceptance", response={204: None})
def accept_tier_offer(request: HttpRequest, grant_id: UUID) -> Status[None]:
    """The member said yes: a match holds, a challenge begins."""
    tier_grants.accept_offer(actor=actor_of(request), grant_id=grant_id, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/given-tiers/{uuid:grant_id}/withdrawal", response={204: None})
def withdraw_given_tier(request: HttpRequest, grant_id: UUID) -> Status[None]:
    """Ends an offer, or from today on a tier that was given."""
    tier_grants.withdraw_grant(actor=actor_of(request), grant_id=grant_id, now=timezone.now())
    return Status(204, None)
