"""Insight by policy: bounds, stages, tiers and the currency of reports, what a change would do, rates of exchange, and value tiers."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.insight.actions import policies as actions
from xenia.insight.queries import policies as queries
from xenia.insight.queries import policy_preview, rates, value
from xenia.insight.types.policies import (
    EnteredRate,
    GuestTier,
    LeavingPolicy,
    LifecyclePolicy,
    Policy,
    PolicyKind,
    PolicyPreview,
    PolicyStamp,
    PolicyState,
    RateSheet,
    RatesRead,
    ReportingPolicy,
    RfmThresholds,
    TierCounts,
    TierScale,
    ValueTiers,
)
from xenia.insight.types.value import ValueDeciles
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["insight"])
Four = Annotated[list[int], Field(min_length=4, max_length=4)]


class RfmThresholdsChange(Schema):
    """Four bounds of each measure, rising; money in minor units of the reporting currency."""

    kind: Literal[PolicyKind.RFM]
    recency_days_most: Four
    frequency_least: Four
    money_minor_least: Four

    def policy(self) -> RfmThresholds:
        return RfmThresholds(tuple(self.recency_days_most), tuple(self.frequency_least), tuple(self.money_minor_least))


class LifecycleChange(Schema):
    """Rhythms of silence are counted in halves: 3 is one and a half."""

    kind: Literal[PolicyKind.LIFECYCLE]
    at_risk_halves: int
    sleeping_halves: int
    lost_halves: int
    sleeping_days_min: int
    lost_days_min: int
    rhythm_days_min: int
    rhythm_days_max: int
    typical_days: int
    loyal_days: int

    def policy(self) -> LifecyclePolicy:
        return LifecyclePolicy(**self.dict(exclude={"kind"}))


class ValueTiersChange(Schema):
    """Shares of the guests, or bounds of value; `scale` says which count."""

    kind: Literal[PolicyKind.VALUE]
    scale: TierScale
    high_share: float
    middle_share: float
    high_minor_least: int
    middle_minor_least: int

    def policy(self) -> ValueTiers:
        return ValueTiers(**self.dict(exclude={"kind"}))


class LeavingChange(Schema):
    """How many days the chance of leaving looks ahead."""

    kind: Literal[PolicyKind.LEAVING]
    horizon_days: int

    def policy(self) -> LeavingPolicy:
        return LeavingPolicy(self.horizon_days)


class ReportingChange(Schema):
    """The currency in which amounts are added up."""

    kind: Literal[PolicyKind.REPORTING]
    currency: str = Field(max_length=3)

    def policy(self) -> ReportingPolicy:
        return ReportingPolicy(self.currency)


class PolicyAsked(Schema):
    """A policy as it is to be."""

    policy: Annotated[
        RfmThresholdsChange | LifecycleChange | ValueTiersChange | LeavingChange | ReportingChange, Field(discriminator="kind")
    ]

    def asked(self) -> Policy:
        return self.policy.policy()


class PolicyChange(PolicyAsked):
    """`seen_version` is the version that was looked at: where another came since, nothing is changed."""

    seen_version: int


class PastedRates(Schema):
    """Lines such as `USD,2026-11-01,7.12`: currency, the day from which it holds, and what a unit is worth in the reporting currency."""

    text: str = Field(max_length=200_000)


class RatesKept(Schema):
    """How many rates were kept."""

    rates: int


@router.get("/insight/policies", response=list_of(PolicyState))
def list_insight_policies(request: HttpRequest) -> list[PolicyState]:
    """Every policy with its history, and the version that the snapshot in use was made with."""
    return queries.list_policies(actor_of(request))


@router.post("/insight/policies", response=shape(PolicyStamp))
def change_insight_policy(request: HttpRequest, change: PolicyChange) -> PolicyStamp:
    """Keeps a policy as a new version."""
    return actions.change_policy(actor=actor_of(request), policy=change.asked(), seen_version=change.seen_version, now=timezone.now())


@router.post("/insight/policies/preview", response=shape(PolicyPreview))
def preview_insight_policy(request: HttpRequest, wanted: PolicyAsked) -> PolicyPreview:
    """How many guests would go to another group, stage or tier; nothing is kept."""
    return policy_preview.preview_policy(actor_of(request), wanted.asked())


@router.get("/insight/rates", response=shape(RateSheet))
def get_rate_sheet(request: HttpRequest, day: date | None = None) -> RateSheet:
    """What each currency is worth on a day, today where none is named, and where that comes from."""
    return rates.get_rate_sheet(actor_of(request), day or timezone.now().date())


@router.get("/insight/rates/entered", response=list_of(EnteredRate))
def list_entered_rates(request: HttpRequest) -> list[EnteredRate]:
    """The rates that somebody entered, the newest on top."""
    return rates.list_entered_rates(actor_of(request))


@router.post("/insight/rates/read", response=shape(RatesRead))
def read_pasted_rates(request: HttpRequest, pasted: PastedRates) -> RatesRead:
    """What pasted lines say, with the fault of each that cannot be read; nothing is kept."""
    return rates.read_pasted(actor_of(request), pasted.text)


@router.post("/insight/rates", response={201: RatesKept})
def enter_rates(request: HttpRequest, pasted: PastedRates) -> Status[RatesKept]:
    """Keeps every pasted rate, or none where a line has a fault."""
    kept = actions.enter_rates(actor=actor_of(request), text=pasted.text, now=timezone.now())
    return Status(201, RatesKept(rates=kept))


@router.get("/insight/tiers", response=shape(TierCounts))
def get_tier_counts(request: HttpRequest) -> TierCounts:
    """How many guests are of high, middle and low value."""
    return value.tier_counts(actor_of(request))


@router.get("/insight/value/deciles", response=shape(ValueDeciles))
def get_value_deciles(request: HttpRequest) -> ValueDeciles:
    """What guests are expected to spend in a year, tenth by tenth of them, the highest first."""
    return value.value_deciles(actor_of(request), now=timezone.now())


@router.get("/insight/guests/{uuid:guest_id}/tier", response=shape(GuestTier))
def get_guest_tier(request: HttpRequest, guest_id: UUID) -> GuestTier:
    """The tier of a guest, and why."""
    return value.tier_of(actor_of(request), guest_id, now=timezone.now())
