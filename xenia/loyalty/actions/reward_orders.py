"""Ordering rewards: points and pieces held in one deed, confirmed, cancelled (rules RW4 to RW6 of docs/algorithms/rewards.md)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.expiry import roll_lots
from xenia.loyalty.actions.holds import is_open, lapse_due, made_once
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.actions.pieces import backs_of, ends_of
from xenia.loyalty.actions.pooling import payers_of
from xenia.loyalty.models import rewards as models
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.queries.ledger import company_account, member_accounts
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.minors import require_guardian
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.rewards import POINTS, get_reward_order, orderable
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.rewards import price_of
from xenia.loyalty.types.families import Payment
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase
from xenia.loyalty.types.programmes import MemberState, Programme
from xenia.loyalty.types.rewards import RewardAsk, RewardOrder, RewardState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission


@transaction.atomic
def reserve_reward(*, actor: Actor, ask: RewardAsk, now: datetime) -> RewardOrder:
    """Holds points of a member and pieces of a reward until they are confirmed or the hours of its terms are over. The same key is the same
    order. What has ended by the programme's day is expired first (rule RW4). Raises Conflict where points or pieces are short."""
    actor.require(Permission.SERVE_MEMBERS)
    member = get_member(actor, ask.member_id)
    before = _before(ask)
    if before is not None:
        return get_reward_order(actor, before.id)
    if member.state is not MemberState.ACTIVE:
        raise Conflict("member_left", f"Member {member.number} is {member.state}.", f"会员 {member.number} 已不在计划中。")
    version = orderable(actor, ask, now=now)
    points, money = price_of(version.terms, ask)
    if points:
        require_guardian(actor, member, ask.guardian_id, now=now)
    held_until = now + timedelta(hours=version.terms.hold_hours)
    said = {"version_number": version.number, "points": points, "money_minor": money, "held_until": held_until}
    order, is_new = made_once(lambda: _ordered(actor, ask, said, now), lambda: _before(ask))
    if not is_new:
        return get_reward_order(actor, order.id)
    details = {"code": order.reward.code, "points": points}
    record(actor, "member.reward_held", subject=subject_of_member(member.id), details=details, now=now)
    _hold(actor, get_programme(actor, member.programme_id), order, ask, now)
    return get_reward_order(actor, order.id)


@transaction.atomic
def confirm_reward(*, actor: Actor, order_id: UUID, now: datetime) -> None:
    """The member gets the reward: what was held is spent, and being spent is an activity (rule EX3). Doing it again changes nothing; raises
    Conflict where it was cancelled or nobody confirmed in time."""
    actor.require(Permission.SERVE_MEMBERS)
    get_reward_order(actor, order_id)
    order, programme, today = _locked(actor, order_id, now)
    if order.state == RewardState.CONFIRMED.value:
        return
    if not is_open(order, now):
        raise Conflict("reward_order_over", "The reward is held no more; order it again.", "奖励的预留已结束；请重新兑换。")
    moves = ends_of(actor, _keys(order.id), Phase.POST)
    write_deed(actor, Deed(Cause.REWARD, f"reward:{order.id}", today, moves), now=now)
    points = member_accounts(actor, [order.member_id], programme.kind(POINTS).id)
    roll_lots(actor, programme.id, list(points.values()), today)
    models.RewardOrder.objects.filter(id=order_id).update(state=RewardState.CONFIRMED.value, confirmed_on=today)
    details = {"code": order.reward.code, "points": order.points}
    record(actor, "member.reward_confirmed", subject=subject_of_member(order.member_id), details=details, now=now)


@transaction.atomic
def cancel_reward(*, actor: Actor, order_id: UUID, now: datetime) -> None:
    """Gives a reward back: points return to the very lots they came from, and pieces to the stock (rule RW5). Doing it again changes
    nothing; raises Conflict for one that was confirmed and that its terms do not take back, or not any more."""
    actor.require(Permission.SERVE_MEMBERS)
    kept = get_reward_order(actor, order_id)
    order, _, today = _locked(actor, order_id, now)
    if order.state == RewardState.CONFIRMED.value:
        until = kept.cancel_until
        if until is None or today > until:
            told = (
                f"The reward {kept.reward_code} could be given back until {until}." if until else f"The reward {kept.reward_code} is final."
            )
            raise Conflict("reward_final", f"{told} Ask who runs the programme.", f"奖励 {kept.reward_code} 已不可退；请联系计划负责人。")
        moves = backs_of(actor, _keys(order_id))
    elif order.state == RewardState.HELD.value:
        moves = ends_of(actor, _keys(order_id), Phase.VOID)
    else:
        return
    _end(actor, order, moves, RewardState.CANCELLED, today, now)
    details = {"code": order.reward.code, "points": order.points}
    record(actor, "member.reward_cancelled", subject=subject_of_member(order.member_id), details=details, now=now)


def lapse_rewards(*, actor: Actor, now: datetime) -> int:
    """Frees what nobody confirmed in time; returns how many orders lapsed. Twice at once lapses nothing twice."""
    return lapse_due(actor, models.RewardOrder, lambda one: _free(actor, one, now), now=now)


def _free(actor: Actor, order_id: UUID, now: datetime) -> None:
    order, _, today = _locked(actor, order_id, now)
    _end(actor, order, ends_of(actor, _keys(order_id), Phase.VOID), RewardState.LAPSED, today, now)


def _before(ask: RewardAsk) -> models.RewardOrder | None:
    """The order that has the key already; raises Conflict where it is another one."""
    row = models.RewardOrder.objects.filter(member_id=ask.member_id, key=ask.key).first()
    if row is None:
        return None
    same_points = ask.points_each is None or ask.points_each * ask.count == row.points
    if (row.reward_id, row.count, row.source) != (ask.reward_id, ask.count, ask.source) or not same_points:
        told = f"The key {ask.key} was used for another order; give a new key to what is new."
        raise Conflict("key_used_otherwise", told, f"幂等键 {ask.key} 已用于另一次兑换；新的业务请使用新的键。")
    return row


def _ordered(actor: Actor, ask: RewardAsk, said: dict[str, object], now: datetime) -> models.RewardOrder:
    return models.RewardOrder.objects.create(
        reward_id=ask.reward_id,
        member_id=ask.member_id,
        key=ask.key,
        source=ask.source,
        count=ask.count,
        state=RewardState.HELD.value,
        ordered_by=actor.user_id,
        ordered_at=now,
        **said,
    )


def _hold(actor: Actor, programme: Programme, order: models.RewardOrder, ask: RewardAsk, now: datetime) -> None:
    """Holds the points and the pieces. All accounts are locked at once, in the order of their ids, before anything is looked at."""
    kind, stock = programme.kind(POINTS).id, order.reward.account_id
    payment = Payment(order.member_id, order.points, ask.with_family, () if stock is None else (stock,))
    payers = payers_of(actor, programme, payment, now=now)
    taker = company_account(actor, kind, AccountRole.REDEEMED)
    moves = [Move(_key(order.id, f"points:{account}"), account, taker, points, Phase.PENDING) for account, points in payers]
    if stock is not None:
        pieces = Account.objects.values_list("point_kind_id", flat=True).get(id=stock)
        moves.append(
            Move(_key(order.id, "pieces"), stock, company_account(actor, pieces, AccountRole.REDEEMED), order.count, Phase.PENDING)
        )
    if not moves:
        return
    deed = Deed(Cause.REWARD, f"reward:{order.id}", day_of(now, programme.time_zone), tuple(moves))
    with _out_of_pieces(order):
        write_deed(actor, deed, now=now)


@contextmanager
def _out_of_pieces(order: models.RewardOrder) -> Iterator[None]:
    """Says a shortage of pieces as what it is; one of points is said by the ledger."""
    try:
        yield
    except Conflict as short:
        stock = Account.objects.filter(id=order.reward.account_id or 0).first()
        if short.code != "points_short" or stock is None or stock.posted - stock.reserved >= order.count:
            raise
        left, code = stock.posted - stock.reserved, order.reward.code
        told = f"Of the reward {code} {left} pieces are left and {order.count} are asked for; take fewer, or another."
        raise Conflict("reward_gone", told, f"奖励 {code} 仅余 {left} 份，需要 {order.count} 份；请减少数量或另选。") from short


def _locked(actor: Actor, order_id: UUID, now: datetime) -> tuple[models.RewardOrder, Programme, date]:
    """The order, locked, so that two who end it do so one after the other."""
    order = models.RewardOrder.objects.select_for_update(no_key=True, of=("self",)).select_related("reward").get(id=order_id)
    programme = get_programme(actor, order.reward.programme_id)
    return order, programme, day_of(now, programme.time_zone)


def _end(actor: Actor, order: models.RewardOrder, moves: tuple[Move, ...], state: RewardState, today: date, now: datetime) -> None:
    write_deed(actor, Deed(Cause.REWARD, f"reward:{order.id}", today, moves), now=now)
    models.RewardOrder.objects.filter(id=order.id).update(state=state.value, ended_at=now)


def _keys(order_id: UUID) -> list[str]:
    """The keys of the transfers that hold its points, of one member or of several, and its pieces."""
    held = Transfer.objects.filter(source=f"reward:{order_id}", phase=Phase.PENDING.value)
    return list(held.order_by("id").values_list("key", flat=True))


def _key(order_id: UUID, what: str) -> str:
    return f"reward:{order_id.hex}:{what}"
