"""Passing points on to another member: a transfer at once, a gift that waits until it is accepted (rules FA1 to FA5 of
docs/algorithms/family.md)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.expiry import sweep
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.actions.pieces import ends_of
from xenia.loyalty.models.ledger import Lot
from xenia.loyalty.models.passing import Passing as Row
from xenia.loyalty.queries.ledger import member_accounts
from xenia.loyalty.queries.members import find_by_number, get_member
from xenia.loyalty.queries.passing import POINTS, bar_now, get_passing, given_in_year, taken_in_year
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.companies import require_person
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.passing import (
    barred,
    checked_ask,
    gives_from,
    require_open,
    require_room,
    require_taker,
    unknown_passing,
    waits_until,
)
from xenia.loyalty.types.ledger import Cause, Deed, Move, Phase
from xenia.loyalty.types.passing import Passing, PassingAsk, PassingKind, PassingState
from xenia.loyalty.types.programmes import Member, Programme
from xenia.trust.actions.audit import record
from xenia.trust.queries.restrictions import is_restricted
from xenia.trust.types.access import Permission

LAPSED_AT_ONCE = 500
CAUSES = {PassingKind.TRANSFER: Cause.TRANSFER, PassingKind.GIFT: Cause.GIFT}


@transaction.atomic
def pass_points(*, actor: Actor, ask: PassingAsk, now: datetime) -> Passing:
    """Passes points on: a transfer at once, a gift held until it is accepted. The same key is the same passing. Raises NotFound for a taker
    whom the actor does not see, Conflict where one of the two may not (FA1), a limit is reached (FA2), or the points are not there."""
    actor.require(Permission.SERVE_MEMBERS)
    giver = get_member(actor, ask.giver_id)
    programme = get_programme(actor, giver.programme_id)
    checked_ask(programme.policy.passing, ask)
    taker = _taker(actor, giver, ask)
    points = member_accounts(actor, [giver.id, taker.id], programme.kind(POINTS).id)
    sweep(actor, programme.id, list(points.values()), now=now)  # locks both: of two at once the second counts what the first did
    before = Row.objects.filter(giver_id=giver.id, key=ask.key).first()
    if before is not None:
        return _found(actor, before, ask, taker)
    today = day_of(now, programme.time_zone)
    _require(actor, programme, (get_member(actor, giver.id), get_member(actor, taker.id)), ask, now)
    is_gift = ask.kind is PassingKind.GIFT
    row = Row(id=new_id(), giver_id=giver.id, taker_id=taker.id, kind=ask.kind.value, key=ask.key, points=ask.points, message=ask.message)
    row.passed_on, row.asked_by, row.asked_at = today, actor.user_id, now
    row.state, row.ended_at = (PassingState.HELD.value, None) if is_gift else (PassingState.DONE.value, now)
    if is_gift:
        row.wait_until = waits_until(programme.policy.passing, now, _first_end(points[giver.id], today), programme.time_zone)
    row.save(force_insert=True)
    move = Move(_key(row.id), points[giver.id], points[taker.id], ask.points, Phase.PENDING if is_gift else Phase.POSTED)
    write_deed(actor, Deed(CAUSES[ask.kind], f"passing:{row.id}", today, (move,)), now=now)
    _record_both(actor, "member.gift_held" if is_gift else "member.points_passed", row, now)
    return get_passing(actor, row.id, seen_by=row.giver_id)


@transaction.atomic
def accept_passing(*, actor: Actor, passing_id: UUID, member_id: UUID, now: datetime) -> None:
    """The member accepts a gift. Doing it again changes nothing; raises Conflict where it is there no more, or the member left, NotFound
    where it is not for that member."""
    actor.require(Permission.SERVE_MEMBERS)
    taker = get_member(actor, member_id)
    row = _locked(passing_id)
    if row.taker_id != member_id:
        raise unknown_passing(passing_id)
    if row.state == PassingState.DONE.value:
        return
    if row.state != PassingState.HELD.value or (row.wait_until is not None and row.wait_until <= now):
        raise Conflict("passing_over", "The gift waits no more; its points are back with the giver.", "赠送已失效，积分已退回赠送人。")
    require_open(taker, is_restricted=_is_restricted(actor, taker, now))
    _end(actor, row, PassingState.DONE, now)
    _record_both(actor, "member.points_passed", row, now)


@transaction.atomic
def return_passing(*, actor: Actor, passing_id: UUID, member_id: UUID, now: datetime) -> None:
    """Ends a gift that waits: the taker refuses it, or the giver takes it back; `member_id` says which. Points return to the very lots.
    Doing it again changes nothing; raises Conflict for one that was accepted, NotFound where neither of the two is that member."""
    actor.require(Permission.SERVE_MEMBERS)
    get_member(actor, member_id)
    row = _locked(passing_id)
    if member_id not in (row.giver_id, row.taker_id):
        raise unknown_passing(passing_id)
    if row.state == PassingState.DONE.value:
        raise Conflict("passing_done", "The points were accepted; they can be passed back.", "积分已被接收；如需退回请对方再转回。")
    if row.state != PassingState.HELD.value:
        return
    _end(actor, row, PassingState.WITHDRAWN if member_id == row.giver_id else PassingState.REFUSED, now)
    _record_both(actor, "member.gift_returned", row, now)


def lapse_passings(*, actor: Actor, now: datetime) -> int:
    """Returns gifts that nobody accepted in time to who gave them; returns how many. Twice at once returns nothing twice."""
    actor.require_for_company(Permission.SERVE_MEMBERS)
    due = Row.objects.filter(state=PassingState.HELD.value, wait_until__lte=now).order_by("wait_until")
    return sum(_lapse(actor, one, now) for one in list(due.values_list("id", flat=True)[:LAPSED_AT_ONCE]))


def return_waiting(actor: Actor, member_id: UUID, *, now: datetime) -> int:
    """Ends every gift that a member who leaves gave or would take; returns how many. For this module."""
    mine = Row.objects.filter(giver_id=member_id) | Row.objects.filter(taker_id=member_id)
    waiting = list(mine.filter(state=PassingState.HELD.value).order_by("id").values_list("id", flat=True))
    ended = 0
    for one in waiting:
        row = _locked(one)
        if row.state == PassingState.HELD.value:
            _end(actor, row, PassingState.WITHDRAWN if row.giver_id == member_id else PassingState.REFUSED, now)
            ended += 1
    return ended


@transaction.atomic
def _lapse(actor: Actor, passing_id: UUID, now: datetime) -> bool:
    row = _locked(passing_id)
    if row.state != PassingState.HELD.value or row.wait_until is None or row.wait_until > now:
        return False
    _end(actor, row, PassingState.LAPSED, now)
    return True


def _require(actor: Actor, programme: Programme, two: tuple[Member, Member], ask: PassingAsk, now: datetime) -> None:
    """Rules FA1 and FA2, once the accounts are locked."""
    giver, taker = require_person(two[0]), require_person(two[1])
    policy, today = programme.policy.passing, day_of(now, programme.time_zone)
    bar = bar_now(actor, giver, now=now)
    if bar is not None:
        raise barred(bar, giver, gives_from(policy, giver.enrolled_on))
    require_taker(giver, taker, is_restricted=_is_restricted(actor, taker, now))
    require_room(policy, ask.points, given_in_year(actor, giver.id, today), taken_in_year(actor, taker.id, today), today)


def _is_restricted(actor: Actor, member: Member, now: datetime) -> bool:
    return member.guest_id is not None and is_restricted(actor, member.guest_id, now=now)


def _taker(actor: Actor, giver: Member, ask: PassingAsk) -> Member:
    taker = find_by_number(actor, giver.programme_id, ask.taker_number)
    if taker is None:
        told = f"Nobody of this programme has the number {ask.taker_number}; look at the card again."
        raise NotFound("member_unknown", told, f"本计划没有会员号 {ask.taker_number}；请核对卡号。")
    return taker


def _first_end(account_id: int, today: date) -> date | None:
    """The first day on which what would be given first is no more."""
    lots = Lot.objects.filter(account_id=account_id, unused__gt=0, expires_on__gt=today).order_by("expires_on")
    return lots.values_list("expires_on", flat=True).first()


def _found(actor: Actor, row: Row, ask: PassingAsk, taker: Member) -> Passing:
    if (row.taker_id, row.kind, row.points, row.message) != (taker.id, ask.kind.value, ask.points, ask.message):
        told = f"The key {ask.key} was used for another passing of points; give a new key to what is new."
        raise Conflict("key_used_otherwise", told, f"幂等键 {ask.key} 已用于另一笔转赠；新的业务请使用新的键。")
    return get_passing(actor, row.id, seen_by=row.giver_id)


def _locked(passing_id: UUID) -> Row:
    """The passing, locked, so that two who end it do so one after the other."""
    row = Row.objects.select_for_update(no_key=True, of=("self",)).select_related("giver").filter(id=passing_id).first()
    if row is None:
        raise unknown_passing(passing_id)
    return row


def _end(actor: Actor, row: Row, state: PassingState, now: datetime) -> None:
    programme = get_programme(actor, row.giver.programme_id)
    moves = ends_of(actor, [_key(row.id)], Phase.POST if state is PassingState.DONE else Phase.VOID)
    write_deed(actor, Deed(Cause.GIFT, f"passing:{row.id}", day_of(now, programme.time_zone), moves), now=now)
    Row.objects.filter(id=row.id).update(state=state.value, ended_at=now)


def _record_both(actor: Actor, action: str, row: Row, now: datetime) -> None:
    """Both members' entries, so that each one's page tells of it."""
    for one in (row.giver_id, row.taker_id):
        record(actor, action, subject=subject_of_member(one), details={"points": row.points, "kind": row.kind}, now=now)


def _key(passing_id: UUID) -> str:
    return f"passing:{passing_id.hex}"
