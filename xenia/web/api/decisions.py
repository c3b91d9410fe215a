"""Prices and offers: registered with their inputs before they are shown, explained to the guest afterwards."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.kernel.texts import Text
from xenia.trust.actions import decisions as actions
from xenia.trust.queries import decisions as queries
from xenia.trust.types.decisions import DecisionInput, DecisionKind, Explanation, InputKind, NewPriceDecision, PriceDecision
from xenia.web.api.sources import Created
from xenia.web.guests_of import guest_of
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["decisions"])
MINOR_MAX = 10**15


class StatedInput(Schema):
    """One thing the decision looked at: a code, a count or an amount, never a contact value."""

    kind: InputKind
    value: str = Field(max_length=200)


class PriceOrOffer(Schema):
    """A price or an offer for one guest; amounts in minor units. Everything that was looked at is among the inputs."""

    kind: DecisionKind
    record_id: UUID
    decided_by: str = Field(min_length=1, max_length=64)
    model_version: str = Field(min_length=1, max_length=64)
    inputs: list[StatedInput] = Field(max_length=50)
    offer: str = Field(min_length=1, max_length=200)
    price_minor: int = Field(ge=-MINOR_MAX, le=MINOR_MAX)
    public_price_minor: int = Field(ge=-MINOR_MAX, le=MINOR_MAX)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    explanation_zh: str = Field(max_length=1_000)
    explanation_en: str = Field(max_length=1_000)


class DecisionQuery(Schema):
    page: str | None = None
    size: int = 50


@router.get("/decisions", response=page_of(PriceDecision))
def list_decisions(request: HttpRequest, where: Annotated[DecisionQuery, Query()]) -> Page[PriceDecision]:
    """Prices and offers that were registered, newest first."""
    return queries.list_price_decisions(actor_of(request), page=where.page, size=where.size)


@router.post("/decisions", response={201: Created})
def register_decision(request: HttpRequest, made: PriceOrOffer) -> Status[dict[str, UUID]]:
    """Registers a price or an offer before it is shown; refused with a sentence that names an input which must not be looked at."""
    actor, now = actor_of(request), timezone.now()
    guest_id, place = guest_of(actor, made.record_id, timezone.localdate(now))
    held = made.dict(exclude={"record_id", "inputs", "explanation_zh", "explanation_en"})
    decision = NewPriceDecision(
        guest_id=guest_id,
        unit_id=place.unit_id,
        inputs=tuple(DecisionInput(one.kind, one.value) for one in made.inputs),
        explanation=Text(made.explanation_zh, made.explanation_en),
        **held,
    )
    return Status(201, {"id": actions.register_decision(actor=actor, decision=decision, now=now)})


@router.get("/decisions/{uuid:decision_id}", response=shape(Explanation))
def explain_decision(request: HttpRequest, decision_id: UUID, record_id: UUID | None = None) -> Explanation:
    """Why a price or an offer is what it is, in words to tell the guest; with `record_id` only one of this guest's."""
    actor = actor_of(request)
    guest_id = guest_of(actor, record_id, timezone.localdate())[0] if record_id else None
    return queries.explain_decision(actor, decision_id, guest_id=guest_id)


@router.get("/guests/{uuid:record_id}/decisions", response=page_of(PriceDecision))
def list_guest_prices(request: HttpRequest, record_id: UUID, where: Annotated[DecisionQuery, Query()]) -> Page[PriceDecision]:
    """Prices and offers made to one guest, newest first."""
    actor = actor_of(request)
    guest_id, _ = guest_of(actor, record_id, timezone.localdate())
    return queries.list_price_decisions(actor, guest_id=guest_id, page=where.page, size=where.size)
