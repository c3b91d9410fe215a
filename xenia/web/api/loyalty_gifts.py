"""Gift cards over HTTP: rules, cards, paying with one, and what is owed on them. A code is sent in a body, never in an address."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.loyalty.actions import gift_cards, gift_uses
from xenia.loyalty.queries import gift_books
from xenia.loyalty.queries import gift_cards as queries
from xenia.loyalty.types.gift_cards import (
    GiftAsk,
    GiftCard,
    GiftCardLine,
    GiftFilter,
    GiftLiability,
    GiftPolicy,
    GiftPolicyVersion,
    GiftStatement,
    GiftUse,
    GiftUseLine,
    IssuedCard,
)
from xenia.web.api.loyalty import RulesVersion
from xenia.web.guesses import GUESSES
from xenia.web.idempotency import IdempotencyKey
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])


class NewGiftPolicy(Schema):
    """Other rules for cards issued from now on, and the version that was looked at."""

    policy: GiftPolicy
    seen_number: int


class NewGiftCard(Schema):
    """The money of a new card, whose it is (none: whoever has the code), and what names the payment."""

    face_minor: int
    member_id: UUID | None = None
    source: str = Field(default="", max_length=80)


class GiftCode(Schema):
    """A code as typed."""

    code: str = Field(max_length=40)


class GiftPayment(Schema):
    """So much of a card for a booking."""

    code: str = Field(max_length=40)
    amount_minor: int
    source: str = Field(default="", max_length=80)


class GiftReturn(Schema):
    """How much of what was used is given back; none: all of it."""

    amount_minor: int | None = None


class CardEnd(Schema):
    """The first day on which a card can be used no more; none: it never ends."""

    expires_on: date | None


class PaidOut(Schema):
    """What was paid out."""

    minor: int


@router.get("/loyalty/programmes/{uuid:programme_id}/gift-policy", response=shape(GiftPolicyVersion))
def get_gift_policy(request: HttpRequest, programme_id: UUID) -> GiftPolicyVersion:
    """The rules of gift cards in force."""
    return queries.get_gift_policy(actor_of(request), programme_id)


@router.put("/loyalty/programmes/{uuid:programme_id}/gift-policy", response=RulesVersion)
def set_gift_policy(request: HttpRequest, programme_id: UUID, wanted: NewGiftPolicy) -> dict[str, int]:
    """Keeps other rules for cards issued from now on."""
    number = gift_cards.set_gift_policy(
        actor=actor_of(request), programme_id=programme_id, policy=wanted.policy, seen_number=wanted.seen_number, now=timezone.now()
    )
    return {"version": number}


@router.get("/loyalty/programmes/{uuid:programme_id}/gift-liability", response=shape(GiftLiability))
def get_gift_liability(request: HttpRequest, programme_id: UUID) -> GiftLiability:
    """What the company owes on gift cards."""
    return queries.get_gift_liability(actor_of(request), programme_id, now=timezone.now())


@router.get("/loyalty/programmes/{uuid:programme_id}/gift-statement", response=shape(GiftStatement))
def get_gift_statement(request: HttpRequest, programme_id: UUID) -> GiftStatement:
    """What moved on gift cards month by month, and whether it is what their accounts hold."""
    return gift_books.get_gift_statement(actor_of(request), programme_id, now=timezone.now())


@router.get("/loyalty/programmes/{uuid:programme_id}/gift-cards", response=page_of(GiftCardLine))
def list_gift_cards(
    request: HttpRequest, programme_id: UUID, state: GiftFilter | None = None, page: str | None = None, size: int = 50
) -> Page[GiftCardLine]:
    """The cards of a programme, the newest first. No code is among them."""
    return queries.list_cards(actor_of(request), programme_id, state=state, page=page, size=size, now=timezone.now())


@router.post("/loyalty/programmes/{uuid:programme_id}/gift-cards", response={201: shape(IssuedCard)})
def issue_gift_card(request: HttpRequest, programme_id: UUID, wanted: NewGiftCard, key: IdempotencyKey) -> Status[IssuedCard]:
    """Issues a card; its code is in this answer and nowhere else."""
    made = gift_cards.issue_card(
        actor=actor_of(request),
        programme_id=programme_id,
        face_minor=wanted.face_minor,
        member_id=wanted.member_id,
        sale=(wanted.source, key),
        now=timezone.now(),
    )
    return Status(201, made)


@router.post("/loyalty/programmes/{uuid:programme_id}/gift-cards/find", response=shape(GiftCard))
def find_gift_card(request: HttpRequest, programme_id: UUID, wanted: GiftCode) -> GiftCard:
    """The card with a code, and what is on it."""
    actor = actor_of(request)
    with GUESSES.of(actor):
        return queries.get_card_by_code(actor, programme_id, wanted.code, now=timezone.now())


@router.get("/loyalty/members/{uuid:member_id}/gift-cards", response=list_of(GiftCard))
def list_member_gift_cards(request: HttpRequest, member_id: UUID) -> list[GiftCard]:
    """A member's named cards."""
    return queries.list_member_cards(actor_of(request), member_id, now=timezone.now())


@router.get("/loyalty/gift-cards/{uuid:card_id}", response=shape(GiftCard))
def get_gift_card(request: HttpRequest, card_id: UUID) -> GiftCard:
    """One card."""
    return queries.get_card(actor_of(request), card_id, now=timezone.now())


@router.get("/loyalty/gift-cards/{uuid:card_id}/uses", response=list_of(GiftUseLine))
def list_gift_card_uses(request: HttpRequest, card_id: UUID) -> list[GiftUseLine]:
    """The bookings for which a card was held or used, the newest first."""
    return queries.list_card_uses(actor_of(request), card_id, now=timezone.now())


@router.post("/loyalty/gift-cards/{uuid:card_id}/extension", response=CardEnd)
def extend_gift_card(request: HttpRequest, card_id: UUID) -> dict[str, date | None]:
    """Extends a card as its rules say."""
    return {"expires_on": gift_cards.extend_card(actor=actor_of(request), card_id=card_id, now=timezone.now())}


@router.post("/loyalty/gift-cards/{uuid:card_id}/payout", response=PaidOut)
def pay_out_gift_card(request: HttpRequest, card_id: UUID, key: IdempotencyKey) -> dict[str, int]:
    """Pays back what is on a named card."""
    return {"minor": gift_cards.pay_out_card(actor=actor_of(request), card_id=card_id, key=key, now=timezone.now())}


@router.post("/loyalty/programmes/{uuid:programme_id}/gift-uses", response={201: shape(GiftUse)})
def hold_gift_card(request: HttpRequest, programme_id: UUID, wanted: GiftPayment, key: IdempotencyKey) -> Status[GiftUse]:
    """Holds so much of a card for a booking."""
    actor, ask = actor_of(request), GiftAsk(programme_id, wanted.code, wanted.amount_minor, wanted.source, key)
    with GUESSES.of(actor):
        return Status(201, gift_uses.hold_gift(actor=actor, ask=ask, now=timezone.now()))


@router.post("/loyalty/gift-uses/{uuid:use_id}/confirmation", response={204: None})
def confirm_gift_use(request: HttpRequest, use_id: UUID) -> Status[None]:
    """The booking was paid with it."""
    gift_uses.confirm_gift(actor=actor_of(request), use_id=use_id, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/gift-uses/{uuid:use_id}/return", response={204: None})
def give_gift_back(request: HttpRequest, use_id: UUID, wanted: GiftReturn, key: IdempotencyKey) -> Status[None]:
    """Gives what was used back to the card, or so much of it."""
    gift_uses.give_gift_back(actor=actor_of(request), use_id=use_id, amount_minor=wanted.amount_minor, key=key, now=timezone.now())
    return Status(204, None)
