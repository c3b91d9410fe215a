"""Seasons of travel: twelve months, and the days around the Spring Festival and of the National Day week apart from them (TA9)."""

from datetime import date, timedelta

import numpy as np

from xenia.insight.holidays import SPRING_FESTIVALS
from xenia.insight.judging import Array

FESTIVAL_FROM, FESTIVAL_UNTIL = -4, 10
"""Days from the first day of the lunar year in which people leave for the festival."""
SEASONS = 14
FESTIVAL, NATIONAL_DAY = 12, 13
ZH = (*(f"{month} 月" for month in range(1, 13)), "春节前后", "国庆前后")
EN = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "the Spring Festival", "the National Day week",
)  # fmt: skip
FESTIVAL_DAYS = np.array([(day - date(1970, 1, 1)).days for day in SPRING_FESTIVALS])
"""Outside the years of the calendar January and February stand alone."""
EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def date_of(number: int) -> date:
    return EPOCH + timedelta(days=int(number))


def season_of(days: Array) -> Array:
    """The season of each day (days since 1970), 0 to 13; shape as given."""
    stamps = np.asarray(days).astype("datetime64[D]")
    months = stamps.astype("datetime64[M]")
    month, day = months.astype(int) % 12, (stamps - months).astype(int) + 1
    near = np.clip(np.searchsorted(FESTIVAL_DAYS, np.asarray(days) - FESTIVAL_UNTIL), 0, len(FESTIVAL_DAYS) - 1)
    away = np.asarray(days) - FESTIVAL_DAYS[near]
    found = np.where((away >= FESTIVAL_FROM) & (away <= FESTIVAL_UNTIL), FESTIVAL, month)
    national = ((month == 8) & (day >= 29)) | ((month == 9) & (day <= 6))
    return np.asarray(np.where(national, NATIONAL_DAY, found))


def days_by_season(first: int, until: int) -> Array:
    """How many days of [first, until) each season has, shape (14,)."""
    return np.bincount(season_of(np.arange(first, until)), minlength=SEASONS).astype(float)


def days_a_year() -> Array:
    """How many days a season has in a year on average, shape (14,)."""
    first, until = day_number(date(2016, 1, 1)), day_number(date(2032, 1, 1))
    return days_by_season(first, until) / 16


def months_ahead(as_of: date, count: int) -> list[tuple[int, int]]:
    """Calendar months as [first, until) day numbers: what is left of this one after the day, then the next ones."""
    found, first = [], day_number(as_of) + 1
    year, month = as_of.year, as_of.month
    for _ in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        until = day_number(date(year, month, 1))
        found.append((first, until))
        first = until
    return found
