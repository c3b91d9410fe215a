"""What many purchases earn at once, by the very rules of rules/earning.py: one recipe for all purchases that rules cannot tell apart, then
whole numbers over columns. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import lcm
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from xenia.loyalty.rules.earning import WHOLE, fits, in_force, recipe_of
from xenia.loyalty.types.earning import Basis, Conditions, Purchase, RecipeLine, RuleInForce, Stage

Texts = NDArray[np.object_]
Days = NDArray[np.datetime64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
SAFE = 2**62
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Columns:
    """Purchases that are done, a row each, in the order in which they were booked. `amount_minor` is 0 where it is not known; days that are
    not known are NaT."""

    line: Texts
    property: Texts
    product: Texts
    channel: Texts
    cabin: Texts
    tier: Texts
    tags: Texts
    booked_on: Days
    starts_on: Days
    counts_on: Days
    is_traveller: Flags
    is_booker: Flags
    is_company: Flags
    nights: Whole
    segments: Whole
    distance_km: Whole
    amount_minor: Whole


@dataclass(frozen=True)
class Given:
    """What one version of a rule gives for some rows, at least a point each."""

    rule: RuleInForce
    rows: Whole
    points: Whole


def points_of(columns: Columns, versions: Sequence[RuleInForce]) -> Iterator[Given]:
    """Yields what each rule gives, caps over a month and budgets not yet counted: the same as `earned_by` of each row."""
    starts = np.where(np.isnat(columns.starts_on), columns.counts_on, columns.starts_on)
    columns = replace(columns, starts_on=starts)
    shapes, shape_of = _shapes(columns, versions)
    order = np.argsort(shape_of, kind="stable")
    bounds = np.searchsorted(shape_of[order], np.arange(len(shapes) + 1))
    for place, shape in enumerate(shapes):
        rows = order[bounds[place] : bounds[place + 1]]
        day = shape.counts_on
        for line in recipe_of(shape, in_force(versions, day)) if day else ():
            points = _points(columns, rows, line)
            if points.any():
                yield Given(line.rule, rows[points > 0], points[points > 0])


def _points(columns: Columns, rows: Whole, line: RecipeLine) -> Whole:
    """Rules EA6 and EA7 over columns, exact: one common denominator, rounded down once, cut to what one stay may bring."""
    shares = [term.coefficient * line.percent / WHOLE for term in line.terms]
    common = lcm(*(share.denominator for share in shares)) if shares else 1
    total: NDArray[Any] = np.zeros(len(rows), dtype=np.int64)
    for term, share in zip(line.terms, shares, strict=True):
        units = _measured(columns, rows, term.measure)
        counted: NDArray[Any] = units // term.whole if term.whole else units
        times = int(share * common)
        if len(rows) and int(counted.max()) * max(times, 1) >= SAFE:
            counted, total = counted.astype(object), total.astype(object)
        total = total + counted * times
    points = (total // common).astype(np.int64)
    cap = line.rule.rule.caps.per_stay
    return points if cap is None else np.minimum(points, cap)


def _measured(columns: Columns, rows: Whole, basis: Basis) -> Whole:
    column = {
        Basis.SPEND: columns.amount_minor,
        Basis.NIGHT: columns.nights,
        Basis.SEGMENT: columns.segments,
        Basis.DISTANCE: columns.distance_km,
    }.get(basis)
    return np.ones(len(rows), dtype=np.int64) if column is None else np.maximum(column[rows], 0)


def _shapes(columns: Columns, versions: Sequence[RuleInForce]) -> tuple[list[Purchase], Whole]:
    """Returns one purchase for all those that the rules cannot tell apart, and which of them each row is."""
    asked = [found for one in versions for found in (one.rule.when, *(multiplier.when for multiplier in one.rule.multipliers))]
    cabins = {cabin.cabin for one in versions for cabin in one.rule.cabins}
    kept: dict[str, tuple[list[Any], Whole]] = {
        "line": _texts(columns.line, (one.lines for one in asked)),
        "property": _texts(columns.property, (one.properties for one in asked)),
        "product": _texts(columns.product, (one.products for one in asked)),
        "channel": _texts(columns.channel, (one.channels for one in asked)),
        "cabin": _texts(columns.cabin, [*(one.cabins for one in asked), tuple(cabins)]),
        "tier": _texts(columns.tier, (one.tiers for one in asked)),
        "tags": _sets(columns.tags, {tag for one in asked for tag in one.tags}),
        "starts_on": _days(columns.starts_on, lambda day: tuple(fits(_of_start(one), _starting(day)) for one in asked)),
        "booked_on": _days(columns.booked_on, lambda day: tuple(fits(Conditions(booked=one.booked), _booked(day)) for one in asked)),
        "counts_on": _days(columns.counts_on, lambda day: tuple((one.code, one.number) for one in in_force(versions, day)) if day else ()),
        "is_traveller": ([False, True], columns.is_traveller.astype(np.int64)),
        "is_booker": ([False, True], columns.is_booker.astype(np.int64)),
        "is_company": ([False, True], columns.is_company.astype(np.int64)),
    }
    code = np.zeros(len(columns.line), dtype=np.int64)
    for values, places in kept.values():
        code = np.unique(code * len(values) + places, return_inverse=True)[1].reshape(-1)
    _, firsts, shape_of = np.unique(code, return_index=True, return_inverse=True)
    plain = Purchase("", "", NOBODY, Stage.DONE)
    shapes = [replace(plain, **{name: values[places[row]] for name, (values, places) in kept.items()}) for row in firsts]
    return shapes, shape_of.reshape(-1)


def _texts(column: Texts, asked: Iterable[tuple[str, ...]]) -> tuple[list[Any], Whole]:
    """The values that some rule asks for, every other one as nothing."""
    known = {value for values in asked for value in values}
    values, places = np.unique(column.astype(str), return_inverse=True)
    return _joined([value if value in known else "" for value in values.tolist()], places)


def _sets(column: Texts, known: set[str]) -> tuple[list[Any], Whole]:
    found = [frozenset(one & known) for one in column.tolist()]
    unique = list(dict.fromkeys(found))
    place = {one: at for at, one in enumerate(unique)}
    return unique, np.array([place[one] for one in found], dtype=np.int64)


def _days(column: Days, sign: Callable[[date | None], Any]) -> tuple[list[Any], Whole]:
    """For all days of one sign the first of them."""
    values, places = np.unique(column.astype("datetime64[D]"), return_inverse=True)
    days: list[date | None] = values.astype(object).tolist()
    first: dict[Any, date | None] = {}
    return _joined([first.setdefault((day is None, sign(day)), day) for day in days], places)


def _joined(kept: list[Any], places: NDArray[Any]) -> tuple[list[Any], Whole]:
    unique = list(dict.fromkeys(kept)) or [None]
    place = {one: at for at, one in enumerate(unique)}
    return unique, np.array([place[one] for one in kept], dtype=np.int64)[places.reshape(-1)] if kept else np.zeros(0, dtype=np.int64)


def _of_start(one: Conditions) -> Conditions:
    return Conditions(months=one.months, weekdays=one.weekdays, days=one.days, festivals=one.festivals)


def _starting(day: date | None) -> Purchase:
    return Purchase("", "", NOBODY, Stage.DONE, starts_on=day)


def _booked(day: date | None) -> Purchase:
    return Purchase("", "", NOBODY, Stage.DONE, booked_on=day)


def within_month(keys: Whole, points: Whole, most: int) -> Whole:
    """Rule EA7: what is left of each when all of one key (a member and a month) together bring `most` at most, the earlier rows first."""
    order = np.argsort(keys, kind="stable")
    sorted_keys, sorted_points = keys[order], points[order]
    running = np.cumsum(sorted_points)
    starts = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]]) if len(keys) else np.zeros(0, dtype=np.int64)
    before = np.repeat(running[starts] - sorted_points[starts], np.diff(np.r_[starts, len(keys)]))
    had = running - sorted_points - before
    left = np.empty_like(points)
    left[order] = np.clip(most - had, 0, sorted_points)
    return left


def within_budget(points: Whole, budget: int) -> Whole:
    """Rule EA14: each is paid whole while the budget lasts, or not at all."""
    if int(points.sum()) <= budget:
        return points
    paid, left = np.zeros_like(points), budget
    for place, asked in enumerate(points.tolist()):
        if asked <= left:
            paid[place], left = asked, left - asked
    return paid
