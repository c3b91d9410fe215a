"""When Chinese travellers leave: 春节, 国庆, summer, short holidays and weekends as weights per day."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from xenia.demo.columns import Flags, Floats, Instants, Numbers

SPRING_FESTIVALS = (
    date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29),
    date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3),
)  # fmt: skip
"""First day of the lunar year, as the State Council announces it."""

YEARS = 3
SOLD_AHEAD_DAYS = 120
"""Trips that start after the last day of the export are on sale this far ahead."""

WEEKDAY_WEIGHTS = (0.85, 0.80, 0.85, 1.00, 1.25, 1.30, 1.05)
MONTH_WEIGHTS = (0.80, 0.85, 0.90, 1.00, 1.00, 0.95, 1.35, 1.40, 0.95, 1.05, 0.80, 0.80)
BUSINESS_WEEKDAY_WEIGHTS = (1.35, 1.30, 1.20, 1.10, 0.75, 0.15, 0.55)


@dataclass(frozen=True)
class Season:
    """`weights` are relative sales per day from `first` on; `business` the same for travel on behalf of an employer."""

    first: date
    until: date
    leisure: Floats
    business: Floats

    @property
    def start(self) -> np.datetime64:
        return np.datetime64(self.first, "D")

    @property
    def days(self) -> int:
        return len(self.leisure)

    def draw(self, rng: np.random.Generator, after: Numbers, before: Numbers, business: Flags) -> Numbers:
        """Returns one day number per row, in proportion to the weights and between `after` and `before` (day numbers)."""
        leisure_days = _between(self.leisure, rng.random(len(after)), after, before)
        business_days = _between(self.business, rng.random(len(after)), after, before)
        return np.where(business, business_days, leisure_days)

    def dates(self, day_numbers: Numbers) -> Instants:
        """Returns the dates of the day numbers."""
        return self.start + day_numbers.astype("timedelta64[D]")


def season_until(until: date) -> Season:
    """Returns the season of the three years up to `until` (included) and of the months already on sale after it."""
    first = start_of(until)
    count = (until - first).days + 1 + SOLD_AHEAD_DAYS
    days = [first + timedelta(days=number) for number in range(count)]
    return Season(first, until, np.array([leisure_weight(day) for day in days]), np.array([business_weight(day) for day in days]))


def start_of(until: date) -> date:
    """Returns the first day of the three years that end with `until`; 29 February starts on 28 February."""
    leap = until.month == 2 and until.day == 29
    return until.replace(year=until.year - YEARS, day=28 if leap else until.day) + timedelta(days=1)


def leisure_weight(day: date) -> float:
    """Returns how many trips for pleasure start on the day, relative to an ordinary Thursday in April."""
    return WEEKDAY_WEIGHTS[day.weekday()] * MONTH_WEIGHTS[day.month - 1] * _holiday_weight(day)


def business_weight(day: date) -> float:
    """Returns the same for business trips: Mondays to Thursdays, hardly any in the two long holidays."""
    quiet = 0.15 if _holiday_weight(day) > 1.5 else 1.0
    return BUSINESS_WEEKDAY_WEIGHTS[day.weekday()] * quiet * (0.8 if day.month in (1, 2, 7, 8) else 1.0)


def _holiday_weight(day: date) -> float:
    if (day.month, day.day) >= (9, 29) and (day.month, day.day) <= (10, 6):
        return 3.2
    if (day.month, day.day) in ((4, 30), (5, 1), (5, 2), (5, 3)):
        return 2.4
    if (day.month, day.day) in ((4, 3), (4, 4), (4, 5), (12, 31), (1, 1)):
        return 1.6
    distance = min((abs((day - festival).days), (day - festival).days) for festival in SPRING_FESTIVALS)[1]
    return 2.6 if -7 <= distance <= 6 else 1.0


def _between(weights: Floats, random: Floats, after: Numbers, before: Numbers) -> Numbers:
    steps = np.concatenate([[0.0], np.cumsum(weights)])
    low = steps[np.clip(after, 0, len(weights) - 1)]
    high = steps[np.clip(before, 1, len(weights))]
    at = low + random * np.maximum(high - low, 1e-9)
    day = np.searchsorted(steps, at, side="right").astype(np.int64) - 1
    within: Numbers = np.minimum(np.maximum(day, 0), len(weights) - 1)
    return within
