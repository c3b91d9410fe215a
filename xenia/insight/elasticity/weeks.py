"""Cells of week of arrival and days ahead, as the regression reads them (rules EL1 and EL2)."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from xenia.insight.holidays import from_spring_festival, holiday_of
from xenia.insight.judging import Array

EDGES = (4, 15, 46)
"""Bands of days ahead: 0 to 3, 4 to 14, 15 to 45, 46 and more."""
YEAR_WEEKS = 52.18
PEAK_DAYS_OFF = 3
SUMMER = (7, 8)


@dataclass(frozen=True)
class Cells:
    """One entry a cell: `week` (n,) numbers weeks from the first, `band`, `bookings`, `log_price` (NaN where none is priced), `is_peak`;
    `first` is the Monday of week 0."""

    first: date
    week: Array
    band: Array
    bookings: Array
    log_price: Array
    is_peak: Array


def cells_of(rows: pd.DataFrame, first: date, last: date) -> Cells:
    """Every week from `first` to `last` (Mondays) by every band; cells of several channels are added up, their prices by the geometric
    mean.

    A cell without a booking has no price: its price is that of the same band in the weeks beside it, so that empty weeks count too.
    """
    weeks, bands = (last - first).days // 7 + 1, len(EDGES) + 1
    begun = rows["week"].to_numpy().astype("datetime64[D]")
    place = ((begun - np.datetime64(first)).astype(int) // 7) * bands + rows["band"].to_numpy().astype(int)
    inside = (place >= 0) & (place < weeks * bands)
    priced = np.where(rows["log_price"].notna(), rows["priced"], 0).astype(float)
    sums = [
        np.bincount(place[inside], values[inside], minlength=weeks * bands)
        for values in (rows["bookings"].to_numpy(dtype=float), priced, np.nan_to_num(rows["log_price"].to_numpy(dtype=float)) * priced)
    ]
    price = np.divide(sums[2], sums[1], out=np.full(weeks * bands, np.nan), where=sums[1] > 0)
    peak = np.array([is_peak(first + timedelta(days=7 * one)) for one in range(weeks)])
    week, band = np.divmod(np.arange(weeks * bands), bands)
    return Cells(first, week, band, sums[0], _bridged(price.reshape(weeks, bands)).ravel(), peak[week])


def _bridged(price: Array) -> Array:
    """Single weeks without a price take the mean of the week before and after; longer gaps stay NaN."""
    padded = np.vstack([np.full((1, price.shape[1]), np.nan), price, np.full((1, price.shape[1]), np.nan)])
    return np.where(np.isnan(price), (padded[:-2] + padded[2:]) / 2, price)


def is_peak(monday: date) -> bool:
    """Whether a week is high season: three days off for a holiday or more, the fortnight around Spring Festival, July and August."""
    days = [monday + timedelta(days=step) for step in range(7)]
    off = sum(holiday_of(day) is not None for day in days)
    return off >= PEAK_DAYS_OFF or monday.month in SUMMER or any(-7 <= from_spring_festival(day) <= 14 for day in days)


def controls_of(cells: Cells) -> Array:
    """What else moves bookings, shape (n, k), the first column ones: band of days ahead, season of the year, days off, the weeks around
    Spring Festival, and trend."""
    days = [[cells.first + timedelta(days=7 * int(week) + step) for step in range(7)] for week in range(int(cells.week.max()) + 1)]
    off = np.array([sum(holiday_of(day) is not None for day in one) for one in days], dtype=float)[cells.week] / 7
    near = np.array([sum(-14 <= from_spring_festival(day) < 0 for day in one) for one in days], dtype=float)[cells.week] / 7
    after = np.array([sum(0 <= from_spring_festival(day) <= 14 for day in one) for one in days], dtype=float)[cells.week] / 7
    turn = 2 * np.pi * cells.week / YEAR_WEEKS
    season = [f(times * turn) for times in (1, 2, 3) for f in (np.sin, np.cos)]
    bands = [(cells.band == one).astype(float) for one in range(1, len(EDGES) + 1)]
    by_band = [one * part for one in bands for part in (off, season[0], season[1])]
    trend = cells.week / YEAR_WEEKS
    return np.column_stack([np.ones(len(cells.week)), *bands, *season, off, near, after, trend, trend**2, *by_band])
