"""Reads of prices and offers: what was decided, and why, in words for the guest."""

from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.trust.models.decisions import PriceDecision as Row
from xenia.trust.rows.guest_groups import ids_of
from xenia.trust.rules import decisions as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.decisions import DecisionKind, ExplainedInput, Explanation, InputClass, PriceDecision


def list_price_decisions(actor: Actor, *, guest_id: UUID | None = None, page: str | None = None, size: int = 50) -> Page[PriceDecision]:
    """Returns decisions, newest first: one guest's for those who see guests, everybody's for those who manage consent.

    The caller has made sure that the actor sees the guest.
    """
    actor.require(Permission.VIEW_GUESTS if guest_id else Permission.MANAGE_CONSENT)
    rows = Row.objects.order_by("-id")
    if guest_id:
        rows = rows.filter(guest_id__in=ids_of(guest_id))
    elif actor.units is not None:
        rows = rows.filter(unit_id__in=actor.units)
    if page:
        rows = rows.filter(id__lt=keys_of(page, UUID)[0])
    size = page_size(size)
    found = list(rows[: size + 1])
    following = page_token(str(found[size - 1].id)) if len(found) > size else None
    return Page([_decision(row) for row in found[:size]], following)


def explain_decision(actor: Actor, decision_id: UUID, *, guest_id: UUID | None = None) -> Explanation:
    """Returns why a price or an offer is what it is, in words to tell the guest (P8); with `guest_id` only one of this guest's.

    Raises NotFound.
    """
    actor.require(Permission.VIEW_GUESTS)
    rows = Row.objects.filter(id=decision_id)
    if guest_id:
        rows = rows.filter(guest_id__in=ids_of(guest_id))
    elif actor.units is not None:
        rows = rows.filter(unit_id__in=actor.units)
    row = rows.first()
    if row is None:
        raise NotFound("decision_not_found", f"There is no decision {decision_id} that you may see.", "没有您可查看的这项决定。")
    made = _decision(row)
    told = tuple(
        ExplainedInput(one.kind, rules.name_of(one.kind), one.value, rules.class_of(one.kind) is InputClass.PREFERENCE)
        for one in made.inputs
    )
    return Explanation(made, told, rules.PROMISE)


def _decision(row: Row) -> PriceDecision:
    return PriceDecision(
        id=row.id,
        kind=DecisionKind(row.kind),
        guest_id=row.guest_id,
        decided_by=row.decided_by,
        model_version=row.model_version,
        inputs=rules.parse_inputs(row.inputs),
        offer=row.offer,
        price_minor=row.price_minor,
        public_price_minor=row.public_price_minor,
        currency=row.currency,
        explanation=Text(row.explanation_zh, row.explanation_en),
        decided_at=row.decided_at,
    )
