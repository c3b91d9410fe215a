"""Reads of adjustments: what was given and taken by hand, what waits for a second person, and what one may still do alone today."""

from datetime import date, datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.loyalty.models.adjustments import Adjustment as Row
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.adjustments import alone_so_far
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.adjustments import AdjustLimit, Adjustment, AdjustReason, AdjustState, Counted
from xenia.trust.queries.approvals import waiting_among
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission


def list_adjustments(actor: Actor, member_id: UUID, *, now: datetime) -> list[Adjustment]:
    """Returns what was given to and taken from a member by hand, the newest first, with what waits for a second person."""
    get_member(actor, member_id)
    rows = list(Row.objects.filter(member_id=member_id).select_related("point_kind").order_by("-id"))
    waiting = waiting_among(actor, [one.approval_id for one in rows if one.approval_id], now=now)
    names = peer_names(actor, [one.asked_by for one in rows]) if actor.may(Permission.VIEW_GUESTS) else {}
    states = {one.id: _state(one, waiting) for one in rows}
    back = {one.of_id: one.id for one in rows if one.of_id and states[one.id] is AdjustState.DONE}
    asked = {one.of_id for one in rows if one.of_id and states[one.id] is AdjustState.WAITING}
    return [
        Adjustment(
            row.id,
            row.member_id,
            row.point_kind.code,
            row.points,
            AdjustReason(row.reason),
            row.words,
            states[row.id],
            row.of_id,
            back.get(row.id),
            row.approval_id,
            row.asked_by,
            names.get(row.asked_by, "") if row.asked_by else "",
            row.asked_at,
            row.done_on,
            row.of_id is None and states[row.id] is AdjustState.DONE and row.id not in back and row.id not in asked,
        )
        for row in rows
    ]


def get_adjust_limit(actor: Actor, member_id: UUID, *, now: datetime) -> AdjustLimit:
    """Returns what the actor may still give or take of this member today without a second person (rule AD2)."""
    actor.require(Permission.ADJUST_POINTS)
    programme = get_programme(actor, get_member(actor, member_id).programme_id)
    so_far = alone_so_far(done_alone(actor, member_id, day_of(now, programme.time_zone)))
    return AdjustLimit(programme.policy.adjust_max, max(0, programme.policy.adjust_max - so_far))


def done_alone(actor: Actor, member_id: UUID, today: date) -> list[Counted]:
    """What the actor adjusted of a member on a day of the programme without a second person. For this module."""
    actor.require(Permission.ADJUST_POINTS)
    rows = Row.objects.filter(member_id=member_id, asked_by=actor.user_id, done_on=today, approval_id__isnull=True)
    return [Counted(*found) for found in rows.values_list("id", "of_id", "points")]


def _state(row: Row, waiting: frozenset[UUID]) -> AdjustState:
    if row.state == AdjustState.DONE.value:
        return AdjustState.DONE
    return AdjustState.WAITING if row.approval_id in waiting else AdjustState.CLOSED
