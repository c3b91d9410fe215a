"""Reads of gift cards: one by its code, a member's, a programme's with what they were used for, the rules, and what is owed on them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.loyalty.models import gift_cards as models
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.gift_cards import card_row, posted_key, unknown_card
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.gift_cards import policy_of
from xenia.loyalty.types.gift_cards import (
    GiftCard,
    GiftCardLine,
    GiftFilter,
    GiftLiability,
    GiftOwed,
    GiftPolicy,
    GiftPolicyVersion,
    GiftState,
    GiftUse,
    GiftUseLine,
)
from xenia.loyalty.types.ledger import AccountRole, Phase
from xenia.loyalty.types.programmes import Programme
from xenia.profile.queries.seen import guest_names
from xenia.profile.types.staff import GuestName
from xenia.trust.types.access import Permission

GIFT_MONEY = "GIFT_MONEY"
OWED = """
SELECT card.member_id IS NOT NULL, count(*), sum(account.posted)::bigint, sum(account.reserved)::bigint,
       coalesce(sum(account.posted) FILTER (WHERE card.expires_on <= %(today)s), 0)::bigint
FROM loyalty_giftcard AS card JOIN loyalty_account AS account ON account.id = card.account_id AND account.posted > 0
WHERE card.programme_id = %(programme)s GROUP BY 1
"""


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


def list_cards(
    actor: Actor, programme_id: UUID, *, state: GiftFilter | None = None, page: str | None = None, size: int = 50, now: datetime
) -> Page[GiftCardLine]:
    """Returns the cards of a programme, the newest first, with whose each named one is."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    programme = get_programme(actor, programme_id)
    rows = models.GiftCard.objects.filter(programme_id=programme_id).order_by("-id")
    if state is not None:
        rows = _in_state(rows, state, day_of(now, programme.time_zone))
    if page:
        (before,) = keys_of(page, UUID)
        rows = rows.filter(id__lt=before)
    count = page_size(size)
    found = list(rows[: count + 1])
    return Page(_lines(actor, programme, found[:count], now), page_token(str(found[count - 1].id)) if len(found) > count else None)


def list_card_uses(actor: Actor, card_id: UUID, *, now: datetime) -> list[GiftUseLine]:
    """Returns what a card was held and used for, the newest first; raises NotFound as `get_card`."""
    get_card(actor, card_id, now=now)
    rows = list(models.GiftUse.objects.filter(card_id=card_id).order_by("-id"))
    posts = dict(Transfer.objects.filter(key__in=[posted_key(one.id) for one in rows]).values_list("id", "key"))
    taken = Transfer.objects.filter(of__in=posts, phase=Phase.REVERSAL.value).values_list("of").annotate(Sum("amount"))
    back = {posts[of]: amount for of, amount in taken}
    return [GiftUseLine(_use(row), row.ordered_at, back.get(posted_key(row.id), 0)) for row in rows]


def get_gift_use(actor: Actor, use_id: UUID) -> GiftUse:
    """Returns a use of a card; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.GiftUse.objects.filter(id=use_id).first()
    if row is None:
        raise NotFound("gift_use_unknown", f"There is no use {use_id} of a gift card.", "没有这次礼品卡使用。")
    return _use(row)


def get_gift_liability(actor: Actor, programme_id: UUID, *, now: datetime) -> GiftLiability:
    """Returns what the company owes on gift cards, as the ledger has it now (rule GC2), named and bearer cards apart."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    programme = get_programme(actor, programme_id)
    with connection.cursor() as cursor:
        cursor.execute(OWED, {"programme": programme_id, "today": day_of(now, programme.time_zone)})
        kinds = {is_named: GiftOwed(*sums) for is_named, *sums in cursor.fetchall()}
    nothing = GiftOwed(0, 0, 0, 0)
    named, bearer = kinds.get(True, nothing), kinds.get(False, nothing)
    owed, held = named.owed_minor + bearer.owed_minor, named.held_minor + bearer.held_minor
    return GiftLiability(named.cards + bearer.cards, owed, held, programme.currency, named, bearer)


def _in_state(rows: QuerySet[models.GiftCard], state: GiftFilter, today: date) -> QuerySet[models.GiftCard]:
    filled = Account.objects.filter(role=AccountRole.STOCK.value, posted__gt=0).values("id")
    if state is GiftFilter.EMPTY:
        return rows.exclude(account_id__in=filled)
    has_ended = Q(expires_on__lte=today)
    return rows.filter(has_ended if state is GiftFilter.ENDED else Q(expires_on__isnull=True) | ~has_ended, account_id__in=filled)


def _lines(actor: Actor, programme: Programme, rows: Sequence[models.GiftCard], now: datetime) -> list[GiftCardLine]:
    members = {one.id: one for one in Member.objects.filter(id__in={row.member_id for row in rows if row.member_id})}
    names = guest_names(actor, [one.guest_id for one in members.values() if one.guest_id])
    accounts = Account.objects.in_bulk([row.account_id for row in rows])

    def whose(member_id: UUID | None) -> tuple[str, str]:
        member = members.get(member_id) if member_id else None
        if member is None:
            return "", ""
        return member.number, names.get(member.guest_id or member.id, GuestName(None, "")).name

    return [GiftCardLine(_said(row, accounts[row.account_id], programme, now), *whose(row.member_id)) for row in rows]


def _use(row: models.GiftUse) -> GiftUse:
    return GiftUse(row.id, row.card_id, row.amount_minor, GiftState(row.state), row.source, row.held_until)


def _card(actor: Actor, row: models.GiftCard, now: datetime) -> GiftCard:
    programme = get_programme(actor, row.programme_id)
    if row.member_id is not None:
        get_member(actor, row.member_id)
    return _said(row, Account.objects.get(id=row.account_id), programme, now)


def _said(row: models.GiftCard, account: Account, programme: Programme, now: datetime) -> GiftCard:
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
