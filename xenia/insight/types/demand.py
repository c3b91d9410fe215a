"""Words of demand that cross the boundary of insight: series, days gone and ahead, pick-up, and what a change of price goes with."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xenia.insight.types.judged import Interval
from xenia.kernel.texts import Text


class DemandMeasure(StrEnum):
    """What is counted for the day of arrival (for a journey, of departure), room nights for each night stayed; revenue is minor units of
    the reporting currency."""

    BOOKINGS = "bookings"
    ROOM_NIGHTS = "room_nights"
    PASSENGERS = "passengers"
    REVENUE = "revenue"


@dataclass(frozen=True)
class DemandSeries:
    """A series: `company`, or a part and its code (`line:hotel`, `market:JP`, `property:BZSH`). `name` where the code has one; `bookings`
    that arrived in the last year; the measures that are not always nought."""

    series: str
    part: str
    code: str
    name: Text | None
    bookings: int
    measures: tuple[DemandMeasure, ...]


@dataclass(frozen=True)
class DemandDay:
    """One day: `came` of a day that is over (None ahead), `booked` what is on the books now (None of days that are over), `last_year`
    what came on the like day (rule D13; None before there is data), and what the model in use expects with 80 and 95 % intervals (None
    where it says nothing)."""

    day: date
    came: int | None
    booked: int | None
    last_year: int | None
    expected: float | None
    low_80: float | None
    high_80: float | None
    low_95: float | None
    high_95: float | None


@dataclass(frozen=True)
class DemandHoliday:
    """Days off on end; `is_decreed` is False where the State Council has not decreed the year yet."""

    name: Text
    begins_on: date
    ends_on: date
    is_decreed: bool


@dataclass(frozen=True)
class Demand:
    """A series day by day. `has_forecast` is False where the model in use does not know the series, `has_model` before there is one;
    `forecast_until` is the last day that it tells of."""

    series: str
    measure: DemandMeasure
    currency: str
    closed_on: date
    has_model: bool
    has_forecast: bool
    forecast_until: date | None
    days: tuple[DemandDay, ...]
    holidays: tuple[DemandHoliday, ...]


@dataclass(frozen=True)
class PickUpPoint:
    """So many days before arrival: what was on the books then, now and last year; None where that is not over yet, or not known."""

    days_before: int
    now: int | None
    last_year: int | None


@dataclass(frozen=True)
class PickUp:
    """How the books fill for arrivals of `begins_on` to `ends_on` beside the days of last year that are like them (`like`, one for each
    day). `expected` is what the model says will come in the end, its interval the sum of the days' own (wider than needed); None without
    one."""

    series: str
    measure: DemandMeasure
    currency: str
    begins_on: date
    ends_on: date
    like: tuple[date, ...]
    is_aligned_to_holiday: bool
    points: tuple[PickUpPoint, ...]
    came_last_year: int | None
    expected: float | None
    low_80: float | None
    high_80: float | None


@dataclass(frozen=True)
class WhatIf:
    """Expected bookings and revenue at a price so much above (below) the usual for the season, as a share of what they are: 1 is
    unchanged."""

    change: float
    bookings: Interval
    revenue: Interval


@dataclass(frozen=True)
class Elasticity:
    """How bookings went with price in one slice. `elasticity` -1.5: at a price 1 % higher, 1.5 % fewer. None, with `why_not`, where the
    data cannot tell; `what_if` holds only changes of price within those that were seen, `seen_low` to `seen_high`."""

    slice: str
    code: str
    label: Text
    weeks: int
    bookings: int
    spread: float | None
    seen_low: float | None
    seen_high: float | None
    elasticity: Interval | None
    why_not: Text | None
    what_if: tuple[WhatIf, ...]


@dataclass(frozen=True)
class Elasticities:
    """The whole series first, then by season and by channel. `caution` is to be shown with it wherever it is shown."""

    series: str
    weeks_from: date
    weeks_until: date
    caution: Text
    slices: tuple[Elasticity, ...]
