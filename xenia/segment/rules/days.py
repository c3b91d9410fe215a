"""Windows and anniversaries as days: rules AU6 to AU8 of docs/algorithms/audiences.md. Both evaluators ask here. Pure.

`today` is the day where the company is. An audience depends on facts and on today, and on nothing finer: who leaves does so at midnight.
"""

from calendar import isleap
from datetime import date, timedelta

from xenia.segment.types.tree import Between, LastDays, Window

LEAP_DAY = 229
DAY_AFTER = 301
YEAR_DAYS_MAX = 366


def first_of_last(days: int, today: date) -> date:
    """Rule AU6: the first of the last so many days; today is the last of them."""
    return today - timedelta(days=days - 1)


def last_of_next(days: int, today: date) -> date:
    """Rule AU6: the last of the next so many days; today is the first of them."""
    return today + timedelta(days=days - 1)


def longest_ago(days: int, today: date) -> date:
    """Rule AU6: the last day that is so many days ago or more."""
    return today - timedelta(days=days)


def window_of(window: Window, today: date) -> tuple[date | None, date]:
    """Rule AU7: the first day of a window, None where it is open, and its last: never after today."""
    match window:
        case LastDays(days):
            return first_of_last(days, today), today
        case Between(first, last):
            return first, min(last, today) if last else today
    return None, today


def annual_code(day: date) -> int:
    """A day of the year without its year: 29 February is 229."""
    return day.month * 100 + day.day


def observed(code: int, year: int) -> int:
    """Rule AU8: the day of the year on which an anniversary falls. 29 February falls on 1 March in years without one: never a day early."""
    return DAY_AFTER if code == LEAP_DAY and not isleap(year) else code


def codes_within_next(days: int, today: date) -> frozenset[int]:
    """Rule AU8: whose anniversary falls on one of the next so many days, by their `annual_code`."""
    ahead = [today + timedelta(days=number) for number in range(min(days, YEAR_DAYS_MAX + 1))]
    codes = {annual_code(day) for day in ahead}
    if any(annual_code(day) == DAY_AFTER and not isleap(day.year) for day in ahead):
        codes.add(LEAP_DAY)
    return frozenset(codes)
