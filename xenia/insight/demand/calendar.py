"""What kind of day a day is: weekday, season, holidays of Portugal and of China with its make-up days (rule D4)."""

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
import numpy as np

from xenia.insight.judging import Array

EPOCH = date(1970, 1, 1)
FIXED_PT = {(1, 1), (4, 25), (5, 1), (6, 10), (8, 15), (10, 5), (11, 1), (12, 1), (12, 8), (12, 25)}
EASTER_PT = (-2, 0, 60)
"""Good Friday, Easter, Corpus Christi: days from Easter."""
YEAR = 365.25


def easter_of(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def is_holiday_pt(day: date) -> bool:
    return (day.month, day.day) in FIXED_PT or (day - easter_of(day.year)).days in EASTER_PT


def is_rest_cn(day: date) -> float:
    """1 where people in China are off (a weekend that is worked to make up is 0), NaN for years not yet decreed."""
    try:
        return float(chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return float("nan")


def is_make_up_cn(day: date) -> float:
    """1 for a weekend day that is worked in China, NaN for years not yet decreed."""
    rest = is_rest_cn(day)
    return float("nan") if rest != rest else float(day.weekday() >= 5 and rest == 0)


@lru_cache(maxsize=8_192)
def _kind(number: int) -> tuple[float, ...]:
    day = EPOCH + timedelta(days=number)
    near = [day + timedelta(days=step) for step in (-1, 0, 1)]
    turn = 2 * np.pi * day.timetuple().tm_yday / YEAR
    from_easter = float(np.clip((day - easter_of(day.year)).days, -15, 15))
    holidays = [float(is_holiday_pt(one)) for one in near]
    season = [f(times * turn) for times in (1, 2) for f in (np.sin, np.cos)]
    return (float(day.weekday()), float(day.month), *season, *holidays, from_easter, is_rest_cn(day), is_make_up_cn(day))


NAMES = (
    "weekday", "month", "season_sin_1", "season_cos_1", "season_sin_2", "season_cos_2",
    "holiday_pt_before", "holiday_pt", "holiday_pt_after", "days_from_easter", "rest_cn", "make_up_cn",
)  # fmt: skip


def calendar_of(days: Array) -> dict[str, Array]:
    """Columns of NAMES for day numbers since 1970, each of the shape of `days` (n,)."""
    unique, place = np.unique(days.astype(int), return_inverse=True)
    kinds = np.array([_kind(int(number)) for number in unique]).reshape(-1, len(NAMES))
    return {name: kinds[place, at] for at, name in enumerate(NAMES)}
