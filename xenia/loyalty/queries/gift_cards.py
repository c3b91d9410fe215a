"""Reads of gift cards: one by its code, a member's, the rules, and what the company owes on them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, Sum

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.loyalty.models import gift_cards as models
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.gift_cards import card_row, unknown_card
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.gift_cards import policy_of
from xenia.loyalty.types.gift_cards import GiftCard, GiftLiability, GiftPolicy, GiftPolicyVersion, GiftState, GiftUse
from xenia.loyalty.types.ledger import AccountRole
from xenia.trust.types.access import Permission

GIFT_MONEY = "GIFT_MONEY"


def get_gift_policy(actor: Actor, programme_id: UUID) -> GiftPolicyVersion:
    """Returns the rules of gift cards in force; those the product comes with, as number 0, until others are set."""
    get_programme(actor, programme_id)
    newest = models.GiftPolicy.objects.filter(programme_id=programme_id).order_by("-number").first()
    return GiftPolicyVersion(newest.number, policy_of(newest.value)) if newest else GiftPolicyVersion(0, GiftPolicy())


def get_card_by_code(actor: Actor, programme_id: UUID, code: str, *, now: datetime) -> GiftCard:
    """Returns the card with the code as typed; raises Invalid for one that cannot be right, NotFound for one that is not there."""
    actor.require(Permission.SERVE_MEMBERS)
    return _card(actor, card_row(programme_id, code), now)


def get_card(actor: Actor, card_id: UUID, *, now: datetime) -> GiftCard:
    """Returns the card; raises NotFound where there is none, or the actor does not see its member."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.GiftCard.objects.filter(id=card_id).first()
    if row is None:
        raise unknown_card()
    return _card(actor, row, now)


def list_member_cards(actor: Actor, member_id: UUID, *, now: datetime) -> list[GiftCard]:
    """Returns the named cards of a member, the newest first."""
    get_member(actor, member_id)
    return [_card(actor, row, now) for row in models.GiftCard.objects.filter(member_id=member_id).order_by("-id")]


def get_gift_use(actor: Actor, use_id: UUID) -> GiftUse:
    """Returns a use of a card; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.GiftUse.objects.filter(id=use_id).first()
    if row is None:
        raise NotFound("gift_use_unknown", f"There is no use {use_id} of a gift card.", "没有这次礼品卡使用。")
    return GiftUse(row.id, row.card_id, row.amount_minor, GiftState(row.state), row.source, row.held_until)


def get_gift_liability(actor: Actor, programme_id: UUID) -> GiftLiability:
    """Returns what the company owes on gift cards, as the ledger has it now (rule GC2)."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    programme = get_programme(actor, programme_id)
    cards = Account.objects.filter(point_kind__programme_id=programme_id, point_kind__code=GIFT_MONEY, role=AccountRole.STOCK.value)
    sums = cards.aggregate(cards=Count("id", filter=Q(posted__gt=0)), owed=Sum("posted", default=0), held=Sum("reserved", default=0))
    return GiftLiability(sums["cards"], sums["owed"], sums["held"], programme.currency)


def _card(actor: Actor, row: models.GiftCard, now: datetime) -> GiftCard:
    programme = get_programme(actor, row.programme_id)
    if row.member_id is not None:
        get_member(actor, row.member_id)
    account = Account.objects.get(id=row.account_id)
    has_ended = row.expires_on is not None and day_of(now, programme.time_zone) >= row.expires_on
    return GiftCard(
        row.id,
        row.programme_id,
        row.member_id,
        row.face_minor,
        account.posted - account.reserved,
        account.reserved,
        programme.currency,
        None if row.expires_on is None else row.expires_on - timedelta(days=1),
        has_ended,
        row.issued_at,
    )
