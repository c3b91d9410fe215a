"""Using coupons for a booking: held with it, confirmed when it stands, given back when it is cancelled (rules CO10 and CO11 of
docs/algorithms/coupons.md). All coupons of an order are one deed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.actions.holds import is_open, lapse_due, made_once
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.members import lock_member, subject_of_member
from xenia.loyalty.actions.pieces import COUPON_MONEY, PIECES, backs_of, ends_of, kind_of, open_stock, stock_up
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import coupons as models
from xenia.loyalty.queries.coupons import get_order, judged
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.coupons import as_order, found_coupons, offered_of
from xenia.loyalty.rules.coupons import out_of_coupons, quote_of
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.coupons import CouponAsk, CouponOff, CouponOrder, CouponQuote, CouponWorth, OfferedCoupon, OrderState
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase
from xenia.loyalty.types.programmes import Programme
from xenia.profile.queries.seen import KeptGuest, kept_guest
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject


@transaction.atomic
def hold_coupons(*, actor: Actor, ask: CouponAsk, now: datetime) -> CouponOrder:
    """Holds coupons for a booking until it is confirmed or the hours of the terms are over. The same key is the same order. Raises Invalid
    for a code that cannot be right, NotFound for one that is not there, and Conflict, with the reason, for a coupon that may not be used,
    is used up, or is used for this booking already."""
    actor.require(Permission.SERVE_MEMBERS)
    rows, programme = found_coupons(ask), get_programme(actor, ask.programme_id)
    before = _before(ask, rows)
    if before is not None:
        return as_order(before)
    users = _users(actor, ask)
    offered = judged(actor, ask, now=now)
    quote = quote_of(offered, ask.basket.spend_minor)
    held_until = now + timedelta(hours=min(one.terms.hold_hours for one in offered))
    order, is_new = made_once(lambda: _ordered(actor, ask, quote, (users, held_until), now), lambda: _before(ask, rows))
    if not is_new:
        return as_order(order)
    moves = [_moved(actor, programme, one, off.off_minor, now=now) for one, off in _paired(offered, quote)]
    _keep_uses(order, _paired(offered, quote), users)
    record(actor, "coupon.held", subject=_subject(order), details={"coupons": len(moves), "minor": quote.off_minor}, now=now)
    keyed = tuple(Move(_key(order.id, place), *move, phase=Phase.PENDING) for place, move in enumerate(moves))
    with out_of_coupons(*(one.batch_code for one in offered)):
        write_deed(actor, Deed(Cause.COUPON, order.source, day_of(now, programme.time_zone), keyed), now=now)
    return as_order(order)


@transaction.atomic
def confirm_order(*, actor: Actor, order_id: UUID, now: datetime) -> None:
    """The booking stands: its coupons are used. Doing it again changes nothing; raises Conflict where they were given back or nobody
    confirmed in time."""
    get_order(actor, order_id)
    order, uses, today = _locked(actor, order_id, now)
    if order.state == OrderState.USED.value:
        return
    if not is_open(order, now):
        raise Conflict("coupon_order_over", "The coupons are held no more; hold them again.", "券的预留已结束；请重新使用。")
    moves = ends_of(actor, [one.key for one in uses], Phase.POST)
    write_deed(actor, Deed(Cause.COUPON, order.source, today, moves), now=now)
    _end(order, OrderState.USED, now)
    record(actor, "coupon.used", subject=_subject(order), details={"minor": order.off_minor}, now=now)


@transaction.atomic
def give_order_back(*, actor: Actor, order_id: UUID, now: datetime) -> None:
    """The booking was cancelled: what was held is free again, and what was used comes back, where its terms say so (rule CO11). Doing it
    again changes nothing."""
    get_order(actor, order_id)
    order, uses, today = _locked(actor, order_id, now)
    if order.state == OrderState.HELD.value:
        back, moves = uses, ends_of(actor, [one.key for one in uses], Phase.VOID)
    elif order.state == OrderState.USED.value:
        terms = offered_of(get_programme(actor, order.programme_id), [one.coupon for one in uses])
        back = [use for use, one in zip(uses, terms, strict=True) if one.terms.is_returned]
        moves = backs_of(actor, [one.key for one in back])
    else:
        return
    if moves:
        write_deed(actor, Deed(Cause.COUPON, order.source, today, moves), now=now)
    _end(order, OrderState.GIVEN_BACK, now, back)
    record(actor, "coupon.given_back", subject=_subject(order), details={"coupons": len(back)}, now=now)


def lapse_orders(*, actor: Actor, now: datetime) -> int:
    """Frees the coupons of bookings that nobody confirmed in time; returns how many orders lapsed. Twice at once lapses nothing twice."""
    return lapse_due(actor, models.CouponOrder, lambda one: _free(actor, one, now), now=now)


def _free(actor: Actor, order_id: UUID, now: datetime) -> None:
    order, uses, today = _locked(actor, order_id, now)
    moves = ends_of(actor, [one.key for one in uses], Phase.VOID)
    write_deed(actor, Deed(Cause.COUPON, order.source, today, moves), now=now)
    _end(order, OrderState.LAPSED, now, uses)


def _before(ask: CouponAsk, rows: Sequence[models.Coupon]) -> models.CouponOrder | None:
    """The order that has the key already; raises Conflict where it is another one."""
    row = models.CouponOrder.objects.filter(programme_id=ask.programme_id, key=ask.key).first()
    if row is None:
        return None
    same = set(models.CouponUse.objects.filter(order=row).values_list("coupon_id", flat=True)) == {one.id for one in rows}
    if not same or (row.source, row.spend_minor, row.member_id) != (ask.source, ask.basket.spend_minor, ask.member_id):
        told = f"The key {ask.key} was used for another order of coupons; give a new key to what is new."
        raise Conflict("key_used_otherwise", told, f"幂等键 {ask.key} 已用于另一次用券；新的业务请使用新的键。")
    return row


def _users(actor: Actor, ask: CouponAsk) -> tuple[UUID, ...]:
    """Every id under which the guest may have used coupons, the one of today first; none where nobody is named."""
    if ask.member_id is None:
        return () if ask.guest_id is None else _first(kept_guest(actor, ask.guest_id))
    member = get_member(actor, ask.member_id)
    lock_member(actor, ask.member_id)  # who is just leaving has left before this booking asks, or leaves after it holds (rule CO13)
    return (member.id,) if member.guest_id is None else (*_first(kept_guest(actor, member.guest_id)), member.id)


def _first(guest: KeptGuest) -> tuple[UUID, ...]:
    return (guest.guest_id, *(one for one in guest.homes if one != guest.guest_id))


def _ordered(
    actor: Actor, ask: CouponAsk, quote: CouponQuote, whose: tuple[tuple[UUID, ...], datetime], now: datetime
) -> models.CouponOrder:
    users, held_until = whose
    return models.CouponOrder.objects.create(
        programme_id=ask.programme_id,
        key=ask.key,
        source=ask.source,
        member_id=ask.member_id,
        guest_id=users[0] if users and users[0] != ask.member_id else None,
        spend_minor=quote.spend_minor,
        off_minor=quote.off_minor,
        line=ask.basket.line,
        channel=ask.basket.channel,
        state=OrderState.HELD.value,
        held_until=held_until,
        ordered_by=actor.user_id,
        ordered_at=now,
    )


def _paired(offered: Sequence[OfferedCoupon], quote: CouponQuote) -> list[tuple[OfferedCoupon, CouponOff]]:
    by_id = {one.coupon_id: one for one in offered}
    return [(by_id[off.coupon_id], off) for off in quote.offs]


def _moved(actor: Actor, programme: Programme, one: OfferedCoupon, off_minor: int, *, now: datetime) -> tuple[int, int, int]:
    """Giver, taker and amount: a use, or so much of the money on the coupon. Opens the coupon's account at its first use; the row is locked
    meanwhile, so that it is opened once."""
    is_money = one.terms.worth is CouponWorth.BALANCE
    kind = kind_of(actor, programme.id, COUPON_MONEY if is_money else PIECES)
    account = models.Coupon.objects.values_list("account_id", flat=True).get(id=one.coupon_id)
    if account is None:
        row = models.Coupon.objects.select_for_update(no_key=True).get(id=one.coupon_id)
        account = row.account_id or open_stock(actor, kind, f"coupon:{row.id}")
        whole = one.terms.amount_minor if is_money else one.terms.uses_each
        stock_up(actor, account, whole, key=f"coupon:{row.id}", cause=Cause.COUPON, now=now)
        models.Coupon.objects.filter(id=row.id).update(account_id=account)
    return account, company_account(actor, kind, AccountRole.REDEEMED), off_minor if is_money else 1


def _keep_uses(order: models.CouponOrder, pairs: Sequence[tuple[OfferedCoupon, CouponOff]], users: Sequence[UUID]) -> None:
    """Writes the uses; the database refuses one coupon twice for a booking, and more of a batch than a guest may use (rule CO5)."""
    for place, (one, off) in enumerate(pairs):
        use = models.CouponUse(order=order, place=place, coupon_id=one.coupon_id, batch_id=one.batch_id, source=order.source)
        use.key, use.off_minor, use.item = _key(order.id, place), off.off_minor, off.item
        use.guest_id, use.slot = (users[0] if users else None), _slot(one, users)
        try:
            with transaction.atomic():
                use.save(force_insert=True)
        except IntegrityError as failed:
            if "guest_limit" in str(failed):
                raise _guest_limit(one) from failed
            told = f"The coupon {one.batch_code} is used for {order.source} already."
            raise Conflict("coupon_booking_twice", told, f"优惠券 {one.batch_code} 已用于此预订。") from failed


def _slot(one: OfferedCoupon, users: Sequence[UUID]) -> int | None:
    most = one.terms.uses_max
    if most is None:
        return None
    if not users:
        told = f"The coupon {one.batch_code} is limited to {most} uses a guest; say who the guest is."
        raise Invalid("coupon_guest_needed", told, f"优惠券 {one.batch_code} 每位客人限用 {most} 次；请指明客人。")
    open_uses = models.CouponUse.objects.filter(batch_id=one.batch_id, guest_id__in=users, is_open=True)
    taken = set(open_uses.values_list("slot", flat=True))
    free = next((slot for slot in range(1, most + 1) if slot not in taken), None)
    if free is None:
        raise _guest_limit(one)
    return free


def _guest_limit(one: OfferedCoupon) -> Conflict:
    most = one.terms.uses_max
    told = f"The guest has used {one.batch_code} {most} times, as often as one guest may; choose another."
    return Conflict("coupon_guest_limit", told, f"该客人使用 {one.batch_code} 已达上限（{most} 次）。")


def _locked(actor: Actor, order_id: UUID, now: datetime) -> tuple[models.CouponOrder, list[models.CouponUse], date]:
    """The order, locked, so that two who end it do so one after the other."""
    order = models.CouponOrder.objects.select_for_update(no_key=True).get(id=order_id)
    uses = models.CouponUse.objects.filter(order_id=order_id).select_related("coupon__batch").order_by("place")
    return order, list(uses), day_of(now, get_programme(actor, order.programme_id).time_zone)


def _end(order: models.CouponOrder, state: OrderState, now: datetime, back: Sequence[models.CouponUse] = ()) -> None:
    models.CouponOrder.objects.filter(id=order.id).update(state=state.value, ended_at=now)
    models.CouponUse.objects.filter(id__in=[one.id for one in back]).update(is_open=False)


def _subject(order: models.CouponOrder) -> Subject:
    return subject_of_programme(order.programme_id) if order.member_id is None else subject_of_member(order.member_id)


def _key(order_id: UUID, place: int) -> str:
    return f"coupons:{order_id.hex}:{place}"
