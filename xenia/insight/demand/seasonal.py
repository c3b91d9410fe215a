"""What a day brings beyond the month that the books tell of: weekday, season, holidays and trend of each series alone (rule D11).

Estimator: ridge Poisson regression (`insight.poisson`), the level set by the newest eight weeks. Intervals: split conformal as in rule D5.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from xenia.insight import poisson
from xenia.insight.demand.calendar import EPOCH, YEAR, is_make_up_cn
from xenia.insight.holidays import from_spring_festival, holiday_of
from xenia.insight.judging import Array

REACH = 90
LEVEL_DAYS = 56
LEVEL_LIKE = 50.0
SEASON_DAYS, TREND_DAYS = 365, 730
RIDGE = 4.0
FESTIVAL = ((-15, -6), (-5, -2), (-1, 0), (1, 3), (4, 8), (9, 18))
NAMED = ("New Year", "Qingming", "Labour Day", "Dragon Boat Festival", "National Day", "Mid-Autumn Festival")


@dataclass(frozen=True)
class Seasonal:
    """A fitted model: `coefficients` by name of the series, `level` its factor of the newest weeks, `widths` (80 and 95 %) in units of the
    root of the forecast; `first` and `last` day learnt from."""

    coefficients: dict[str, tuple[float, ...]]
    level: dict[str, float]
    widths: dict[str, tuple[float, float]]
    first: int
    last: int


def design_of(days: Array, first: int, last: int) -> Array:
    """Columns for day numbers since 1970, shape (n, k); the trend stands still after `last`, and season and trend are nought where the days
    learnt from are too few to tell them."""
    kinds = np.array([_kind(int(day)) for day in days]).reshape(len(days), -1)
    length = last - first + 1
    turn = 2 * np.pi * (days % YEAR) / YEAR
    season = [f(times * turn) * (length >= SEASON_DAYS) for times in (1, 2) for f in (np.sin, np.cos)]
    trend = (np.minimum(days, last) - last) / YEAR * (length >= TREND_DAYS)
    return np.column_stack([np.ones(len(days)), kinds, *season, trend])


@lru_cache(maxsize=8_192)
def _kind(number: int) -> tuple[float, ...]:
    day = EPOCH + timedelta(days=number)
    holiday, away = holiday_of(day), from_spring_festival(day)
    eve = holiday is None and holiday_of(day + timedelta(days=1)) is not None
    weekday = [float(day.weekday() == one) for one in range(1, 7)]
    festival = [float(low <= away <= high) for low, high in FESTIVAL]
    named = [float(holiday is not None and holiday.en == one) for one in NAMED]
    make_up = is_make_up_cn(day)
    return (*weekday, *festival, *named, float(eve), 0.0 if make_up != make_up else make_up)


def learn(series: dict[str, Array], first: int, last: int) -> dict[str, tuple[tuple[float, ...], float]]:
    """Coefficients and level of each series (days,) from the day `first` to `last`; NaN is not learnt from."""
    design = design_of(np.arange(first, last + 1), first, last)
    ridge = np.r_[0.0, np.full(design.shape[1] - 1, RIDGE)]
    found = {}
    for name, values in series.items():
        part = values[: last - first + 1]
        known = np.isfinite(part)
        fitted = poisson.fitted(design[known], np.maximum(part[known], 0.0), ridge=ridge)
        newest = known & (np.arange(len(part)) >= len(part) - LEVEL_DAYS)
        came, said = part[newest].sum(), poisson.said_by(fitted, design[newest]).sum()
        found[name] = (tuple(float(one) for one in fitted), float((came + LEVEL_LIKE) / (said + LEVEL_LIKE)))
    return found


def train(series: dict[str, Array], first: int, last: int, early: int) -> Seasonal:
    """A model of all days until `last`, with widths from what one of the days until `early` said of those 29 days after it and later."""
    before = learn(series, first, early)
    apart = Seasonal({name: one[0] for name, one in before.items()}, {name: one[1] for name, one in before.items()}, {}, first, early)
    days = np.arange(min(early + 29, last), last + 1)
    widths = {}
    for name, values in series.items():
        said = expected(apart, name, days)
        errors = np.abs(values[days - first] - said) / np.sqrt(said + 1)
        known = np.isfinite(errors)
        weeks = len(np.unique(days[known] // 7))
        widths[name] = (_quantile(errors[known], weeks, 0.80), _quantile(errors[known], weeks, 0.95))
    now = learn(series, first, last)
    return Seasonal({name: one[0] for name, one in now.items()}, {name: one[1] for name, one in now.items()}, widths, first, last)


def _quantile(errors: Array, weeks: int, level: float) -> float:
    return float(np.quantile(errors, min(1.0, level * (weeks + 1) / weeks), method="higher")) if weeks else 0.0


def expected(model: Seasonal, name: str, days: Array) -> Array:
    """What each day brings, shape (n,), for day numbers since 1970."""
    coefficients = np.array(model.coefficients[name])
    return poisson.said_by(coefficients, design_of(days, model.first, model.last)) * model.level[name]


def with_intervals(model: Seasonal, name: str, said: Array) -> tuple[Array, Array]:
    """Low and high (80 and 95 %, n) around what is expected."""
    half = np.array(model.widths[name])[:, None] * np.sqrt(said + 1)
    return np.maximum(said - half, 0.0), said + half


def day_of(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(number))
