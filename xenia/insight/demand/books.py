"""Arrivals by day, and what stood on the books for that day so many days before (rules D1 to D3)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from xenia.insight.judging import Array
from xenia.kernel.errors import Invalid

HORIZON = 28
LEADS = 2 * HORIZON
"""The longest look back on the books: 28 days before the origin of a forecast 28 days ahead."""
GAP_DAYS = 7
"""A property without one booking for as many days on end did not report, or was shut: its days are not known."""
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


def _kinds(bookings: pd.DataFrame) -> "pd.Series[str]":
    lead = pd.Series(np.digitize(bookings["lead_days"], LEAD_STEPS).astype(str), index=bookings.index)
    found: pd.Series[str] = (
        bookings["property"] + "|" + bookings["deposit"] + "|" + bookings["market"] + "|" + bookings["kind"] + "|" + lead
    )
    return found


def rates_of(bookings: pd.DataFrame) -> KeptRates:
    """Rule D2: how bookings of each property, deposit, market, kind and band of lead time ended."""
    counted = (1.0 - bookings["cancelled"]).groupby(_kinds(bookings)).agg(["sum", "count"])
    kept, made = (dict(zip(counted.index, counted[name].astype(float), strict=True)) for name in ("sum", "count"))
    return KeptRates(kept, made, float(1 - bookings["cancelled"].mean()) if len(bookings) else 1.0)


def expected_of(rates: KeptRates, bookings: pd.DataFrame) -> Array:
    """The chance of each booking to be kept, shape (n,): the rate of its kind drawn towards that of all as if 20 more had it."""
    kinds = _kinds(bookings)
    kept, made = (kinds.map(of).fillna(0.0).to_numpy(dtype=float) for of in (rates.kept, rates.made))
    return np.asarray((kept + LIKE_MORE * rates.share) / (made + LIKE_MORE))


def expected_unseen(bookings: pd.DataFrame) -> Array:
    """The same for bookings whose end is known, each from bookings of other stretches of 28 days, so that no row tells its own end."""
    block = (bookings["arrives"] // BLOCK_DAYS).to_numpy()
    found = np.zeros(len(bookings))
    for one in np.unique(block):
        here = block == one
        others = bookings[~here] if not here.all() else bookings
        found[here] = expected_of(rates_of(others), bookings[here])
    return found


def books_of(bookings: pd.DataFrame, expected: Array, *, first: int, last: int) -> tuple[Book, ...]:
    """One book a property, sorted by name, over the days `first` to `last`. `expected` (n,): the chance of each row to be kept.

    A booking made after its arrival counts as made on the day.
    """
    inside = ((bookings["arrives"] >= first) & (bookings["arrives"] <= last)).to_numpy()
    rows, chance = bookings[inside], expected[inside]
    names = sorted(str(name) for name in bookings["property"].unique())
    return tuple(_book(name, rows[mask], chance[mask], first, last) for name in names for mask in [(rows["property"] == name).to_numpy()])


def _book(name: str, rows: pd.DataFrame, chance: Array, first: int, last: int) -> Book:
    days = last - first + 1
    day = (rows["arrives"] - first).to_numpy().astype(int)
    lead = np.clip(rows["lead_days"].to_numpy(), 0, LEADS).astype(int)
    booked, expected = np.zeros((days, LEADS + 1)), np.zeros((days, LEADS + 1))
    np.add.at(booked, (day, lead), 1.0)
    np.add.at(expected, (day, lead), chance)
    arrived = np.bincount(day, weights=rows["cancelled"].to_numpy() == 0, minlength=days).astype(float)
    arrived[_gaps(booked.sum(axis=1))] = np.nan
    return Book(name, first, arrived, _at_least(booked), _at_least(expected))


def _at_least(by_lead: Array) -> Array:
    return np.asarray(by_lead[:, ::-1].cumsum(axis=1)[:, ::-1])


def _gaps(made: Array) -> Array:
    """Rule D3: days that lie in a run of at least seven without any booking, shape (days,)."""
    edges = np.flatnonzero(np.diff(np.r_[0, made == 0, 0]))
    found = np.zeros(len(made), dtype=bool)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        found[begin:end] = end - begin >= GAP_DAYS
    return found


def pick_up_curve(book: Book, *, day: int | None = None) -> Array:
    """Of the arrivals of days known by `day` (all days without it), the share that stood on the books 0 to 28 days before, shape (29,)."""
    end = len(book.arrived) if day is None else max(0, day - book.first + 1)
    known = np.isfinite(book.arrived[:end])
    arrived = book.arrived[:end][known].sum()
    held = book.expected[:end][known, : HORIZON + 1].sum(axis=0)
    return np.asarray(np.minimum(held / arrived, 1.0) if arrived > 0 else np.full(HORIZON + 1, np.nan))
