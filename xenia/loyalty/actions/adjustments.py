"""Giving and taking points by hand: alone up to the programme's limit, above it when a second person agrees (rules AD1 to AD6 of
docs/algorithms/adjustments.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.expiry import sweep
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.actions.tiers import recompute
from xenia.loyalty.models.adjustments import Adjustment as Row
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.queries.adjustments import done_alone
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.adjustments import alone_so_far, checked_ask, checked_words, needs_second, own_of_today, require_enough, sentences
from xenia.loyalty.rules.expiry import day_of, expires_on
from xenia.loyalty.types.adjustments import AdjustAsk, AdjustReason, AdjustState, Counted
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase, PointRole
from xenia.loyalty.types.programmes import Member, MemberState, PointKind, Programme
from xenia.trust.actions.approvals import ask as ask_second
from xenia.trust.actions.audit import record
from xenia.trust.queries.approvals import waiting_among
from xenia.trust.types.access import Outcome, Permission
from xenia.trust.types.approvals import ApprovalKind


@dataclass(frozen=True)
class _Setting:
    """The member, locked with all accounts, and the programme's day."""

    member: Member
    programme: Programme
    accounts: Mapping[int, int]  # kind -> account
    today: date


@transaction.atomic
def adjust_points(*, actor: Actor, ask: AdjustAsk, now: datetime) -> Outcome:
    """Gives or takes points by hand. Returns whether it was done at once, or the id of the request to a second person (rules AD2 and AD3).
    The same key is the same adjustment. Raises Invalid for an ask that cannot be (AD1), Conflict where the member left or can use less than
    would be taken (AD4), Refused for a machine."""
    actor.require(Permission.ADJUST_POINTS)
    _require_person(actor)
    programme = get_programme(actor, get_member(actor, ask.member_id).programme_id)
    kind = checked_ask(ask, programme)
    setting = _lock(actor, ask.member_id, now)
    before = Row.objects.filter(member_id=ask.member_id, key=ask.key).first()
    if before is not None:
        return _found(before, (kind.id, ask.points, ask.reason.value, None))
    row = Row(member_id=ask.member_id, point_kind_id=kind.id, key=ask.key, points=ask.points, reason=ask.reason.value)
    row.words = checked_words(ask.words)
    return _settle(actor, setting, row, now)


@transaction.atomic
def take_back_adjustment(*, actor: Actor, adjustment_id: UUID, words: str, key: str, now: datetime) -> Outcome:
    """Takes back a whole adjustment (rule AD5): from the very lot it brought, or to the very lots it took from. Returns like
    `adjust_points`. Raises Conflict where it was taken back, or the member has used what was given."""
    actor.require(Permission.ADJUST_POINTS)
    _require_person(actor)
    first = Row.objects.filter(id=adjustment_id).first()
    if first is None:
        raise NotFound("adjustment_unknown", f"There is no adjustment {adjustment_id}.", "没有这次调整。")
    setting = _lock(actor, first.member_id, now)
    before = Row.objects.filter(member_id=first.member_id, key=key).first()
    if before is not None:
        return _found(before, (first.point_kind_id, -first.points, AdjustReason.TAKE_BACK.value, first.id))
    _require_open(actor, first, now)
    row = Row(member_id=first.member_id, point_kind_id=first.point_kind_id, key=key, points=-first.points, of=first)
    row.reason, row.words = AdjustReason.TAKE_BACK.value, checked_words(words)
    return _settle(actor, setting, row, now)


@transaction.atomic
def perform_adjustment(asker: Actor, payload: Mapping[str, Any], now: datetime) -> None:
    """Writes what a second person agreed to, as the person who asked; part of the decision's transaction. Everything is looked at again:
    raises Conflict where the member left meanwhile or the points are gone, and then nothing is decided (rule AD3)."""
    asker.require(Permission.ADJUST_POINTS)
    row = Row.objects.select_related("of").get(id=UUID(payload["adjustment_id"]))
    setting = _lock(asker, row.member_id, now)
    row.refresh_from_db(fields=["state"])
    if row.state != AdjustState.WAITING.value:
        raise Conflict("adjustment_over", "This adjustment was made already.", "这次调整已经完成。")
    if row.of is not None and _is_taken_back(row.of):
        raise _taken_back()
    _perform(asker, setting, row, now)


def _settle(actor: Actor, setting: _Setting, row: Row, now: datetime) -> Outcome:
    """Does it, or asks a second person. What cannot be done now is not asked for either."""
    kind = _kind_of(setting, row)
    _require_points(setting, row)
    row.id, row.asked_by, row.asked_at = new_id(), actor.user_id, now
    done = done_alone(actor, row.member_id, setting.today)
    is_slip = row.of_id is not None and own_of_today(Counted(row.of_id, None, -row.points), done)
    if is_slip or not needs_second(row.points, alone_so_far(done), setting.programme.policy.adjust_max):
        _perform(actor, setting, row, now)
        return Outcome(None)
    row.state = AdjustState.WAITING.value
    payload = {"adjustment_id": str(row.id), "told": sentences(setting.member.number, kind, row.points, AdjustReason(row.reason))}
    row.approval_id = ask_second(actor=actor, kind=ApprovalKind.POINTS_ADJUSTMENT, payload=payload, reason=row.words, now=now)
    row.save(force_insert=True)
    details = {"points": row.points, "kind": kind.code, "reason": row.reason}
    record(actor, "member.adjustment_asked", subject=subject_of_member(row.member_id), details=details, now=now)
    return Outcome(row.approval_id)


def _perform(actor: Actor, setting: _Setting, row: Row, now: datetime) -> None:
    kind = _kind_of(setting, row)
    _require_points(setting, row)
    row.state, row.done_on, row.done_at = AdjustState.DONE.value, setting.today, now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise _taken_back() from taken
    write_deed(actor, Deed(Cause.ADJUSTMENT, f"adjustment:{row.id}", setting.today, (_move(actor, setting, row, kind),)), now=now)
    action = "member.points_adjusted" if row.of_id is None else "member.adjustment_taken_back"
    details = {"points": row.points, "kind": kind.code, "reason": row.reason}
    record(actor, action, subject=subject_of_member(row.member_id), details=details, now=now)
    if kind.role is PointRole.QUALIFYING:
        recompute(actor=actor, programme_id=setting.programme.id, member_ids=[row.member_id], now=now)


def _move(actor: Actor, setting: _Setting, row: Row, kind: PointKind) -> Move:
    member, company = setting.accounts[kind.id], company_account(actor, kind.id, AccountRole.ADJUSTED)
    giver, taker = (company, member) if row.points > 0 else (member, company)
    details = {"reason": row.reason}
    if row.of_id is not None:
        of = Transfer.objects.values_list("id", flat=True).get(key=_key(row.of_id))
        return Move(_key(row.id), giver, taker, abs(row.points), Phase.REVERSAL, of, details=details)
    ends = expires_on(setting.programme.policy.expiry, setting.today) if row.points > 0 and kind.has_lots else None
    return Move(_key(row.id), giver, taker, abs(row.points), expires_on=ends, details=details)


def _lock(actor: Actor, member_id: UUID, now: datetime) -> _Setting:
    """Locks all accounts of the member, so that of two at once the second counts what the first did, and expires what has ended."""
    member = get_member(actor, member_id)
    if member.state is not MemberState.ACTIVE:
        told = f"Member {member.number} is {member.state}; nothing is given or taken any more."
        raise Conflict("member_left", told, f"会员 {member.number} 已不在计划中，不能再调整。")
    programme = get_programme(actor, member.programme_id)
    rows = Account.objects.filter(member_id=member_id).values_list("point_kind_id", "id")
    accounts = dict(rows)
    sweep(actor, programme.id, list(accounts.values()), now=now)
    if get_member(actor, member_id).state is not MemberState.ACTIVE:
        raise Conflict("member_left", f"Member {member.number} has left meanwhile.", f"会员 {member.number} 刚刚退会。")
    return _Setting(member, programme, accounts, day_of(now, programme.time_zone))


def _require_points(setting: _Setting, row: Row) -> None:
    if row.points < 0:
        account = Account.objects.get(id=setting.accounts[row.point_kind_id])
        require_enough(-row.points, account.posted - account.reserved)


def _require_open(actor: Actor, first: Row, now: datetime) -> None:
    """Raises Conflict for an adjustment that was never made, takes back another, or was or is being taken back."""
    if first.state != AdjustState.DONE.value or first.of_id is not None:
        told = "Only an adjustment that was made is taken back; make a new one instead."
        raise Conflict("adjustment_not_open", told, "只有已完成的调整可以撤回；请另作一次调整。")
    if _is_taken_back(first):
        raise _taken_back()
    asked = Row.objects.filter(of=first, state=AdjustState.WAITING.value, approval_id__isnull=False).values_list("approval_id", flat=True)
    if waiting_among(actor, [one for one in asked if one], now=now):
        raise Conflict("adjustment_back_waits", "Taking it back waits for a second person already.", "撤回申请已在等待另一位同事同意。")


def _is_taken_back(first: Row) -> bool:
    return Row.objects.filter(of=first, state=AdjustState.DONE.value).exists()


def _taken_back() -> Conflict:
    return Conflict("adjustment_taken_back", "This adjustment was taken back already.", "这次调整已经撤回。")


def _found(row: Row, said: tuple[int, int, str, UUID | None]) -> Outcome:
    if (row.point_kind_id, row.points, row.reason, row.of_id) != said:
        told = f"The key {row.key} was used for another adjustment; give a new key to what is new."
        raise Conflict("key_used_otherwise", told, f"幂等键 {row.key} 已用于另一次调整；新的业务请使用新的键。")
    return Outcome(row.approval_id)


def _kind_of(setting: _Setting, row: Row) -> PointKind:
    return next(one for one in setting.programme.kinds if one.id == row.point_kind_id)


def _require_person(actor: Actor) -> None:
    if actor.user_id is None or actor.kind != "person":
        raise Refused("adjustment_needs_person", "Only a signed-in person adjusts points by hand.", "只有已登录的人员可以人工调整积分。")


def _key(adjustment_id: UUID) -> str:
    return f"adjustment:{adjustment_id.hex}"
