"""What is decided about serving recommendations: what is a stay, what is a reason, and what is shown. Pure.

Rules RS1 to RS13 of docs/algorithms/recommending.md.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta

from xenia.kernel.errors import Invalid
from xenia.recommend.rules.next_city import FIRST

STAY_GAP_DAYS = 1
"""A booking of the same city that begins so many days after the one before has ended, or sooner, is the same stay (rule RS1)."""
AIRPORT_KM = 80.0
"""An airport serves the nearest city of the gazetteer within so far (rule RS2)."""
KEPT = 10
"""So many cities are kept of a guest: four are shown, the others move up where one is not wanted (rule RS7)."""
GUESTS_MIN = 10
"""No reason tells of fewer guests (rule RS4)."""
REASONS_MAX = 3
LIFT_MIN = 1.2
"""What others do is a reason where it is done so much more often than usual (rule RS4)."""
NEAR_REASON_KM = 250.0
ORDER = ("again", "looked", "onward", "season_origin", "origin", "season", "near", "popular", "open")
"""Reasons of a city, the first ones are told; the last two only where there is none before them (rule RS5)."""
Told = tuple[str, tuple[int | str, ...]]


def is_told(count: int, of: int, usual: float) -> bool:
    """Whether `count` of `of` guests is a reason: of ten guests at least, and a fifth more than the usual share (rule RS4).

    31 of 100 with 20 % usually: 1.55 times, told. 22 of 100: 1.1 times, not told. 9 of 10: nine guests, not told.
    """
    return count >= GUESTS_MIN and count > LIFT_MIN * usual * of


def percent(count: int, of: int) -> int:
    """The share in whole percent, halves up (rule RS4). 31 of 100: 31; 1 of 8 would be 13."""
    return int(100 * count / of + 0.5)


def next_ones(cities: tuple[str, ...], unwanted: frozenset[str]) -> tuple[str, ...]:
    """The first four cities of a list without those that are not wanted; the next ones move up (rule RS7).

    A, B, C, D, E without B: A, C, D, E.
    """
    return tuple(city for city in cities if city not in unwanted)[:FIRST]


JUDGED_SHARE, JUDGED_MIN = 0.25, 100
"""A version is judged on the newest quarter of the orders, of which there are to be so many (rule RS8)."""

BOOKED_DAYS = 30
"""A stay that is booked within so many days after a list was shown is counted for it (rule RS10)."""
JOINED_DAYS = 90
"""Lists shown before are not looked at again (rule RS10)."""
EFFECTIVE_MIN = 30.0
"""An estimate of another order needs lists worth so many (rule RS12)."""
SURE = 0.95
DAYS_MOST = 730


def require_days(days: int) -> None:
    """Raises Invalid for days that results cannot be asked of (1 to 730)."""
    if not 1 <= days <= DAYS_MOST:
        raise Invalid("days_range", f"Ask for 1 to {DAYS_MOST} days, not {days}.", f"天数须为 1 至 {DAYS_MOST}，收到 {days}。")


def likeliest_left(chances: Sequence[float]) -> float:
    """In: the chances of a list as it is kept, in its order. Out: the highest from the open place on; who stands there with it is who would
    stand there if nothing were drawn (rule RS12).

    0.4, 0.3, 0.2, 0.05, 0.1: 0.1, so the fourth was drawn. 0.4, 0.3, 0.2, 0.1, 0.05: 0.1, so it is the usual one.
    """
    return max(chances[FIRST - 1 :], default=0.0)


def list_booked(shown: Sequence[datetime], booked_at: datetime) -> int | None:
    """In: when lists with the city were shown to the guest, in order. Out: the place of the list that the booking is counted for: the last
    one before it, if it is at most 30 days before (rule RS10).

    Shown on the 1st and on the 10th, booked on the 12th: the second. Booked on the 12th of the month after: none.
    """
    before = bisect_left(shown, booked_at) - 1
    return before if before >= 0 and booked_at - shown[before] <= timedelta(days=BOOKED_DAYS) else None
