"""RFM: the map of all guests, how they moved between groups, and the scores of one guest."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ibis.expr.types import Table

from xenia.insight.facts.standing import standing
from xenia.insight.queries.standing import GROUP_COLUMN, Grouped, find_standing, groups_on, in_use
from xenia.insight.rules.rfm import BY_CODE, CELLS, GROUP_OF, GROUPS, MEASURES, SCORES
from xenia.insight.types.policies import PolicyKind
from xenia.insight.types.standing import GuestRfm, RfmBand, RfmCell, RfmGroup, RfmMap, RfmMigration, RfmMove, RfmScale, Stage
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.lake import read
from xenia.trust.types.access import Permission

SUFFIX = {RfmScale.QUINTILES: "", RfmScale.THRESHOLDS: "_bound"}
VALUE_OF = {"recency": "recency_days", "frequency": "bookings_730d", "money": "minor"}
PARTS = ("length", "recency", "frequency", "money", "price")
Row = dict[str, Any]


def rfm_map(actor: Actor, scale: RfmScale = RfmScale.QUINTILES) -> RfmMap:
    """Returns recency by frequency over all guests of the version in use, with the named groups; raises NotFound before the first."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    used = in_use(actor)
    rows = standing(used.version)
    scored = rows.filter(rows.group.notnull())
    with read.session(units=None) as asked:
        cells = asked.execute(_cells(scored, SUFFIX[scale])).to_pylist()
        groups = asked.execute(_groups(scored, GROUP_COLUMN[scale])).to_pylist()
        bands = {measure: asked.execute(_bands(scored, measure, SUFFIX[scale])).to_pylist() for measure in MEASURES}
        others = asked.execute(rows.aggregate(agencies=rows.is_agency.sum(), prospects=(rows.stage == Stage.PROSPECT.value).sum()))
    revenue = sum(row["minor"] for row in cells)
    return RfmMap(
        snapshot_id=used.version,
        as_of=used.as_of,
        scale=scale,
        guests=sum(row["guests"] for row in cells),
        **{name: number or 0 for name, number in others.to_pylist()[0].items()},
        currency=used.policies.reporting.currency,
        policy=used.policies.stamp(PolicyKind.RFM),
        cells=tuple(_cell({(row["r"], row["f"]): row for row in cells}, cell, revenue) for cell in CELLS),
        groups=tuple(_group({row["code"]: row for row in groups}, one.code, revenue) for one in GROUPS),
        bands=tuple(_band(rows_of, measure) for measure, rows_of in bands.items() for rows_of in _by_score(rows_of)),
    )


def rfm_migration(actor: Actor, before: date, after: date, scale: RfmScale = RfmScale.QUINTILES) -> RfmMigration:
    """Returns how many guests went from each group to each between the ends of two days, linked as today (rule F8). Raises Invalid where
    the days are in the wrong order or to come, NotFound before the first snapshot."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    moves = group_moves(actor, before, after, scale)
    counted = moves.rows.group_by(["before", "after"]).aggregate(guests=moves.rows.count())
    found = read.execute(counted, units=None, given=moves.given).to_pylist()
    places: dict[str | None, int] = {group.code: place for place, group in enumerate(GROUPS)} | {None: len(GROUPS)}
    found.sort(key=lambda row: (places[row["before"]], places[row["after"]]))
    return RfmMigration(before, after, scale, GROUPS, tuple(RfmMove(**row) for row in found))


def group_moves(actor: Actor, before: date, after: date, scale: RfmScale) -> Grouped:
    """Returns one row a guest in a group on either day: `guest_id`, `before`, `after`."""
    if before >= after:
        raise Invalid(
            "days_in_wrong_order",
            f"{before} is not before {after}; name the earlier day first.",
            f"{before} 不早于 {after}；请先填较早的日期。",
        )
    then, now = groups_on(actor, before, scale), groups_on(actor, after, scale)
    later = now.rows.rename(later_id="guest_id", after="code")
    joined = then.rows.rename(before="code").outer_join(later, [then.rows.guest_id == later.later_id])
    moved = joined.select("before", "after", guest_id=joined.guest_id.fill_null(joined.later_id))
    return Grouped(moved, {**then.given, **now.given})


def rfm_of(actor: Actor, identifier: UUID, *, now: datetime) -> GuestRfm:
    """Returns the scores of one guest; raises NotFound and Refused as `features.get_features` does."""
    found = find_standing(actor, identifier, now=now)
    row = found.row
    return GuestRfm(
        guest_id=found.guest_id,
        as_of=found.as_of,
        is_agency=row["is_agency"],
        **{name: row[name] for name in PARTS},
        group=BY_CODE[row["group"]] if row["group"] else None,
        by_thresholds=BY_CODE[row["group_bound"]] if row["group_bound"] else None,
    )


def _cells(rows: Table, suffix: str) -> Table:
    grouped = rows.group_by(r=rows[f"recency{suffix}"], f=rows[f"frequency{suffix}"])
    return grouped.aggregate(guests=rows.count(), minor=rows.minor.sum())


def _groups(rows: Table, column: str) -> Table:
    means = {name: rows[name].mean() for name in PARTS}
    return rows.group_by(code=rows[column]).aggregate(guests=rows.count(), minor=rows.minor.sum(), **means)


def _bands(rows: Table, measure: str, suffix: str) -> Table:
    value = rows[VALUE_OF[measure]]
    return rows.group_by(score=rows[measure + suffix]).aggregate(guests=rows.count(), least=value.min(), most=value.max())


def _cell(found: Mapping[tuple[int, int], Row], cell: tuple[int, int], revenue: int) -> RfmCell:
    row = found.get(cell, {"guests": 0, "minor": 0})
    return RfmCell(*cell, GROUP_OF[cell], row["guests"], _ratio(row["minor"], row["guests"]), _ratio(row["minor"], revenue))


def _group(found: Mapping[str, Row], code: str, revenue: int) -> RfmGroup:
    group, everybody = BY_CODE[code], sum(row["guests"] for row in found.values())
    row = found.get(code, {"guests": 0, "minor": 0, **dict.fromkeys(PARTS)})
    return RfmGroup(
        code=code,
        name=group.name,
        meaning=group.meaning,
        guests=row["guests"],
        guest_share=_ratio(row["guests"], everybody),
        minor_mean=_ratio(row["minor"], row["guests"]),
        revenue_share=_ratio(row["minor"], revenue),
        **{f"{name}_mean": row[name] for name in PARTS},
    )


def _by_score(found: list[Row]) -> Iterator[Row]:
    by_score = {row["score"]: row for row in found}
    for score in SCORES:
        yield by_score.get(score, {"score": score, "guests": 0, "least": None, "most": None})


def _band(row: Row, measure: str) -> RfmBand:
    return RfmBand(measure=measure, **row)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None
