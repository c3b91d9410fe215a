"""Demand as the screen shows it: series, days gone and ahead, how the books fill, and what a change of price goes with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from ibis.expr.types import Table

from xenia.connect.queries.places import property_names
from xenia.insight.demand.lake_frame import A_YEAR, BOOKINGS_MIN, MOST, closed_day
from xenia.insight.facts.demand import MEASURES, PARTS, demand_bookings, largest, of_series, pick_up_cells, sums_by_day
from xenia.insight.facts.scores import TABLES, scores_of
from xenia.insight.holidays import holidays_between, same_day_last_year
from xenia.insight.kinds import KINDS
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.rates import rates_in_force
from xenia.insight.types.demand import Demand, DemandDay, DemandHoliday, DemandMeasure, DemandSeries, PickUp, PickUpPoint
from xenia.insight.types.judged import Subject
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.lake import read
from xenia.lake.read import Session
from xenia.lake.snapshots import list_versions
from xenia.trust.types.access import Permission

AHEAD_DAYS = 90
BACK_DAYS = (91, 365)
LIKE_DAYS = timedelta(days=400)
WEEK_DAYS = 7
FULL_DAYS = 90
NO_SOURCE = UUID(int=0)
BOUNDS = ("expected", "low_80", "high_80", "low_95", "high_95")
Row = dict[str, Any]


@contextmanager
def demand_session(actor: Actor, now: datetime) -> Iterator[tuple[Session, Table]]:
    """Opens the lake with every dated booking as it is known now. Raises Refused unless the actor sees the whole company: sums cannot be
    cut to units."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    with read.session(units=None, given={"rates": rates_in_force(actor)}) as asked:
        rows = demand_bookings(now)
        asked.keep(rows)
        yield asked, rows


def list_series(actor: Actor, now: datetime) -> list[DemandSeries]:
    """Returns the company, then its largest lines, markets and properties that are thick enough to be looked at by day."""
    until = closed_day(now)
    with demand_session(actor, now) as (asked, rows):
        found = {part: asked.execute(largest(rows, part, since=until - A_YEAR, until=until, most=MOST[part])).to_pylist() for part in PARTS}
    thick = {part: [row for row in rows if row["bookings"] >= BOOKINGS_MIN] for part, rows in found.items()}
    codes = [row["series"].partition(":")[2] for row in thick["property"]]
    names = property_names(actor, [(NO_SOURCE, code) for code in codes])
    return [_series(part, row, names) for part, rows in thick.items() for row in rows]


def _series(part: str, row: Row, names: Mapping[tuple[UUID, str], Any]) -> DemandSeries:
    code = row["series"].partition(":")[2]
    measures = tuple(DemandMeasure(name) for name in MEASURES if row.get(name, 0) > 0)
    return DemandSeries(row["series"], part, code, names.get((NO_SOURCE, code)), row["bookings"], measures)


def get_demand(actor: Actor, series: str, measure: DemandMeasure, *, back_days: int, now: datetime) -> Demand:
    """Returns a series day by day from so many days back (91 to 365) to 90 days ahead; raises Invalid for a series that has no such
    name."""
    check_series(series)
    closed = closed_day(now)
    first, last = closed - timedelta(days=min(max(back_days, BACK_DAYS[0]), BACK_DAYS[1]) - 1), closed + timedelta(days=AHEAD_DAYS)
    with demand_session(actor, now) as (asked, rows):
        wanted = sums_by_day(of_series(rows, series), now, since=first - LIKE_DAYS, until=last)
        counted = {row["day"]: int(row[measure.value]) for row in asked.execute(wanted).to_pylist()}
    said = _forecast(series, measure, first)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return Demand(
        series=series,
        measure=measure,
        currency=policies_in_force(actor).reporting.currency,
        closed_on=closed,
        has_model=_has_scores(),
        has_forecast=bool(said),
        forecast_until=max(said) if said else None,
        days=tuple(_day(day, closed, counted, said.get(day)) for day in days),
        holidays=holidays_of(first, last),
    )


def holidays_of(first: date, last: date) -> tuple[DemandHoliday, ...]:
    """The holidays between two days, named."""
    return tuple(DemandHoliday(one.name, one.begins_on, one.ends_on, one.is_decreed) for one in holidays_between(first, last))


def _day(day: date, closed: date, counted: Mapping[date, int], said: Row | None) -> DemandDay:
    is_over, here, like = day <= closed, counted.get(day, 0), same_day_last_year(day)
    told = dict.fromkeys(BOUNDS) if said is None else {name: said[name] for name in BOUNDS}
    last_year = counted.get(like, 0) if counted and min(counted) <= like else None
    return DemandDay(day=day, came=here if is_over else None, booked=None if is_over else here, last_year=last_year, **told)


def check_series(series: str) -> None:
    """Raises Invalid where the name is not of a part that there is."""
    part, _, code = series.partition(":")
    if part not in PARTS or bool(code) != (PARTS[part] is not None):
        raise Invalid(
            "series_unknown",
            f"{series!r} is no series of demand; take one of the list, such as company, line:hotel or market:JP.",
            f"“{series}”不是需求序列；请从列表中选取，如 company、line:hotel、market:JP。",
        )


def _forecast(series: str, measure: DemandMeasure, since: date) -> dict[date, Row]:
    """What the model in use says of each day; nothing before the first scoring."""
    if not _has_scores():
        return {}
    rows = scores_of(Subject.DAY, KINDS)
    rows = rows.filter(rows.series == series, rows.measure == measure.value, rows.day >= since)
    return {row["day"]: row for row in read.execute(rows.select("day", *BOUNDS), units=None).to_pylist()}


def _has_scores() -> bool:
    return bool(list_versions(TABLES[Subject.DAY]))


def get_pick_up(actor: Actor, series: str, measure: DemandMeasure, begins_on: date | None = None, *, now: datetime) -> PickUp:
    """Returns how the books fill for the seven days from `begins_on` (the Monday after next unless named), beside the like days of last
    year (rule D13). Raises Invalid for an unknown series, or a week that is not within 90 days."""
    check_series(series)
    closed = closed_day(now)
    begins_on = begins_on or closed + timedelta(days=2 * WEEK_DAYS - closed.weekday())
    week = [begins_on + timedelta(days=step) for step in range(WEEK_DAYS)]
    if not closed - timedelta(days=BACK_DAYS[1]) <= begins_on or week[-1] > closed + timedelta(days=AHEAD_DAYS):
        raise Invalid(
            "week_out_of_reach",
            f"The week from {begins_on} is not within a year back and {AHEAD_DAYS} days ahead of {closed}; name one that is.",
            f"{begins_on} 起的一周不在可看的范围内（过去一年至未来 {AHEAD_DAYS} 天）；请另选一周。",
        )
    like = [same_day_last_year(day) for day in week]
    with demand_session(actor, now) as (asked, rows):
        part = of_series(rows, series)
        ours, theirs = (asked.execute(pick_up_cells(part, since=min(days), until=max(days))).to_pylist() for days in (week, like))
    now_left = max((day - closed).days for day in week)
    current, before = _curve(ours, measure, set(week)), _curve([row for row in theirs if row["day"] in like], measure, set(like))
    said = [one for day, one in _forecast(series, measure, begins_on).items() if day in week]
    is_told = len(said) == sum(day > closed for day in week) > 0
    gone = sum(_kept(ours, measure, {day for day in week if day <= closed}))
    summed = {name: sum(row[name] for row in said) + gone if is_told else None for name in ("expected", "low_80", "high_80")}
    has_last_year = sum(before) > 0
    return PickUp(
        series=series,
        measure=measure,
        currency=policies_in_force(actor).reporting.currency,
        begins_on=week[0],
        ends_on=week[-1],
        like=tuple(like),
        is_aligned_to_holiday=any((day - other).days != 364 for day, other in zip(week, like, strict=True)),
        points=tuple(
            PickUpPoint(lead, current[lead] if lead >= now_left else None, before[lead] if has_last_year else None)
            for lead in range(FULL_DAYS, -1, -1)
        ),
        came_last_year=sum(_kept(theirs, measure, set(like))) if has_last_year else None,
        **summed,
    )


def _curve(rows: list[Row], measure: DemandMeasure, days: set[date]) -> list[int]:
    """What stood on the books 0 to 90 days before, summed over the days."""
    found = [0] * (FULL_DAYS + 1)
    for row in rows:
        left = -1 if row["left_lead"] is None else row["left_lead"]
        for lead in range(left + 1, min(row["lead"], FULL_DAYS) + 1):
            found[lead] += int(row[measure.value]) if row["day"] in days else 0
    return found


def _kept(rows: list[Row], measure: DemandMeasure, days: set[date]) -> list[int]:
    return [int(row[measure.value]) for row in rows if not row["is_lost"] and row["day"] in days]
