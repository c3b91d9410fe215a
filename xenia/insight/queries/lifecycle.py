"""The life of relations: all guests by stage and month, and one guest's stage with its reason."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from xenia.insight.facts.standing import standing
from xenia.insight.queries.standing import find_standing, in_use
from xenia.insight.rules.lifecycle import (
    BY_STAGE,
    OWN_RHYTHM_GAPS,
    Month,
    Visit,
    history_of,
    month_bounds,
    reason_of,
    stages_of,
    visits_of,
)
from xenia.insight.types.policies import PolicyKind
from xenia.insight.types.standing import GuestLifecycle, LifecycleCounts, LifecycleMonth, Stage, StageCount, StageMove
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.trust.types.access import Permission

MONTHS_MAX = 60
AGENCY = Text("疑似代订机构，不计入客人的生命周期", "An agency in disguise, set apart from the lifecycle of guests")
Moves = Counter[tuple[Month, Stage, Stage]]


def lifecycle_counts(actor: Actor, months: int = 24) -> LifecycleCounts:
    """Returns the guests in each stage at the end of each of the last months (1 to 60), and who came and left; raises NotFound before the
    first snapshot."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    used = in_use(actor)
    rows, moves = standing(used.version), used.moves
    by_month = moves.group_by(["before", "after", moves.moved_on.year().name("year"), moves.moved_on.month().name("month")])
    with read.session(units=None) as asked:
        flows = asked.execute(by_month.aggregate(guests=moves.count())).to_pylist()
        known = rows.aggregate(agencies=rows.is_agency.sum(), prospects=(rows.stage == Stage.PROSPECT.value).sum())
        now = asked.execute(known).to_pylist()[0]
    counted: Moves = Counter()
    for row in flows:
        counted[(row["year"], row["month"]), Stage(row["before"]), Stage(row["after"])] += row["guests"]
    told = _months(counted, used.as_of.date(), min(max(months, 1), MONTHS_MAX), now["prospects"] or 0)
    return LifecycleCounts(
        used.version,
        used.as_of,
        now["agencies"] or 0,
        stages_of(used.policies.lifecycle),
        used.policies.stamp(PolicyKind.LIFECYCLE),
        tuple(told),
    )


def lifecycle_of(actor: Actor, identifier: UUID, *, now: datetime) -> GuestLifecycle:
    """Returns the stage of one guest on the day, by the bookings that stood when the snapshot was made, and why; raises NotFound and
    Refused as `features.get_features` does."""
    found = find_standing(actor, identifier, now=now)
    row, made_on, today = found.row, found.as_of.date(), now.date()
    typical, policy = row["typical_days"], found.policies.lifecycle
    days = [] if row["is_agency"] else [made_on - timedelta(days=ago) for ago in row["days_ago"] or ()]
    visits = visits_of(days, typical, policy)
    history = tuple(history_of(days, max(today, made_on), typical, policy))
    stage = None if row["is_agency"] else history[-1].stage if history else Stage.PROSPECT
    last = visits[-1] if visits else None
    return GuestLifecycle(
        guest_id=found.guest_id,
        stage=stage,
        name=BY_STAGE[stage].name if stage else AGENCY,
        since=history[-1].since if history else None,
        reason=reason_of(visits, max(today, made_on)) if stage else AGENCY,
        history=history,
        booking_days=len(visits),
        last_booked_on=last.on if last else None,
        rhythm_days=last.rhythm_days if last else None,
        is_own_rhythm=len(visits) > OWN_RHYTHM_GAPS,
        **_ahead(last),
    )


def _ahead(last: Visit | None) -> dict[str, date | None]:
    if last is None:
        return dict.fromkeys(("at_risk_on", "sleeping_on", "lost_on"))
    after = {"at_risk_on": last.at_risk_after, "sleeping_on": last.sleeping_after, "lost_on": last.lost_after}
    return {name: last.on + timedelta(days=days) for name, days in after.items()}


def _months(moves: Moves, until: date, count: int, prospects: int) -> Iterable[LifecycleMonth]:
    last = until.year * 12 + until.month - 1
    months = [divmod(place, 12) for place in range(last - count + 1, last + 1)]
    guests: Counter[Stage] = Counter()
    for (_, before, after), number in ((key, number) for key, number in moves.items() if key[0] < (months[0][0], months[0][1] + 1)):
        guests.update({before: -number, after: number})
    for year, place in months:
        month = (year, place + 1)
        within = {(before, after): number for (when, before, after), number in moves.items() if when == month}
        came, left = Counter[Stage](), Counter[Stage]()
        for (before, after), number in within.items():
            came[after] += number
            left[before] += number
        guests.update(came)
        guests.subtract(left)
        standing_at = {stage: guests[stage] for stage in Stage} | {Stage.PROSPECT: prospects if (year, place) == months[-1] else None}
        begins_on, ends_on = month_bounds(month, until)
        yield LifecycleMonth(
            begins_on,
            ends_on,
            tuple(StageCount(stage, standing_at[stage], came[stage], left[stage]) for stage in Stage),
            tuple(StageMove(before, after, number) for (before, after), number in sorted(within.items())),
        )
