"""Writes of members-only prices: what members pay from which day on, and what one guest is told (docs/algorithms/member-prices.md)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.ids import new_id
from xenia.kernel.names import require_plain
from xenia.kernel.texts import Text
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import member_prices as models
from xenia.loyalty.queries.member_prices import find_price, get_member_price, list_price_versions, tier_codes
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.member_prices import as_value, checked_terms
from xenia.loyalty.rules.programmes import CODE
from xenia.loyalty.rules.versions import Days, checked_days, next_number
from xenia.loyalty.types.member_prices import MemberPriceDraft, MemberPriceTerms, PriceAsk, PriceQuote
from xenia.trust.actions.audit import record
from xenia.trust.actions.decisions import register_decision
from xenia.trust.types.access import Permission
from xenia.trust.types.decisions import DecisionInput, DecisionKind, InputKind, NewPriceDecision

WHAT = ("member_price", Text("会员价", "The member price"))
DECIDED_BY, MODEL = "loyalty", "member-prices-1"


@transaction.atomic
def create_member_price(*, actor: Actor, programme_id: UUID, draft: MemberPriceDraft, valid: Days, now: datetime) -> UUID:
    """Returns the id of a new member price, for what is booked from a day on, today at the earliest, and until another (exclusive; None:
    until it is changed). Raises Conflict where another has the code, Invalid for one that cannot be carried out."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    for said in (draft.name.zh, draft.name.en):
        require_plain(said)
    if not CODE.fullmatch(draft.code):
        told = f"{draft.code!r} is no code; take 2 to 20 capital letters, digits or underscores, a letter first."
        raise Invalid("member_price_code_invalid", told, "代码须为 2 至 20 位大写字母、数字或下划线，以字母开头。")
    row = models.MemberPrice(id=new_id(), programme_id=programme_id, code=draft.code, name_zh=draft.name.zh, name_en=draft.name.en)
    row.created_by, row.created_at = actor.user_id, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        told = f"There is a member price {draft.code} already."
        raise Conflict("member_price_code_taken", told, f"已有代码为 {draft.code} 的会员价。") from taken
    terms = checked_terms(draft.terms, tier_codes(actor, programme_id, today))
    _keep(actor, row.id, 1, (terms, checked_days(valid, today, WHAT)), now)
    record(actor, "programme.member_price_created", subject=subject_of_programme(programme_id), details={"code": draft.code}, now=now)
    return row.id


@transaction.atomic
def set_member_price(*, actor: Actor, price_id: UUID, terms: MemberPriceTerms, valid: Days, now: datetime) -> int:
    """Keeps other terms for what is booked from a day on, today at the earliest, and returns the number of the version (rule MB1)."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    models.MemberPrice.objects.select_for_update(no_key=True).filter(id=price_id).first()
    price = get_member_price(actor, price_id, now=now)
    today = day_of(now, get_programme(actor, price.programme_id).time_zone)
    checked = checked_terms(terms, tier_codes(actor, price.programme_id, today))
    number = next_number(list_price_versions(actor, price_id))
    _keep(actor, price_id, number, (checked, checked_days(valid, today, WHAT)), now)
    details = {"code": price.code, "version": number}
    record(actor, "programme.member_price_changed", subject=subject_of_programme(price.programme_id), details=details, now=now)
    return number


def quote_member_price(*, actor: Actor, ask: PriceAsk, now: datetime) -> PriceQuote:
    """Returns the price that may be shown to this guest now: it is registered with the pricing guard, with what it looked at, so that it
    can be explained (rule MB7). What nobody in particular asks for is the public price, and is not registered. Raises as `find_price`, and
    Invalid where the guard refuses the price."""
    actor.require(Permission.DECIDE_PRICES)
    quote = find_price(actor, ask, now=now)
    guest_id = get_member(actor, ask.member_id).guest_id if ask.member_id else ask.guest_id
    if guest_id is None:
        return quote
    return replace(quote, decision_id=register_decision(actor=actor, decision=_decision(quote, ask, guest_id), now=now))


def _decision(quote: PriceQuote, ask: PriceAsk, guest_id: UUID) -> NewPriceDecision:
    stay, found = ask.stay, quote.found
    offer = stay.product or stay.property or stay.line
    inputs = [
        DecisionInput(InputKind.PRODUCT, offer),
        DecisionInput(InputKind.DATE, stay.starts_on.isoformat()),
        DecisionInput(InputKind.LENGTH_OF_STAY, str(stay.nights)),
        DecisionInput(InputKind.PARTY_SIZE, str(stay.people)),
        DecisionInput(InputKind.CHANNEL_COST, stay.channel),
    ]
    if found.code is not None:
        inputs.append(DecisionInput(InputKind.PUBLIC_TIER_BENEFIT, f"{found.code}#{found.number}"))
    return NewPriceDecision(
        kind=DecisionKind.PRICE,
        guest_id=guest_id,
        decided_by=DECIDED_BY,
        model_version=MODEL,
        inputs=tuple(inputs),
        offer=offer,
        price_minor=found.price_minor,
        public_price_minor=quote.public_minor,
        currency=quote.currency,
        explanation=quote.said,
    )


def _keep(actor: Actor, price_id: UUID, number: int, said: tuple[MemberPriceTerms, Days], now: datetime) -> None:
    terms, (begins, ends) = said
    models.MemberPriceVersion.objects.create(
        price_id=price_id,
        number=number,
        valid_from=begins,
        valid_until=ends,
        value=as_value(terms),
        changed_by=actor.user_id,
        changed_at=now,
    )
