"""What is decided about serving recommendations: what is a stay, what is a reason, and what is shown. Pure.

Rules RS1 to RS9 of docs/algorithms/recommending.md.
"""

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
