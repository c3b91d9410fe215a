"""Paying with a gift card: held with a booking, confirmed, given back in whole or in part (rules GC3 and GC4 of
docs/algorithms/gift-cards.md)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.holds import is_open, lapse_due, made_once
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.pieces import ends_of
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import gift_cards as models
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.queries.gift_cards import get_card, get_gift_use
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.gift_cards import card_row, policy_of_card, posted_key, use_key
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.gift_cards import require_usable, short_of_money
from xenia.loyalty.types.gift_cards import GiftAsk, GiftState, GiftUse
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission


@transaction.atomic
def hold_gift(*, actor: Actor, ask: GiftAsk, now: datetime) -> GiftUse:
    """Holds so much of a card for a booking. The same key holds once. Raises Invalid for a code that cannot be right, NotFound for one that
    is not there, Conflict for a card that has ended or has less on it."""
    actor.require(Permission.SERVE_MEMBERS)
    row = card_row(ask.programme_id, ask.code)
    card = get_card(actor, row.id, now=now)
    before = _before(row, ask)
    if before is not None:
        return get_gift_use(actor, before.id)
    today = day_of(now, get_programme(actor, row.programme_id).time_zone)
    require_usable(row.expires_on, today, ask.amount_minor, card.usable_minor)
    use, is_new = made_once(lambda: _made(actor, row, ask, now), lambda: _before(row, ask))
    if not is_new:
        return get_gift_use(actor, use.id)
    kind = Account.objects.values_list("point_kind_id", flat=True).get(id=row.account_id)
    taker = company_account(actor, kind, AccountRole.REDEEMED)
    move = Move(use_key(use.id), row.account_id, taker, ask.amount_minor, Phase.PENDING)
    record(actor, "gift_card.held", subject=subject_of_programme(row.programme_id), details={"minor": ask.amount_minor}, now=now)
    try:
        write_deed(actor, Deed(Cause.GIFT, f"gift:{row.id}", today, (move,)), now=now)
    except Conflict as short:
        raise short_of_money(short.context.get("usable", 0), ask.amount_minor) if short.code == "points_short" else short from short
    return get_gift_use(actor, use.id)


@transaction.atomic
def confirm_gift(*, actor: Actor, use_id: UUID, now: datetime) -> None:
    """The booking was paid with it. Doing it again changes nothing; raises Conflict where it was given back or nobody confirmed in time."""
    actor.require(Permission.SERVE_MEMBERS)
    get_gift_use(actor, use_id)
    use, today = _locked(actor, use_id, now)
    if use.state == GiftState.USED.value:
        return
    if not is_open(use, now):
        raise Conflict("gift_use_over", "The money on the card is held no more; hold it again.", "礼品卡余额的预留已结束；请重新使用。")
    _end(actor, use, ends_of(actor, [use_key(use_id)], Phase.POST), GiftState.USED, (today, now))
    record(actor, "gift_card.used", subject=subject_of_programme(use.card.programme_id), details={"minor": use.amount_minor}, now=now)


@transaction.atomic
def give_gift_back(*, actor: Actor, use_id: UUID, amount_minor: int | None, key: str, now: datetime) -> None:
    """Gives what was used back to the card, or so much of it; what is only held is freed whole. The same key gives back once. Raises
    Conflict for more than was used and not yet given back."""
    actor.require(Permission.SERVE_MEMBERS)
    get_gift_use(actor, use_id)
    use, today = _locked(actor, use_id, now)
    amount = use.amount_minor if amount_minor is None else amount_minor
    if use.state == GiftState.HELD.value:
        amount = use.amount_minor
        _end(actor, use, ends_of(actor, [use_key(use_id)], Phase.VOID), GiftState.GIVEN_BACK, (today, now))
    elif use.state == GiftState.USED.value:
        posted = Transfer.objects.get(key=posted_key(use_id))
        back = f"{use_key(use_id)}:back:{key}"
        move = Move(back, posted.to_account_id, posted.from_account_id, amount, Phase.REVERSAL, posted.id)
        write_deed(actor, Deed(Cause.GIFT, f"gift:{use.card_id}", today, (move,)), now=now)
        if amount == use.amount_minor:
            models.GiftUse.objects.filter(id=use.id).update(state=GiftState.GIVEN_BACK.value)
    else:
        return
    record(actor, "gift_card.given_back", subject=subject_of_programme(use.card.programme_id), details={"minor": amount}, now=now)


def lapse_gifts(*, actor: Actor, now: datetime) -> int:
    """Frees what nobody confirmed in time; returns how many uses lapsed."""
    return lapse_due(actor, models.GiftUse, lambda one: _free(actor, one, now), now=now)


def _free(actor: Actor, use_id: UUID, now: datetime) -> None:
    use, today = _locked(actor, use_id, now)
    _end(actor, use, ends_of(actor, [use_key(use_id)], Phase.VOID), GiftState.LAPSED, (today, now))


def _made(actor: Actor, row: models.GiftCard, ask: GiftAsk, now: datetime) -> models.GiftUse:
    return models.GiftUse.objects.create(
        card=row,
        key=ask.key,
        amount_minor=ask.amount_minor,
        source=ask.source,
        state=GiftState.HELD.value,
        held_until=now + timedelta(hours=policy_of_card(row).hold_hours),
        ordered_by=actor.user_id,
        ordered_at=now,
    )


def _before(row: models.GiftCard, ask: GiftAsk) -> models.GiftUse | None:
    use = models.GiftUse.objects.filter(card=row, key=ask.key).first()
    if use is None:
        return None
    if (use.amount_minor, use.source) != (ask.amount_minor, ask.source):
        told = f"The key {ask.key} was used for another use of this card; give a new key to what is new."
        raise Conflict("key_used_otherwise", told, f"幂等键 {ask.key} 已用于此卡的另一次使用；新的业务请使用新的键。")
    return use


def _locked(actor: Actor, use_id: UUID, now: datetime) -> tuple[models.GiftUse, date]:
    """The use, locked, so that two who end it do so one after the other."""
    use = models.GiftUse.objects.select_for_update(no_key=True, of=("self",)).select_related("card").get(id=use_id)
    return use, day_of(now, get_programme(actor, use.card.programme_id).time_zone)


def _end(actor: Actor, use: models.GiftUse, moves: tuple[Move, ...], state: GiftState, when: tuple[date, datetime]) -> None:
    today, now = when
    write_deed(actor, Deed(Cause.GIFT, f"gift:{use.card_id}", today, moves), now=now)
    models.GiftUse.objects.filter(id=use.id).update(state=state.value, ended_at=now)
