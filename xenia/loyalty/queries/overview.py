"""A programme as a whole, summed by the database: what members have, what ends next, and what moved month by month."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from xenia.kernel.actor import Actor
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import added_months, day_of
from xenia.loyalty.types.ledger import AccountRole, Phase, PointRole
from xenia.loyalty.types.overview import Ending, MonthOfPoints, Owed, ProgrammeOverview
from xenia.loyalty.types.programmes import MemberState, PointKind
from xenia.trust.types.access import Permission

MONTHS_BACK = 12
MONTHS_AHEAD = 12
LATELY = timedelta(days=30)
SHOWN = frozenset({PointRole.REDEEMABLE, PointRole.QUALIFYING, PointRole.GREEN})
OWED = """
SELECT point_kind_id, coalesce(sum(greatest(posted - reserved, 0)), 0)::bigint, coalesce(sum(reserved), 0)::bigint,
       coalesce(sum(incoming), 0)::bigint, coalesce(sum(greatest(-posted, 0)), 0)::bigint, count(*) FILTER (WHERE posted > 0)
FROM loyalty_account WHERE point_kind_id = ANY (%s) AND role = 'member' GROUP BY point_kind_id
"""
ENDING = """
SELECT account.point_kind_id, date_trunc('month', lot.expires_on - 1)::date AS month, sum(lot.unused)::bigint, count(DISTINCT account.id)
FROM loyalty_lot AS lot JOIN loyalty_account AS account ON account.id = lot.account_id AND account.role = 'member'
WHERE lot.unused > 0 AND lot.expires_on > %(today)s AND lot.expires_on <= %(until)s AND account.point_kind_id = ANY (%(kinds)s)
GROUP BY account.point_kind_id, month ORDER BY month
"""
MOVED = """
SELECT giver.point_kind_id, date_trunc('month', one.booked_on)::date, giver.role, taker.role, one.phase, sum(one.amount)::bigint
FROM loyalty_transfer AS one
JOIN loyalty_account AS giver ON giver.id = one.from_account_id
JOIN loyalty_account AS taker ON taker.id = one.to_account_id
WHERE giver.point_kind_id = ANY (%(kinds)s) AND one.booked_on >= %(since)s AND one.phase IN ('posted', 'post', 'reversal')
  AND 'member' IN (giver.role, taker.role) AND giver.role <> taker.role
GROUP BY 1, 2, 3, 4, 5 ORDER BY 2
"""
Word = str
_USED = {AccountRole.EXPIRED: "expired", AccountRole.FORFEITED: "forfeited", AccountRole.ADJUSTED: "adjusted"}


def get_overview(actor: Actor, programme_id: UUID, *, now: datetime) -> ProgrammeOverview:
    """Returns how many belong to the programme, what they have of each kind of points, what ends in each of the next MONTHS_AHEAD months,
    and what moved in the last MONTHS_BACK, this month among them."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    programme = get_programme(actor, programme_id)
    today = day_of(now, programme.time_zone)
    counted = Member.objects.filter(programme_id=programme.id).aggregate(
        members=Count("id", filter=Q(state=MemberState.ACTIVE.value)),
        joined=Count("id", filter=Q(state=MemberState.ACTIVE.value, enrolled_on__gt=today - LATELY)),
        left=Count("id", filter=Q(state=MemberState.LEFT.value, left_on__gt=today - LATELY)),
    )
    shown = [one for one in programme.kinds if one.role in SHOWN]
    redeemable = [one for one in programme.kinds if one.role is PointRole.REDEEMABLE]
    return ProgrammeOverview(
        counted["members"], counted["joined"], counted["left"], _owed(shown), _ending(shown, today), _moved(redeemable, today)
    )


def _owed(kinds: Sequence[PointKind]) -> tuple[Owed, ...]:
    rows = {row[0]: row[1:] for row in _rows(OWED, [[one.id for one in kinds]])}
    return tuple(Owed(one.code, one.role, one.name, *rows.get(one.id, (0, 0, 0, 0, 0))) for one in kinds)


def _ending(kinds: Sequence[PointKind], today: date) -> tuple[Ending, ...]:
    codes = {one.id: one.code for one in kinds}
    until = added_months(today.replace(day=1), MONTHS_AHEAD)
    rows = _rows(ENDING, {"today": today, "until": until, "kinds": list(codes)})
    return tuple(Ending(codes[kind], month, points, members) for kind, month, points, members in rows)


def _moved(kinds: Sequence[PointKind], today: date) -> tuple[MonthOfPoints, ...]:
    """A row for each kind and month, those in which nothing moved too."""
    codes = {one.id: one.code for one in kinds}
    first = added_months(today.replace(day=1), 1 - MONTHS_BACK)
    sums: defaultdict[tuple[str, date], defaultdict[Word, int]] = defaultdict(lambda: defaultdict(int))
    for kind, month, giver, taker, phase, points in _rows(MOVED, {"kinds": list(codes), "since": first}):
        word, sign = _word(AccountRole(giver), AccountRole(taker), Phase(phase))
        sums[codes[kind], month][word] += sign * points
    months = [added_months(first, ahead) for ahead in range(MONTHS_BACK)]
    return tuple(MonthOfPoints(code, month, **sums[code, month]) for code in codes.values() for month in months)


def _word(giver: AccountRole, taker: AccountRole, phase: Phase) -> tuple[Word, int]:
    """What a movement between a member and the company is called, and whether it counts for or against that."""
    is_back, to_member = phase is Phase.REVERSAL, taker is AccountRole.MEMBER
    other = giver if to_member else taker
    if other in _USED:
        return _USED[other], (1 if to_member else -1) * (1 if other is AccountRole.ADJUSTED else -1)
    if to_member:
        return ("redeemed", -1) if is_back else ("earned", 1)
    return ("taken_back", 1) if is_back else ("redeemed", 1)


def _rows(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
