"""Rewards over HTTP: the catalogue, what an order would cost, orders held, confirmed and cancelled."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.kernel.texts import Text
from xenia.loyalty.actions import reward_orders, rewards
from xenia.loyalty.queries import rewards as queries
from xenia.loyalty.types.rewards import (
    Reward,
    RewardAsk,
    RewardDraft,
    RewardKind,
    RewardOrder,
    RewardOrderLine,
    RewardQuote,
    RewardState,
    RewardTerms,
    RewardVersion,
)
from xenia.web.api.loyalty import MadeId, RulesVersion
from xenia.web.idempotency import IdempotencyKey
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])


class NewReward(Schema):
    """A reward offered from a day on and until another (exclusive). `stock`: how many pieces there are, none for no limit."""

    code: str = Field(max_length=20)
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    kind: RewardKind
    terms: RewardTerms
    valid_from: date
    valid_until: date | None = None
    stock: int | None = None

    def draft(self) -> RewardDraft:
        return RewardDraft(self.code, Text(self.name_zh, self.name_en), self.kind, self.terms, self.stock)


class NewRewardTerms(Schema):
    """Other terms from a day on."""

    terms: RewardTerms
    valid_from: date
    valid_until: date | None = None


class MorePieces(Schema):
    """How many pieces come to the stock."""

    pieces: int


class PiecesLeft(Schema):
    """How many pieces there are now."""

    left: int


class RewardOrderPage(Schema):
    """A page of orders, in one state or all."""

    state: RewardState | None = None
    page: str | None = None
    size: int = 50


class RewardWanted(Schema):
    """What a member wants: so many pieces, so many points for each (none: all of it in points), and what for. With the family the points
    of all who share pay; the guardian orders for a minor."""

    reward_id: UUID
    count: int = 1
    points_each: int | None = None
    source: str = Field(default="", max_length=80)
    with_family: bool = False
    guardian_id: UUID | None = None

    def ask(self, member_id: UUID, key: str) -> RewardAsk:
        means = (self.points_each, self.source, self.with_family, self.guardian_id)
        return RewardAsk(member_id, self.reward_id, key, self.count, *means)


@router.get("/loyalty/programmes/{uuid:programme_id}/rewards", response=list_of(Reward))
def list_rewards(request: HttpRequest, programme_id: UUID) -> list[Reward]:
    """The catalogue with the terms of today."""
    return queries.list_rewards(actor_of(request), programme_id, now=timezone.now())


@router.post("/loyalty/programmes/{uuid:programme_id}/rewards", response={201: MadeId})
def create_reward(request: HttpRequest, programme_id: UUID, wanted: NewReward) -> Status[dict[str, UUID]]:
    """Adds a reward to the catalogue."""
    valid = (wanted.valid_from, wanted.valid_until)
    made = rewards.create_reward(actor=actor_of(request), programme_id=programme_id, draft=wanted.draft(), valid=valid, now=timezone.now())
    return Status(201, {"id": made})


@router.get("/loyalty/rewards/{uuid:reward_id}", response=shape(Reward))
def get_reward(request: HttpRequest, reward_id: UUID) -> Reward:
    """One reward with the terms of today."""
    return queries.get_reward(actor_of(request), reward_id, now=timezone.now())


@router.get("/loyalty/rewards/{uuid:reward_id}/versions", response=list_of(RewardVersion))
def list_reward_versions(request: HttpRequest, reward_id: UUID) -> list[RewardVersion]:
    """What a reward cost, costs and will cost."""
    return queries.list_reward_versions(actor_of(request), reward_id)


@router.put("/loyalty/rewards/{uuid:reward_id}/terms", response=RulesVersion)
def set_reward_terms(request: HttpRequest, reward_id: UUID, wanted: NewRewardTerms) -> dict[str, int]:
    """Keeps other terms from a day on; what is ordered keeps its price."""
    valid = (wanted.valid_from, wanted.valid_until)
    number = rewards.set_reward_terms(actor=actor_of(request), reward_id=reward_id, terms=wanted.terms, valid=valid, now=timezone.now())
    return {"version": number}


@router.post("/loyalty/rewards/{uuid:reward_id}/stock", response={201: PiecesLeft})
def add_reward_stock(request: HttpRequest, reward_id: UUID, wanted: MorePieces, key: IdempotencyKey) -> Status[dict[str, int]]:
    """Adds pieces to the stock."""
    left = rewards.add_stock(actor=actor_of(request), reward_id=reward_id, pieces=wanted.pieces, key=key, now=timezone.now())
    return Status(201, {"left": left})


@router.post("/loyalty/members/{uuid:member_id}/reward-quotes", response=shape(RewardQuote))
def quote_reward(request: HttpRequest, member_id: UUID, wanted: RewardWanted) -> RewardQuote:
    """What an order would cost the member; nothing is held."""
    return queries.quote_reward(actor_of(request), wanted.ask(member_id, ""), now=timezone.now())


@router.post("/loyalty/members/{uuid:member_id}/reward-orders", response={201: shape(RewardOrder)})
def reserve_reward(request: HttpRequest, member_id: UUID, wanted: RewardWanted, key: IdempotencyKey) -> Status[RewardOrder]:
    """Holds points and pieces until the order is confirmed."""
    return Status(201, reward_orders.reserve_reward(actor=actor_of(request), ask=wanted.ask(member_id, key), now=timezone.now()))


@router.get("/loyalty/programmes/{uuid:programme_id}/reward-orders", response=page_of(RewardOrderLine))
def list_programme_reward_orders(
    request: HttpRequest, programme_id: UUID, where: Annotated[RewardOrderPage, Query()]
) -> Page[RewardOrderLine]:
    """What members of a programme ordered, the newest first."""
    return queries.list_order_lines(actor_of(request), programme_id, state=where.state, page=where.page, size=where.size)


@router.get("/loyalty/members/{uuid:member_id}/reward-orders", response=list_of(RewardOrder))
def list_reward_orders(request: HttpRequest, member_id: UUID) -> list[RewardOrder]:
    """What a member ordered, the newest first."""
    return queries.list_member_orders(actor_of(request), member_id)


@router.get("/loyalty/reward-orders/{uuid:order_id}", response=shape(RewardOrder))
def get_reward_order(request: HttpRequest, order_id: UUID) -> RewardOrder:
    """One order."""
    return queries.get_reward_order(actor_of(request), order_id)


@router.post("/loyalty/reward-orders/{uuid:order_id}/confirmation", response={204: None})
def confirm_reward(request: HttpRequest, order_id: UUID) -> Status[None]:
    """The member gets the reward."""
    reward_orders.confirm_reward(actor=actor_of(request), order_id=order_id, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/reward-orders/{uuid:order_id}/cancellation", response={204: None})
def cancel_reward(request: HttpRequest, order_id: UUID) -> Status[None]:
    """The reward is given back, where its terms still allow it."""
    reward_orders.cancel_reward(actor=actor_of(request), order_id=order_id, now=timezone.now())
    return Status(204, None)
