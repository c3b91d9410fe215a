"""Adjustments over HTTP: points given or taken by hand, what waits for a second person, and what one may still do alone."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from xenia.loyalty.actions import adjustments
from xenia.loyalty.queries import adjustments as queries
from xenia.loyalty.types.adjustments import AdjustAsk, AdjustLimit, Adjustment, AdjustReason
from xenia.trust.types.access import Outcome
from xenia.web.idempotency import IdempotencyKey
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["loyalty"])


class NewAdjustment(Schema):
    """So many points of a kind, given (above zero) or taken (below), with a reason and a sentence."""

    kind: str = Field(default="POINTS", max_length=20)
    points: int
    reason: AdjustReason
    words: str = Field(max_length=400)


class AdjustmentBack(Schema):
    """Why an adjustment is taken back."""

    words: str = Field(max_length=400)


@router.get("/loyalty/members/{uuid:member_id}/adjustments", response=list_of(Adjustment))
def list_adjustments(request: HttpRequest, member_id: UUID) -> list[Adjustment]:
    """What was given and taken by hand, with what waits for a second person."""
    return queries.list_adjustments(actor_of(request), member_id, now=timezone.now())


@router.get("/loyalty/members/{uuid:member_id}/adjustment-limit", response=shape(AdjustLimit))
def get_adjustment_limit(request: HttpRequest, member_id: UUID) -> AdjustLimit:
    """What one may still give or take of this member today without a second person."""
    return queries.get_adjust_limit(actor_of(request), member_id, now=timezone.now())


@router.post("/loyalty/members/{uuid:member_id}/adjustments", response=shape(Outcome))
def adjust_points(request: HttpRequest, member_id: UUID, wanted: NewAdjustment, key: IdempotencyKey) -> Outcome:
    """Gives or takes points at once, or asks a second person."""
    ask = AdjustAsk(member_id, wanted.kind, wanted.points, wanted.reason, wanted.words, key)
    return adjustments.adjust_points(actor=actor_of(request), ask=ask, now=timezone.now())


@router.post("/loyalty/adjustments/{uuid:adjustment_id}/taking-back", response=shape(Outcome))
def take_back_adjustment(request: HttpRequest, adjustment_id: UUID, wanted: AdjustmentBack, key: IdempotencyKey) -> Outcome:
    """Takes an adjustment back at once, or asks a second person."""
    return adjustments.take_back_adjustment(
        actor=actor_of(request), adjustment_id=adjustment_id, words=wanted.words, key=key, now=timezone.now()
    )
