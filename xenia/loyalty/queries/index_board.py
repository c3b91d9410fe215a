"""The loyalty index of everybody and of groups: means with their coverage, months, movers, and the guests behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import ibis
import pyarrow as pa
from ibis.expr.types import Table, Value

from xenia.insight.facts.scores import TABLES, may_be_shown
from xenia.insight.facts.value import tiers, values
from xenia.insight.queries.groups import list_groups
from xenia.insight.queries.objections import objecting_guests
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.scores import latest_scoring
from xenia.insight.queries.standing import in_use
from xenia.insight.queries.value import scored_version
from xenia.insight.types.judged import Subject
from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.loyalty.facts.loyalty_index import evidence, scored
from xenia.loyalty.queries.index_policy import policy_in_force
from xenia.loyalty.queries.loyalty_index import EVERYBODY, MonthsKept, months_ahead, months_kept
from xenia.loyalty.queries.programmes import list_programmes
from xenia.loyalty.queries.tiers import list_versions as list_tier_versions
from xenia.loyalty.rules.expiry import added_months
from xenia.loyalty.rules.index_evidence import LATER
from xenia.loyalty.rules.index_forecast import MONTHS_LEAST
from xenia.loyalty.rules.loyalty_index import month_of, version_of
from xenia.loyalty.types.loyalty_index import (
    Dimension,
    DimensionPoints,
    IndexBin,
    IndexBoard,
    IndexGroup,
    IndexGrouping,
    IndexGuest,
    IndexMovers,
    IndexPolicy,
    MonthOfIndex,
)
from xenia.profile.queries.guests import list_names
from xenia.trust.types.access import Permission

MONTHS_SHOWN = 13
BIN = 10
BINS = 10
MOVERS_SHOWN = 20
GROUP_SCORES = pa.schema([("guest_id", pa.string()), ("group_no", pa.int64())])


@dataclass(frozen=True)
class IndexAsked:
    """Whose index is asked for: of a group where `by` and `key` name one, of a bin where `low` names one, and by `measure` a dimension
    instead of the index."""

    by: IndexGrouping | None = None
    key: str | None = None
    low: int | None = None
    measure: Dimension | None = None


def get_index_board(actor: Actor, asked: IndexAsked, *, now: datetime) -> IndexBoard:
    """Returns the index of everybody of whom anything is known, or of the guests who are in a group now (rule LI10). Who objects to
    profiling is left out, of past months too. Raises NotFound before the first computation."""
    kept, policy, given = _ground(actor, now)
    number = policy_in_force(actor)[0]
    members = _members(actor, kept, asked)
    with read.session(units=None, given=given) as session:
        rows = _rows(kept.versions[0], policy, members)
        sums = session.execute(_summed(rows)).to_pylist()[0]
        bins = {row["bin"]: row["guests"] for row in session.execute(_binned(rows)).to_pylist()}
        months = tuple(
            _month(version, session.execute(_meaned(_rows(version, policy, members))).to_pylist()[0])
            for version in reversed(kept.versions[:MONTHS_SHOWN])
        )
    return IndexBoard(
        as_of=kept.as_of,
        since=kept.since,
        policy_number=number,
        guests=sums["guests"],
        said=sums["said"],
        points=sums["points"],
        coverage=sums["coverage"] or 0.0,
        dimensions=_dimensions(sums),
        later=LATER,
        bins=tuple(IndexBin(place * BIN, bins.get(place, 0)) for place in range(BINS)),
        months=months,
        forecast=months_ahead(actor, months),
        forecast_needs=MONTHS_LEAST,
    )


def list_index_groups(actor: Actor, by: IndexGrouping, *, now: datetime) -> list[IndexGroup]:
    """Returns every group of a grouping that has guests: tiers from the highest, years from the newest, others in their own order. Raises
    NotFound where there are no such groups yet."""
    kept, policy, given = _ground(actor, now)
    groups, names = _grouped(actor, kept, by), _names(actor, by)
    groups = groups.select(_member="guest_id", key="key")
    scores = _rows(kept.versions[0], policy, None)
    joined = scores.join(groups, scores.guest_id == groups._member)
    found = read.execute(joined.group_by("key").aggregate(**_sums(joined)), units=None, given=given).to_pylist()
    told = [
        IndexGroup(row["key"], names.get(row["key"]), row["guests"], row["said"], row["points"], row["coverage"] or 0.0, _dimensions(row))
        for row in found
    ]
    places = {key: place for place, key in enumerate(names)}
    if by is IndexGrouping.YEAR:
        return sorted(told, key=lambda one: one.key, reverse=True)
    return sorted(told, key=lambda one: (places.get(one.key, len(places)), one.key))


def list_index_guests(actor: Actor, asked: IndexAsked, *, page: str | None = None, size: int = 50, now: datetime) -> Page[IndexGuest]:
    """Returns the guests behind a number whom the actor sees, those with the most points first: of the index, or of one dimension."""
    actor.require(Permission.VIEW_GUESTS)
    kept, policy, given = _ground(actor, now)
    count = page_size(size)
    rows = _rows(kept.versions[0], policy, _members(actor, kept, asked))
    if asked.low is not None:
        rows = rows.filter(_bin_of(rows.points) == asked.low // BIN)
    measure = asked.measure.value if asked.measure else "points"
    covered = f"{measure}_coverage" if asked.measure else "coverage"
    told = rows.select("guest_id", said=rows[measure], covered=rows[covered])
    found = read.execute(_after(told.filter(told.said.notnull()), page).limit(count + 1), units=None, given=given).to_pylist()
    shown, last = found[:count], found[count - 1] if len(found) > count else None
    return Page(_named(actor, shown), page_token(repr(last["said"]), last["guest_id"]) if last else None)


def list_index_movers(actor: Actor, *, months: int = 3, now: datetime) -> IndexMovers:
    """Returns whose index rose and fell most since the end of the month so many months ago, by the policy in force on both days; nobody
    where that month is not kept."""
    actor.require(Permission.VIEW_GUESTS)
    kept, policy, given = _ground(actor, now)
    before = version_of(added_months(month_of(kept.versions[0]), -months))
    if before not in kept.versions:
        return IndexMovers(None, (), ())
    now_rows = _rows(kept.versions[0], policy, None).select("guest_id", said="points", covered="coverage")
    then = _rows(before, policy, None).select(_guest="guest_id", then="points")
    both = now_rows.join(then, now_rows.guest_id == then._guest)
    moved = both.mutate(change=both.said - both.then)
    moved = moved.filter(moved.change.notnull())
    up = moved.filter(moved.change > 0).order_by([moved.change.desc(), moved.guest_id]).limit(MOVERS_SHOWN)
    down = moved.filter(moved.change < 0).order_by([moved.change, moved.guest_id]).limit(MOVERS_SHOWN)
    with read.session(units=None, given=given) as session:
        rose, fell = session.execute(up).to_pylist(), session.execute(down).to_pylist()
    return IndexMovers(month_of(before), tuple(_named(actor, rose)), tuple(_named(actor, fell)))


def _ground(actor: Actor, now: datetime) -> tuple[MonthsKept, IndexPolicy, dict[str, pa.Table]]:
    actor.require_for_company(Permission.VIEW_LOYALTY)
    actor.require_for_company(Permission.VIEW_INSIGHT)
    return months_kept(actor), policy_in_force(actor)[1], {"objecting": objecting_guests(EVERYBODY, now=now)}


def _rows(version: UUID, policy: IndexPolicy, members: Table | None) -> Table:
    rows = may_be_shown(evidence(version))
    return scored(rows if members is None else rows.semi_join(members, "guest_id"), policy)


def _members(actor: Actor, kept: MonthsKept, asked: IndexAsked) -> Table | None:
    """The guests of the group that is asked for; None for everybody."""
    if asked.by is None or asked.key is None:
        return None
    rows = _grouped(actor, kept, asked.by)
    return rows.filter(rows.key == asked.key).select("guest_id")


def _grouped(actor: Actor, kept: MonthsKept, by: IndexGrouping) -> Table:
    """One row a guest in a group now: `guest_id`, `key`."""
    rows = evidence(kept.versions[0])
    if by is IndexGrouping.TIER:
        return rows.filter(rows.tier.notnull()).select("guest_id", key="tier")
    if by is IndexGrouping.YEAR:
        return rows.filter(rows.enrolled_year.notnull()).select("guest_id", key=rows.enrolled_year.cast("string"))
    if by is IndexGrouping.VALUE:
        placed = tiers(values(in_use(actor).version, scored_version()), policies_in_force(actor).value)
        return placed.select("guest_id", key="tier")
    scores = read.snapshot(TABLES[Subject.GUEST], GROUP_SCORES, latest_scoring(actor).version)
    return scores.filter(scores.group_no.notnull()).select("guest_id", key=scores.group_no.cast("string"))


def _names(actor: Actor, by: IndexGrouping) -> dict[str, Text | None]:
    """The keys in their order, with the names that people gave; None where the screen has a word of its own."""
    if by is IndexGrouping.VALUE:
        return dict.fromkeys(("high", "middle", "low"))
    if by is IndexGrouping.GROUP:
        return {str(one.number): Text(one.name, one.name) if one.name else None for one in list_groups(actor).groups}
    found: dict[str, Text | None] = {}
    for programme in list_programmes(actor) if by is IndexGrouping.TIER else ():
        for version in list_tier_versions(actor, programme.id)[-1:]:
            found |= {f"{programme.code}:{tier.code}": tier.name for tier in reversed(version.policy.tiers)}
    return found


def _sums(rows: Table) -> dict[str, Value]:
    parts = {one.value: rows[one.value].mean() for one in Dimension}
    parts |= {f"{one.value}_coverage": rows[f"{one.value}_coverage"].mean() for one in Dimension}
    return {"guests": rows.count(), "said": rows.points.count(), "points": rows.points.mean(), "coverage": rows.coverage.mean(), **parts}


def _summed(rows: Table) -> Table:
    return rows.aggregate(**_sums(rows))


def _meaned(rows: Table) -> Table:
    return rows.aggregate(said=rows.points.count(), points=rows.points.mean(), coverage=rows.coverage.mean())


def _binned(rows: Table) -> Table:
    said = rows.filter(rows.points.notnull())
    return said.group_by(bin=_bin_of(said.points)).aggregate(guests=said.count())


def _bin_of(points: Value) -> Value:
    return ibis.least((points / BIN).floor().cast("int64"), BINS - 1)


def _month(version: UUID, row: dict[str, Any]) -> MonthOfIndex:
    return MonthOfIndex(month_of(version), row["points"], row["coverage"] or 0.0, row["said"])


def _dimensions(row: dict[str, Any]) -> tuple[DimensionPoints, ...]:
    return tuple(DimensionPoints(one, row[one.value], row[f"{one.value}_coverage"] or 0.0) for one in Dimension)


def _after(rows: Table, page: str | None) -> Table:
    if page:
        said, guest = keys_of(page, float, UUID)
        rows = rows.filter((rows.said < said) | ((rows.said == said) & (rows.guest_id > str(guest))))
    return rows.order_by([rows.said.desc(), rows.guest_id])


def _named(actor: Actor, rows: Sequence[dict[str, Any]]) -> list[IndexGuest]:
    names = list_names(actor, [UUID(row["guest_id"]) for row in rows])
    return [
        IndexGuest(*names[UUID(row["guest_id"])], row["said"], row["covered"], row.get("change"))
        for row in rows
        if UUID(row["guest_id"]) in names
    ]
