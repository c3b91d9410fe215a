"""Evidence of loyalty of all guests at once, and what it comes to by a policy: rules LI1 to LI5 of docs/algorithms/loyalty-index.md."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

import ibis
import pyarrow as pa
from ibis.expr.types import FloatingValue, Table, Value

from xenia.insight.facts import behaviour, bookings, trips
from xenia.insight.facts.known import days_before
from xenia.insight.facts.snapshot import features
from xenia.lake import read
from xenia.loyalty.rules.index_evidence import EVIDENCE
from xenia.loyalty.rules.loyalty_index import COVERAGE_DIGITS, scales_of
from xenia.loyalty.types.loyalty_index import Anchor, Dimension, EvidenceScale, IndexPolicy

NAME = "guest_loyalty_index"
CODES = tuple(one.code for one in EVIDENCE)
SCHEMA = pa.schema(
    [("guest_id", pa.string()), ("tier", pa.string()), ("enrolled_year", pa.int64()), *((code, pa.float64()) for code in CODES)]
)
"""One row a guest and month of whom anything is known: the evidence as it was, null where it is not known. `tier` and `enrolled_year` are
of members."""
OF_LEDGER = ("tier_place", "active_months", "friends", "uses_1y", "green_1y")
MEMBERS = pa.schema(
    [("guest_id", pa.string()), ("tier", pa.string()), ("enrolled_year", pa.int64()), *((code, pa.float64()) for code in OF_LEDGER)]
)
"""What the ledger says of members, one row a membership."""
LEFT_OUT = pa.schema([("guest_id", pa.string())])
_COUNTS = ("bookings", "bookings_730d", "trips", "trips_365d", "trips_ahead", "bookings_unpriced", "spend_minor_365d")
_VISITS = ("searches_30d", "form_steps_90d", "saves_90d", "events_365d")


def evidence(month: UUID) -> Table:
    """The evidence of a month as it was written, unbound."""
    return read.snapshot(NAME, SCHEMA, month)


THEMES = (behaviour.records, bookings.as_buyer, bookings.rhythm, trips.as_traveller, behaviour.visits, behaviour.reviews)
"""What `features_then` is made of, the guests themselves first."""


def features_then(as_of: datetime, parts: Sequence[Table] | None = None) -> Table:
    """Of `guest_features` what evidence asks for, as it was at an instant of the past: one row a guest of the given `guest_map`. What
    reached the lake later counts as if it had been told in time (`insight.facts.known`), so that history can be looked at. `parts` are
    THEMES that were computed before: one expression of all takes seconds to build."""
    rows, *others = parts or [theme(as_of, backfilled=True) for theme in THEMES]
    for part in others:
        rows = rows.left_join(part, "guest_no").drop("guest_no_right")
    whole = rows.mutate(**{name: ibis.coalesce(rows[name], 0) for name in _COUNTS})
    return whole.mutate(overdue_ratio=days_before(as_of, whole.last_booked_on) / whole.gap_days_mean.nullif(0))


def evidence_of(known: Table) -> Table:
    """In: `guest_features` or `features_then`, and the given `index_members` and `left_out`. Out: `SCHEMA`, without those who are left out
    (rule LI9) and of whom nothing is known."""
    rows = known.anti_join(read.given("left_out", LEFT_OUT), "guest_id")
    rows = rows.left_join(_members(), "guest_id").drop("guest_id_right")
    types = ibis.Schema.from_pyarrow(SCHEMA)
    said = {**_of_features(rows), **{code: rows[code] for code in ("tier", "enrolled_year", *OF_LEDGER)}, "guest_id": rows.guest_id}
    told = rows.select(**{name: said[name].cast(types[name]) for name in SCHEMA.names})
    return told.filter(ibis.or_(*(told[code].notnull() for code in CODES)))


def of_guests(rows: Table, snapshot: UUID) -> Table:
    """In: rows. Out: the same without agencies in disguise of the snapshot, whoever they were before: they are no guests."""
    known = features(snapshot)
    return rows.semi_join(known.filter(~known.is_agency), "guest_id")


def _members() -> Table:
    """One row a guest: of several memberships the best of each, and the higher tier."""
    rows = read.given("index_members", MEMBERS)
    return rows.group_by("guest_id").aggregate(
        tier=rows.tier.argmax(ibis.coalesce(rows.tier_place, 0.0)),
        enrolled_year=rows.enrolled_year.min(),
        **{code: rows[code].max() for code in OF_LEDGER},
    )


def _of_features(rows: Table) -> dict[str, Value]:
    """Rule LI1: the evidence of features. What a guest could not have shown is null, never 0."""
    has_come = rows.bookings + rows.trips > 0
    has_booked, is_seen = rows.bookings > 0, rows.last_visit_on.notnull()
    is_priced = has_booked & (rows.bookings_unpriced < rows.bookings)
    lines = [ibis.coalesce(rows[name] > 0, False).cast("int64") for name in ("hotel_share", "air_share", "rail_share", "tour_share")]
    visits = {name: _where(is_seen, ibis.coalesce(rows[name], 0)) for name in _VISITS}
    return {
        "bookings_2y": _where(has_come, rows.bookings_730d),
        "trips_1y": _where(has_come, rows.trips_365d),
        "rhythm": rows.overdue_ratio,
        "spend_1y": _where(is_priced, rows.spend_minor_365d),
        "booking_mean": rows.booking_minor_mean,
        "promotions_2y": rows.promotion_share_730d,
        "rating_mean": rows.rating_mean,
        "rating_last": rows.rating_last,
        "rating_lowest": rows.rating_lowest,
        "trips_ahead": _where(has_come, rows.trips_ahead),
        "searches_30d": visits["searches_30d"],
        "form_steps_90d": visits["form_steps_90d"],
        "saves_90d": visits["saves_90d"],
        "events_1y": visits["events_365d"],
        "lines_used": _where(has_booked, lines[0] + lines[1] + lines[2] + lines[3]),
        "no_shows": rows.no_show_share,
        "cancellations": rows.cancellation_share,
    }


def _where(condition: Value, value: Value) -> FloatingValue:
    return condition.ifelse(value.cast("float64"), ibis.null("float64"))


def scored(rows: Table, policy: IndexPolicy) -> Table:
    """In: evidence of a month. Out: `guest_id`, `tier`, `enrolled_year`, for each dimension a column of points and one of coverage
    (`<dimension>_coverage`), and `points` and `coverage` of the index. Points are null where there is no evidence."""
    said = rows.mutate(**{f"_{one.code}": _points(rows[one.code], one.anchors) for one in policy.scales})
    parts = {}
    for dimension in Dimension:
        scales = scales_of(policy, dimension)
        known = _total([_where(said[one.code].notnull(), ibis.literal(one.weight)).fill_null(0.0) for one in scales])
        gained = _total([(said[f"_{one.code}"] * one.weight).fill_null(0.0) for one in scales])
        parts[dimension.value] = gained / known.nullif(0.0)
        parts[f"{dimension.value}_coverage"] = known / float(max(_whole(scales), 1))
    dimensions = said.select("guest_id", "tier", "enrolled_year", **parts)
    return _with_index(dimensions, policy)


def _with_index(rows: Table, policy: IndexPolicy) -> Table:
    said = {one.dimension: one.weight for one in policy.weights}
    weights = {one.value: said[one] for one in Dimension}
    counted = _total([_where(rows[name].notnull(), ibis.literal(weight)).fill_null(0.0) for name, weight in weights.items()])
    gained = _total([(rows[name] * weight).fill_null(0.0) for name, weight in weights.items()])
    covered = _total([rows[f"{name}_coverage"] * weight for name, weight in weights.items()]) / float(sum(weights.values()))
    whole = rows.mutate(coverage=covered.round(COVERAGE_DIGITS), _points=gained / counted.nullif(0.0))
    is_said = whole.coverage * 100 >= policy.coverage_least_percent
    return whole.mutate(points=is_said.ifelse(whole._points, ibis.null("float64"))).drop("_points")


def _points(value: Value, anchors: tuple[Anchor, ...]) -> Value:
    """Rule LI3, as `rules.loyalty_index.points_of`."""
    steps = [(value.isnull(), ibis.null("float64")), (value <= anchors[0].value, ibis.literal(float(anchors[0].points)))]
    for low, high in pairwise(anchors):
        slope = (high.points - low.points) / (high.value - low.value)
        steps.append((value <= high.value, (value - low.value) * slope + float(low.points)))
    return ibis.cases(*steps, else_=float(anchors[-1].points))


def _total(parts: list[Value]) -> Value:
    found = parts[0]
    for one in parts[1:]:
        found = found + one
    return found


def _whole(scales: tuple[EvidenceScale, ...]) -> int:
    return sum(one.weight for one in scales)
