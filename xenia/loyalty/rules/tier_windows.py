"""In which stretches of time a member qualifies: rule TI2 of docs/algorithms/tiers.md. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xenia.loyalty.rules.expiry import added_months
from xenia.loyalty.types.tiers import TierPolicy, WindowMode

YEAR_MONTHS = 12


@dataclass(frozen=True)
class Window:
    """So many months, the `index`-th such stretch counted from `anchor` (0: beginning there)."""

    anchor: date
    months: int
    index: int = 0

    @property
    def start(self) -> date:
        return added_months(self.anchor, self.months * self.index)

    def ends(self, further: int = 0) -> date:
        """The first day after the window, or after so many further windows."""
        return added_months(self.anchor, self.months * (self.index + 1 + further))

    def next(self) -> "Window":
        return Window(self.anchor, self.months, self.index + 1)


def window_at(policy: TierPolicy, enrolled_on: date, day: date) -> Window:
    """Rule TI2: the window that a day lies in; a rolling one begins on that day. A year of membership of somebody who joined on 29 February
    begins on 28 February where there is no 29th."""
    match policy.mode:
        case WindowMode.ROLLING:
            return Window(day, policy.months)
        case WindowMode.CALENDAR:
            year = day.year if day.month >= policy.first_month else day.year - 1
            return Window(date(year, policy.first_month, 1), YEAR_MONTHS)
        case WindowMode.ANNIVERSARY:
            index = day.year - enrolled_on.year
            if added_months(enrolled_on, YEAR_MONTHS * index) > day:
                index -= 1
            return Window(enrolled_on, YEAR_MONTHS, index)


def windows_of(policy: TierPolicy, enrolled_on: date, days: Iterable[date]) -> list[Window]:
    """The windows that hold at least one of the days, the earliest first; rolling ones begin on one."""
    found = {window_at(policy, enrolled_on, day) for day in days}
    return sorted(found, key=lambda one: one.start)


def benefit_year(policy: TierPolicy, enrolled_on: date, day: date) -> Window:
    """Rule TI13: the tier year of a day, in which a benefit is granted once: that of the windows, and under rolling windows the year of
    membership."""
    if policy.mode is not WindowMode.ROLLING:
        return window_at(policy, enrolled_on, day)
    index = day.year - enrolled_on.year
    if added_months(enrolled_on, YEAR_MONTHS * index) > day:
        index -= 1
    return Window(enrolled_on, YEAR_MONTHS, index)
