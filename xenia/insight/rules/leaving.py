"""When a guest counts as leaving, from which days that can be learned, and for whom reasons are kept. Rules LV1 to LV4, LV11 and LV12 of
docs/algorithms/leaving.md. Pure. `horizon` is always in days: that of the policy in training, else that of the version (LV12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from xenia.kernel.texts import Text

SLICE_DAYS = 30
WINDOWS_MAX = 4
"""The newest window is judged on, up to three before it are learned from (LV3)."""
HISTORY_DAYS_MIN = 90
"""Of bookings known before a window begins: with less, nobody can have been silent for long."""
GUESTS_MIN = 200
USUAL_BOOKINGS_MIN = 10
"""A month of fewer bookings may be empty by chance (LV4)."""
SEASON_YEARS = 4
"""So many own earlier years are looked at."""
SEASON_GAP_DAYS_MIN, SEASON_GAP_DAYS_MAX = 180, 395
"""A silence of half a year up to a year and a month is an off-season (LV6): a holiday of the lunar calendar moves by up to 30 days. A
shorter one may be chance, in a longer one a season was left out."""
SEASON_DAYS_MAX = 365
"""A year ago not more than a year could be seen of what followed (LV6)."""
VALUE_DAYS = 365
DESK_CHANCE_MIN = 0.5
"""LV11: who stays more likely than not is on no list of those who leave."""
DESK_BANDS = (DESK_CHANCE_MIN, 0.7, 0.9)
DESK_GUESTS = 500
"""LV11: of each stage and band of chance so many guests have their reasons beside their scores. TreeSHAP takes half a millisecond each."""
REASONS_TOLD = 5
"""LV8."""


@dataclass(frozen=True)
class Window:
    """Days in which it is seen who books: from `begins` on, until the day before `ends`. Features are of the instant before it begins."""

    begins: date
    ends: date

    @property
    def known_at(self) -> datetime:
        """LV2: the last instant of the day before, so that no booking is both a feature and the outcome."""
        return instant_before(self.begins)

    @property
    def seen_at(self) -> datetime:
        """The last instant of the window."""
        return instant_before(self.ends)


def instant_before(day: date) -> datetime:
    """Returns the last instant before the day, in UTC."""
    return datetime.combine(day, time(), UTC) - timedelta(microseconds=1)


def windows_of(as_of: datetime, horizon: int) -> list[Window]:
    """LV3: returns the windows that end with the last whole day, the newest first, without overlap."""
    last = as_of.date()
    steps = (timedelta(days=horizon * place) for place in range(WINDOWS_MAX + 1))
    days = [last - step for step in steps]
    return [Window(begins, ends) for begins, ends in zip(days[1:], days, strict=False)]


def holes_of(counts: Sequence[int], place: int, horizon: int) -> list[int]:
    """LV4: returns the 30-day slices of a window (0 is the newest) in which nobody booked, where a usual slice has ten bookings or more.

    counts: bookings that stand by slice, the newest first, as far back as there are any.
    """
    known = sorted(one for one in counts if one)
    if not known or known[len(known) // 2] < USUAL_BOOKINGS_MIN:
        return []
    first, last = place * horizon // SLICE_DAYS, -(-(place + 1) * horizon // SLICE_DAYS)
    return [one for one in range(first, last) if one < len(counts) and not counts[one]]


def reaches(first_ago: int, place: int, horizon: int) -> bool:
    """Whether bookings go back far enough for a window; `first_ago` is how many days before the last whole day the first was made."""
    return first_ago + 1 >= (place + 1) * horizon + HISTORY_DAYS_MIN


def slice_days(as_of: datetime, number: int) -> tuple[date, date]:
    """Returns the first and the last day of a slice."""
    last = as_of.date() - timedelta(days=1 + number * SLICE_DAYS)
    return last - timedelta(days=SLICE_DAYS - 1), last


WHAT_WORKED = Text(
    "还没有评估过的试验，因此不知道什么对类似的客人有效。",
    "No experiment was evaluated yet, so nothing is known of what works for similar guests.",
)
"""LV8: as long as no experiment says more."""
