"""Gift cards: issued, extended, paid out, and what is said of them (docs/algorithms/gift-cards.md). What is on a card is the ledger's."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Refused
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.ledger import write_deed, write_deeds
from xenia.loyalty.actions.pieces import GIFT_MONEY, kind_of, open_kinds, open_stock, stock_up
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import gift_cards as models
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.queries.gift_cards import get_card, get_gift_policy
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.gift_cards import index_of, policy_of_card
from xenia.loyalty.rules.codes import CHANCE_BYTES, code_of, shown
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.gift_cards import as_value, checked_face, checked_policy, ends_on, extended_to
from xenia.loyalty.types.gift_cards import GiftPolicy, GiftPolicyVersion, IssuedCard
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

ENDED_AT_ONCE = 5_000


@transaction.atomic
def set_gift_policy(*, actor: Actor, programme_id: UUID, policy: GiftPolicy, seen_number: int, now: datetime) -> int:
    """Keeps the rules for cards issued from now on and returns their number; opens gift cards the first time. Raises Conflict where others
    came since those seen."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    before = get_gift_policy(actor, programme_id)
    if before.number != seen_number:
        told = f"The rules are at version {before.number} by now, and you changed version {seen_number}; look at them again."
        raise Conflict("gift_policy_changed", told, f"规定已更新到第 {before.number} 版；请查看后重新修改。")
    open_kinds(actor, programme_id)
    number = seen_number + 1
    try:
        with transaction.atomic():
            models.GiftPolicy.objects.create(
                programme_id=programme_id, number=number, value=as_value(checked_policy(policy)), changed_by=actor.user_id, changed_at=now
            )
    except IntegrityError as raced:
        raise Conflict(
            "gift_policy_changed", "The rules were changed meanwhile; look at them again.", "规定刚被修改；请查看后重试。"
        ) from raced
    details = {"version": number}
    record(actor, "gift_card.policy_changed", subject=subject_of_programme(programme_id), details=details, now=now)
    return number


@transaction.atomic
def issue_card(
    *, actor: Actor, programme_id: UUID, face_minor: int, member_id: UUID | None, sale: tuple[str, str], now: datetime
) -> IssuedCard:
    """Issues a card for money that was paid, and returns its code, this once (rules GC1 and GC2). `sale` is what names the payment and the
    key of the request; the same key issues once. `member_id`: whose a named card is. Raises Invalid for more than the rules allow, Conflict
    where the programme has no rules of gift cards yet."""
    actor.require(Permission.SERVE_MEMBERS)
    source, key = sale
    held = _rules(actor, programme_id)
    if member_id is not None and get_member(actor, member_id).programme_id != programme_id:
        raise Conflict("member_elsewhere", "The member belongs to another programme.", "该会员属于另一个计划。")
    face = checked_face(held.policy, face_minor, is_named=member_id is not None)
    before = models.GiftCard.objects.filter(programme_id=programme_id, key=key).first()
    if before is not None:
        return _issued_before(before, face, member_id)
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    code, row = code_of(secrets.token_bytes(CHANCE_BYTES)), models.GiftCard(id=new_id(), programme_id=programme_id, face_minor=face)
    row.policy_number, row.member_id, row.source, row.key = held.number, member_id, source, key
    row.code_index = index_of(code)
    row.expires_on = ends_on(held.policy, today, is_named=member_id is not None)
    row.account_id = open_stock(actor, kind_of(actor, programme_id, GIFT_MONEY), f"gift:{row.id}")
    row.issued_by, row.issued_at = actor.user_id, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as raced:
        told = "A card is just being issued under this key; look for it under the member or the sale."
        raise Conflict("gift_card_twice", told, "同一请求正在发卡；请在会员或销售记录中查看。") from raced
    record(actor, "gift_card.issued", subject=subject_of_programme(programme_id), details={"minor": face}, now=now)
    stock_up(actor, row.account_id, face, key=f"gift:{row.id}", cause=Cause.GIFT, now=now)
    return IssuedCard(row.id, shown(code))


@transaction.atomic
def extend_card(*, actor: Actor, card_id: UUID, now: datetime) -> date | None:
    """Extends a card as its rules say and returns its new end (exclusive), None for one that never ends (rule GC5)."""
    actor.require(Permission.SERVE_MEMBERS)
    get_card(actor, card_id, now=now)
    row = models.GiftCard.objects.select_for_update(no_key=True).get(id=card_id)
    if row.expires_on is None:
        return None
    today = day_of(now, get_programme(actor, row.programme_id).time_zone)
    row.expires_on = extended_to(policy_of_card(row), row.expires_on, today)
    row.save(update_fields=["expires_on"])
    details = {"until": row.expires_on.isoformat()}
    record(actor, "gift_card.extended", subject=subject_of_programme(row.programme_id), details=details, now=now)
    return row.expires_on


@transaction.atomic
def pay_out_card(*, actor: Actor, card_id: UUID, key: str, now: datetime) -> int:
    """Pays back what is on a named card and returns it, in minor units (rule GC6). Raises Refused where its rules do not allow it, Conflict
    where nothing is on it."""
    actor.require(Permission.ADJUST_POINTS)
    card = get_card(actor, card_id, now=now)
    row = models.GiftCard.objects.select_for_update(no_key=True).get(id=card_id)
    if card.member_id is None or not policy_of_card(row).named_is_paid_out:
        told = "What is on this card is not paid out by its rules; it can be used for a booking."
        raise Refused("gift_card_not_paid_out", told, "按规定此卡余额不予退现；可用于预订。")
    account = Account.objects.select_for_update(no_key=True).get(id=row.account_id)
    left = account.posted - account.reserved
    if left < 1:
        raise Conflict("gift_card_empty", "Nothing is on the card.", "卡内没有余额。")
    taker = company_account(actor, account.point_kind_id, AccountRole.ADJUSTED)
    today = day_of(now, get_programme(actor, row.programme_id).time_zone)
    move = Move(key=f"gift:{card_id}:out:{key}", giver=account.id, taker=taker, amount=left)
    write_deed(actor, Deed(Cause.GIFT, f"gift:{card_id}", today, (move,)), now=now)
    record(actor, "gift_card.paid_out", subject=subject_of_programme(row.programme_id), details={"minor": left}, now=now)
    return left


def end_cards(*, actor: Actor, programme_id: UUID, now: datetime) -> int:
    """Takes what is on cards that have ended, where the rules of the card say that it is the company's then, and returns the money in minor
    units (rule GC5). Doing it again takes nothing twice."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    holding = Account.objects.filter(role=AccountRole.STOCK.value, posted__gt=F("reserved")).values("id")
    ended = models.GiftCard.objects.filter(programme_id=programme_id, expires_on__lte=today, account_id__in=holding).order_by("account_id")
    after, taken = 0, 0
    while due := list(ended.filter(account_id__gt=after)[:ENDED_AT_ONCE]):
        kept = [row for row in due if policy_of_card(row).ends_forfeit]
        after, taken = due[-1].account_id, taken + (_take_rest(actor, kept, today, now) if kept else 0)
    return taken


@transaction.atomic
def _take_rest(actor: Actor, rows: list[models.GiftCard], today: date, now: datetime) -> int:
    ids = [one.account_id for one in rows]
    accounts = {one.id: one for one in Account.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id")}
    taker = company_account(actor, accounts[ids[0]].point_kind_id, AccountRole.EXPIRED)
    left = {row.id: accounts[row.account_id].posted - accounts[row.account_id].reserved for row in rows}
    deeds = [
        Deed(Cause.EXPIRY, f"gift:{row.id}", today, (Move(f"gift:{row.id}:end:{new_id()}", row.account_id, taker, left[row.id]),))
        for row in rows
        if left[row.id] > 0
    ]
    write_deeds(actor, deeds, now=now)
    return sum(max(0, one) for one in left.values())


def _rules(actor: Actor, programme_id: UUID) -> GiftPolicyVersion:
    held = get_gift_policy(actor, programme_id)
    if held.number == 0:
        told = "The programme has no rules of gift cards yet; set them first, and have them looked at by whoever answers for the law."
        raise Conflict("gift_policy_unset", told, "该计划尚未设定礼品卡规定；请先设定并由合规负责人确认。")
    return held


def _issued_before(row: models.GiftCard, face: int, member_id: UUID | None) -> IssuedCard:
    if (row.face_minor, row.member_id) != (face, member_id):
        told = f"The key {row.key} was used for another card; give a new key to what is new."
        raise Conflict("key_used_otherwise", told, f"幂等键 {row.key} 已用于另一张卡；新的业务请使用新的键。")
    return IssuedCard(row.id, "")
