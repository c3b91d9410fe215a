"""Arrivals by day, and what stood on the books for that day so many days before (rules D1 to D3, D9).

A row of bookings may stand for several: `weight` says what it counts for (1 without the column), `cancelled_lead` how many days before
arrival it was cancelled (NaN where that is not known), `kept_like` what its chance to be kept is learnt from.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from xenia.insight.judging import Array
from xenia.kernel.errors import Invalid

HORIZON = 28
LEADS = 2 * HORIZON
"""The longest look back on the books: 28 days before the origin of a forecast 28 days ahead."""
GAP_DAYS = 7
"""A property without one booking for as many days on end did not report, or was shut: its days are not known."""
GAP_CHANCE = 1e-4
"""Where few book, that may be chance: the run must be so long that it would hardly ever come by itself."""
LIKE_MORE = 20.0
BLOCK_DAYS = 28
LEAD_STEPS = (3, 14, 45, 120)


class BadCounts(Invalid):
    """A count of arrivals is below nought."""


class OutcomeUnknown(Invalid):
    """Arrivals that are past must say whether they were cancelled."""


@dataclass(frozen=True)
class KeptRates:
    """Of bookings of one kind, how many were kept: `kept` and `made` by kind, and `share` over all."""

    kept: dict[str, float]
    made: dict[str, float]
    share: float


@dataclass(frozen=True)
class Book:
    """One property from day `first` (number since 1970) on. `arrived` (days,): arrivals that were kept, NaN where not known. `booked` and
    `expected` (days, LEADS + 1): of bookings made at least so many days ahead, their number and how many are expected to be kept."""

    name: str
    first: int
    arrived: Array
    booked: Array
    expected: Array


def check_counts(counts: Array) -> None:
    """Raises BadCounts where a count is negative or endless."""
    wrong = (counts < 0) | np.isinf(counts)
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise BadCounts(
            "bad_counts",
            f"Day {at} has {counts[at]:g} arrivals; counts are 0 or more: mend the day or leave it empty.",
            f"第 {at} 天到店数为 {counts[at]:g};计数应不小于 0,请更正或留空。",
        )


def check_outcomes(bookings: pd.DataFrame) -> None:
    """Raises OutcomeUnknown where a row does not say whether it was cancelled."""
    if (bookings["cancelled"] < 0).any():
        raise OutcomeUnknown(
            "outcome_unknown",
            "Past bookings have no is_canceled; add the column: without it arrivals cannot be counted.",
            "过去的预订没有 is_canceled 列;请补上，否则无法统计到店数。",
        )


def weights_of(bookings: pd.DataFrame) -> Array:
    """What each row counts for, shape (n,)."""
    return bookings["weight"].to_numpy(dtype=float) if "weight" in bookings else np.ones(len(bookings))


def _kinds(bookings: pd.DataFrame) -> "pd.Series[str]":
    if "kept_like" in bookings:
        return bookings["kept_like"]
    lead = pd.Series(np.digitize(bookings["lead_days"], LEAD_STEPS).astype(str), index=bookings.index)
    found: pd.Series[str] = (
        bookings["property"] + "|" + bookings["deposit"] + "|" + bookings["market"] + "|" + bookings["kind"] + "|" + lead
    )
    return found


def rates_of(bookings: pd.DataFrame) -> KeptRates:
    """Rule D2: how bookings of each property, deposit, market, kind and band of lead time ended."""
    weight = weights_of(bookings)
    parts = pd.DataFrame({"kept": (1.0 - bookings["cancelled"]) * weight, "made": weight})
    counted = parts.groupby(_kinds(bookings).astype(str)).sum()
    kept, made = (dict(zip(counted.index, counted[name].astype(float), strict=True)) for name in ("kept", "made"))
    total = weight.sum()
    return KeptRates(kept, made, float(parts["kept"].sum() / total) if total > 0 else 1.0)


def expected_of(rates: KeptRates, bookings: pd.DataFrame) -> Array:
    """The chance of each booking to be kept, shape (n,): the rate of its kind drawn towards that of all as if 20 more had it."""
    kinds = _kinds(bookings).astype(str)
    kept, made = (kinds.map(of).fillna(0.0).to_numpy(dtype=float) for of in (rates.kept, rates.made))
    return _drawn(kept, made, rates.share)


def _drawn(kept: Array, made: Array, share: "Array | float") -> Array:
    return np.asarray((kept + LIKE_MORE * share) / (made + LIKE_MORE))


def expected_unseen(bookings: pd.DataFrame) -> Array:
    """The same for bookings whose end is known, each from bookings of other stretches of 28 days, so that no row tells its own end; from
    all where there is one stretch alone."""
    weight = weights_of(bookings)
    kind, block = pd.factorize(_kinds(bookings))[0], pd.factorize(bookings["arrives"] // BLOCK_DAYS)[0]
    if len(bookings) == 0 or block.max() == 0:
        return expected_of(rates_of(bookings), bookings)
    cell = kind * (block.max() + 1) + block
    elsewhere = [
        [np.bincount(group, part)[group] - np.bincount(both, part)[both] for group, both in ((kind, cell), (np.zeros_like(block), block))]
        for part in ((1.0 - bookings["cancelled"].to_numpy()) * weight, weight)
    ]
    (kept, kept_of_all), (made, made_of_all) = elsewhere
    share = np.divide(kept_of_all, made_of_all, out=np.ones(len(bookings)), where=made_of_all > 0)
    return _drawn(kept, made, share)


def books_of(bookings: pd.DataFrame, expected: Array, *, first: int, last: int) -> tuple[Book, ...]:
    """One book a property, sorted by name, over the days `first` to `last`. `expected` (n,): the chance of each row to be kept.

    A booking made after its arrival counts as made on the day.
    """
    inside = ((bookings["arrives"] >= first) & (bookings["arrives"] <= last)).to_numpy()
    rows, chance = bookings[inside], expected[inside]
    code, names = pd.factorize(bookings["property"], sort=True)
    order = np.argsort(code[inside], kind="stable")
    ends = np.searchsorted(code[inside][order], np.arange(len(names) + 1))
    parts = (order[begin:end] for begin, end in pairwise(ends))
    return tuple(_book(str(name), rows.iloc[part], chance[part], first, last) for name, part in zip(names, parts, strict=True))


def _book(name: str, rows: pd.DataFrame, chance: Array, first: int, last: int) -> Book:
    days, weight = last - first + 1, weights_of(rows)
    day = (rows["arrives"] - first).to_numpy().astype(int)
    booked, expected = np.zeros((days, LEADS + 1)), np.zeros((days, LEADS + 1))
    for lead, sign in _steps_of(rows):
        known = np.isfinite(lead)
        place = day[known], np.clip(lead[known], 0, LEADS).astype(int)
        np.add.at(booked, place, sign * weight[known])
        np.add.at(expected, place, sign * (weight * chance)[known])
    arrived = np.bincount(day, weights=weight * (rows["cancelled"].to_numpy() == 0), minlength=days).astype(float)
    arrived[_gaps(np.bincount(day, weights=_made(rows), minlength=days))] = np.nan
    return Book(name, first, arrived, _at_least(booked), _at_least(expected))


def _made(rows: pd.DataFrame) -> Array:
    """How many bookings each row stands for, shape (n,)."""
    return rows["bookings"].to_numpy(dtype=float) if "bookings" in rows else np.ones(len(rows))


def _steps_of(rows: pd.DataFrame) -> list[tuple[Array, int]]:
    """Days before arrival at which a row came on the books, and, rule D9, at which it left them where that is known."""
    came = rows["lead_days"].to_numpy(dtype=float)
    if "cancelled_lead" not in rows:
        return [(came, 1)]
    left = np.minimum(rows["cancelled_lead"].to_numpy(dtype=float), np.clip(came, 0, LEADS))
    return [(came, 1), (np.where(left >= 0, left, np.nan), -1)]


def _at_least(by_lead: Array) -> Array:
    return np.asarray(by_lead[:, ::-1].cumsum(axis=1)[:, ::-1])


def _gaps(made: Array) -> Array:
    """Rule D3: days that lie in a run without any booking, too long to be chance and of at least seven, shape (days,)."""
    a_day = made.sum() / max(len(made), 1)
    least = max(float(GAP_DAYS), -np.log(GAP_CHANCE) / a_day) if a_day > 0 else GAP_DAYS
    edges = np.flatnonzero(np.diff(np.r_[0, made == 0, 0]))
    found = np.zeros(len(made), dtype=bool)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        found[begin:end] = end - begin >= least
    return found


def pick_up_curve(book: Book, *, day: int | None = None) -> Array:
    """Of the arrivals of days known by `day` (all days without it), the share that stood on the books 0 to 28 days before, shape (29,)."""
    end = len(book.arrived) if day is None else max(0, day - book.first + 1)
    known = np.isfinite(book.arrived[:end])
    arrived = book.arrived[:end][known].sum()
    held = book.expected[:end][known, : HORIZON + 1].sum(axis=0)
    return np.asarray(np.minimum(held / arrived, 1.0) if arrived > 0 else np.full(HORIZON + 1, np.nan))
