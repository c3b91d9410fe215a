"""The public holidays of China by name, and how far a day is from the one that moves most people (rule D4).

For decreed years the days off are those of the State Council, weekends worked to make up for them included. Years not decreed yet know the
holidays themselves, from the lunar calendar, and no make-up days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from xenia.kernel.texts import Text

NAMES = {
    "New Year's Day": Text("元旦", "New Year"),
    "Spring Festival": Text("春节", "Spring Festival"),
    "Tomb-sweeping Day": Text("清明节", "Qingming"),
    "Labour Day": Text("劳动节", "Labour Day"),
    "Dragon Boat Festival": Text("端午节", "Dragon Boat Festival"),
    "National Day": Text("国庆节", "National Day"),
    "Mid-autumn Festival": Text("中秋节", "Mid-Autumn Festival"),
}
SPRING_FESTIVALS = (
    date(2015, 2, 19), date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16), date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12),
    date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26),
    date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23),
)  # fmt: skip
"""The first day of the lunar year."""
LUNAR = {
    2027: (date(2027, 6, 9), date(2027, 9, 15)), 2028: (date(2028, 5, 28), date(2028, 10, 3)), 2029: (date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 6, 5), date(2030, 9, 12)), 2031: (date(2031, 6, 24), date(2031, 10, 1)),
}  # fmt: skip
"""Dragon Boat and Mid-Autumn of the years that may not be decreed yet."""
USUAL_DAYS = {"New Year's Day": 1, "Spring Festival": 8, "Tomb-sweeping Day": 3, "Labour Day": 5, "National Day": 7}


@dataclass(frozen=True)
class Holiday:
    """Days off on end: `begins_on` to `ends_on`. `is_decreed` is False where the days follow from the calendar alone."""

    name: Text
    begins_on: date
    ends_on: date
    is_decreed: bool


def holiday_of(day: date) -> Text | None:
    """The holiday for which a day is off; None for working days and plain weekends."""
    found = _name_of(day)
    return NAMES[found] if found else None


def holidays_between(first: date, last: date) -> tuple[Holiday, ...]:
    """The holidays that touch these days, each whole within them, in order."""
    return tuple(_runs(first, last))


def _runs(first: date, last: date) -> Iterator[Holiday]:
    name, begun = None, first
    for day in _days(first, last + timedelta(days=1)):
        now = _name_of(day) if day <= last else None
        if now != name:
            if name:
                yield Holiday(NAMES[name], begun, day - timedelta(days=1), _is_decreed(begun))
            name, begun = now, day


def _days(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=step) for step in range((last - first).days + 1))


def _is_decreed(day: date) -> bool:
    try:
        chinese_calendar.is_holiday(day)
    except NotImplementedError:
        return False
    return True


def _name_of(day: date) -> str | None:
    if _is_decreed(day):
        is_off, name = chinese_calendar.get_holiday_detail(day)
        return name if is_off and name in NAMES else None
    return next((name for name, begins in _of_year(day.year) if 0 <= (day - begins).days < USUAL_DAYS.get(name, 1)), None)


def _of_year(year: int) -> Iterator[tuple[str, date]]:
    yield "New Year's Day", date(year, 1, 1)
    yield from (("Spring Festival", one - timedelta(days=1)) for one in SPRING_FESTIVALS if one.year == year)
    yield "Tomb-sweeping Day", date(year, 4, 4)
    yield "Labour Day", date(year, 5, 1)
    yield from zip(("Dragon Boat Festival", "Mid-autumn Festival"), LUNAR.get(year, ()), strict=False)
    yield "National Day", date(year, 10, 1)


def from_spring_festival(day: date) -> int:
    """Days from the nearest first day of the lunar year, -40 to 40, 40 where it is farther or not known."""
    near = [(day - one).days for one in SPRING_FESTIVALS if abs((day - one).days) <= 40]
    return near[0] if near else 40


def same_day_last_year(day: date) -> date:
    """Rule D13: the day of the year before that is like it: the same day of the same holiday, or of the weeks around Spring Festival; else
    the same weekday, 364 days before."""
    away = from_spring_festival(day)
    if -15 <= away <= 20:
        before = [one for one in SPRING_FESTIVALS if one.year == (day - timedelta(days=away)).year - 1]
        if before:
            return before[0] + timedelta(days=away)
    name = _name_of(day)
    if name:
        begins = _begins(day, name)
        earlier = [one for one in _days(day - timedelta(days=400), day - timedelta(days=330)) if _name_of(one) == name]
        if earlier:
            return earlier[min((day - begins).days, len(earlier) - 1)]
    return day - timedelta(days=364)


def _begins(day: date, name: str) -> date:
    while _name_of(day - timedelta(days=1)) == name:
        day -= timedelta(days=1)
    return day
