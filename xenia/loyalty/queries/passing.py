"""Reads of points passed on: what a member gave and took, what waits, and what may be given now."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.loyalty.models.passing import Passing as Row
from xenia.loyalty.queries.ledger import list_balances
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.minors import is_minor_now
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.passing import bar_of, gives_from, left_of, unknown_passing
from xenia.loyalty.types.passing import Passed, Passing, PassingBar, PassingKind, PassingRoom, PassingState
from xenia.loyalty.types.programmes import Member
from xenia.profile.queries.seen import guest_names
from xenia.trust.queries.restrictions import is_restricted
from xenia.trust.types.access import Permission

POINTS = "POINTS"
COUNTED = (PassingState.HELD.value, PassingState.DONE.value)
LISTED = 100


def list_passings(actor: Actor, member_id: UUID) -> list[Passing]:
    """Returns the newest 100 passings that the member gave or took, with the other's number, and name where the reader sees the guest."""
    get_member(actor, member_id)
    given = Row.objects.filter(giver_id=member_id)
    rows = list((given | Row.objects.filter(taker_id=member_id)).select_related("giver", "taker").order_by("-id")[:LISTED])
    return _passings(actor, rows, member_id)


def get_passing(actor: Actor, passing_id: UUID, *, seen_by: UUID) -> Passing:
    """Returns the passing as one of the two sees it; raises NotFound where that member is neither, or the actor does not see the guest."""
    get_member(actor, seen_by)
    row = Row.objects.filter(id=passing_id).select_related("giver", "taker").first()
    if row is None or seen_by not in (row.giver_id, row.taker_id):
        raise unknown_passing(passing_id)
    return _passings(actor, [row], seen_by)[0]


def get_passing_room(actor: Actor, member_id: UUID, *, now: datetime) -> PassingRoom:
    """Returns how many points the member may pass on now, and why none (rules FA1 and FA2)."""
    member = get_member(actor, member_id)
    programme = get_programme(actor, member.programme_id)
    policy, today = programme.policy.passing, day_of(now, programme.time_zone)
    bar = bar_now(actor, member, now=now)
    day, year = left_of(policy, given_in_year(actor, member_id, today), today)
    usable = next(one.usable for one in list_balances(actor, member_id) if one.kind == POINTS)
    most = 0 if bar else max(0, min(day, year, usable))
    return PassingRoom(bar, policy.least, most, day, year, gives_from(policy, member.enrolled_on), policy.wait_days)


def bar_now(actor: Actor, member: Member, *, now: datetime) -> PassingBar | None:
    """Why the member gives nothing now (rule FA1). For this module."""
    programme = get_programme(actor, member.programme_id)
    restricted = member.guest_id is not None and is_restricted(actor, member.guest_id, now=now)
    today, minor = day_of(now, programme.time_zone), is_minor_now(actor, member, now=now)
    return bar_of(programme.policy.passing, member, today, is_restricted=restricted, is_minor=minor)


def given_in_year(actor: Actor, member_id: UUID, today: date) -> list[Passed]:
    """What a member gave in the calendar year of a day and did not get back. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = Row.objects.filter(giver_id=member_id, passed_on__year=today.year, state__in=COUNTED)
    return [Passed(*found) for found in rows.values_list("passed_on", "points")]


def taken_in_year(actor: Actor, member_id: UUID, today: date) -> list[Passed]:
    """What a member took in the calendar year of a day, or may still take of what waits. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = Row.objects.filter(taker_id=member_id, passed_on__year=today.year, state__in=COUNTED)
    return [Passed(*found) for found in rows.values_list("passed_on", "points")]


def _passings(actor: Actor, rows: Sequence[Row], member_id: UUID) -> list[Passing]:
    others = [one.taker if one.giver_id == member_id else one.giver for one in rows]
    guests = [one.guest_id for one in others if one.guest_id]
    names = guest_names(actor, guests) if guests and actor.may(Permission.VIEW_GUESTS) else {}
    return [
        Passing(
            row.id,
            PassingKind(row.kind),
            PassingState(row.state),
            row.points,
            row.message,
            row.giver_id == member_id,
            other.id,
            other.number,
            names[other.guest_id].name if other.guest_id in names else "",
            row.wait_until,
            row.asked_at,
            row.ended_at,
        )
        for row, other in zip(rows, others, strict=True)
    ]
